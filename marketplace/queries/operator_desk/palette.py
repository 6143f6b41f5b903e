"""What the command palette finds: only what the person may open anyway."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.orders.orders import order_number, parse_number
from marketplace.domain.permissions import Actor, Permission, allows
from marketplace.kit.sql import compose
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.order_parts import buyer_name
from marketplace.queries.shared.search_conditions import OF_PRODUCT, contains, each_word

MIN_LETTERS, PER_KIND = 2, 5


@dataclass(frozen=True)
class Hit:
    """A line of the palette. `head` opens a kind, else it is empty."""

    head: str
    icon: str
    picture: str
    title: str
    detail: str
    href: str


_ACTIONS = (
    # words, icon, title, address, who: o(perator), t(enant admin), v(endor), a(nybody)
    ("needs inbox today home", "inbox", "Needs you", "/admin", "ot"),
    ("vendors approve applications", "store", "Vendors to approve", "/admin/vendors?status=pending", "ot"),
    ("companies buyers approve let in", "building-2", "Companies to let in", "/admin/companies?status=pending", "ot"),
    ("companies buyers accounts", "building-2", "Companies", "/admin/companies", "ot"),
    ("tenants stores", "landmark", "Tenants", "/admin/tenants", "ot"),
    ("new tenant store create", "plus", "New tenant", "/admin/tenants/new", "o"),
    ("orders purchases", "package", "Orders", "/admin/orders", "ot"),
    ("transfers payments confirm", "landmark", "Transfers to confirm", "/admin/orders?view=awaiting", "ot"),
    ("orders work list fulfil ship", "package", "Your orders", "/vendor/orders", "v"),
    ("quotes requests prices rfq negotiate", "message-square", "Quotes", "/admin/quotes", "ot"),
    ("quotes requests prices rfq answer", "message-square", "Your quotes", "/vendor/quotes", "v"),
    ("products catalogue", "boxes", "All products", "/admin/products", "ot"),
    ("commission rules fees percent", "percent", "Commission rules", "/admin/commission-rules", "ot"),
    ("payouts release bank file", "hand-coins", "Payouts", "/admin/payouts", "ot"),
    ("ledger books transactions balances check", "scroll-text", "Ledger", "/admin/ledger", "ot"),
    ("jobs background machine", "refresh-cw", "Jobs", "/admin/jobs", "o"),
    ("dead jobs letters retry", "skull", "Dead jobs", "/admin/jobs?view=dead", "o"),
    ("api keys tokens secret publishable integration", "key-round", "API keys", "/admin/keys", "ot"),
    ("audit trail history", "history", "Audit trail", "/admin/audit", "ot"),
    ("today dashboard shop", "layout-dashboard", "Today", "/vendor", "v"),
    ("products catalogue list", "boxes", "Your products", "/vendor/products", "v"),
    ("new product create add", "plus", "New product", "/vendor/products/new", "v"),
    ("payouts money balance bank", "wallet", "Your payouts", "/vendor/payouts", "v"),
    ("commission fees rates", "percent", "Your commission", "/vendor/commissions", "v"),
    ("account profile", "user", "Your account", "/account", "a"),
    ("orders bought purchases parcels", "package", "Orders you placed", "/account/orders", "a"),
    ("address book addresses delivery invoice", "map-pin", "Address book", "/account/addresses", "a"),
    ("saved cards card payment", "wallet", "Saved cards", "/account/cards", "a"),
    ("security password two-step sessions", "shield-check", "Sign-in and security", "/account/security", "a"),
    ("stores shop storefront", "store", "All stores", "/stores", "a"),
)
_ORDERS = """
    select g.id group_id, o.id, g.number, o.position, g.email, g.shipping_address, g.total_amount, o.total_amount part,
           g.currency, v.name vendor
    from order_group g join vendor_order o on o.group_id = g.id and o.tenant_id = g.tenant_id
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    where (cast(:tenant as text) is null or g.tenant_id = :tenant) and (:vendor = '' or o.vendor_id = :vendor)
      and (g.number = :number or (true$words))
      and (:position = 0 or o.position = :position) and (:vendor <> '' or o.position = greatest(1, :position))
    order by (g.number = :number) desc, g.placed_at desc limit :n
"""
_OF_ORDER = """
    lower(g.email) like $like or lower(g.po_number) like $like or lower(g.shipping_address->>'company') like $like
