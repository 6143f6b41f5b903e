"""Stores on the platform: as a tree with their figures, and one store with its settings and brand."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, allows
from marketplace.domain.stores.brand import LOOKS, Brand, read_brand
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.amounts import bare, plain_percent
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.access_scope import NO_MARK, Mark, reach, store_mark
from marketplace.queries.operator_desk.audit_trail import AuditLine, list_of_object


@dataclass(frozen=True)
class TenantRow:
    """One store; `indent` in px says how deep it stands under others. Figures of a parent hold its children's."""

    id: str
    name: str
    handle: str
    mark: Mark
    indent: str
    domain: str
    currencies: str
    vendors: str
    products: str
    orders: str
    revenue: str
    is_active: bool
    is_draft: bool  # never opened: nothing is sold in it
    href: str


@dataclass(frozen=True)
class TenantList:
    rows: tuple[TenantRow, ...]
    total: int
    counts: dict[str, int]  # all, active, closed


@dataclass(frozen=True)
class LimitRow:
    """A currency with its limits as they are typed."""

    currency: str
    minimum: str
    two_persons: str
    quotes_from: str  # what a request must come to; empty for any


@dataclass(frozen=True)
class TermsView:
    """How the store's vendors are paid, as text for the form's fields."""

    hold_days: str = ""
    return_days: str = ""
    fee_tax: str = ""
    limits: tuple[LimitRow, ...] = ()


@dataclass(frozen=True)
class TenantView:
    """One store for its page; the form's fields as text."""

    id: str = ""
    name: str = ""
    handle: str = ""
    mark: Mark = NO_MARK
    is_active: bool = False
    default_currency: str = "EUR"
    currencies: tuple[str, ...] = ()
    default_locale: str = "en"
    parent_id: str = ""
    parent_name: str = ""
    domain: str = ""
    access_posture: str = "open"
    line: str = ""
    shop_href: str = ""
    brand: Brand = Brand()  # noqa: RUF009  frozen
    parents: tuple[Option, ...] = ()
    audit: tuple[AuditLine, ...] = ()
    can_edit: bool = False
    products: int = 0
    terms: TermsView = TermsView()


_FIGURES = text("""
    select t.id, (select count(*) from vendor v where v.tenant_id = t.id and v.status = 'approved') vendors,
           (select count(*) from product p where p.tenant_id = t.id and p.status = 'published') products,
           (select count(*) from order_group g where g.tenant_id = t.id
            and g.placed_at > now() - interval '30 days') orders,
           (select coalesce(sum(g.total_amount), 0) from order_group g where g.tenant_id = t.id
            and g.currency = t.default_currency and g.placed_at > now() - interval '30 days') revenue
    from tenant t
""")


def list_tenants(db: Session, actor: Actor, *, state: str = "", q: str = "", shape: str = "tree") -> TenantList:
    """The stores that this actor sees. `state` is active or closed, `q` text in name, handle or domain, `shape`
    tree or list; a filtered tree keeps the parents of what it finds.
    """
    tenant_id = reach(actor, Permission.TENANT_SEE)
    tenants = {t.id: t for t in db.exec(select(Tenant).order_by(Tenant.name)) if tenant_id in (None, t.id)}
    figures = {row.id: row for row in db.connection().execute(_FIGURES)}
    children: dict[str | None, list[Tenant]] = defaultdict(list)
    for tenant in tenants.values():
        children[tenant.parent_id if tenant.parent_id in tenants else None].append(tenant)
    wanted = {t.id for t in tenants.values() if _fits(t, state, q.strip().lower())}
    if shape == "tree":
        for tenant_key in list(wanted):
            parent = tenants[tenant_key].parent_id
            while parent in tenants:
                wanted.add(parent)
                parent = tenants[parent].parent_id
        rows = [_row(t, depth, children, figures) for t, depth in _walk(children, None, 0) if t.id in wanted]
    else:
        rows = [_row(t, 0, {}, figures) for t in tenants.values() if t.id in wanted]
    active = sum(t.is_active for t in tenants.values())
    counts = {"all": len(tenants), "active": active, "closed": len(tenants) - active}
    return TenantList(tuple(rows), len(rows), counts)


