"""People, what they may do where, and how they prove who they are."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from marketplace.kit.columns import Row, moment


class User(Row, table=True):
    __tablename__ = "account"  # "user" is a reserved word in SQL

    email: str = Field(unique=True)  # lower case
    password_hash: str
    first_name: str = ""
    last_name: str = ""
    email_verified_at: datetime | None = moment()
    suspended_at: datetime | None = moment()
    totp_secret: str | None = None  # sealed (`kit/sealing`)
    totp_confirmed_at: datetime | None = moment()
    totp_last_step: int | None = None  # a code is accepted once


class Membership(Row, table=True):
    """One role of one person: on the platform, in a store, in a vendor or in a company."""

    __table_args__ = (
        CheckConstraint(
            "role in ('operator','tenant_admin','editor','vendor_member','company_contact','shopper')", name="role"
        ),
        CheckConstraint("(role = 'operator') = (tenant_id is null)", name="operator_has_no_tenant"),
        CheckConstraint("(role = 'vendor_member') = (vendor_id is not null)", name="vendor"),
        CheckConstraint("(role = 'company_contact') = (company_id is not null)", name="company"),
        Index(
            "uq_membership_person_role",
            "user_id",
            "role",
            text("coalesce(tenant_id,'')"),
            text("coalesce(vendor_id,'')"),
            text("coalesce(company_id,'')"),
            unique=True,
        ),
    )

    user_id: str = Field(foreign_key="account.id", index=True)
    role: str
    tenant_id: str | None = Field(default=None, foreign_key="tenant.id")
    vendor_id: str | None = None
    company_id: str | None = None
    title: str = ""  # what this person is there: owner, orders, buyer, approver, ...


class UserSession(Row, table=True):
    """A signed-in browser. Only the SHA-256 of its cookie is kept."""

    __tablename__ = "user_session"

    user_id: str = Field(foreign_key="account.id", index=True)
    token_hash: str = Field(unique=True)
    last_seen_at: datetime = moment(default_now=True)
    expires_at: datetime = moment(nullable=False)
    revoked_at: datetime | None = moment()
    second_factor_at: datetime | None = moment()
    privileged: bool = False  # operators: shorter idle and absolute limits
    ip: str = ""
    agent: str = ""


class OneTimeToken(Row, table=True):
    """Reset of a password, proof of an address, second step of a sign-in: used once, short-lived, hashed.

    One that goes out by letter has no secret, and no hash, until the letter is written.
    """

    __tablename__ = "one_time_token"

    user_id: str = Field(foreign_key="account.id", index=True)
    purpose: str  # reset_password | verify_email | second_factor
    token_hash: str | None = Field(default=None, unique=True)
    expires_at: datetime = moment(nullable=False)
    used_at: datetime | None = moment()
    tries: int = 0  # wrong codes with the ticket of a second step


class PendingAccount(Row, table=True):
    """A wish for an account, until the link of its letter is followed: only then the account exists."""

    __tablename__ = "pending_account"

    email: str = Field(index=True)  # lower case
    first_name: str = ""
    last_name: str = ""
    tenant_id: str | None = Field(default=None, foreign_key="tenant.id")
    next_path: str = ""
    token_hash: str | None = Field(default=None, unique=True)  # none until the letter is written
    expires_at: datetime = moment(nullable=False)


class SignInMisses(Row, table=True):
    """Wrong passwords for one e-mail address (with an account or not) from one place; `id` is the digest of both."""

    __tablename__ = "sign_in_misses"

    address_hash: str = Field(index=True)
    misses: int = 0
    missed_at: datetime = moment(default_now=True)
    retry_at: datetime | None = moment()
    succeeded_at: datetime | None = moment()  # the right password came from this place


class RecoveryCode(Row, table=True):
    __tablename__ = "recovery_code"

    user_id: str = Field(foreign_key="account.id", index=True)
    code_hash: str
    used_at: datetime | None = moment()


class ApiKey(Row, table=True):
    """A publishable key names a store; a secret one acts for it (or the platform) within its scopes."""

    __tablename__ = "api_key"
    __table_args__ = (
        CheckConstraint("kind in ('publishable','secret')", name="kind"),
        CheckConstraint("(kind = 'publishable') = (token is not null)", name="no_secret_is_kept"),
        CheckConstraint("kind = 'secret' or tenant_id is not null", name="publishable_names_a_store"),
    )

    tenant_id: str | None = Field(default=None, foreign_key="tenant.id", index=True)
    kind: str  # publishable | secret
    title: str
    token: str | None = None  # publishable keys only: they are public
    token_hash: str = Field(unique=True)
    hint: str = ""  # first and last characters
    scopes: str = ""  # names with blanks between them
    created_by: str | None = None
    last_used_at: datetime | None = moment()
    revoked_at: datetime | None = moment()
