"""A purchase as its buyer follows it: every vendor's part, its parcels, and what can still be done."""

from __future__ import annotations

from typing import Any, NamedTuple

from marketplace.components.markup import Markup, each, el, use
from marketplace.components.storefront.base import badge, empty_state, hidden_fields, link, note

_ORDERS = {False: "/orders", True: "/company/orders"}  # where one's own are listed, and those of one's company


class Wish(NamedTuple):
    """Somebody (`who`, their e-mail) asks for the purchase; `token` is that of the letter. Empty when nobody does."""

    who: str = ""
    token: str = ""


def purchase_body(page: Any, flash: Any, wish: Wish, *, is_signed_in: bool) -> Markup:
    """Parts at the left, the summary at the right."""
    back = el.nav(
        el.ol(
            el.li(link(page.store, href=f"/s/{page.store_handle}")),
            el.li(link("Orders", href=f"/s/{page.store_handle}{_ORDERS[bool(page.ordered_by)]}"))
            if is_signed_in
            else None,
            el.li(page.number, aria_current="page"),
            class_name="crumbs",
        ),
        aria_label="Breadcrumb",
    )
    po = [" PO ", el.b(page.po_number), "."] if page.po_number else []
    po += [" Cost centre ", el.b(page.cost_centre), "."] if page.cost_centre else []
    po += [" Placed for you by ", el.b(page.acted_by), "."] if page.acted_by else []
    return [
        back,
        el.div(
            el.div(
                el.h1(f"Order {page.number}", class_name="display"),
                el.p(f"Placed by {page.by} on {page.placed}.", *po, class_name="muted"),
            ),
            el.div(_reorder(page), class_name="row"),
            class_name="ord-h",
        ),
        el.div(note(flash.text, tone=flash.tone), class_name="told") if flash.text else None,
        _handing_over(page, wish),
        _colleague(page),
        _payment(page),
        el.div(el.div(each(page.parts, lambda part: _part(page, part))), _summary(page), class_name="two"),
    ]


def _colleague(page: Any) -> Markup:
    if not page.ordered_by:
        return None
    words = f" {page.ordered_by} bought it for your company, and alone cancels, returns and pays."
    return el.div(note(el.b("A colleague’s order."), words), class_name="told")


def _handing_over(page: Any, wish: Wish) -> Markup:
    """The question of the letter, with its two answers."""
    if not wish.who:
        return None

    def answer(value: str, words: str, look: str) -> Markup:
        return el.button(words, type="submit", name="answer", value=value, class_name=f"btn btn--{look}")

    return el.section(
        el.div(
            el.h2(wish.who, " asks to have this order in their account"),
            el.p(
                "They would see it and could ask to cancel or to return goods. You keep the link to it.",
                class_name="hint",
            ),
        ),
        el.form(
            *hidden_fields({"key": page.key, "transfer": wish.token}),
            answer("yes", "Hand it over", "primary"),
            answer("no", "No, keep it", "secondary"),
            action=f"/s/{page.store_handle}/orders/{page.number}/transfer",
            method="post",
            class_name="row",
        ),
        class_name="card wish",
        aria_label="A wish for this order",
    )


def _payment(page: Any) -> Markup:
    if not page.is_awaiting:
        return None
    to = page.transfer
    if to is None:
        words = (
            f"{page.store} names no account at present: ask it before you send {page.total}, with the reference "
            f"{page.number}."
        )
        return el.div(note(el.b("We wait for your transfer. "), words, tone="warn"), class_name="told")
    rows = (
        ("Amount", to.amount),
        ("Account holder", to.holder),
        ("IBAN", to.iban),
        ("BIC", to.bic),
        ("Reference", to.reference),
    )
    return el.section(
        el.div(
            el.h2("We wait for your transfer"),
            el.p("The vendors ship as soon as it has arrived.", class_name="hint"),
            el.dl(*[el.div(el.dt(name), el.dd(value, class_name="num")) for name, value in rows], class_name="facts"),
            el.a(
                use("file", "i i-s"),
                "Pro forma invoice",
                href=page.pro_forma_href,
                class_name="btn btn--secondary btn--sm",
                custom_attrs={"download": ""},
            ),
        ),
        el.figure(
            el.svg(el.path(d=to.path), view_box=to.box, role="img", aria_label="The transfer as a QR code"),
            el.figcaption("Scan with your banking app", class_name="hint"),
            class_name="code",
        )
        if to.path
        else None,
        class_name="card transfer",
        aria_label="Your transfer",
    )


def _reorder(page: Any) -> Markup:
    if not page.may_reorder:
        return None
    return el.form(
        *hidden_fields({"key": page.key}),
        el.button(use("again", "i i-s"), "Order again", type="submit", class_name="btn btn--primary"),
        action=f"/s/{page.store_handle}/orders/{page.number}/again",
        method="post",
    )


def _part(page: Any, part: Any) -> Markup:
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


def _summary(page: Any) -> Markup:
    def row(label: str, value: Any) -> Markup:
        return el.div(el.dt(label), el.dd(value)) if value else None

    def lines(address: Any) -> list[Any]:
        return [part for line in address for part in (line, el.br())][:-1]

    billed = el.div(el.dt("Invoice to"), el.dd(*lines(page.bill_to))) if page.has_other_billing else None
    return el.aside(
        el.h2("Summary", class_name="display"),
        el.dl(
            row("Goods", page.goods),
            row("Saved", page.discount),
            row("Freight", page.shipping),
            row(page.tax_label, page.tax),
            el.div(el.dt("Total"), el.dd(page.total), class_name="tot"),
            row("Paid back", page.refunded),
        ),
        el.dl(
            row("Payment", f"{page.paid_by}: {page.payment}" if page.paid_by else page.payment),
            el.div(el.dt("Deliver to"), el.dd(*lines(page.ship_to))),
            billed,
            row("E-mail", page.email),
            row("Note", page.note),
            class_name="facts",
        ),
        class_name="sum card",
        aria_label="Summary",
    )


def purchases_body(page: Any, home: str) -> Markup:
    """The list of what one has bought in a store."""
    if not page.rows:
        way = link("Browse all categories", href=f"{home}/categories", class_name="btn btn--primary")
        return empty_state("ball-bearing", "No orders yet", "What you buy in this store is followed here.", way)

    def row(one: Any) -> Markup:
        return el.div(
            el.span(
                each(one.pictures[:4], lambda src: el.img(src=src, alt="", width="44", height="44")), class_name="pics"
            ),
            el.span(
                link(el.b(f"Order {one.number}"), href=one.href), el.small(f"{one.placed}, {one.vendors}, {one.pieces}")
            ),
            badge(one.status, one.tone),
            el.b(one.total, class_name="num"),
            class_name="prow",
        )

    def turn(label: str, at: int) -> Markup:
        return link(label, href=f"{home}/orders?page={at}", class_name="btn btn--secondary")

    return [
        el.div(
            el.h1("Your orders", class_name="display"), el.p(page.range_text, class_name="muted"), class_name="cart-h"
        ),
        el.div(each(page.rows, row), class_name="rows"),
        el.div(
            turn("Newer", page.page - 1) if page.page > 1 else None,
            turn("Older", page.page + 1) if page.page < page.pages else None,
            class_name="row",
        ),
    ]
