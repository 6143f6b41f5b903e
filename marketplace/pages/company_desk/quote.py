"""`/s/{store}/quotes/{request}`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import buyer_desk
from marketplace.components.company_desk.quote_grid import award_bar, quote_grid, ways_bar
from marketplace.components.desk.controls import button, button_link, missing, note
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.overlays import confirm
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.quote_room import attached_files
from marketplace.components.desk.reason import reason_dialog
from marketplace.components.desk.status import QUOTE, status
from marketplace.components.markup import Markup, el, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.quote import BuyerQuoteState

State: Any = BuyerQuoteState
_GRID: Any = State.grid
_PLACE: Any = State.company_place


def build() -> Markup:
    """Answers side by side."""
    gone = missing("request", "/account", "Your account")
    content = when(State.missing, lambda: gone, lambda: el.div(*_page(), class_name="p-quote"))
    return when(State.quote_ready, lambda: buyer_desk(State, "quotes", lambda: [content]))


def _page() -> list[Markup]:
    crumbs = (Crumb("Quotes", f"/s/{_PLACE.handle}/quotes"), Crumb(_GRID.number))
    end = when(_GRID.can_withdraw, button("Take back…", kind="quiet", opens="withdraw"))
    csv = button_link("CSV", href=_GRID.file + ".csv", icon_name="download", download=True)
    pdf = button_link("PDF", href=_GRID.file + ".pdf", icon_name="file-text", download=True)
    return [
        page_header(
            _GRID.title, end, csv, pdf, crumbs=crumbs, pill=status(QUOTE, _GRID.status, pill=True), sub=_GRID.summary
        ),
        when(_GRID.note != "", lambda: note(_GRID.note)),
        attached_files(_GRID.files),
        when(_GRID.ways.length() > 0, lambda: ways_bar(State)),
        quote_grid(State),
        when(_GRID.total != "", lambda: award_bar(State), _waits),
        _award_question(),
        _withdraw_question(),
    ]


def _waits() -> Markup:
    return note("No vendor has answered yet. You get a letter for every answer, and this page shows it.")


def _award_question() -> Markup:
    return confirm(
        "award",
        "Accept these offers?",
        "The chosen lines become one cart at these prices, which nothing moves any more. The other offers end, and "
        "their vendors are told.",
        "Accept and order",
        State.award,
        el.p(el.b(_GRID.total, class_name="fig num"), " with freight and tax"),
        when(_GRID.missing != "", lambda: note(_GRID.missing, ": nobody delivers them.", tone="warn")),
        keep="Not yet",
        danger=False,
    )


def _withdraw_question() -> Markup:
    return reason_dialog(
        State,
        "withdraw",
        "Take this request back?",
        "Every offer that is still open ends, for good.",
        action="Take it back",
        on_submit=State.withdraw,
        optional=True,
    )


PAGE = Page("/s/[store_handle]/quotes/[request_id]", build, "Quote · Concourse", State.open)
