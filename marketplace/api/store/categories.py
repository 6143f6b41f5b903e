"""Categories, collections and options; and the nouns that no store of ours has any of."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from starlette.responses import Response

from marketplace.api.http.auth import Store
from marketplace.api.http.fields import pick, read_fields
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, Several, Wordings, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.regions import NoSuch
from marketplace.kit.clock import iso
from marketplace.queries.store_api.catalogue import (
    CategoryFacts,
    CollectionFacts,
    list_categories,
    list_collections,
    list_options,
)

router = APIRouter(tags=["store"])
CATEGORY = (
    "id",
    "name",
    "description",
    "handle",
    "rank",
    "parent_category_id",
    "created_at",
    "updated_at",
    "metadata",
    "*parent_category",
    "*category_children",
)
COLLECTION = ("id", "title", "handle", "created_at", "updated_at", "metadata")
OPTION = ("id", "title", "is_exclusive", "metadata", "created_at", "updated_at", "*values")


class TreeParams(ReadParams):
    include_descendants_tree: bool = Field(False, description="The whole tree below, not only the next step.")
    include_ancestors_tree: bool = Field(False, description="The whole line above, not only the next step.")


class CategoriesParams(TreeParams, ListParams):
    id: Several | None = None
    q: str | None = None
    name: Wordings | None = None
    handle: Several | None = None
    parent_category_id: Several | None = Field(None, description="`null` or empty for the top ones.")


class CollectionsParams(ListParams):
    limit: int = Field(10, ge=0, le=1_000_000)
    id: Several | None = None
    handle: Several | None = None
    title: Wordings | None = None
    q: str | None = None


class OptionsParams(ListParams):
    id: Several | None = None
    title: str | None = None
    q: str | None = None


@router.get("/store/product-categories", summary="Categories", responses=gives(schemas.Categories))
def list_product_categories(caller: Store, params: CategoriesParams = from_query(CategoriesParams)) -> Response:
    tree = read_fields(params.fields, CATEGORY)
    everything = caller.run(list_categories)
    rows = [_tree(one, everything, params) for one in everything if _fits(one, params)]
    return reply(page("product_categories", [pick(row, _whole(tree, params)) for row in rows], params))


@router.get("/store/product-categories/{id}", summary="One category", responses=gives(schemas.OneCategory))
def get_product_category(id: str, caller: Store, params: TreeParams = from_query(TreeParams)) -> Response:
    tree = read_fields(params.fields, CATEGORY)
    everything = caller.run(list_categories)
    category = next((one for one in everything if one.id == id), None)
    if category is None:
        raise NoSuch("Product category", id)
    return reply({"product_category": pick(_tree(category, everything, params), _whole(tree, params))})


@router.get("/store/collections", summary="Collections", responses=gives(schemas.Collections))
def list_store_collections(caller: Store, params: CollectionsParams = from_query(CollectionsParams)) -> Response:
    tree = read_fields(params.fields, COLLECTION)
    rows, count = caller.run(
        lambda db: list_collections(
            db,
            ids=params.id,
            handles=params.handle,
            titles=params.title,
            q=params.q or "",
            limit=params.taken,
            offset=params.offset,
        )
    )
    return reply(page("collections", [pick(_collection(row), tree) for row in rows], params, count))


@router.get("/store/collections/{id}", summary="One collection", responses=gives(schemas.OneCollection))
def get_collection(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    tree = read_fields(params.fields, COLLECTION)
    rows, _ = caller.run(lambda db: list_collections(db, ids=[id], limit=1, offset=0))
    if not rows:
        raise NoSuch("Collection", id)
    return reply({"collection": pick(_collection(rows[0]), tree)})


@router.get("/store/product-options", summary="Product options", responses=gives(schemas.Options))
def list_product_options(caller: Store, params: OptionsParams = from_query(OptionsParams)) -> Response:
    tree = read_fields(params.fields, OPTION)
    rows, count = caller.run(
        lambda db: list_options(
            db,
            caller.store.id,
            ids=params.id,
            title=params.title or "",
            q=params.q or "",
            limit=params.taken,
            offset=params.offset,
        )
    )
    return reply(page("product_options", [pick(_option(row), tree) for row in rows], params, count))


@router.get("/store/product-options/{id}", summary="One product option", responses=gives(schemas.OneOption))
def get_product_option(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    tree = read_fields(params.fields, OPTION)
    rows, _ = caller.run(lambda db: list_options(db, caller.store.id, ids=[id], limit=1, offset=0))
    if not rows:
        raise NoSuch("Product option", id)
    return reply({"product_option": pick(_option(rows[0]), tree)})


@router.get("/store/product-tags", summary="Product tags: stores have none")
def list_product_tags(caller: Store, params: ListParams = from_query(ListParams)) -> Response:
    return reply(page("product_tags", caller.nothing(), params))


@router.get("/store/product-types", summary="Product types: stores have none")
def list_product_types(caller: Store, params: ListParams = from_query(ListParams)) -> Response:
    return reply(page("product_types", caller.nothing(), params))


@router.get("/store/return-reasons", summary="Reasons for a return: buyers give them in their own words")
def list_return_reasons(caller: Store, params: ListParams = from_query(ListParams)) -> Response:
    return reply(page("return_reasons", caller.nothing(), params))


def _fits(one: CategoryFacts, params: CategoriesParams) -> bool:
    parents = params.parent_category_id
    top = parents is not None and (not parents or parents == ["null"])
    return (
        (params.id is None or one.id in params.id)
        and (params.handle is None or one.handle in params.handle)
        and (params.name is None or one.name in params.name)
        and (params.q is None or params.q.lower() in one.name.lower())
        and (parents is None or (one.parent_id is None if top else one.parent_id in parents))
    )


def _tree(one: CategoryFacts, everything: list[CategoryFacts], params: TreeParams) -> dict[str, Any]:
    above = next((c for c in everything if c.id == one.parent_id), None)
    return {
        **_category(one),
        "parent_category": _above(above, everything, whole=params.include_ancestors_tree),
        "category_children": _below(one, everything, whole=params.include_descendants_tree),
    }


def _above(one: CategoryFacts | None, everything: list[CategoryFacts], *, whole: bool) -> dict[str, Any] | None:
    if one is None:
        return None
    above = next((c for c in everything if c.id == one.parent_id), None)
    more = {"parent_category": _above(above, everything, whole=True)} if whole else {}
    return {**_category(one), **more}


def _below(one: CategoryFacts, everything: list[CategoryFacts], *, whole: bool) -> list[dict[str, Any]]:
    children = [c for c in everything if c.parent_id == one.id]
    return [
        {**_category(child), **({"category_children": _below(child, everything, whole=True)} if whole else {})}
        for child in children
    ]


def _whole(tree: dict[str, Any], params: TreeParams) -> dict[str, Any]:
    """Where whole trees are asked for, every step of them is answered as the first is."""
    grown = dict(tree)
    for name, wanted in (
        ("category_children", params.include_descendants_tree),
        ("parent_category", params.include_ancestors_tree),
    ):
        if wanted:
            step: dict[str, Any] = {**grown.get(name, {}), "*": {}}
            step[name] = step
            grown[name] = step
    return grown


def _category(one: CategoryFacts) -> dict[str, Any]:
    made = iso(one.created_at)
    return {
        "id": one.id,
        "name": one.name,
        "description": one.description,
        "handle": one.handle,
        "rank": one.position,
        "parent_category_id": one.parent_id,
        "created_at": made,
        "updated_at": made,
        "metadata": None,
    }


def _collection(one: CollectionFacts) -> dict[str, Any]:
    made = iso(one.created_at)
    return {
        "id": one.id,
        "title": one.title,
        "handle": one.handle,
        "created_at": made,
        "updated_at": made,
        "metadata": None,
    }


def _option(row: Any) -> dict[str, Any]:
    made = iso(row["created_at"])
    stamps = {"metadata": None, "created_at": made, "updated_at": made, "deleted_at": None}
    values = [{"id": v[0], "value": v[1], "rank": v[2], "option_id": row["id"], **stamps} for v in row["values"] or ()]
    return {"id": row["id"], "title": row["title"], "is_exclusive": True, **stamps, "values": values}
