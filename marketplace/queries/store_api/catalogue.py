"""The small nouns of a catalogue for the store API: categories, collections, options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from marketplace.models.catalogue import Category, Collection

Rows = list[Mapping[str, Any]]


def list_categories(db: Session) -> list[Category]:
    """Every active category of the store in scope, in the order of the tree's branches."""
    return list(
        db.exec(select(Category).where(col(Category.is_active)).order_by(col(Category.position), col(Category.name)))
    )


def category_paths(db: Session, category_ids: Sequence[str]) -> list[str]:
    """The paths of those of these categories that are active."""
    return list(db.exec(select(Category.path).where(col(Category.id).in_(category_ids), col(Category.is_active))))


def list_collections(
    db: Session, *, ids: Sequence[str] | None, handles: Sequence[str] | None, q: str, limit: int, offset: int
) -> tuple[list[Collection], int]:
    """A page of the collections by title, and how many there are."""
    wanted = select(Collection)
    if ids is not None:
        wanted = wanted.where(col(Collection.id).in_(ids))
    if handles is not None:
        wanted = wanted.where(col(Collection.handle).in_(handles))
    if q:
        wanted = wanted.where(col(Collection.title).icontains(q, autoescape=True))
    count = db.exec(select(func.count()).select_from(wanted.subquery())).one()
    page = wanted.order_by(col(Collection.title), col(Collection.id)).limit(limit).offset(offset)
    return list(db.exec(page)), count


# The options of what is on sale; the values of each come with it.
_OPTIONS = """
    select o.id, o.title, o.created_at, count(*) over () as total,
        (select jsonb_agg(jsonb_build_array(v.id, v.value, v.position) order by v.position, v.id)
         from product_option_value v where v.option_id = o.id and v.tenant_id = o.tenant_id) as values
    from product_option o join search_document d on d.id = o.product_id and d.tenant_id = o.tenant_id
    where o.tenant_id = :tenant {more} order by o.id limit :limit offset :offset
"""


def list_options(
    db: Session, tenant_id: str, *, ids: Sequence[str] | None = None, title: str = "", limit: int, offset: int
) -> tuple[Rows, int]:
    """A page of the product options (id, title, created_at, values), and how many there are."""
    more = ("and o.id = any(cast(:ids as text[])) " if ids is not None else "") + (
        "and o.title = :title" if title else ""
    )
    values = {"tenant": tenant_id, "ids": list(ids or ()), "title": title, "limit": limit, "offset": offset}
    named = {name: value for name, value in values.items() if f":{name}" in _OPTIONS or f":{name}" in more}
    rows: Rows = [dict(row) for row in db.connection().execute(text(_OPTIONS.format(more=more)), named).mappings()]
    return rows, int(rows[0]["total"]) if rows else 0


def products_with_option() -> str:
    """A condition on documents: the product has one of the options `:option_ids`."""
    return """d.id in (select o.product_id from product_option o
        where o.tenant_id = :tenant and o.id = any(cast(:option_ids as text[])))"""


def products_with_value(column: str, parameter: str) -> str:
    """A condition on documents: the product has an option value whose `column` is among `:parameter`."""
    return f"""d.id in (select o.product_id from product_option o
        join product_option_value v on v.option_id = o.id and v.tenant_id = o.tenant_id
        where o.tenant_id = :tenant and v.{column} = any(cast(:{parameter} as text[])))"""  # noqa: S608  our own words
