"""The checkout: one page, one form. What is wrong is said at its field, and what was typed stays."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from marketplace.components.markup import Markup, each, el
from marketplace.components.storefront.base import hidden_fields, link, note
from marketplace.components.storefront.cart import sums

LABELS = {
    "email": "E-mail", "shipping.first_name": "First name", "shipping.last_name": "Last name",
    "shipping.company": "Company", "tax_id": "VAT ID", "shipping.line1": "Street and number",
    "shipping.line2": "Addition", "shipping.postal_code": "Postal code", "shipping.city": "Town",
    "shipping.country": "Country", "shipping.phone": "Phone", "payment": "How to pay",
    "po_number": "Purchase order number", "note": "Note for the vendors",
}  # fmt: skip


# At once in the browser, roughly; the server is exact.
_EMAIL = json.dumps(
    {"": [r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", "Enter an e-mail address such as name@company.com."]}
)  # fmt: skip


@dataclass(frozen=True)
class Typed:
    """What the form holds: `values` as typed, `errors` by field, what is `said` of the whole, the key of this try."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)
    said: Any = None
    key: str = ""


@dataclass(frozen=True)
class Means:
    """A way to pay; `cards` are those of the demo's card company."""

    code: str
    title: str
    note: str
    cards: tuple[tuple[str, str], ...] = ()


def checkout_body(
    page: Any, typed: Typed, cart_id: str, *, home: str, countries: Any, postal_codes: str, means: Any, sign_in: str,
    known: Any = (),
) -> Markup:  # fmt: skip
    """The form at the left, what is bought at the right with the one button.

    `postal_codes` is what each country expects, as JSON, for catalogue.js; `known` are the shopper's own addresses.
    """
    parts = [part for part in page.parts if any(line.total for line in part.lines) and not part.held_back]
    head = el.div(
        el.h1("Checkout", class_name="display"),
        el.p(f"{'One vendor' if len(parts) == 1 else f'{len(parts)} vendors'}, one payment. ",
             link("Back to cart", href=f"{home}/cart", class_name="link"), class_name="muted"),
        class_name="cart-h",
    )  # fmt: skip
    return [
        head,
        told(typed.said),
        _wrong(typed),
        *_staying(page),
        el.form(
            # What Enter in a field presses: the order, and not the first of one's addresses.
            el.button("Place the order", type="submit", class_name="sr", tab_index=-1, aria_hidden="true"),
            el.div(
                _contact(typed, sign_in),
                _address(typed, countries, postal_codes, known),
                _delivery(parts),
                _payment(typed, means),
                _review(),
                class_name="co",
            ),
            _summary(page, parts),
            *hidden_fields({"key": typed.key, "cart": cart_id, "seen": page.total_amount, "seen_market": page.market}),
            action=f"{home}/checkout", method="post", class_name="two", no_validate=True,
            custom_attrs={"data-once": ""},
        ),
    ]  # fmt: skip


def told(said: Any) -> Markup:
    """What the last form led to."""
    return el.div(note(said.text, tone=said.tone), class_name="told") if said and said.text else None


def _wrong(typed: Typed) -> Markup:
    """The fields that need another look, above the form: on a phone they may be far below."""
    if not typed.errors:
        return None
    fields = [name for name in LABELS if name in typed.errors]
    elsewhere = [said for name, said in typed.errors.items() if name not in LABELS]
    count = "One field needs" if len(fields) == 1 else f"{len(fields)} fields need"
    ways = [
        [", " if at else " ", el.a(LABELS[name], href=f"#co-{name.replace('.', '-')}", class_name="link")]
        for at, name in enumerate(fields)
    ]
    look = [el.b(f"{count} another look:"), *ways, ". "] if fields else []
    return el.div(note(*look, *elsewhere, tone="bad"), class_name="told")


def _section(number: int, title: str, *content: Any) -> Markup:
    return el.section(
        el.h2(el.span(number, class_name="co-n", aria_hidden="true"), title), el.div(*content, class_name="co-b"),
        class_name="co-s",
    )  # fmt: skip


