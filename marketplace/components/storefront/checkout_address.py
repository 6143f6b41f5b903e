"""The checkout's address: one's own to choose from, and the fields."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from marketplace.components.markup import Markup, el
from marketplace.components.storefront.base import link
from marketplace.components.storefront.checkout_form import Typed, choice_field, section, text_field


@dataclass(frozen=True)
class Book:
    """The shopper's own addresses: `known` fill the form, `bills` (key, label) may get the invoice instead of it, and
    what is typed can be kept where there is room."""

    known: Any = ()
    bills: Any = ()
    has_room: bool = False
    href: str = ""


_FIRST = 6


def _own_addresses(typed: Typed, known: Any, href: str) -> Markup:
    """The shopper's own addresses; one press fills the form."""

    def one(address: Any) -> Markup:
        is_in = all(typed.values.get(f"shipping.{name}", "") == value for name, value in address.values.items())
        return el.button(
            el.span(el.b(address.title), el.small(address.line)),
            type="submit",
            name="use",
            value=address.key,
            class_name="pick on" if is_in else "pick",
            aria_pressed="true" if is_in else "false",
        )

    if len(known) < 2:  # a single one is in the form already
        return None
    first, rest = known[:_FIRST], known[_FIRST:]
    more = el.details(
        el.summary(f"{len(rest)} more", class_name="link"),
        el.div(*[one(address) for address in rest], class_name="cards"),
        class_name="more-addresses",
    )
    return el.fieldset(
        el.legend("Your addresses. ", link("Address book", href=href, class_name="link"), class_name="hint"),
        *[one(address) for address in first],
        more if rest else None,
        class_name="cards own-addresses",
    )


def _keep(typed: Typed) -> Markup:
    return el.label(
        el.input(
            type="checkbox", name="keep_address", value="yes", default_checked=typed.values.get("keep_address") == "yes"
        ),
        "Keep this address in your address book",
        class_name="check",
    )


def address_section(typed: Typed, countries: Any, postal_codes: str, book: Book) -> Markup:
    """Where it goes, and where the invoice goes."""
    return section(
        2,
        "Delivery address",
        _own_addresses(typed, book.known, book.href),
        el.div(
            text_field(typed, "shipping.first_name", width="w3", auto="shipping given-name", optional=True),
            text_field(typed, "shipping.last_name", width="w3", auto="shipping family-name"),
            text_field(typed, "shipping.company", width="w3", auto="shipping organization", optional=True),
            text_field(typed, "tax_id", width="w3", optional=True, hint="Printed on every invoice."),
            text_field(typed, "shipping.line1", width="w4", auto="shipping address-line1"),
            text_field(typed, "shipping.line2", width="w2", auto="shipping address-line2", optional=True),
            text_field(
                typed, "shipping.postal_code", width="w2 half", auto="shipping postal-code", expect=postal_codes
            ),
            text_field(typed, "shipping.city", width="w4 half", auto="shipping address-level2"),
            choice_field(typed, "shipping.country", countries, "w3", auto="shipping country"),
            text_field(typed, "shipping.province", width="w3", auto="shipping address-level1", optional=True),
            text_field(typed, "shipping.phone", width="w3", auto="shipping tel", optional=True),
            choice_field(typed, "billing", [("", "The delivery address"), *book.bills], "w3") if book.bills else None,
            class_name="grid-a",
        ),
        _keep(typed) if book.has_room else None,
    )