"""
# At a store's desk a request is its first quote: from there one reads who else was asked.
_QUOTES = """
    select q.id, r.number, r.title, r.name buyer from quote_request r
    join lateral (select q.* from quote q where q.request_id = r.id and q.tenant_id = r.tenant_id
        and (:vendor = '' or q.vendor_id = :vendor) order by q.id limit 1) q on true
    where (cast(:tenant as text) is null or r.tenant_id = :tenant) and (r.number = :number or (true$words))
    order by (r.number = :number) desc, r.created_at desc limit :n
"""
# The SKU that is shown is the one that was asked for, where it is one.
_PRODUCTS = """
    select p.id, p.title, p.thumbnail, p.status, v.name vendor,
           coalesce(min(o.sku) filter (where lower(o.sku) like :q), min(o.sku)) sku
    from product p
    join vendor v on v.id = p.vendor_id and v.tenant_id = p.tenant_id
    left join offer o on o.product_id = p.id and o.tenant_id = p.tenant_id
    where (cast(:tenant as text) is null or p.tenant_id = :tenant) and (:vendor = '' or p.vendor_id = :vendor)$words
    group by p.id, p.title, p.thumbnail, p.status, v.name
    order by (lower(p.title) like :first) desc, length(p.title), p.title limit :n
"""
_VENDORS = """
    select v.id, v.name, v.status, v.applied_at, t.name store from vendor v join tenant t on t.id = v.tenant_id
    where (cast(:tenant as text) is null or v.tenant_id = :tenant)$words
    order by (lower(v.name) like :first) desc, v.name limit :n
"""
_COMPANIES = """
    select c.id, c.name, c.status, t.name store from company c join tenant t on t.id = c.tenant_id
    where (cast(:tenant as text) is null or c.tenant_id = :tenant)$words
    order by (lower(c.name) like :first) desc, c.name limit :n
"""
_TENANTS = """
    select t.id, t.name, t.handle, t.is_active from tenant t
    where (cast(:tenant as text) is null or t.id = :tenant)$words
    order by t.name limit :n
"""
_FINDS = {
    _ORDERS: _OF_ORDER,
    _QUOTES: "lower(r.title) like $like or lower(r.name) like $like",
    _PRODUCTS: OF_PRODUCT,
    _VENDORS: "lower(v.name) like $like or lower(v.legal_name) like $like",
    _COMPANIES: "lower(c.name) like $like or lower(c.tax_id) like $code",
    _TENANTS: "lower(t.name) like $like or t.handle like $like",
}


def find(db: Session, actor: Actor, query: str) -> list[Hit]:
    """Products, vendors, companies, stores, pages and actions for what was typed; the best kind first.

    `>` before the words asks for pages and actions only. A vendor finds the own products, a store admin the
    own store, an operator everything; a guest nothing.
    """
    query = query.strip()
    if actor.user_id is None or not query:
        return []
    words = query.lstrip(">").strip().lower()
    if query.startswith(">"):
        return _actions(actor, words)
    seen = _seen(actor)
    hits: list[Hit] = []
    if seen is not None and len(words) >= MIN_LETTERS:
        where = _asked(seen, words)
        hits += find_orders(db, actor, query, where)
        hits += _quotes(db, actor, query, where)
        hits += _products(db, where)
        if not where["vendor"]:
            hits += _vendors(db, where)
            hits += _companies(db, actor, where)
            hits += _tenants(db, where)
    return hits + _actions(actor, words)


def _seen(actor: Actor) -> dict[str, Any] | None:
    """Which rows this person may find: tenant and vendor, or None for nothing but pages."""
    if actor.is_operator:
        return {"tenant": None, "vendor": ""}
    desk = actor.tenant_desk()
    if desk is not None and allows(actor, Permission.CATALOGUE_SEE_ALL, tenant_id=desk.tenant_id):
        return {"tenant": desk.tenant_id, "vendor": ""}
    member = actor.vendor()
    return {"tenant": member.tenant_id, "vendor": member.vendor_id} if member is not None else None


def find_orders(db: Session, actor: Actor, query: str, where: dict[str, Any]) -> list[Hit]:
    """Orders by number, buyer or PO number: whole purchases for the store's side, own parts for a vendor."""
    if not allows(actor, Permission.ORDER_SEE, tenant_id=where["tenant"], vendor_id=where["vendor"] or None):
        return []
    number, position = parse_number(query) or (-1, 0)
    rows = _rows(db, _ORDERS, where | {"number": number, "position": position})
    is_vendor = bool(where["vendor"])
    return [
        Hit(
            head="Orders" if at == 0 else "",
            icon="package",
            picture="",
            title=order_number(row.number, row.position) if is_vendor else str(row.number),
            detail=", ".join(
                (
                    buyer_name(row.shipping_address, row.email),
                    money(row.part if is_vendor else row.total_amount, row.currency),
                )
            ),
            href=f"/vendor/orders/{row.id}" if is_vendor else f"/admin/orders/{row.group_id}",
        )
        for at, row in enumerate(rows)
    ]


