"""Who may do what: one actor, one table, one question."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from marketplace.domain.errors import Forbidden, NotFound, Unauthenticated
from marketplace.domain.identity.api_scopes import ApiScope


class Role(StrEnum):
    SHOPPER = "shopper"
    COMPANY_CONTACT = "company_contact"
    VENDOR_MEMBER = "vendor_member"
    EDITOR = "editor"
    TENANT_ADMIN = "tenant_admin"
    OPERATOR = "operator"


@dataclass(frozen=True)
class Grant:
    """One role in one place; `title` is what the person is there (owner, orders, buyer, approver)."""

    role: Role
    tenant_id: str | None = None
    vendor_id: str | None = None
    company_id: str | None = None
    title: str = ""
    may_buy: bool = True  # of a company: whether the store has let it in
    location_ids: tuple[str, ...] = ()  # of a company: the places this person buys for
    place: str = ""  # of a company: the one of them that is bought for now, in the store that it belongs to


@dataclass(frozen=True)
class Actor:
    """Who asks, as the server knows it: never built from anything a browser says about itself.

    `scopes` narrows a program with an API key to what its key names; None is a person, whom nothing narrows.
    """

    user_id: str | None = None
    name: str = "Guest"
    email: str = ""
    session_id: str = ""
    grants: tuple[Grant, ...] = ()
    ip: str = ""
    agent: str = ""
    request_id: str = ""
    scopes: frozenset[str] | None = None
    awaits_second_factor: bool = False  # an operator whose desk opens when two-step sign-in is set up
    confirmed_at: datetime | None = None  # when the person last gave their password for what they do now
    impersonator_id: str | None = None  # who really acts, where it is not the person themselves
    impersonator_name: str = ""
    acts_until: datetime | None = None

    @property
    def is_operator(self) -> bool:
        return any(grant.role is Role.OPERATOR for grant in self.grants)

    def vendor(self) -> Grant | None:
        """The vendor this person works for, if any."""
        return next((grant for grant in self.grants if grant.role is Role.VENDOR_MEMBER), None)

    def tenant_desk(self) -> Grant | None:
        """The store this person runs, if any."""
        return next((grant for grant in self.grants if grant.role is Role.TENANT_ADMIN), None)


GUEST = Actor()
SYSTEM = Actor(name="System")


class Permission(StrEnum):
    VENDOR_SEE = "vendor.see"
    VENDOR_DECIDE = "vendor.decide"
    TENANT_EDIT = "tenant.edit"
    TENANT_SEE = "tenant.see"
    CATALOGUE_SEE_ALL = "catalogue.see_all"
    PRODUCT_EDIT = "product.edit"
    PRODUCT_PUBLISH = "product.publish"
    PRODUCT_FOR_VENDOR = "product.for_vendor"
    JOB_MANAGE = "job.manage"
    AUDIT_SEE = "audit.see"
    ORDER_SEE = "order.see"
    ORDER_FULFIL = "order.fulfil"
    ORDER_REFUND = "order.refund"
    COMMISSION_SEE = "commission.see"
    COMMISSION_EDIT = "commission.edit"
    PAYOUT_SEE = "payout.see"
    PAYOUT_REQUEST = "payout.request"
    PAYOUT_RELEASE = "payout.release"
    LEDGER_SEE = "ledger.see"
    PAYMENT_CONFIRM = "payment.confirm"
    RECEIVABLE_SEE = "receivable.see"
    RECEIVABLE_EDIT = "receivable.edit"
    PROMOTION_EDIT = "promotion.edit"
    PRICE_LIST_EDIT = "price_list.edit"
    COMPANY_GROUP_EDIT = "company_group.edit"
    REGION_EDIT = "region.edit"
    SHIPPING_EDIT = "shipping.edit"
    SHOP_EDIT = "shop.edit"
    PAYOUT_ACCOUNT_EDIT = "payout_account.edit"
    RECEIVING_EDIT = "receiving.edit"
    COMPANY_SEE = "company.see"
    COMPANY_DECIDE = "company.decide"
    COMPANY_ACT = "company.act"
    QUOTE_SEE = "quote.see"
    QUOTE_ANSWER = "quote.answer"
    QUOTE_BELOW_MARGIN = "quote.below_margin"
    QUOTE_GOVERN = "quote.govern"
    API_KEY_MANAGE = "api_key.manage"
    SEARCH_EDIT = "search.edit"


_STORE_SIDE: dict[Role, frozenset[str] | None] = {Role.OPERATOR: None, Role.TENANT_ADMIN: None}
_OPERATOR_ONLY: dict[Role, frozenset[str] | None] = {Role.OPERATOR: None}
# permission -> role -> titles that have it (None: every title)
POLICY: dict[Permission, dict[Role, frozenset[str] | None]] = {
    Permission.VENDOR_SEE: _STORE_SIDE,
    Permission.VENDOR_DECIDE: {Role.OPERATOR: None, Role.TENANT_ADMIN: None},
    Permission.TENANT_EDIT: {Role.OPERATOR: None},
    Permission.TENANT_SEE: {Role.OPERATOR: None, Role.TENANT_ADMIN: None},
    Permission.CATALOGUE_SEE_ALL: {Role.OPERATOR: None, Role.TENANT_ADMIN: None},
    Permission.PRODUCT_EDIT: {Role.VENDOR_MEMBER: frozenset({"owner", "catalogue"})},
    Permission.PRODUCT_PUBLISH: {Role.VENDOR_MEMBER: frozenset({"owner", "catalogue"})},
    Permission.PRODUCT_FOR_VENDOR: _STORE_SIDE,
    Permission.JOB_MANAGE: _OPERATOR_ONLY,
    Permission.AUDIT_SEE: {Role.OPERATOR: None, Role.TENANT_ADMIN: None},
    Permission.ORDER_SEE: {**_STORE_SIDE, Role.VENDOR_MEMBER: frozenset({"owner", "orders", "finance", "support"})},
    Permission.ORDER_FULFIL: {Role.VENDOR_MEMBER: frozenset({"owner", "orders"})},
    Permission.ORDER_REFUND: {**_STORE_SIDE, Role.VENDOR_MEMBER: frozenset({"owner", "orders", "finance"})},
    Permission.COMMISSION_SEE: {**_STORE_SIDE, Role.VENDOR_MEMBER: frozenset({"owner", "finance"})},
    Permission.COMMISSION_EDIT: _STORE_SIDE,
    Permission.PAYOUT_SEE: {**_STORE_SIDE, Role.VENDOR_MEMBER: frozenset({"owner", "finance"})},
    Permission.PAYOUT_REQUEST: {Role.VENDOR_MEMBER: frozenset({"owner", "finance"})},
    Permission.PAYOUT_RELEASE: _OPERATOR_ONLY,
    Permission.LEDGER_SEE: _STORE_SIDE,
    Permission.PAYMENT_CONFIRM: _STORE_SIDE,
    Permission.RECEIVABLE_SEE: _STORE_SIDE,
    Permission.RECEIVABLE_EDIT: _STORE_SIDE,
    Permission.PROMOTION_EDIT: _STORE_SIDE,
    Permission.PRICE_LIST_EDIT: {**_STORE_SIDE, Role.VENDOR_MEMBER: frozenset({"owner", "catalogue"})},
    Permission.COMPANY_GROUP_EDIT: _STORE_SIDE,
    Permission.REGION_EDIT: _STORE_SIDE,
    Permission.RECEIVING_EDIT: _STORE_SIDE,
    Permission.COMPANY_SEE: _STORE_SIDE,
    Permission.COMPANY_DECIDE: _STORE_SIDE,
    Permission.COMPANY_ACT: _STORE_SIDE,
    Permission.SHIPPING_EDIT: {**_STORE_SIDE, Role.VENDOR_MEMBER: frozenset({"owner", "orders"})},
    Permission.SHOP_EDIT: {Role.VENDOR_MEMBER: frozenset({"owner"})},
    Permission.PAYOUT_ACCOUNT_EDIT: {Role.VENDOR_MEMBER: frozenset({"owner", "finance"})},
    Permission.QUOTE_SEE: {**_STORE_SIDE, Role.VENDOR_MEMBER: frozenset({"owner", "orders", "finance", "support"})},
    Permission.QUOTE_ANSWER: {Role.VENDOR_MEMBER: frozenset({"owner", "orders"})},
    Permission.QUOTE_BELOW_MARGIN: {Role.VENDOR_MEMBER: frozenset({"owner"})},
    Permission.QUOTE_GOVERN: _STORE_SIDE,
    Permission.API_KEY_MANAGE: _STORE_SIDE,
    Permission.SEARCH_EDIT: _STORE_SIDE,
}
# What a key needs for a permission. What is not here no key can do, whatever its grants: money is released, keys are
# made and jobs are mended by people.
SCOPE_OF: dict[Permission, ApiScope] = {
    Permission.CATALOGUE_SEE_ALL: ApiScope.CATALOGUE_READ,
    Permission.PRODUCT_FOR_VENDOR: ApiScope.CATALOGUE_WRITE,
    Permission.PRICE_LIST_EDIT: ApiScope.CATALOGUE_WRITE,
    Permission.COMPANY_SEE: ApiScope.COMPANIES_READ,
    Permission.RECEIVABLE_SEE: ApiScope.COMPANIES_READ,
    Permission.COMPANY_GROUP_EDIT: ApiScope.COMPANIES_WRITE,
    Permission.ORDER_SEE: ApiScope.ORDERS_READ,
    Permission.ORDER_REFUND: ApiScope.ORDERS_WRITE,
    Permission.QUOTE_SEE: ApiScope.ORDERS_READ,
    Permission.QUOTE_ANSWER: ApiScope.ORDERS_WRITE,
    Permission.QUOTE_GOVERN: ApiScope.ORDERS_WRITE,
    Permission.VENDOR_SEE: ApiScope.VENDORS_READ,
    Permission.VENDOR_DECIDE: ApiScope.VENDORS_WRITE,
    Permission.TENANT_SEE: ApiScope.TENANTS_READ,
    Permission.TENANT_EDIT: ApiScope.TENANTS_WRITE,
}


def allows(actor: Actor, permission: Permission, *, tenant_id: str | None = None, vendor_id: str | None = None) -> bool:
    """Whether the actor may, in this store and for this vendor. Operators may in every store, keys within scopes."""
    return _in_scope(actor, permission) and _granted(actor, permission, tenant_id, vendor_id)


def may_use(actor: Actor, scope: ApiScope) -> bool:
    """Whether the actor's key has this scope; a person needs none."""
    return actor.scopes is None or scope in actor.scopes


