"""Lists and single products of the store API, out of the documents that `services/search/indexing` keeps."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.catalogue.search_text import code_of
from marketplace.kit.bounded_cache import BoundedCache
from marketplace.kit.sql import compose
from marketplace.queries.shared.open_stores import OpenStore
from marketplace.queries.shared.price_context import list_own_ids, steps_by_offer
from marketplace.queries.store_api.prices import PriceContext
from marketplace.queries.storefront.search_terms import query_of, terms_of
from marketplace.queries.storefront.spelling import Vocabulary

ORDERS = {
    "id": "d.id",
    "title": "d.title",
    "handle": "d.handle",
    "created_at": "d.created_at",
    "updated_at": "d.indexed_at",
}
_OPERATORS = {"$gt": ">", "$gte": ">=", "$lt": "<", "$lte": "<=", "$eq": "=", "$ne": "<>"}


@dataclass(frozen=True)
class Listed:
    """A product's document: `product` without prices, `offers` by variant, and where it stands in the tree."""

    product: Mapping[str, Any]
    offers: Mapping[str, Sequence[Mapping[str, Any]]]
    category_path: str


@dataclass
class Conditions:
    """A list as conditions on `search_document d`, each with its parameters; joined by `and`."""

    where: list[str] = field(default_factory=lambda: ["d.tenant_id = :tenant"])
    values: dict[str, Any] = field(default_factory=dict)

    def add(self, condition: str, **values: Any) -> None:
        """One more condition; a parameter's name may be used once only."""
        self.where.append(condition)
        self.values |= values

    def among(self, column: str, name: str, wanted: Sequence[str] | None) -> None:
        """`column` is one of these; nothing is asked for None."""
        if wanted is not None:
            self.add(f"{column} = any(cast(:{name} as text[]))", **{name: list(wanted)})

    def nothing(self) -> None:
        """The list is empty whatever else is asked: it names something that no product of ours has."""
        self.add("false")

    def matches(self, words: str, vocabulary: Vocabulary) -> None:
        """Words of titles, descriptions and codes; the very code of an article is found too."""
        tsquery = query_of(terms_of(words, vocabulary))
        code = code_of(words) if any(c.isdigit() for c in words) else ""
        if not tsquery and not code:
            return self.nothing()
        if not code:
            return self.add("d.words @@ cast(:words as tsquery)", words=tsquery)
        if not tsquery:
            return self.with_codes("q_codes", [code])
        return self.add(
            "(d.words @@ cast(:words as tsquery) or d.codes @> cast(:q_codes as text[]))", words=tsquery, q_codes=[code]
        )

    def with_codes(self, name: str, codes: Sequence[str] | None) -> None:
        """One of these SKUs or EANs is among the product's."""
        if codes is not None:
            self.add(f"d.codes && cast(:{name} as text[])", **{name: [code_of(one) for one in codes]})

    def moment(self, column: str, name: str, bounds: Mapping[str, datetime]) -> None:
        """`{"$gte": ...}` and its like on a point in time."""
        for n, (operator, value) in enumerate(bounds.items()):
            self.add(f"{column} {_OPERATORS[operator]} :{name}{n}", **{f"{name}{n}": value})

    def below(self, paths: Sequence[str]) -> None:
        """In one of these categories or below it."""
        if not paths:
            return self.nothing()
        # Comparisons in place of `like`: row-level security lets only these use the index.
        parts = [f"(d.category_path ~>=~ :path{n} and d.category_path ~<~ :end{n})" for n in range(len(paths))]
        values = {f"path{n}": path for n, path in enumerate(paths)}
        ends = {f"end{n}": f"{path}\uffff" for n, path in enumerate(paths)}
        return self.add(f"({' or '.join(parts)})", **values, **ends)


def list_listed(
    db: Session, store: OpenStore, conditions: Conditions, *, order: str, limit: int, offset: int
) -> tuple[list[Listed], int]:
    """A page of the list and how many there are in all. `order` is a key of `ORDERS`, turned round by a `-`."""
    column, turn = ORDERS[order.removeprefix("-")], "desc" if order.startswith("-") else "asc"
    by = f"{column} {turn}, d.id {turn}" if column != "d.id" else f"d.id {turn}"
    where = " and ".join(conditions.where)
    # Only the page's own rows are read whole: the sort runs over identifiers.
    statement = compose(
        """
        select d.listing, d.category_path from (
            select d.id from search_document d where $where order by $by limit :limit offset :offset
        ) page join search_document d on d.id = page.id and d.tenant_id = :tenant order by $by
    """,
        where=where,
        by=by,
    )
    values = {**conditions.values, "tenant": store.id, "limit": limit, "offset": offset}
    rows = db.connection().execute(text(statement), values).all() if limit else []
    count = _count(db, store, where, conditions.values)
    return [_listed(row) for row in rows], count


