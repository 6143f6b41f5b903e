"""Requisition lists and kept carts: all of them, one of them, and the question onto which list something goes."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from marketplace.components.markup import Markup, each, el, use
from marketplace.components.storefront.base import badge, empty_state, hidden_fields, link, note
from marketplace.components.storefront.card import quantity_field

_BUY = "list-buy"  # the form of the lines, which forms of their own stand between
_LONGEST = 80


class Keep(NamedTuple):
    """How a cart may be kept: on which lists, as (id, name), and whether a company may see it."""

    choices: Sequence[tuple[str, str]]
    may_share: bool


def lists_body(page: Any, flash: Any) -> Markup:
    """All lists of a shopper, with the form of a new one."""
    empty = empty_state(
        "ball-bearing",
        "No lists yet",
        "What you order again and again stands on a list: buying from it leaves it as it is.",
        link("Browse all categories", href=f"{page.store}/categories", class_name="btn btn--primary"),
    )
    return [
        _told(flash),
        el.div(
            el.h1("Lists", class_name="display"),
            el.p("Buying from a list leaves it as it is. Prices are those of today.", class_name="muted"),
            class_name="cart-h",
        ),
        el.div(
            el.div(
                _cards("Requisition lists", page.lists) if page.lists else None,
                _cards("Carts put aside", page.carts) if page.carts else None,
                empty if not page.lists and not page.carts else None,
            ),
            _new(page, flash) if page.may_make else None,
            class_name="two",
        ),
    ]


def _cards(title: str, cards: Sequence[Any]) -> Markup:
    def row(card: Any) -> Markup:
        whose = f"by {card.who}" if card.who else ""
        return el.div(
            el.span(
                link(el.b(card.name), href=card.href),
                el.small(", ".join(filter(None, (card.lines, whose, f"changed {card.updated}")))),
            ),
            badge("Shared", "info") if card.is_shared else None,
            class_name="prow prow--list",
        )

    return el.section(el.h2(title), el.div(each(cards, row), class_name="rows"), class_name="list-s", aria_label=title)


def _new(page: Any, flash: Any) -> Markup:
    return el.aside(
        el.h2("New list", class_name="display"),
        el.form(
            _name_field("new-name", flash.typed if flash.field == "name" else "", _words(flash, "name")),
            _share_box(page.company, checked=False),
            el.button("Make list", type="submit", class_name="btn btn--primary btn--block"),
            action=f"{page.store}/lists",
            method="post",
            class_name="list-form",
        ),
        class_name="sum card",
        aria_label="New list",
    )


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
        _told(flash),
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
    card, problem = page.card, _words(flash, "name")
    change = el.form(
        _name_field("list-name", flash.typed if problem else card.name, problem),
        _share_box(page.company, checked=card.is_shared),
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
        buy if page.may_buy and page.ready else None,
        class_name="qo-bar",
    )


def choose_body(title: str, action: str, hidden: dict[str, Any], choices: Any, flash: Any) -> Markup:
    """Onto which list goes this? `choices` are (id, name) pairs."""
    return el.div(
        _told(flash),
        el.div(el.h1(f"{title} onto a list", class_name="display"), class_name="cart-h"),
        el.form(
            *hidden_fields(hidden),
            keep_fields(choices, problem=_words(flash, "name")),
            el.button("Put it on the list", type="submit", class_name="btn btn--primary"),
            action=action,
            method="post",
            class_name="card list-form list-choose",
        ),
    )


def keep_fields(choices: Any, *, name: str = "", problem: str = "", form: str | None = None) -> Markup:
    """A list to choose, or the name of a new one; `form` where they stand outside of it."""
    options = [el.option(label, value=value) for value, label in choices]
    fresh = el.div(
        el.label(
            "Or the name of a new one" if options else "Name of the list", html_for="keep-name", class_name="label"
        ),
        el.input(
            id="keep-name",
            name="name",
            default_value=name,
            max_length=str(_LONGEST),
            auto_complete="off",
            form=form,
            class_name="input is-error" if problem else "input",
        ),
        el.p(problem, class_name="err", role="alert") if problem else None,
        class_name="field",
    )
    if not options:
        return fresh
    known = el.div(
        el.label("List", html_for="keep-list", class_name="label"),
        el.select(
            *options, el.option("A new list", value=""), id="keep-list", name="list", form=form, class_name="input"
        ),
        class_name="field",
    )
    return [known, fresh]


def keep_cart(home: str, keep: Keep, flash: Any) -> Markup:
    """The cart's goods onto a list, or the whole cart put aside under a name."""
    problem = _words(flash, "name")
    action = f"{home}/lists/from-cart"
    onto = el.form(
        el.h3("Save as list"),
        el.p("Your cart stays as it is.", class_name="hint"),
        keep_fields(keep.choices, problem=problem),
        el.button("Save as list", type="submit", class_name="btn btn--secondary"),
        action=action,
        method="post",
        class_name="list-form",
    )
    aside = el.form(
        el.h3("Put the cart aside"),
        el.p("It waits under a name, and you begin an empty one.", class_name="hint"),
        *hidden_fields({"aside": "yes"}),
        _name_field("aside-name", "", ""),
        _share_box(keep.may_share, checked=False),
        el.button("Put aside", type="submit", class_name="btn btn--secondary"),
        action=action,
        method="post",
        class_name="list-form",
    )
    return el.details(
        el.summary("Save as list, or put this cart aside", class_name="link"),
        el.div(onto, aside, class_name="card list-two"),
        open=bool(problem) or None,
        class_name="list-d",
    )


def _name_field(id_: str, value: str, problem: str) -> Markup:
    return el.div(
        el.label("Name", html_for=id_, class_name="label"),
        el.input(
            id=id_,
            name="name",
            default_value=value,
            required=True,
            max_length=str(_LONGEST),
            auto_complete="off",
            placeholder="Workshop, weekly",
            class_name="input is-error" if problem else "input",
        ),
        el.p(problem, class_name="err", role="alert") if problem else None,
        class_name="field",
    )


def _share_box(company: bool, *, checked: bool) -> Markup:
    if not company:
        return None
    return el.label(
        el.input(type="checkbox", name="shared", value="yes", default_checked=checked or None),
        el.span("Everybody of your company sees it and may buy from it"),
        class_name="check",
    )


def _words(flash: Any, field: str) -> str:
    return str(flash.words) if flash.field == field else ""


def _told(flash: Any) -> Markup:
    return el.div(note(flash.text, tone=flash.tone), class_name="told") if flash.text else None