def _field(typed: Typed, name: str, *, width: str = "w6", auto: str = "", optional: bool = False,
           kind: str = "text", hint: str = "", expect: str = "") -> Markup:  # fmt: skip
    error = typed.errors.get(name, "")
    key = name.replace(".", "-")
    below = el.p(error, class_name="err", id=f"{key}-e") if error else (el.p(hint, class_name="hint") if hint else None)
    return el.div(
        el.label(LABELS[name], el.span(" optional", class_name="hint") if optional else None, html_for=f"co-{key}"),
        el.input(
            class_name="input is-error" if error else "input", id=f"co-{key}", name=name, type=kind,
            default_value=typed.values.get(name, ""), auto_complete=auto or None,
            aria_invalid="true" if error else None,
            aria_describedby=f"{key}-e" if error else None,
            custom_attrs={"data-expect": expect} if expect else {},
        ),
        below,
        class_name=f"field {width}",
    )  # fmt: skip


def _contact(typed: Typed, sign_in: str) -> Markup:
    guest = el.p("Have an account? ", link("Sign in", href=sign_in, class_name="link"), " and your cart comes along.",
                 class_name="hint") if sign_in else None  # fmt: skip
    return _section(
        1, "Contact",
        _field(typed, "email", kind="email", auto="email", hint="The confirmation and every parcel’s news.",
               expect=_EMAIL),
        guest,
    )  # fmt: skip


def _own_addresses(typed: Typed, known: Any) -> Markup:
    """The shopper's own addresses; one press fills the form."""

    def one(address: Any) -> Markup:
        is_in = all(typed.values.get(f"shipping.{name}", "") == value for name, value in address.values.items())
        return el.button(
            el.span(el.b(address.title), el.small(address.line)), type="submit", name="use", value=address.key,
            class_name="pick on" if is_in else "pick", aria_pressed="true" if is_in else "false",
        )  # fmt: skip

    if len(known) < 2:  # a single one is in the form already
        return None
    return el.fieldset(el.legend("Your addresses", class_name="hint"), *[one(address) for address in known],
                       class_name="cards own-addresses")  # fmt: skip


def _address(typed: Typed, countries: Any, postal_codes: str, known: Any) -> Markup:
    error = typed.errors.get("shipping.country", "")
    chosen = typed.values.get("shipping.country", "")
    options = [el.option(label, value=code) for code, label in countries]
    country = el.div(
        el.label(LABELS["shipping.country"], html_for="co-shipping-country"),
        el.select(*options, id="co-shipping-country", name="shipping.country", class_name="input",
                  default_value=chosen, auto_complete="shipping country"),
        el.p(error, class_name="err") if error else None,
        class_name="field w3",
    )  # fmt: skip
    return _section(
        2, "Delivery address",
        _own_addresses(typed, known),
        el.div(
            _field(typed, "shipping.first_name", width="w3", auto="shipping given-name", optional=True),
            _field(typed, "shipping.last_name", width="w3", auto="shipping family-name"),
            _field(typed, "shipping.company", width="w3", auto="shipping organization", optional=True),
            _field(typed, "tax_id", width="w3", optional=True, hint="Printed on every invoice."),
            _field(typed, "shipping.line1", width="w4", auto="shipping address-line1"),
            _field(typed, "shipping.line2", width="w2", auto="shipping address-line2", optional=True),
            _field(typed, "shipping.postal_code", width="w2 half", auto="shipping postal-code",
                   expect=postal_codes),
            _field(typed, "shipping.city", width="w4 half", auto="shipping address-level2"),
            country,
            _field(typed, "shipping.phone", width="w3", auto="shipping tel", optional=True),
            class_name="grid-a",
        ),
    )  # fmt: skip


def _staying(page: Any) -> list[Markup]:
    """What is in the cart and not part of this order."""
    return [
        el.div(note(el.b(line.title), f" {line.problem.strong.rstrip(',.')}. It stays in your cart.", tone="warn"),
               class_name="told")
        for part in page.parts for line in part.lines if line.problem.strong
    ]  # fmt: skip


