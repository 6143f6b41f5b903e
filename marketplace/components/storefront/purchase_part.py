"""A vendor's part of a purchase: its lines, its parcels, and what can still be done."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use
from marketplace.components.storefront.base import badge, hidden_fields, link


def purchase_part(page: Any, part: Any) -> Markup:
    """One vendor's part of a purchase: where it stands, its lines and parcels, papers, cancelling and returning."""

    def step(one: Any) -> Markup:
        return el.li(el.b(one.title), el.span(one.detail), el.time(one.when), class_name=one.state)

    return el.section(
        el.header(
            el.span(part.mark, class_name="monogram", aria_hidden="true"),
            el.div(
                el.h2(part.vendor),
                el.p(f"{part.line} · {part.number}" if part.line else part.number, class_name="hint"),
            ),
            el.div(badge(part.status, part.tone), class_name="vs-m"),
            class_name="vs-h",
        ),
        el.ol(each(part.steps, step), class_name="tl") if part.steps else None,
        el.ul(each(part.lines, _line), class_name="par-l"),
        *[_parcel(parcel) for parcel in part.parcels],
        *[_return(row) for row in part.returns],
        _acts(page, part),
        class_name="vs par",
        id=part.number,
        aria_label=part.vendor,
    )


def _line(line: Any) -> Markup:
    title = link(el.b(line.title), href=line.href) if line.href else el.b(line.title)
    detail = " · ".join(part for part in (line.variant, line.sku, line.note) if part)
    return el.li(
        el.img(src=line.picture, alt="", width="64", height="64"),
        el.span(title, el.small(detail)),
        el.span(line.sent, class_name="num"),
        el.b(line.price, class_name="num"),
    )


def _parcel(parcel: Any) -> Markup:
    track = el.a("Track", href=parcel.tracking_href, class_name="link", target="_blank", rel="noopener noreferrer")
    carrier = f"{parcel.carrier}, " if parcel.tracking_number else parcel.carrier
    return el.p(
        use("truck"),
        el.span(
            f"{parcel.title}, {parcel.pieces}. {carrier}",
            el.b(parcel.tracking_number, class_name="num"),
            " ",
            parcel.delivered or parcel.shipped,
        ),
        track if parcel.tracking_href else None,
        class_name="par-c",
    )


def _return(row: Any) -> Markup:
    sentence = f"Return of {row.pieces}: {row.status.lower()}. {row.answer or row.reason}"
    return el.p(use("again"), el.span(sentence), class_name="par-c")


def _acts(page: Any, part: Any) -> Markup:
    base = f"/s/{page.store_handle}/orders/{page.number}"
    invoice = (
        el.a(
            use("file", "i i-s"),
            "Invoice",
            href=part.invoice_href,
            class_name="btn btn--secondary btn--sm",
            custom_attrs={"download": ""},
        )
        if part.invoice_href
        else None
    )
    credits = [
        el.a(
            use("file", "i i-s"),
            f"Credit note {one.number}",
            href=one.href,
            class_name="btn btn--secondary btn--sm",
            custom_attrs={"download": ""},
        )
        for one in part.credit_notes
    ]
    cancel = (
        el.details(
            el.summary("Cancel", class_name="link"),
            el.form(
                *hidden_fields({"key": page.key, "order": part.id}),
                el.p(
                    "This ends the whole order: nothing was paid yet."
                    if part.cancels_at_once
                    else "What has not left is cancelled once the vendor agrees, and paid back."
                ),
                el.label("Why, if you like", el.input(class_name="input", name="reason", auto_complete="off")),
                el.button("Ask to cancel", type="submit", class_name="btn btn--secondary btn--sm"),
                action=f"{base}/cancel",
                method="post",
                class_name="act-form",
            ),
        )
        if part.may_cancel
        else None
    )
    cancel_note = el.p("You asked to cancel; the vendor will answer.", class_name="hint") if part.cancel_asked else None
    back = _return_form(page, part, base) if part.may_return else None
    return el.div(invoice, *credits, cancel_note, cancel, back, class_name="acts")


def _return_form(page: Any, part: Any, base: str) -> Markup:
    lines = [
        el.label(
            f"{line.title}, of {line.may_return}",
            el.input(
                class_name="input",
                name=f"line.{line.id}",
                type="number",
                min="0",
                max=line.may_return,
                default_value="0",
                input_mode="numeric",
            ),
        )
        for line in part.lines
        if line.may_return
    ]
    return el.details(
        el.summary("Return something", class_name="link"),
        el.form(
            *hidden_fields({"key": page.key, "order": part.id}),
            *lines,
            el.label(
                "What is wrong with it", el.input(class_name="input", name="reason", required=True, auto_complete="off")
            ),
            el.button("Ask to return", type="submit", class_name="btn btn--secondary btn--sm"),
            action=f"{base}/return",
            method="post",
            class_name="act-form",
        ),
    )
