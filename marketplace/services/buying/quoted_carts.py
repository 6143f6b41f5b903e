"""The cart of an awarded quote: priced by what was quoted, whatever prices, promotions and freight say by now."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from marketplace.domain.buying.basket import Delivery
from marketplace.domain.buying.freight import FreightRule
from marketplace.domain.catalogue.pricing import ListKind, PriceSource, Step
from marketplace.domain.errors import Conflict
from marketplace.domain.stores.taxes import Exemption, Tax, exempted
from marketplace.models.cart import Cart
from marketplace.models.quoted import QuotedCart, QuotedGoods
from marketplace.services.buying.basket_rows import CartRows

ENDED, CLOSED = "quote_ended", "vendor_closed"


class CartIsQuoted(Conflict):
    """Nothing is put into the cart of a quote or taken out: it is bought as it was quoted."""

    def __init__(self) -> None:
        super().__init__(
            "This cart holds what was quoted, and is bought as it is. What you add goes into your own cart; to change "
            "the quote, ask for a new one."
        )


class QuoteIncomplete(Conflict):
    """A part of the quote cannot be bought, so none of it is."""

    def __init__(self, title: str) -> None:
        super().__init__(
            f"“{title}” cannot be ordered at the quoted price any more, so nothing was ordered. Ask for a new quote."
        )


def check_not_quoted(cart: Cart) -> None:
    """Raises `CartIsQuoted` for the cart of a quote."""
    if cart.quote_request_id is not None:
        raise CartIsQuoted


def as_quoted(cart: Cart, read: CartRows) -> CartRows:
    """What surrounds the lines of a quote's cart: each vendor's quoted freight, and no promotion; any other cart as it
    is."""
    if cart.quoted is None:
        return read
    vendors = {row["vendor_id"] for row in read.lines}
    return replace(
        read,
        is_tax_inclusive=cart.quoted.is_tax_inclusive,
        taxes={**read.taxes, "/": _charged(cart.quoted.freight_tax, cart.quoted, read.exemption)},
        chosen={},
        deliveries=[_delivery(cart.quoted, one, read.lines) for one in sorted(vendors)],
        promotions=[],
        looked_at=[],
    )


def quoted_source(quoted: Mapping[str, Any]) -> PriceSource:
    """The price of a line, before every list."""
    return PriceSource(
        ListKind.QUOTE, (Step(1, int(quoted["unit_amount"])),), list_id="quote", title=str(quoted["source"])
    )


def quoted_tax(cart: Cart, quoted: Mapping[str, Any], exemption: Exemption | None) -> Tax:
    """The tax of a line, as it was when the quote was accepted."""
    assert cart.quoted is not None
    return _charged(QuotedGoods.model_validate(quoted).tax, cart.quoted, exemption)


def quoted_problem(cart: Cart, vendor_status: str, moment: datetime) -> str:
    """What keeps a quoted line from being bought: its vendor was closed, or the price is held no longer."""
    if vendor_status != "approved":
        return CLOSED
    return ENDED if cart.quoted is not None and moment >= cart.quoted.holds_until else ""


def _charged(tax: Tax, quoted: QuotedCart, exemption: Exemption | None) -> Tax:
    """Where prices include tax it is taken out of the whole basket, as it is for every cart."""
    if exemption is None or quoted.is_tax_inclusive:
        return tax
    return exempted({"/": tax}, exemption)["/"]


def _delivery(quoted: QuotedCart, vendor_id: str, rows: Sequence[Mapping[str, Any]]) -> Delivery:
    days = max((row["quoted"].get("lead_days") or 1 for row in rows if row["vendor_id"] == vendor_id), default=1)
    rule = FreightRule("flat", quoted.freights.get(vendor_id, 0))
    return Delivery("", vendor_id, "As quoted", rule, days_min=days, days_max=days)
