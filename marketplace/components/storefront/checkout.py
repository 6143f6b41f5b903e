"""The checkout: one page, one form. What is wrong is said at its field, and what was typed stays."""

from __future__ import annotations

import json
from typing import Any

from marketplace.components.markup import Markup, each, el, when
from marketplace.components.storefront.base import hidden_fields, link, note
from marketplace.components.storefront.cart import sums
from marketplace.components.storefront.checkout_address import Book, address_section
from marketplace.components.storefront.checkout_form import LABELS, CostCentres, Typed, section, text_field
from marketplace.components.storefront.checkout_payment import payment_section

# At once in the browser, roughly; the server is exact.
_EMAIL = json.dumps({"": [r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}", "Enter an e-mail address such as name@company.com."]})


def checkout_body(
    page: Any,
    typed: Typed,
    cart_id: str,
    *,
    home: str,
    countries: Any,
    postal_codes: str,
    means: Any,
    sign_in: str,
    book: Book = Book(),
    centres: CostCentres = CostCentres(),
    request: Any = None,
    po_place: str = "",
    quoted: bool = False,
) -> Markup:
    """The form at the left, what is bought at the right with the one button.

    `postal_codes` is what each country expects, as JSON, for catalogue.js; `po_place` the place that has the number of
    a purchase order on every order. The cart of a quote is `quoted`: nothing of it is changed on the way.
    """
    asks = bool(request is not None and request.forecast)
    act = "Ask for approval" if asks else "Place the order"
    parts = [part for part in page.parts if any(line.total for line in part.lines) and not part.held_back]
    head = el.div(
        el.h1("Checkout", class_name="display"),
        el.p(_vendors(parts), _way_back(home, quoted), class_name="muted"),
        class_name="cart-h",
    )
    return [
        head,
        flash_note(typed.flash),
        _request(request),
        _wrong(typed),
        *_staying(page),
        el.form(
            # What Enter in a field presses: the order, and not the first of one's addresses.
            el.button(act, type="submit", class_name="sr", tab_index=-1, aria_hidden="true"),
            el.div(
                _contact(typed, sign_in),
                address_section(typed, countries, postal_codes, book),
                _delivery(parts),
                payment_section(typed, means, centres, po_place, asks=asks or bool(request and request.number)),
                _review(asks=asks),
                class_name="co",
            ),
            _summary(page, parts, act),
            *hidden_fields({"key": typed.key, "cart": cart_id, "seen": page.total_amount, "seen_market": page.market}),
            action=f"{home}/checkout?cart={cart_id}" if quoted else f"{home}/checkout",
            method="post",
            class_name="two",
            no_validate=True,
        ),
    ]


def _vendors(parts: Any) -> str:
    return f"{'One vendor' if len(parts) == 1 else f'{len(parts)} vendors'}, one payment. "


def _way_back(home: str, quoted: bool) -> Markup:
    place, words = ("quotes", "Back to your quotes") if quoted else ("cart", "Back to cart")
    return link(words, href=f"{home}/{place}", class_name="link")


def flash_note(flash: Any) -> Markup:
    """What the last form led to."""
    return el.div(note(flash.text, tone=flash.tone), class_name="told") if flash and flash.text else None


def _request(request: Any) -> Markup:
    """That this cart is a purchase request of its company already."""
    if request is not None and request.forecast:
        return el.div(note(el.b("Needs approval. "), request.forecast, tone="info"), class_name="told")
    if request is None or not request.number:
        return None
    words = (
        " is approved: place the order as it stands here. Another basket, address or price is asked for anew."
        if request.is_approved
        else " waits for your company’s approvers. Nothing is ordered before; a changed basket is asked for anew."
    )
    tone = "good" if request.is_approved else "info"
    return el.div(note(link(request.number, href=request.href, class_name="link"), words, tone=tone), class_name="told")


def _wrong(typed: Typed) -> Markup:
    """The fields that need another look, above the form: on a phone they may be far below."""
    if not typed.errors:
        return None
    fields = [name for name in LABELS if name in typed.errors]
    elsewhere = [sentence for name, sentence in typed.errors.items() if name not in LABELS]
    count = "One field needs" if len(fields) == 1 else f"{len(fields)} fields need"
    ways = [
        [", " if at else " ", el.a(LABELS[name], href=f"#co-{name.replace('.', '-')}", class_name="link")]
        for at, name in enumerate(fields)
    ]
    look = [el.b(f"{count} another look:"), *ways, ". "] if fields else []
    return el.div(note(*look, *elsewhere, tone="bad"), class_name="told")


def _contact(typed: Typed, sign_in: str) -> Markup:
    guest = (
        el.p(
            "Have an account? ",
            link("Sign in", href=sign_in, class_name="link"),
            " and your cart comes along.",
            class_name="hint",
        )
        if sign_in
        else None
    )
    return section(
        1,
        "Contact",
        text_field(
            typed, "email", kind="email", auto="email", hint="The confirmation and every parcel’s news.", expect=_EMAIL
        ),
        guest,
    )


def _staying(page: Any) -> list[Markup]:
    """What is in the cart and not part of this order."""
    return [
        el.div(
            note(el.b(line.title), f" {line.problem.strong.rstrip(',.')}. It stays in your cart.", tone="warn"),
            class_name="told",
        )
        for part in page.parts
        for line in part.lines
        if line.problem.strong
    ]


def _delivery(parts: Any) -> Markup:
    def option(part: Any, way: Any) -> Markup:
        inside = [el.span(el.b(way.title), el.small(way.note)), el.b(way.price, class_name="num")]
        if len(part.deliveries) == 1:
            return el.div(*inside, class_name="pick on")
        return el.button(
            *inside,
            type="submit",
            name="choose",
            value=f"{part.vendor_id}:{way.id}",
            class_name="pick on" if way.chosen else "pick",
            aria_pressed="true" if way.chosen else "false",
        )

    return section(
        3,
        "Delivery, per vendor",
        *[
            el.fieldset(
                el.legend(f"{part.vendor}, {part.pieces}"),
                *[option(part, way) for way in part.deliveries],
                el.p(part.ships, class_name="hint"),
                class_name="ship",
            )
            for part in parts
        ],
    )


def _review(*, asks: bool) -> Markup:
    ask = (
        ("Now", "You ask. Its money is held, and the approvers get a letter."),
        ("After the last yes", "The order is placed, if nothing of it changed meanwhile."),
    )
    place = (("Now", "You place the order. Stock and prices are held."),)
    steps = (
        *(ask if asks else place),
        ("By the next working day", "Each vendor confirms its part."),
        ("Then", "One order number, and every parcel to follow."),
    )
    return section(
        5,
        "What happens next",
        el.ul(each(steps, lambda step: el.li(el.b(step[0]), el.span(step[1]))), class_name="co-steps"),
    )


def _summary(page: Any, parts: Any, act: str) -> Markup:
    def line(one: Any) -> Markup:
        return el.li(
            el.img(src=one.picture, alt="", width="52", height="52"),
            el.span(
                el.b(one.title),
                el.small(f"{one.quantity} × {one.each.removesuffix(' each')}"),
                when(one.wishes, lambda: el.small(one.wishes, class_name="wishes")),
            ),
            el.b(one.total, class_name="num"),
        )

    goods = [
        [
            el.p(part.vendor, class_name="sum-v"),
            el.ul(each([one for one in part.lines if one.total], line), class_name="minis"),
        ]
        for part in parts
    ]
    return el.aside(
        el.h2("Order", class_name="display"),
        *goods,
        sums(page, with_waiting=False),
        el.button(act, type="submit", class_name="btn btn--primary btn--lg btn--block"),
        el.p("You pay this once; each vendor ships its own part.", class_name="hint"),
        class_name="sum card",
        aria_label="Order",
    )


def waiting_body(request: Any, title: str, words: str, way: Any = None) -> Markup:
    """While a payment is not decided, or when it came to nothing."""
    return el.div(
        el.h1(title, class_name="display"),
        flash_note(request.flash),
        el.p(words),
        way,
        el.p(link("Back to cart", href=f"{request.home}/cart", class_name="link")),
        class_name="wait",
        role="status",
    )
