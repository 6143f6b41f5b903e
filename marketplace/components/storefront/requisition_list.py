"""One requisition list: its lines at today's prices, and what can be done with it."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use
from marketplace.components.storefront.base import badge, hidden_fields, link
from marketplace.components.storefront.card import quantity_field
from marketplace.components.storefront.list_forms import answer_note, name_field, problem_of, share_box

_BUY = "list-buy"  # the form of the lines, which forms of their own stand between


def list_body(page: Any, store: str, flash: Any) -> Markup:
    """One list: its lines with what they cost today, and what can be done with it."""
    card = page.card
    facts = (card.lines, f"by {card.who}" if card.who else "", f"changed {card.updated}")
    back = el.nav(
        el.ol(el.li(link("Lists", href=page.home)), el.li(card.name, aria_current="page"), class_name="crumbs"),
        aria_label="Breadcrumb",
    )
    nothing = el.p(
        "Nothing stands here yet. Add from a product’s page, from the cart or from ",
        link("quick order", href=f"{store}/quick-order", class_name="link"),
        ".",
        class_name="muted",
    )
    return [
        back,
        answer_note(flash),
        el.div(
            el.div(el.h1(card.name, class_name="display"), el.p(", ".join(filter(None, facts)), class_name="muted")),
            el.div(badge("Shared with your company", "info") if card.is_shared else None, class_name="row"),
            class_name="ord-h",
        ),
        _settings(page, store, flash) if card.may_change else None,
        el.ul(each(page.rows, lambda row: _row(page, store, row)), class_name="qrs") if page.rows else nothing,
        _bar(page, store) if page.rows else None,
    ]


def _settings(page: Any, store: str, flash: Any) -> Markup:
    card, problem = page.card, problem_of(flash, "name")
    change = el.form(
        name_field("list-name", flash.typed if problem else card.name, problem),
        share_box(page.company, checked=card.is_shared),
        el.button("Save", type="submit", class_name="btn btn--secondary"),
        action=f"{store}/lists/{card.id}",
        method="post",
        class_name="list-form",
    )
    delete = el.form(
        el.button("Delete this list", type="submit", class_name="link hint"),
        action=f"{store}/lists/{card.id}/delete",
        method="post",
    )
    return el.details(
        el.summary("Rename, share or delete", class_name="link"),
        el.div(change, delete, class_name="card list-set"),
        open=bool(problem) or None,
        class_name="list-d",
    )


def _row(page: Any, store: str, row: Any) -> Markup:
    today = row.today
    picture = (
        el.img(src=today.picture, alt="", width="64", height="64", loading="lazy")
        if today
        else el.span(use("x"), class_name="qr-x")
    )
    title = link(el.b(row.title), href=today.href) if today else el.b(row.title)
    return el.li(
        picture,
        el.div(
            _pick_box(row) if page.may_buy and today and today.offer_id else None,
            title,
            el.p(today.detail if today else row.sku, class_name="hint"),
            el.p(row.note, class_name="qr-m") if row.note and not page.card.may_change else "",
            el.p(today.note, class_name="qr-m") if today and today.note else "",
            _gone(row) if not today else "",
            _way_out(row) if today and not today.offer_id else "",
            _instead(page, store, row) if row.instead.words else "",
            _line_form(page, store, row) if page.card.may_change else "",
            class_name="qr-t",
        ),
        el.div(
            el.p(el.span(today.stock), class_name=f"stock stock--{today.stock_tone}" if today.stock_tone else "stock")
            if today
            else "",
            class_name="qr-s",
        ),
        el.div(el.span(f"{row.quantity:,}", class_name="num"), class_name="qr-q"),
        el.div(
            el.b(today.price) if today and today.price else "",
            el.small(today.each if today else "not sold"),
            class_name="qr-p num",
        ),
        _remove(page, store, row) if page.card.may_change else el.span(),
        class_name=_look(today),
    )


def _look(today: Any) -> str:
    if today is None or not today.offer_id:
        return "qr qr-bad"
    return f"qr qr-{today.tone}" if today.tone else "qr"


def _pick_box(row: Any) -> Markup:
    return el.label(
        el.input(type="checkbox", name="line", value=row.id, form=_BUY, default_checked=True),
        el.span(f"Buy {row.title}", class_name="sr"),
        class_name="check list-pick",
    )


def _gone(row: Any) -> Markup:
    return el.p(
        "No longer sold here. ",
        link("Search for something like it", href=row.search, class_name="link"),
        class_name="qr-alt",
    )


def _way_out(row: Any) -> Markup:
    way = link("Other offers, or a letter when it is back", href=row.today.href, class_name="link")
    return el.p(way, class_name="qr-alt")


def _instead(page: Any, store: str, row: Any) -> Markup:
    """What replaces it: taken by one press by who may change the list, shown to who may not."""
    if not page.card.may_change:
        return el.p(
            "Replaced by: ", link(row.instead.words, href=row.instead.href, class_name="link"), class_name="qr-alt"
        )
    return el.form(
        "Replaced by: ",
        *hidden_fields({"line": row.id, "offer": row.instead.offer_id}),
        el.button(f"Use {row.instead.words}", type="submit", class_name="link"),
        action=f"{store}/lists/{page.card.id}/instead",
        method="post",
        class_name="qr-alt",
    )


def _line_form(page: Any, store: str, row: Any) -> Markup:
    """Quantity and note, folded away: the list is read more often than changed."""
    rule = {"minimum": row.today.minimum, "step": row.today.step} if row.today else {}
    return el.details(
        el.summary(row.note or "Change quantity, add a note", class_name="link hint"),
        el.form(
            *hidden_fields({"line": row.id}),
            quantity_field(row.quantity, f"Quantity of {row.title}", name="quantity", **rule),
            el.input(
                name="note",
                default_value=row.note,
                placeholder="Note",
                aria_label=f"Note on {row.title}",
                max_length="200",
                auto_complete="off",
                class_name="input",
            ),
            el.button("Save", type="submit", class_name="btn btn--quiet btn--sm"),
            action=f"{store}/lists/{page.card.id}/line",
            method="post",
            class_name="list-line",
        ),
    )


def _remove(page: Any, store: str, row: Any) -> Markup:
    label = f"Take {row.title} off the list"
    return el.form(
        *hidden_fields({"line": row.id, "quantity": 0}),
        el.button(use("x", "i i-s"), type="submit", class_name="icon-btn", aria_label=label),
        action=f"{store}/lists/{page.card.id}/line",
        method="post",
    )


def _bar(page: Any, store: str) -> Markup:
    take = "Take up this cart" if page.card.is_cart and not page.card.who else "Add ticked lines to cart"
    buy = el.button(take, type="submit", class_name="btn btn--primary btn--lg", form=_BUY)
    return el.div(
        el.form(id=_BUY, action=f"{store}/lists/{page.card.id}/buy", method="post"),
        el.p(el.b(page.total, class_name="num"), el.span(page.total_note, class_name="hint") if page.total else ""),
        el.a(
            use("download", "i i-s"),
            "CSV",
            href=f"{store}/lists/{page.card.id}.csv",
            class_name="btn btn--secondary btn--lg",
            custom_attrs={"download": ""},
        ),
        link(
            "Ask for prices",
            href=f"{store}/quotes/request?list={page.card.id}",
            class_name="btn btn--secondary btn--lg",
        ),
        buy if page.may_buy and page.ready else None,
        class_name="qo-bar",
    )
