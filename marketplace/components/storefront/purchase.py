"""A purchase as its buyer follows it: its payment, every vendor's part, and the sum."""

from __future__ import annotations

from typing import Any, NamedTuple

from marketplace.components.markup import Markup, each, el, use
from marketplace.components.storefront.base import hidden_fields, link, note
from marketplace.components.storefront.purchase_part import purchase_part

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
        el.div(el.div(each(page.parts, lambda part: purchase_part(page, part))), _summary(page), class_name="two"),
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