def require_scope(actor: Actor, scope: ApiScope) -> None:
    """Nothing when the actor may use the scope. Raises `Forbidden` with the scope's name in its sentence."""
    if not may_use(actor, scope):
        raise Forbidden(f"This key does not have the scope {scope}. Make a key that has it.")


def _in_scope(actor: Actor, permission: Permission) -> bool:
    return actor.scopes is None or SCOPE_OF.get(permission, "") in actor.scopes


def _granted(actor: Actor, permission: Permission, tenant_id: str | None, vendor_id: str | None) -> bool:
    for grant in actor.grants:
        titles = POLICY[permission].get(grant.role, frozenset())
        if titles is not None and grant.title not in titles:
            continue
        if grant.role is Role.OPERATOR:
            return True
        if grant.tenant_id == tenant_id and (grant.role is not Role.VENDOR_MEMBER or grant.vendor_id == vendor_id):
            return True
    return False


def require(
    actor: Actor, permission: Permission, *, tenant_id: str | None = None, vendor_id: str | None = None
) -> None:
    """Nothing when allowed. A guest is asked to sign in; across tenants or vendors the thing does not exist.

    A key without the scope is told which one it lacks, or that this is for people.
    """
    if _granted(actor, permission, tenant_id, vendor_id):
        if _in_scope(actor, permission):
            return
        if permission in SCOPE_OF:
            require_scope(actor, SCOPE_OF[permission])
        raise Forbidden("No API key can do this. Sign in as a person.")
    if actor.user_id is None:
        raise Unauthenticated
    here = any(
        grant.tenant_id == tenant_id and vendor_id in (None, grant.vendor_id)
        for grant in actor.grants
        if grant.role is not Role.OPERATOR
    )
    raise Forbidden if here else NotFound()


def vendor_grant(actor: Actor) -> Grant:
    """The actor's membership of a vendor. Raises `Unauthenticated` for a guest, `Forbidden` for anybody else."""
    if actor.user_id is None:
        raise Unauthenticated
    grant = actor.vendor()
    if grant is None or grant.tenant_id is None or grant.vendor_id is None:
        raise Forbidden
    return grant
