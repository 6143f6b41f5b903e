"""A vendor's products as a list: filtered, sorted, paged, with the figures a row shows."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor, vendor_grant
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import OF_PRODUCT, each_word

PER_PAGE = 25
_SORTS = {
    "newest": "p.created_at desc, p.id desc",
    "oldest": "p.created_at, p.id",
    "title": "lower(p.title), p.id",
    "-title": "lower(p.title) desc, p.id",
    "stock": "coalesce(f.free, 0), p.id",
    "-stock": "coalesce(f.free, 0) desc, p.id",
    "price": "f.low nulls last, p.id",
    "-price": "f.low desc nulls last, p.id",
}
STATUSES = ("published", "draft", "no_stock", "archived")


@dataclass(frozen=True)
class ProductRow:
    """One line of the list. `status` is `no_stock` for a published product of which nothing is left."""

    id: str
    title: str
    sku: str
    handle: str
    thumbnail: str
    category: str
    status: str
    variants: str
    price: str
    stock: str
    stock_tone: str
    created: str
    created_exact: str
    href: str


@dataclass(frozen=True)
class ProductList(Page[ProductRow]):
    """A page of the list; `counts` by status for the tabs, `all` included (archived ones only in their own)."""

    counts: dict[str, int]


_FROM = """
    from product p
    left join category c on c.id = p.category_id and c.tenant_id = p.tenant_id
    left join (
        select o.product_id, count(*) variants, min(o.sku) sku,
               sum(coalesce(l.free, 0)) free, min(r.amount) low, max(r.amount) high
        from offer o
        left join (select offer_id, sum(on_hand - reserved) free from stock_level
                   where tenant_id = :tenant group by 1) l
               on l.offer_id = o.id
        left join price r on r.offer_id = o.id and r.tenant_id = o.tenant_id and r.currency = :currency
               and r.price_list_id is null and r.min_quantity = 1
        where o.tenant_id = :tenant and o.vendor_id = :vendor group by 1) f on f.product_id = p.id
    where p.tenant_id = :tenant and p.vendor_id = :vendor
"""
_NARROW = {
    "": "p.status <> 'archived'",
    "published": "p.status = 'published'",
    "draft": "p.status in ('draft', 'proposed')",
    "no_stock": "p.status = 'published' and coalesce(f.free, 0) = 0",
    "archived": "p.status = 'archived'",
}


def list_products(
    db: Session,
    actor: Actor,
    *,
    status: str = "",
    category_id: str = "",
    q: str = "",
    sort: str = "newest",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> ProductList:
    """The actor's products. `q` looks in title, SKUs and EANs; unknown filters and sorts are the default ones."""
    where, narrow = _asked(db, actor, category_id, q)
    currency = where["currency"]
    counts = _counts(db, narrow, where)
    status = status if status in STATUSES else ""
    span = span_of(counts[status or "all"], page, per_page, "product")
    rows = db.connection().execute(
        text(
            compose(
                """select p.id, p.title, p.handle, p.thumbnail, p.status, p.created_at, c.name category,
                f.*$rows$narrow and $status order by $order limit :n offset :skip""",
                rows=_FROM,
                narrow=narrow,
                status=_NARROW[status],
                order=_SORTS.get(sort, _SORTS["newest"]),
            )
        ),
        where | span.window,
    )
    moment = now()
    return ProductList(rows=tuple(_row(row, currency, moment) for row in rows), span=span, counts=counts)


def find_products(
    db: Session,
    actor: Actor,
    *,
    status: str = "",
    category_id: str = "",
    q: str = "",
    sort: str = "newest",
    limit: int,
    offset: int,
) -> tuple[list[str], int]:
    """The identifiers of some of the products that `list_products` lists, and how many these are in all."""
    where, narrow = _asked(db, actor, category_id, q)
    rule = _NARROW[status if status in STATUSES else ""]
    total = (
        db.connection()
        .execute(text(compose("select count(*) $rows$narrow and $rule", rows=_FROM, narrow=narrow, rule=rule)), where)
        .scalar_one()
    )
    order = _SORTS.get(sort, _SORTS["newest"])
    rows = db.connection().execute(
        text(
            compose(
                "select p.id $rows$narrow and $rule order by $order limit :n offset :skip",
                rows=_FROM,
                narrow=narrow,
                rule=rule,
                order=order,
            )
        ),
        where | {"n": limit, "skip": offset},
    )
    return list(rows.scalars()), int(total)


def _asked(db: Session, actor: Actor, category_id: str, q: str) -> tuple[dict[str, Any], str]:
    grant = vendor_grant(actor)
    currency = (
        db.connection()
        .execute(text("select default_currency from tenant where id = :id"), {"id": grant.tenant_id})
        .scalar_one()
    )
    where: dict[str, Any] = {
        "tenant": grant.tenant_id,
        "vendor": grant.vendor_id,
        "currency": currency,
        "category": category_id,
    }
    narrow = each_word(q, OF_PRODUCT, where)
    if category_id:
        narrow += " and p.category_id = :category"
    return where, narrow


def _counts(db: Session, narrow: str, where: dict[str, Any]) -> dict[str, int]:
    parts = ", ".join(f"count(*) filter (where {rule}) as {name or 'everything'}" for name, rule in _NARROW.items())
    row = (
        db.connection()
        .execute(text(compose("select $parts $rows$narrow", parts=parts, rows=_FROM, narrow=narrow)), where)
        .mappings()
        .one()
    )
    return {("all" if name == "everything" else name): int(value) for name, value in row.items()}


def _row(row: Any, currency: str, moment: Any) -> ProductRow:
    free = int(row.free or 0)
    is_empty = row.status == "published" and free == 0
    price = "no price"
    if row.low is not None:
        price = money(row.low, currency) if row.low == row.high else f"from {money(row.low, currency)}"
    return ProductRow(
        id=row.id,
        title=row.title,
        sku=row.sku or "",
        handle=row.handle,
        thumbnail=row.thumbnail,
        category=row.category or "no category",
        status="no_stock" if is_empty else row.status,
        variants=count(row.variants or 0, "variant"),
        price=price,
        stock=f"{free:,}",
        stock_tone="bad" if free == 0 else "warn" if free <= 10 else "",
        created=ago(row.created_at, moment),
        created_exact=exact(row.created_at),
        href=f"/vendor/products/{row.id}",
    )