def get_tenant(db: Session, actor: Actor, tenant_id: str) -> TenantView:
    """One store for its page. Raises `NotFound` for one beyond this actor's reach."""
    mine = reach(actor, Permission.TENANT_SEE)
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first()
    if tenant is None or mine not in (None, tenant.id):
        raise NotFound("store", tenant_id)
    row = next(row for row in db.connection().execute(_FIGURES) if row.id == tenant.id)
    parent = db.exec(select(Tenant.name).where(Tenant.id == tenant.parent_id)).first()
    return TenantView(
        id=tenant.id,
        name=tenant.name,
        handle=tenant.handle,
        mark=store_mark(tenant),
        is_active=tenant.is_active,
        default_currency=tenant.default_currency,
        currencies=tenant.sells_in(),
        default_locale=tenant.default_locale,
        parent_id=tenant.parent_id or "",
        parent_name=parent or "",
        domain=tenant.domain or "",
        access_posture=tenant.access_posture,
        shop_href=f"/s/{tenant.handle}",
        brand=_whole(read_brand(tenant.brand)),
        line=" · ".join(
            (
                tenant.domain or f"/s/{tenant.handle}",
                count(row.vendors, "vendor"),
                count(row.products, "product"),
                f"{count(row.orders, 'order')} in 30 days",
            )
        ),
        parents=parent_choices(db, tenant.id),
        audit=list_of_object(db, "tenant", tenant.id, limit=12),
        can_edit=allows(actor, Permission.TENANT_EDIT, tenant_id=tenant.id),
        products=row.products,
        terms=_terms(tenant),
    )


def parent_choices(db: Session, tenant_id: str = "") -> tuple[Option, ...]:
    """The stores that this one may stand under: every other one that does not stand under it."""
    tenants = db.exec(select(Tenant).order_by(Tenant.name)).all()
    parents = {tenant.id: tenant.parent_id for tenant in tenants}

    def is_below(at: str | None) -> bool:
        while at is not None:
            if at == tenant_id:
                return True
            at = parents.get(at)
        return False

    return tuple(Option(tenant.id, tenant.name) for tenant in tenants if not is_below(tenant.id))


def _terms(tenant: Tenant) -> TermsView:
    terms, least = tenant.settings.payout_terms(tenant.sells_in()), tenant.settings.quote_least
    limits = tuple(
        LimitRow(
            code,
            bare(terms.minimum[code], code),
            bare(terms.two_persons[code], code),
            bare(least[code], code) if code in least else "",
        )
        for code in tenant.sells_in()
    )
    return TermsView(str(terms.hold_days), str(terms.return_days), plain_percent(terms.fee_tax_bps), limits)


def _whole(brand: Brand) -> Brand:
    """The brand with every choice filled in: what was left empty is the look's."""
    base = LOOKS[brand.look]
    names = ("brand", "tint", "accent", "canvas", "display", "corners")
    return replace(brand, **{name: getattr(brand, name) or getattr(base, name) for name in names})


def _fits(tenant: Tenant, state: str, q: str) -> bool:
    if state in ("active", "closed") and tenant.is_active != (state == "active"):
        return False
    return not q or any(q in (text_ or "").lower() for text_ in (tenant.name, tenant.handle, tenant.domain))


def _walk(children: dict[str | None, list[Tenant]], parent: str | None, depth: int) -> list[tuple[Tenant, int]]:
    return [row for t in children[parent] for row in [(t, depth), *_walk(children, t.id, depth + 1)]]


def _row(tenant: Tenant, depth: int, children: Any, figures: Any) -> TenantRow:
    below = children.get(tenant.id, []) if children else []
    total = _sum(tenant, children, figures)
    one_currency = {t.default_currency for t in _family(tenant, children)} == {tenant.default_currency}
    return TenantRow(
        id=tenant.id,
        name=tenant.name,
        handle=tenant.handle,
        mark=store_mark(tenant),
        indent=f"{depth * 26}px",
        domain="parent, figures with children" if below else tenant.domain or "not connected",
        currencies=", ".join(tenant.sells_in()),
        vendors=f"{total[0]:,}",
        products=f"{total[1]:,}",
        orders=f"{total[2]:,}",
        revenue=money(total[3], tenant.default_currency) if one_currency else "several currencies",
        is_active=tenant.is_active,
        is_draft=not tenant.is_active and total[1] == 0,
        href=f"/admin/tenants/{tenant.id}",
    )


def _family(tenant: Tenant, children: Any) -> list[Tenant]:
    below = children.get(tenant.id, []) if children else []
    return [tenant, *(member for child in below for member in _family(child, children))]


def _sum(tenant: Tenant, children: Any, figures: Any) -> tuple[int, int, int, int]:
    rows = [figures[t.id] for t in _family(tenant, children)]
    return (
        sum(r.vendors for r in rows),
        sum(r.products for r in rows),
        sum(r.orders for r in rows),
        int(sum(r.revenue for r in rows)),
    )
