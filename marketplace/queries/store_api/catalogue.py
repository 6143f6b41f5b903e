"""The small nouns of a catalogue for the store API: categories, collections, options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from marketplace.domain.catalogue.products import DEFAULT_OPTION, DEFAULT_VALUE
from marketplace.kit.sql import compose
from marketplace.models.catalogue import Category, Collection
from marketplace.queries.shared.fact_of import fact_of
from marketplace.queries.store_api.products import Conditions

Rows = list[Mapping[str, Any]]


@dataclass(frozen=True)
class CategoryFacts:
    """A category; `position` among its siblings."""

    id: str
    parent_id: str | None
    handle: str
    name: str
    description: str
    position: int
    created_at: datetime


@dataclass(frozen=True)
class CollectionFacts:
    """A collection of products."""

    id: str
    handle: str
    title: str
    created_at: datetime


def list_categories(db: Session) -> list[CategoryFacts]:
    """Every active category of the store in scope, in the order of the tree's branches."""
    active = select(Category).where(col(Category.is_active)).order_by(col(Category.position), col(Category.name))
    return [fact_of(CategoryFacts, row) for row in db.exec(active)]


def category_paths(db: Session, category_ids: Sequence[str]) -> list[str]:
    """The paths of those of these categories that are active."""
    return list(db.exec(select(Category.path).where(col(Category.id).in_(category_ids), col(Category.is_active))))


def list_collections(
    db: Session,
    *,
    ids: Sequence[str] | None,
    handles: Sequence[str] | None = None,
    titles: Sequence[str] | None = None,
    q: str = "",
    limit: int,
    offset: int,
) -> tuple[list[CollectionFacts], int]:
    """A page of the collections by title, and how many there are."""
    wanted = select(Collection)
    if ids is not None:
        wanted = wanted.where(col(Collection.id).in_(ids))
    if handles is not None:
        wanted = wanted.where(col(Collection.handle).in_(handles))
    if titles is not None:
        wanted = wanted.where(col(Collection.title).in_(titles))
    if q:
        wanted = wanted.where(col(Collection.title).icontains(q, autoescape=True))
    count = db.exec(select(func.count()).select_from(wanted.subquery())).one()
    page = wanted.order_by(col(Collection.title), col(Collection.id)).limit(limit).offset(offset)
    return [fact_of(CollectionFacts, row) for row in db.exec(page)], count


# The options of what is on sale, each with its values. A product without options has the default one, which stands in
# no table: it is named after its product, as `services/search/listing_documents.default_option` does.
_KEY = "substr(d.id, strpos(d.id, '_') + 1)"
_HAS_NONE = """not exists (select 1 from product_option e where e.product_id = d.id and e.tenant_id = d.tenant_id)"""
_OPTIONS = compose(
    """
    select o.id, o.title, o.created_at, false as is_default, '' as key
    from product_option o join search_document d on d.id = o.product_id and d.tenant_id = o.tenant_id
    where o.tenant_id = :tenant
    union all
    select 'opt_' || $key, cast(:default_option as text), d.created_at, true, $key
    from search_document d where d.tenant_id = :tenant and $has_none
""",
    key=_KEY,
    has_none=_HAS_NONE,
)
_VALUES = """
    select p.id, p.title, p.created_at,
        case when p.is_default
        then jsonb_build_array(jsonb_build_array('optval_' || p.key, cast(:default_value as text), 0))
        else (select jsonb_agg(jsonb_build_array(v.id, v.value, v.position) order by v.position, v.id)
              from product_option_value v where v.option_id = p.id and v.tenant_id = :tenant) end as values
"""


def list_options(
    db: Session,
    tenant_id: str,
    *,
    ids: Sequence[str] | None = None,
    title: str = "",
    q: str = "",
    limit: int,
    offset: int,
) -> tuple[Rows, int]:
    """A page of the product options (id, title, created_at, values), and how many there are."""
    params: dict[str, Any] = {"tenant": tenant_id, "default_option": DEFAULT_OPTION}
    where = ["true"]
    if ids is not None:
        where.append("o.id = any(cast(:ids as text[]))")
        params["ids"] = list(ids)
    if title:
        where.append("o.title = :title")
        params["title"] = title
    if q:
        where.append("strpos(lower(o.title), lower(:q)) > 0")
        params["q"] = q
    source = compose("from ($options) o where $conditions", options=_OPTIONS, conditions=" and ".join(where))
    count = db.connection().execute(text(compose("select count(*) $source", source=source)), params).scalar_one()
    page = compose(
        "$values from (select o.* $source order by o.id limit :limit offset :offset) p order by p.id",
        values=_VALUES,
        source=source,
    )
    paged = {**params, "default_value": DEFAULT_VALUE, "limit": limit, "offset": offset}
    return [dict(row) for row in db.connection().execute(text(page), paged).mappings()], count


def with_option(conditions: Conditions, ids: Sequence[str]) -> None:
    """The product has one of these options."""
    conditions.add(
        compose(
            """(d.id in (select o.product_id from product_option o
        where o.tenant_id = :tenant and o.id = any(cast(:option_ids as text[])))
        or ('opt_' || $key = any(cast(:option_ids as text[])) and $has_none))""",
            key=_KEY,
            has_none=_HAS_NONE,
        ),
        option_ids=list(ids),
    )


def with_value_ids(conditions: Conditions, ids: Sequence[str]) -> None:
    """The product has one of these option values."""
    default = f"'optval_' || {_KEY} = any(cast(:value_ids as text[])) and {_HAS_NONE}"
    conditions.add(f"({_with_value('id', 'value_ids')} or ({default}))", value_ids=list(ids))


def with_values(conditions: Conditions, values: Sequence[str]) -> None:
    """The product has an option value that is called one of these."""
    default = f" or {_HAS_NONE}" if DEFAULT_VALUE in values else ""
    conditions.add(f"({_with_value('value', 'value_names')}{default})", value_names=list(values))


def _with_value(column: str, parameter: str) -> str:
    return compose(
        """d.id in (select o.product_id from product_option o
        join product_option_value v on v.option_id = o.id and v.tenant_id = o.tenant_id
        where o.tenant_id = :tenant and v.$column = any(cast(:$parameter as text[])))""",
        column=column,
        parameter=parameter,
    )
