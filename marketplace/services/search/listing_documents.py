"""A product as programs read it: the document that the store API answers from, made with the search document.

`product` has the names of the Medusa 2 store API and no price; `offers` holds per variant what prices are made of,
so that one document serves every region, currency and buyer. What is somebody's own is not in it: the
prices of contracts are read when their buyers ask (`queries/shared/price_context`). See `queries/store_api/`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.catalogue.products import DEFAULT_OPTION, DEFAULT_VALUE
from marketplace.kit.clock import iso

_PRODUCTS = text("""
    select p.id, p.handle, p.title, p.subtitle, p.description, p.brand, p.unit, p.points, p.weight_grams, p.meta,
        p.origin_country, p.customs_code, p.thumbnail, p.created_at, c.id as collection_id, c.handle as
        collection_handle, c.title as collection_title, c.created_at as collection_created_at
    from product p left join collection c on c.id = p.collection_id and c.tenant_id = p.tenant_id
    where p.tenant_id = :tenant and p.id = any(:ids)
""")
_VARIANTS = text("""
    select v.product_id, v.id, v.title, v.sku, v.ean, v.position, v.created_at, coalesce(x.values, '{}') as values
    from variant v left join lateral (
        select array_agg(c.value_id) as values from variant_option_value c
        where c.variant_id = v.id and c.tenant_id = v.tenant_id) x on true
    where v.tenant_id = :tenant and v.product_id = any(:ids) order by v.position, v.id
""")
_OPTIONS = text("""
    select o.product_id, o.id as option_id, o.title, o.created_at, v.id, v.value, v.position
    from product_option o join product_option_value v on v.option_id = o.id and v.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.product_id = any(:ids) order by o.position, o.id, v.position, v.id
""")
_IMAGES = text("""
    select i.product_id, i.id, i.url, i.created_at from product_image i
    where i.tenant_id = :tenant and i.product_id = any(:ids) order by i.position, i.id
""")
_ATTRIBUTES = text("""
    select a.product_id, a.label, a.value from product_attribute a
    where a.tenant_id = :tenant and a.product_id = any(:ids) order by a.position, a.id
""")
_CATEGORIES = text("""
    select p.id as product_id, c.id, c.name, c.description, c.handle, c.position, c.parent_id, c.created_at
    from product p join category c on c.id = p.category_id and c.tenant_id = p.tenant_id and c.is_active
    where p.tenant_id = :tenant and p.id = any(:ids)
""")
_OFFERS = text("""
    select o.product_id, o.variant_id, o.id, o.sku, o.min_quantity as min, o.quantity_step as step,
        o.allows_backorder as backorder, o.lead_time_days as lead, v.id as vendor_id, v.name as vendor,
        v.handle as vendor_handle, v.cutoff_hour as cutoff, v.country, cast(v.holiday_until as date) as away,
        coalesce(s.free, 0)::int as free, s.restock_on as restock, coalesce(p.steps, '[]') as steps
    from offer o
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id and v.status = 'approved'
    left join lateral (
        select sum(l.on_hand - l.reserved) as free, min(l.restock_on) as restock_on
        from stock_level l where l.offer_id = o.id and l.tenant_id = o.tenant_id) s on true
    left join lateral (
        select jsonb_agg(jsonb_build_array(p.price_list_id, p.currency, p.min_quantity, p.amount, p.percent_off_bps)
                         order by p.min_quantity) as steps
        from price p left join price_list x on x.id = p.price_list_id and x.tenant_id = p.tenant_id
        where p.offer_id = o.id and p.tenant_id = o.tenant_id and (x.id is null or x.kind = 'store')) p on true
    where o.tenant_id = :tenant and o.product_id = any(:ids) and o.status = 'live' order by o.id
