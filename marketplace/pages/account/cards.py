"""`/account/cards`."""

from __future__ import annotations

from typing import Any

from marketplace.components.account.layout import account_layout
from marketplace.components.desk.controls import button, button_link, empty, region, tag
from marketplace.components.desk.icons import icon
from marketplace.components.desk.layout import desk
from marketplace.components.desk.overlays import confirm
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, each, el, when
from marketplace.pages.registry import Page
from marketplace.state.account.cards import AccountCardsState

State: Any = AccountCardsState


def build() -> Markup:
    """Every card that this person keeps."""
    return when(State.cards_ready, _page)


def _page() -> Markup:
    nothing = empty(
        "wallet",
        "No saved cards",
        "Tick “Keep this card” when you pay with one: the store’s checkout offers it then.",
        button_link("Choose a store", href="/stores", reload=True),
    )
    return desk(
        account_layout(State.profile),
        "cards",
        page_header("Saved cards", sub="Each store keeps its own. The numbers are with the card company, never here."),
        when(State.rows.length() > 0, _list, nothing),
    )


def _list() -> Markup:
    return region("Cards", el.ul(each(State.rows, _row), class_name="list"), count=State.rows.length().to_string())


def _row(card: Any) -> Markup:
    dialog = "remove-" + card.id
    named = {"data-open": dialog, "aria-label": "Remove " + card.title}
    remove = button("Remove…", small=True, extra=named)
    return el.li(
        icon("wallet"),
        el.span(
            el.span(card.title, when(card.is_expired, tag("expired", tone="warn")), class_name="row g6 b5"),
            el.span(card.says, ", kept in ", card.store, ", ", card.kept, class_name="ink3 xs"),
            class_name="grow col",
        ),
        remove,
        confirm(
            dialog,
            "Remove this card?",
            el.span(card.title, " pays nothing any more. Orders stay as they are."),
            "Remove it",
            State.remove(card.id),
        ),
        key=card.id,
    )


PAGE = Page("/account/cards", build, "Saved cards · Concourse", State.open)
