"""`/admin/quotes`: who waits for whom, and how quotes go."""

from __future__ import annotations

from typing import ClassVar

from marketplace.queries.operator_desk.quote_figures import QuoteFigures, get_quote_figures
from marketplace.queries.operator_desk.quotes import STATUSES, QuoteFilter, QuoteRow, list_quotes
from marketplace.state.listing import Address, Choice, StoreList
from marketplace.state.operator_desk.layout import OperatorScreen

_TABS = (
    ("", "Open", "open"),
    ("overdue", "Overdue", "overdue"),
    ("vendors", "Vendor’s turn", "vendors"),
    ("buyers", "Buyer’s turn", "buyers"),
    ("decided", "Decided", "decided"),
    ("all", "All", "all"),
)
_WORDS = {"pending": "Asked", "rejected": "No offer", "withdrawn": "Ended"}


class OperatorQuotesState(OperatorScreen, StoreList):
    """One page of rows, the figures beside them, and the addresses of everything that can be pressed."""

    PATH: ClassVar[str] = "/admin/quotes"
    rows: list[QuoteRow] = []
    figures: QuoteFigures = QuoteFigures()
    vendors: list[Choice] = []
    statuses: list[Choice] = []

    async def _read(self, at: Address) -> None:
        names = ("view", "store", "vendor", "status", "q")
        wanted = QuoteFilter(**{name: at.value(name) for name in names})
        page, self.figures = await self._at_admin(
            lambda db, actor: (
                list_quotes(db, actor, wanted, page=at.page()),
                get_quote_figures(db, actor, store=wanted.store),
            )
        )
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at)
        self.tabs = at.tabs("view", _TABS, page.counts)
        vendors = [(one.value, one.label) for one in page.vendors]
        statuses = [(one, _WORDS.get(one, one.capitalize())) for one in STATUSES]
        self.vendors, self.statuses = at.choices("vendor", vendors), at.choices("status", statuses)
        self._offer_stores(at, page.stores, vendor=("Vendor", dict(vendors)), status=("State", dict(statuses)))
