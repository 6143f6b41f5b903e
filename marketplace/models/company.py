"""A company buys: its places, and the people who order for them."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field

from marketplace.domain.companies.approvals import Person
from marketplace.domain.companies.members import CompanyRole, LimitPeriod
from marketplace.domain.lifecycle import CompanyStatus, MemberStatus
from marketplace.domain.stores.taxes import Exemption
from marketplace.kit.columns import StoreRow, belongs, json_field, moment, one_of, per_tenant


class Company(StoreRow, table=True):
    __table_args__ = (per_tenant("handle"),)

    handle: str
    name: str
    tax_id: str = ""  # in its one form (`domain.stores.tax_numbers`)
    register_number: str = ""
    industry: str = ""
    expected_volume: str = ""  # a year, a key of `domain.companies.registration.VOLUMES`
    status: str = CompanyStatus.PENDING
    asked_at: datetime = moment(default_now=True)  # when it last asked to be let in
    decision_reason: str = ""  # of the last decision, as its people read it
    currency: str = "EUR"  # of spending limits and budgets
    time_zone: str = "Europe/Berlin"
    requires_cost_centre: bool = False  # whether nothing is ordered for it without one
    places_approved: bool = True  # whether an approved request is placed by itself, where its payment needs nobody


class CompanyDraft(StoreRow, table=True):
    """What somebody has filled in of a registration and not yet sent; one person has one per store."""

    __tablename__ = "company_draft"
    __table_args__ = (per_tenant("user_id"),)

    user_id: str = Field(foreign_key="account.id")
    form: dict[str, Any] = json_field()
    updated_at: datetime = moment(default_now=True)


class CompanyDocument(StoreRow, table=True):
    """A file that a company showed when it asked to be let in; `path` is below the private folder of documents."""

    __tablename__ = "company_document"
    __table_args__ = (
        belongs("company_id", "company"),
        CheckConstraint("size_bytes > 0", name="size"),
        Index("ix_company_document_user", "tenant_id", "user_id"),
        Index("ix_company_document_company", "tenant_id", "company_id"),
    )

    user_id: str = Field(foreign_key="account.id")  # who sent it
    company_id: str | None = None  # none until the registration is sent
    name: str
    path: str = Field(unique=True)
    content_type: str
    size_bytes: int


class CompanyLocation(StoreRow, table=True):
    """Terms, price lists, tax exemption and addresses hang here."""

    __tablename__ = "company_location"
    __table_args__ = (belongs("company_id", "company"),)

    company_id: str
    name: str
    country: str
    city: str = ""
    shipping_address: dict[str, Any] = json_field()  # as `AddressInput`; empty: country and city are all there is
    billing_address: dict[str, Any] = json_field()  # empty: as the shipping address
    net_days: int | None = None  # empty: paid with the order
    end_of_month: bool = False  # the net days count from the last day of the month
    credit_limit_amount: int | None = None  # minor units of `currency`, empty: no limit
    requires_po: bool = False  # an order without the number of a purchase order is not taken
    currency: str = "EUR"
    exempt_certificate: str = ""  # of an exemption from tax; empty: taxed as everybody
    exempt_reason: str = ""
    exempt_code: str = ""  # of the list VATEX
    exempt_since: date | None = None
    exempt_until: date | None = None  # the last day

    @property
    def exemption(self) -> Exemption | None:
        """Its exemption from tax, whether it counts today or not."""
        if not self.exempt_certificate or self.exempt_since is None:
            return None
        since, until = self.exempt_since, self.exempt_until
        return Exemption(self.exempt_certificate, self.exempt_reason, self.exempt_code, since, until)


class CompanyMember(StoreRow, table=True):
    """A person in a company. Somebody who is invited need not have an account: `user_id` is set when they join."""

    __tablename__ = "company_member"
    __table_args__ = (
        per_tenant("company_id", "email"),
        per_tenant("company_id", "user_id"),
        belongs("company_id", "company"),
        belongs("manager_id", "company_member"),
        belongs("delegate_id", "company_member"),
        CheckConstraint(one_of("role", CompanyRole), name="role"),
        CheckConstraint(one_of("status", MemberStatus), name="status"),
        CheckConstraint(one_of("limit_period", LimitPeriod), name="period"),
        CheckConstraint("spending_limit_amount >= 0", name="limit"),
        CheckConstraint("status <> 'active' or user_id is not null", name="person"),
        Index("ix_company_member_user", "user_id"),
    )

    company_id: str
    email: str  # lower case; where the invitation goes
    user_id: str | None = Field(default=None, foreign_key="account.id")
    role: str
    status: str = MemberStatus.INVITED
    all_locations: bool = True  # otherwise those of `company_member_location`
    spending_limit_amount: int | None = None  # minor units of the company's currency, empty: unlimited
    limit_period: str = LimitPeriod.MONTH
    manager_id: str | None = None  # the member who approves where a rule says "the buyer's manager"
    absent_from: datetime | None = moment()
    absent_until: datetime | None = moment()  # the end of the last day
    delegate_id: str | None = None  # the member who decides while this one is away
    invited_by: str | None = None
    token_hash: str | None = None  # of the invitation; none until its letter is written, and once it was answered
    invited_until: datetime | None = moment()
    joined_at: datetime | None = moment()
    left_at: datetime | None = moment()

    def as_person(self, moment: datetime) -> Person:
        """Them as the question of who decides looks at them."""
        starts = self.absent_from or moment
        is_away = self.absent_until is not None and starts <= moment < self.absent_until
        return Person(self.id, CompanyRole(self.role), self.manager_id or "", is_away, self.delegate_id or "")


class CompanyMemberLocation(StoreRow, table=True):
    """A place that a member buys for, where it is not all of them."""

    __tablename__ = "company_member_location"
    __table_args__ = (
        per_tenant("member_id", "location_id"),
        belongs("member_id", "company_member", on_delete="CASCADE"),
        belongs("location_id", "company_location", on_delete="CASCADE"),
    )

    member_id: str
    location_id: str


class BuyingPlace(StoreRow, table=True):
    """For which place somebody buys now who could buy for several."""

    __tablename__ = "buying_place"
    __table_args__ = (per_tenant("user_id"), belongs("location_id", "company_location", on_delete="CASCADE"))

    user_id: str = Field(foreign_key="account.id")
    location_id: str