def _delivery(parts: Any) -> Markup:
    def option(part: Any, way: Any) -> Markup:
        inside = [
            el.span(el.b(way.title), el.small(way.note)), el.b(way.price, class_name="num"),
        ]  # fmt: skip
        if len(part.deliveries) == 1:
            return el.div(*inside, class_name="pick on")
        return el.button(
            *inside, type="submit", name="choose", value=f"{part.vendor_id}:{way.id}",
            class_name="pick on" if way.chosen else "pick", aria_pressed="true" if way.chosen else "false",
        )  # fmt: skip

    return _section(
        3, "Delivery, per vendor",
        *[
            el.fieldset(
                el.legend(f"{part.vendor}, {part.pieces}"), *[option(part, way) for way in part.deliveries],
                el.p(part.ships, class_name="hint"), class_name="ship",
            )
            for part in parts
        ],
    )  # fmt: skip


_NO_MEANS = "Nothing can be paid in this currency here yet. Choose another country, or ask the store."


def _payment(typed: Typed, means: Any) -> Markup:
    chosen = typed.values.get("provider", "") or (means[0].code if means else "")
    error = typed.errors.get("payment", "")

    def way(one: Any) -> Markup:
        return el.label(
            el.span(el.input(type="radio", name="provider", value=one.code, default_checked=one.code == chosen),
                    class_name="check"),
            el.span(el.b(one.title), el.small(one.note)),
            class_name="pick",
        )  # fmt: skip

    card = typed.values.get("card", "4242")
    cards = [
        el.label(
            el.input(type="radio", name="card", value=digits, default_checked=digits == card),
            el.span(f"Ending {digits}: {says}"), class_name="check",
        )
        for one in means for digits, says in one.cards
    ]  # fmt: skip
    return _section(
        4, "Payment",
        el.div(*[way(one) for one in means], class_name="pays", id="co-payment", role="radiogroup",
               aria_label=LABELS["payment"], tab_index=-1),
        el.p(error, class_name="err") if error else None,
        None if means else el.p(_NO_MEANS, class_name="hint"),
        el.fieldset(el.legend("Cards of the demo’s bank, to try what can happen", class_name="hint"),
                    el.div(*cards, class_name="cards")) if cards else None,
        el.div(
            _field(typed, "po_number", optional=True, hint="Printed on every invoice."),
            _field(typed, "note", optional=True),
            class_name="grid2",
        ),
    )  # fmt: skip


def _review() -> Markup:
    steps = (
        ("Now", "You place the order. Stock and prices are held."),
        ("By the next working day", "Each vendor confirms its part."),
        ("Then", "One order number, and every parcel to follow."),
    )
    return _section(
        5, "What happens next",
        el.ul(each(steps, lambda step: el.li(el.b(step[0]), el.span(step[1]))), class_name="co-steps"),
    )  # fmt: skip


def _summary(page: Any, parts: Any) -> Markup:
    def line(one: Any) -> Markup:
        return el.li(
            el.img(src=one.picture, alt="", width="52", height="52"),
            el.span(el.b(one.title), el.small(f"{one.quantity} × {one.each.removesuffix(' each')}")),
            el.b(one.total, class_name="num"),
        )

    goods = [
        [el.p(part.vendor, class_name="sum-v"),
         el.ul(each([one for one in part.lines if one.total], line), class_name="minis")]
        for part in parts
    ]  # fmt: skip
    return el.aside(
        el.h2("Order", class_name="display"),
        *goods,
        sums(page, with_waiting=False),
        el.button("Place the order", type="submit", class_name="btn btn--primary btn--lg btn--block"),
        el.p("You pay this once; each vendor ships its own part.", class_name="hint"),
        class_name="sum card", aria_label="Order",
    )  # fmt: skip


def waiting_body(own: Any, title: str, words: str, way: Any = None) -> Markup:
    """While a payment is not decided, or when it came to nothing."""
    return el.div(
        el.h1(title, class_name="display"), told(own.said), el.p(words), way,
        el.p(link("Back to cart", href=f"{own.home}/cart", class_name="link")), class_name="wait", role="status",
    )  # fmt: skip
