"""The window around the pages of a company's desk: it belongs to a store, and wears its brand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import DeskLayout, Group, Link, Person, Place
from marketplace.components.desk.overlays import key_list
from marketplace.components.desk.palette import palette
from marketplace.components.markup import Markup, el, when


def company_desk(screen: Any, current: str, content: Callable[[], Sequence[Markup]], class_name: Any = "") -> Markup:
    """The company's window with a page in it; nothing is drawn before the company is known."""
    place = screen.company_place

    def page() -> Markup:
        return in_brand(place, desk(company_layout(screen), current, *content(), class_name=class_name))

    return when(place.company_id != "", page)


def buyer_desk(screen: Any, current: str, content: Callable[[], Sequence[Markup]], class_name: Any = "") -> Markup:
    """As `company_desk`, also for who buys for themselves and for the guest of a link."""
    place = screen.company_place

    def page() -> Markup:
        return in_brand(place, desk(company_layout(screen), current, *content(), class_name=class_name))

    return when(place.handle != "", page)


def in_brand(of_store: Any, *content: Markup) -> Markup:
    """What wears the brand of a store, whose `look` and `style` are given."""
    return el.div(*content, class_name="worn", custom_attrs={"data-store": of_store.look, "style": of_store.style})


def company_layout(screen: Any) -> DeskLayout:
    """Rail, short tabs and palette of a company."""
    place, person = screen.company_place, screen.current_user
    ours, known = place.company_id != "", screen.current_user.name != ""
    main = (
        Link("Overview", "layout-dashboard", place.home, "overview", go="h", show=ours),
        Link("Quotes", "message-square", f"/s/{place.handle}/quotes", "quotes", count=place.quotes, go="q", show=known),
        Link(
            "Approvals", "list-checks", f"{place.home}/approvals", "approvals", count=place.approvals, go="a", show=ours
        ),
        Link("Orders", "package", f"{place.home}/orders", "orders", go="b", show=ours),
        Link("Members", "users", f"{place.home}/members", "members", count=place.members, hot=False, go="m", show=ours),
        Link("Prices", "tags", f"{place.home}/prices", "prices", go="i", show=ours),
        Link("Invoices", "file-text", f"{place.home}/invoices", "invoices", go="o", show=ours),
        Link("Locations", "map-pin", f"{place.home}/locations", "locations", go="l", show=ours),
        Link("Cost centres", "wallet", f"{place.home}/cost-centres", "cost-centres", go="c", show=ours),
        Link("Approval rules", "split", f"{place.home}/rules", "rules", go="r", show=ours),
    )
    shop = (
        Link("Quick order", "list-checks", f"/s/{place.handle}/quick-order", "quick", leaves=True, short="Quick"),
        Link("Lists", "list", f"/s/{place.handle}/company/lists", "lists", leaves=True),
        Link("Store", "store", f"/s/{place.handle}", "store", leaves=True),
    )
    account = (Link("Your account", "user", "/account", "account", leaves=True, show=known),)
    return DeskLayout(
        place=Place(place.mark, place.store, place.company),
        person=Person(person.initials, person.hue, person.name, person.line),
        groups=(Group(main), Group(shop, "Buy"), Group(account, "Go to")),
        short=(*main, *shop),
        extra=(key_list(), palette((*main, *shop, *account))),
        guest=screen.current_user.name == "",
    )