def find_listed(db: Session, store: OpenStore, product_id: str) -> Listed | None:
    """One product by its id; None when it is not on sale here."""
    row = db.connection().execute(_ONE, {"tenant": store.id, "id": product_id}).first()
    return _listed(row) if row else None


def find_priced(
    db: Session, store: OpenStore, product_id: str, context: PriceContext | None
) -> tuple[Listed | None, PriceContext | None]:
    """As `find_listed`, and the context with what the buyer's own lists say of the product: one question for both."""
    own_lists = list_own_ids(context.lists) if context else []
    if context is None or not own_lists:
        return find_listed(db, store, product_id), context
    values = {"tenant": store.id, "id": product_id, "lists": own_lists, "currency": context.currency}
    row = db.connection().execute(_ONE_PRICED, values).first()
    if row is None:
        return None, context
    return _listed(row), replace(context, own_steps=steps_by_offer(row[2]))


def find_by_variants(db: Session, tenant_id: str, variant_ids: Sequence[str]) -> dict[str, Listed]:
    """The products on sale that these variants belong to, by the variant's id."""
    rows = db.connection().execute(_BY_VARIANT, {"tenant": tenant_id, "ids": list(variant_ids)}).all()
    return {row[2]: _listed(row) for row in rows}


def list_variants(
    db: Session, tenant_id: str, named: Mapping[str, Sequence[str] | None], *, limit: int, offset: int
) -> tuple[list[tuple[str, Listed]], int]:
    """A page of the variants on sale by their ids, each with its product, and how many there are.

    `named` narrows by `id`, `sku`, `ean` and `product_id`; None asks for nothing.
    """
    params = {name: list(values) for name, values in named.items() if values is not None}
    where = "".join(f" and v.{_VARIANT_COLUMNS[name]} = any(cast(:{name} as text[]))" for name in params)
    source, values = _VARIANTS.format(where=where), {**params, "tenant": tenant_id}
    count = db.connection().execute(text(compose("select count(*) $source", source=source)), values).scalar_one()
    page = compose(
        "select d.listing, d.category_path, v.id $source order by v.id limit :limit offset :offset", source=source
    )
    rows = db.connection().execute(text(page), {**values, "limit": limit, "offset": offset})
    return [(row[2], _listed(row)) for row in rows], count


_VARIANT_COLUMNS = {"id": "id", "sku": "sku", "ean": "ean", "product_id": "product_id"}
_VARIANTS = """
    from variant v join search_document d on d.id = v.product_id and d.tenant_id = v.tenant_id
    where v.tenant_id = :tenant{where}
"""
_ONE = text("select listing, category_path from search_document where tenant_id = :tenant and id = :id")
_ONE_PRICED = text("""
    select d.listing, d.category_path, (
        select coalesce(jsonb_agg(jsonb_build_array(p.offer_id, p.price_list_id, p.currency, p.min_quantity, p.amount,
            p.percent_off_bps)), '[]')
        from offer o join price p on p.offer_id = o.id and p.tenant_id = o.tenant_id and p.currency = :currency
          and p.price_list_id = any(cast(:lists as text[]))
        where o.product_id = d.id and o.tenant_id = d.tenant_id)
    from search_document d where d.tenant_id = :tenant and d.id = :id
""")
_BY_VARIANT = text("""
    select d.listing, d.category_path, v.id from variant v
    join search_document d on d.id = v.product_id and d.tenant_id = v.tenant_id
    where v.tenant_id = :tenant and v.id = any(cast(:ids as text[]))
""")


def _listed(row: Any) -> Listed:
    return Listed(row[0]["product"], row[0]["offers"], row[1])


_counts: BoundedCache[tuple[str, int, str, str], int] = BoundedCache(4000)


def _count(db: Session, store: OpenStore, where: str, values: Mapping[str, Any]) -> int:
    """How many match: counted once for each version of the store, whatever page of the list is asked for."""
    key = (store.id, store.version, where, repr(sorted(values.items())))
    statement = text(compose("select count(*) from search_document d where $where", where=where))
    return _counts.get(key, lambda: db.connection().execute(statement, {**values, "tenant": store.id}).scalar_one())
