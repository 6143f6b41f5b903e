"""The lines of a purchase as the store API writes them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.api.http.responses import major, with_raw
from marketplace.api.store.serializer_parts import adjustment, compare_at, tax_lines
from marketplace.api.store.totals import Sum, line_totals, sum_of_bought
from marketplace.domain.money import divide_half_even
from marketplace.kit.clock import iso
from marketplace.queries.shared.order_facts import OrderLineFacts, PartFacts, SellerFacts
from marketplace.queries.store_api.orders import OrderFacts
from marketplace.queries.store_api.products import Listed
from marketplace.services.search.listing_documents import unlisted_product, whole
from marketplace.settings import settings

Products = dict[str, Listed]


def sum_of_line(facts: OrderFacts, line: OrderLineFacts) -> Sum:
    """What a line came to."""
    return sum_of_bought(line, inclusive=facts.group.is_tax_inclusive)


def seller_of(vendor: SellerFacts) -> dict[str, Any]:
    """Which vendor a thing comes from."""
    return {"id": vendor.id, "name": vendor.name, "handle": vendor.handle}


def item_json(
    facts: OrderFacts, order: PartFacts, vendor: SellerFacts, line: OrderLineFacts, products: Products
) -> dict[str, Any]:
    """A line of a purchase, whosever it is, in the words of the moment of purchase."""
    product = _product(line, products.get(line.variant_id))
    variant = next(one for one in product["variants"] if one["id"] == line.variant_id)
    made, counts = iso(line.created_at), _counts(facts, order, line)
    return {
        "id": line.id,
        "title": line.title,
        "subtitle": line.variant_title,
        "thumbnail": product["thumbnail"],
        "variant_id": line.variant_id,
        "product_id": line.product_id,
        "product_title": line.title,
        "product_description": line.description or None,
        "product_subtitle": line.subtitle or None,
        "product_type": None,
        "product_type_id": None,
        "product_collection": None,
        "product_handle": line.product_handle,
        "variant_sku": line.sku,
        "variant_barcode": line.barcode or None,
        "variant_title": line.variant_title,
        "variant_option_values": None,
        "requires_shipping": True,
        "is_giftcard": False,
        "is_discountable": True,
        "is_tax_inclusive": facts.group.is_tax_inclusive,
        "is_custom_price": False,
        "metadata": line.meta,
        "created_at": made,
        "updated_at": made,
        "deleted_at": None,
        "line_item_metadata": {},
        **with_raw({"quantity": line.quantity}),
        **_amounts(facts, order, line, counts),
        "offer_id": line.offer_id,
        "seller": seller_of(vendor),
        "detail": _detail(facts, line, counts),
        "tax_lines": tax_lines(f"ordlitxl_{line.id.partition('_')[2]}", line.tax_rate_bps),
        "adjustments": _adjustments(line, order),
        "variant": {**variant, "product": product},
        "product": product,
    }


def _product(line: OrderLineFacts, listed: Listed | None) -> Mapping[str, Any]:
    """The product as it was called when it was bought; what an order keeps nothing of is as on sale now, if it is."""
    product = listed.product if listed else unlisted_product(line.product_id, line.variant_id, line.created_at)
    called = {"title": line.variant_title, "barcode": line.barcode or None, "ean": line.barcode or None}
    variants = [
        {**one, **called, "sku": one["sku"] or line.sku} if one["id"] == line.variant_id else one
        for one in product["variants"]
    ]
    return {
        **product,
        "title": line.title,
        "subtitle": line.subtitle or None,
        "description": line.description or None,
        "handle": line.product_handle,
        "thumbnail": whole(line.picture, settings().base_url),
        "variants": variants,
    }


def _adjustments(line: OrderLineFacts, order: PartFacts) -> list[dict[str, Any]]:
    key = f"ordliadj_{line.id.partition('_')[2]}"
    return [adjustment(f"{key}{n}", one, one["amount"], order.currency) for n, one in enumerate(line.discounts)]


def _amounts(facts: OrderFacts, order: PartFacts, line: OrderLineFacts, counts: dict[str, int]) -> dict[str, Any]:
    """What the line costs, and what the pieces in each state are worth of it."""

    def worth(pieces: int) -> float:
        return major(divide_half_even(line.total_amount * pieces, line.quantity), order.currency)

    left = line.quantity - counts["written_off"] - counts["return_received"]
    return with_raw(
        {
            "unit_price": major(line.unit_amount, order.currency),
            "compare_at_unit_price": compare_at(line.compare_at_amount, line.unit_amount, order.currency),
            **line_totals(sum_of_line(facts, line), order.currency),
            "refundable_total_per_unit": worth(1),
            "refundable_total": worth(left),
            "fulfilled_total": worth(counts["fulfilled"]),
            "shipped_total": worth(counts["shipped"]),
            "return_requested_total": worth(counts["return_requested"]),
            "return_received_total": worth(counts["return_received"]),
            "return_dismissed_total": 0,
            "write_off_total": worth(counts["written_off"]),
        }
    )


def _detail(facts: OrderFacts, line: OrderLineFacts, counts: dict[str, int]) -> dict[str, Any]:
    made = iso(line.created_at)
    pieces = {"quantity": line.quantity, **{f"{name}_quantity": count for name, count in counts.items()}}
    return {
        "id": f"orditem_{line.id.partition('_')[2]}",
        "version": 1,
        "metadata": {},
        "order_id": facts.group.id,
        "item_id": line.id,
        "created_at": made,
        "updated_at": made,
        "deleted_at": None,
        **with_raw({"unit_price": None, "compare_at_unit_price": None, **pieces}),
    }


def _counts(facts: OrderFacts, order: PartFacts, line: OrderLineFacts) -> dict[str, int]:
    """How many pieces are in each state."""
    arrived = {one.id for one in facts.parcels.get(order.id, ()) if one.delivered_at}
    delivered = sum(
        one.quantity for key in arrived for one in facts.parcel_lines.get(key, ()) if one.order_line_id == line.id
    )
    requested = sum(
        int(entry["quantity"])
        for one in facts.returns.get(order.id, ())
        if one.status in ("requested", "approved")
        for entry in one.lines
        if entry["order_line_id"] == line.id
    )
    return {
        "fulfilled": line.fulfilled_quantity,
        "shipped": line.fulfilled_quantity,
        "delivered": delivered,
        "return_requested": requested,
        "return_received": line.returned_quantity,
        "return_dismissed": 0,
        "written_off": line.cancelled_quantity,
    }