""")
Row = Mapping[str, Any]
Rows = dict[str, list[Row]]


def listings_of(
    db: Session, tenant_id: str, product_ids: Sequence[str], moment: datetime, base_url: str
) -> dict[str, dict[str, Any]]:
    """The documents of these products by their ids; pictures get whole addresses below `base_url`."""
    params = {"tenant": tenant_id, "ids": list(product_ids)}
    variants, options, images, attributes, categories, offers = (
        _by_product(db, statement, params)
        for statement in (_VARIANTS, _OPTIONS, _IMAGES, _ATTRIBUTES, _CATEGORIES, _OFFERS)
    )
    listings = {}
    for row in map(dict, db.connection().execute(_PRODUCTS, params).mappings()):
        key = row["id"]
        chosen = _options(options.get(key) or [default_option(row)], moment)
        product = _product(row, attributes.get(key, []), moment, base_url)
        product["variants"] = [_variant(v, key, chosen, moment) for v in variants.get(key, [])]
        product["options"] = list(chosen.values())
        product["images"] = [_image(i, rank, base_url, moment) for rank, i in enumerate(images.get(key, []))]
        product["categories"] = [_category(c, moment) for c in categories.get(key, [])]
        listings[key] = {"product": product, "offers": _offers(offers.get(key, []))}
    return listings


def _by_product(db: Session, statement: Any, params: Mapping[str, Any]) -> Rows:
    rows_by_product: Rows = {}
    for row in map(dict, db.connection().execute(statement, params).mappings()):
        rows_by_product.setdefault(row["product_id"], []).append(row)
    return rows_by_product


def _product(
    row: Mapping[str, Any], attributes: Sequence[Mapping[str, Any]], moment: datetime, base_url: str
) -> dict[str, Any]:
    known = {name: value for name, value in row["meta"].items() if name != "popularity"}
    facts = {"brand": row["brand"], "unit": row["unit"], "points": row["points"]}
    return {
        "id": row["id"],
        "title": row["title"],
        "subtitle": row["subtitle"] or None,
        "description": row["description"] or None,
        "handle": row["handle"],
        "is_giftcard": False,
        "discountable": True,
        "status": "published",
        "thumbnail": whole(row["thumbnail"], base_url),
        "collection_id": row["collection_id"],
        "type_id": None,
        "weight": row["weight_grams"],
        "length": None,
        "height": None,
        "width": None,
        "hs_code": row["customs_code"] or None,
        "origin_country": (row["origin_country"] or "").lower() or None,
        "mid_code": None,
        "material": None,
        "external_id": None,
        "created_at": iso(row["created_at"]),
        "updated_at": iso(moment),
        "deleted_at": None,
        "metadata": {**known, **facts, "attributes": {a["label"]: a["value"] for a in attributes}},
        "variants": [],
        "type": None,
        "collection": _collection(row, moment),
        "options": [],
        "tags": [],
        "images": [],
        "categories": [],
    }


def _collection(row: Mapping[str, Any], moment: datetime) -> dict[str, Any] | None:
    if row["collection_id"] is None:
        return None
    made = iso(row["collection_created_at"])
    return {
        "id": row["collection_id"],
        "title": row["collection_title"],
        "handle": row["collection_handle"],
        "external_id": None,
        "metadata": None,
        "created_at": made,
        "updated_at": iso(moment),
        "deleted_at": None,
    }


def _options(rows: Sequence[Mapping[str, Any]], moment: datetime) -> dict[str, dict[str, Any]]:
    """Each option of a product with its values, by its id."""
    options: dict[str, dict[str, Any]] = {}
    for row in rows:
        stamps = {"created_at": iso(row["created_at"]), "updated_at": iso(moment), "deleted_at": None}
        option = options.setdefault(
            row["option_id"],
            {
                "id": row["option_id"],
                "title": row["title"],
                "is_exclusive": True,
                "metadata": None,
                **stamps,
                "values": [],
            },
        )
        option["values"].append(
            {
                "id": row["id"],
                "value": row["value"],
                "rank": row["position"],
                "metadata": None,
                "option_id": row["option_id"],
                **stamps,
            }
        )
    return options


def default_option(product: Mapping[str, Any]) -> dict[str, Any]:
    """The one option of a product without options: clients read `options[0]`, and Medusa never makes a product without.

    It is named after its product and stands in no table (see `queries/store_api/catalogue`).
    """
    key = product["id"].partition("_")[2]
    return {
        "option_id": f"opt_{key}",
        "title": DEFAULT_OPTION,
        "id": f"optval_{key}",
        "value": DEFAULT_VALUE,
        "position": 0,
        "created_at": product["created_at"],
    }


def _variant(
    row: Mapping[str, Any], product_id: str, options: Mapping[str, dict[str, Any]], moment: datetime
) -> dict[str, Any]:
    chosen = [
        {**value, "option": {name: fact for name, fact in option.items() if name != "values"}}
        for option in options.values()
        for value in option["values"]
        if value["id"] in row["values"] or not row["values"]  # without values of its own: the default option's
    ]
    return {
        "id": row["id"],
        "title": row["title"],
        "sku": row["sku"] or None,
        "barcode": row["ean"] or None,
        "ean": row["ean"] or None,
        "upc": None,
        "allow_backorder": False,
        "manage_inventory": True,
        "hs_code": None,
        "origin_country": None,
        "mid_code": None,
        "material": None,
        "weight": None,
        "length": None,
        "height": None,
        "width": None,
        "metadata": None,
        "variant_rank": row["position"],
        "thumbnail": None,
        "product_id": product_id,
        "created_at": iso(row["created_at"]),
        "updated_at": iso(moment),
        "deleted_at": None,
        "options": chosen,
    }


def _image(row: Mapping[str, Any], rank: int, base_url: str, moment: datetime) -> dict[str, Any]:
    return {
        "id": row["id"],
        "url": whole(row["url"], base_url),
        "rank": rank,
        "metadata": None,
        "product_id": row["product_id"],
        "created_at": iso(row["created_at"]),
        "updated_at": iso(moment),
        "deleted_at": None,
    }


def _category(row: Mapping[str, Any], moment: datetime) -> dict[str, Any]:
    return {
        "id": row["id"],
        "name": row["name"],
        "description": row["description"],
        "handle": row["handle"],
        "rank": row["position"],
        "parent_category_id": row["parent_id"],
        "metadata": None,
        "created_at": iso(row["created_at"]),
        "updated_at": iso(moment),
        "deleted_at": None,
    }


def _offers(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, Any]]]:
    """The live offers of each variant, days as ISO text."""
    offers: dict[str, list[dict[str, Any]]] = {}
    for row in rows:
        facts = {name: value for name, value in row.items() if name not in ("product_id", "variant_id")}
        facts["away"], facts["restock"] = (day and day.isoformat() for day in (row["away"], row["restock"]))
        offers.setdefault(row["variant_id"], []).append(facts)
    return offers


def unlisted_product(product_id: str, variant_id: str, moment: datetime) -> dict[str, Any]:
    """The document of a product that is not on sale, with one variant: every key is there, and says nothing."""
    row: Row = defaultdict(lambda: None, id=product_id, meta={}, created_at=moment)
    options = _options([default_option(row)], moment)
    product = {**_product(row, [], moment, ""), "status": "draft", "options": list(options.values())}
    variant: Row = defaultdict(lambda: None, id=variant_id, values=[], position=0, created_at=moment)
    return {**product, "variants": [_variant(variant, product_id, options, moment)]}


def whole(address: str | None, base_url: str) -> str | None:
    """The address of a picture as somebody elsewhere can open it."""
    if not address:
        return None
    return f"{base_url}{address}" if address.startswith("/") else address
