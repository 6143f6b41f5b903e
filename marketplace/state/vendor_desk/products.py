"""`/vendor/products`: the list, as its address says."""

from __future__ import annotations

from typing import ClassVar

from marketplace.domain.permissions import vendor_grant
from marketplace.queries.vendor_desk.editing import list_category_choices
from marketplace.queries.vendor_desk.products import ProductRow, list_products
from marketplace.services.identity.access import Desk
from marketplace.state.listing import Address, Choice, DeskList
from marketplace.state.vendor_desk.layout import VendorScreen

_TABS = (
    ("", "All", "all"),
    ("published", "Live", "published"),
    ("draft", "Drafts", "draft"),
    ("no_stock", "No stock", "no_stock"),
    ("archived", "Archived", "archived"),
)
_SORTABLE = ("title", "price", "stock")


class VendorProductsState(VendorScreen, DeskList):
    """One page of rows, and the addresses of everything that can be pressed."""

    PATH: ClassVar[str] = "/vendor/products"
    rows: list[ProductRow] = []
    categories: list[Choice] = []
    is_filtered: bool = False

    async def _read(self, at: Address) -> None:
        page, categories = await self.at_desk(
            Desk.VENDOR,
            lambda db, actor: (
                list_products(
                    db,
                    actor,
                    status=at.value("status"),
                    category_id=at.value("category"),
                    q=at.value("q"),
                    sort=at.value("sort") or "newest",
                    page=at.page(),
                ),
                list_category_choices(db, str(vendor_grant(actor).tenant_id)),
            ),
        )
        words = {choice.value: choice.label for choice in categories}
        self.rows = list(page.rows)
        self._turn_to(at, page)
        self._offer(at, _SORTABLE)
        self.tabs = at.tabs("status", _TABS, page.counts)
        self.chips = at.chips({"q": ("Search", {}), "category": ("Category", words)})
        self.categories = at.choices("category", words.items())
        self.is_filtered = bool(self.chips) or bool(at.value("status"))