def _quotes(db: Session, actor: Actor, query: str, where: dict[str, Any]) -> list[Hit]:
    """Requests for prices by number (`Q-1003`), title or who asks."""
    vendor_id = where["vendor"]
    wanted = Permission.QUOTE_SEE if vendor_id else Permission.QUOTE_GOVERN
    if not allows(actor, wanted, tenant_id=where["tenant"], vendor_id=vendor_id or None):
        return []
    number, _ = parse_number(query.lower().removeprefix("q-")) or (-1, 0)
    return [
        Hit(
            head="Quotes" if at == 0 else "",
            icon="message-square",
            picture="",
            title=f"Q-{row.number}, {row.title}",
            detail=row.buyer or "a guest",
            href=f"/vendor/quotes/{row.id}" if vendor_id else f"/admin/quotes/{row.id}",
        )
        for at, row in enumerate(_rows(db, _QUOTES, where | {"number": number}))
    ]


def find_own_work(db: Session, actor: Actor, query: str) -> list[Hit]:
    """A vendor's own orders, quotes and pages for what was typed at its desk."""
    query = query.strip()
    words, seen = query.lower(), _seen(actor)
    if seen is None or not seen["vendor"] or len(words) < MIN_LETTERS:
        return []
    where = _asked(seen, words)
    pages = [one for one in _actions(actor, words) if one.href.startswith("/vendor")]
    return [*find_orders(db, actor, query, where), *_quotes(db, actor, query, where), *pages]


def _products(db: Session, where: dict[str, Any]) -> list[Hit]:
    place = "/vendor/products/" if where["vendor"] else "/admin/products/"
    return [
        Hit(
            head="Products" if at == 0 else "",
            icon="boxes",
            picture=r.thumbnail,
            title=r.title,
            detail=", ".join(part for part in (r.sku, "" if where["vendor"] else r.vendor, r.status) if part),
            href=place + r.id,
        )
        for at, r in enumerate(_rows(db, _PRODUCTS, where))
    ]


def _vendors(db: Session, where: dict[str, Any]) -> list[Hit]:
    return [
        Hit(
            head="Vendors" if at == 0 else "",
            icon="store",
            picture="",
            title=r.name,
            detail=f"vendor in {r.store}, {r.status}",
            href=f"/admin/vendors/{r.id}",
        )
        for at, r in enumerate(_rows(db, _VENDORS, where))
    ]


def _companies(db: Session, actor: Actor, where: dict[str, Any]) -> list[Hit]:
    if not allows(actor, Permission.COMPANY_DECIDE, tenant_id=where["tenant"]):
        return []
    return [
        Hit(
            head="Companies" if at == 0 else "",
            icon="building-2",
            picture="",
            title=r.name,
            detail=f"company in {r.store}, {r.status}",
            href=f"/admin/companies/{r.id}",
        )
        for at, r in enumerate(_rows(db, _COMPANIES, where))
    ]


def _tenants(db: Session, where: dict[str, Any]) -> list[Hit]:
    return [
        Hit(
            head="Tenants" if at == 0 else "",
            icon="landmark",
            picture="",
            title=r.name,
            detail=f"{r.handle}, {'open' if r.is_active else 'closed'}",
            href=f"/admin/tenants/{r.id}",
        )
        for at, r in enumerate(_rows(db, _TENANTS, where))
    ]


def _actions(actor: Actor, words: str) -> list[Hit]:
    roles = {"a"} | ({"o", "t"} if actor.is_operator else set())
    roles |= {"t"} if actor.tenant_desk() else set()
    roles |= {"v"} if actor.vendor() else set()
    actions = [
        (icon, title, href)
        for keys, icon, title, href, who in _ACTIONS
        if roles & set(who) and (words in title.lower() or any(key.startswith(words) for key in keys.split()))
    ]
    return [
        Hit(head="Go to" if at == 0 else "", icon=icon, picture="", title=title, detail="", href=href)
        for at, (icon, title, href) in enumerate(actions)
    ]


def _asked(seen: dict[str, Any], words: str) -> dict[str, Any]:
    return seen | {"words": words, "q": contains(words), "first": contains(words)[1:], "n": PER_KIND}


def _rows(db: Session, statement: str, where: dict[str, Any]) -> Iterable[Any]:
    """The rows that have every word that was typed."""
    params = dict(where)
    narrow = each_word(params.pop("words"), _FINDS[statement], params)
    return db.connection().execute(text(compose(statement, words=narrow)), params)
