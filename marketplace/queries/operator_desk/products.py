"""Products across stores."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import Mark, reach, store_choices, store_marks
from marketplace.queries.operator_desk.state_list import StateList
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import OF_PRODUCT, each_word

PER_PAGE = 25
STATUSES = ("published", "draft", "no_stock", "proposed", "archived")
_SORTS = {
    "newest": "p.created_at desc, p.id desc",
    "oldest": "p.created_at, p.id",
    "title": "lower(p.title), p.id",
    "-title": "lower(p.title) desc, p.id",
    "stock": "coalesce(f.free, 0), p.id",
    "-stock": "coalesce(f.free, 0) desc, p.id",
}


@dataclass(frozen=True)
class AdminProductRow:
    id: str
    title: str
    line: str
    thumbnail: str
    mark: Mark
    vendor: str
    status: str
    price: str
    stock: str
    made: str
    made_exact: str
    href: str


@dataclass(frozen=True)
class AdminProductPage(Page[AdminProductRow]):
    counts: dict[str, int]
    stores: tuple[Option, ...]


_FROM = """
    from product p
    join vendor v on v.id = p.vendor_id and v.tenant_id = p.tenant_id
    left join category c on c.id = p.category_id and c.tenant_id = p.tenant_id
    left join (
        select o.product_id, o.tenant_id, min(o.sku) sku, count(*) offers, sum(coalesce(l.free, 0)) free,
               min(r.amount) low
        from offer o join tenant t on t.id = o.tenant_id
        left join (select offer_id, sum(on_hand - reserved) free from stock_level group by 1) l on l.offer_id = o.id
        left join price r on r.offer_id = o.id and r.tenant_id = o.tenant_id and r.currency = t.default_currency
               and r.price_list_id is null and r.min_quantity = 1
        group by 1, 2) f on f.product_id = p.id and f.tenant_id = p.tenant_id
    where (cast(:tenant as text) is null or p.tenant_id = :tenant)
      and (:store = '' or p.tenant_id = :store) and (:vendor = '' or p.vendor_id = :vendor)
"""
_COLUMNS = "p.*, v.name vendor, c.name category, f.sku, f.free, f.low, f.offers"
_FIND = OF_PRODUCT + " or lower(v.name) like $like"
_STATE = "case when p.status = 'published' and coalesce(f.free, 0) = 0 then 'no_stock' else p.status end"


def list_all_products(
    db: Session,
    actor: Actor,
    *,
    status: str = "",
    store: str = "",
    vendor: str = "",
    q: str = "",
    sort: str = "newest",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> AdminProductPage:
    """Products of every store that this actor sees; `no_stock` are the published ones of which nothing is left."""
    matching = _matching(actor, store, vendor, q)
    counts = matching.counts(db)
    status = status if status in STATUSES else ""
    span = span_of(counts[status or "all"], page, per_page, "product")
    rows = matching.rows(db, _COLUMNS, status=status, order=_order(sort), window=span.window)
    marks, moment = store_marks(db), now()
    currencies = dict(db.exec(select(Tenant.id, Tenant.default_currency)).all())
    return AdminProductPage(
        rows=tuple(_row(row, marks[row.tenant_id], currencies[row.tenant_id], moment) for row in rows),
        span=span,
        counts=counts,
        stores=store_choices(db) if matching.params["tenant"] is None else (),
    )


def find_all_products(
    db: Session,
    actor: Actor,
    *,
    status: str = "",
    store: str = "",
    vendor: str = "",
    q: str = "",
    sort: str = "newest",
    limit: int,
    offset: int,
) -> tuple[list[str], int]:
    """The identifiers of some of the products that `list_all_products` lists, and how many these are in all."""
    matching = _matching(actor, store, vendor, q)
    return matching.ids(db, "p.id", status=status, order=_order(sort), limit=limit, offset=offset)


def _matching(actor: Actor, store: str, vendor: str, q: str) -> StateList:
    params: dict[str, Any] = {"tenant": reach(actor, Permission.CATALOGUE_SEE_ALL), "store": store, "vendor": vendor}
    return StateList(_FROM + each_word(q, _FIND, params), _STATE, STATUSES, params)


def _order(sort: str) -> str:
    return _SORTS.get(sort, _SORTS["newest"])


def _row(row: Any, mark: Mark, currency: str, moment: Any) -> AdminProductRow:
    return AdminProductRow(
        id=row.id,
        title=row.title,
        line=" · ".join(part for part in (row.sku, row.category) if part),
        thumbnail=row.thumbnail,
        mark=mark,
        vendor=row.vendor,
        status=row.state,
        price="no price" if row.low is None else money(row.low, currency),
        stock=f"{int(row.free or 0):,}",
        made=ago(row.created_at, moment),
        made_exact=exact(row.created_at),
        href=f"/admin/products/{row.id}",
    )
