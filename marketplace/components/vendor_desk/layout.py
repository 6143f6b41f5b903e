"""The window around the vendor's pages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import DeskLayout, Group, Link, Person, Place
from marketplace.components.desk.overlays import key_list
from marketplace.components.desk.palette import palette
from marketplace.components.markup import Markup, el, pick, when


def vendor_desk(
    screen: Any, current: str, content: Callable[[], Markup], *, ready: Any, waiting: Markup, class_name: Any = ""
) -> Markup:
    """The vendor's window with a page in it.

    `screen` has `place`, `current_user`, `ask`, `hits` and `query`. Nothing is drawn before the place is known, so the
    outline that arrived with the page stays; then `waiting` stands where the page will be until it is `ready`.
    """
    return when(
        screen.place.vendor_id != "",
        lambda: desk(vendor_layout(screen), current, when(ready, content, waiting), class_name=class_name),
    )


def vendor_layout(screen: Any) -> DeskLayout:
    """Rail, short tabs and palette of a vendor."""
    place, current_user = screen.place, screen.current_user
    main = _work(place)
    money = (
        Link("Payouts", "wallet", "/vendor/payouts", "payouts", go="m", show=place.sees_money),
        Link("Commission", "percent", "/vendor/commissions", "commissions", go="c", show=place.sees_money),
    )
    setup = (
        Link("Settings", "settings", "/vendor/settings", "settings", go="s"),
        Link("Onboarding", "list-checks", "/vendor/apply", "onboarding", go="b"),
        Link("Your account", "user", "/account", "account", go="a", short="Account"),
    )
    store = Link(
        "Your page in the store",
        "store",
        f"/s/{place.store_handle}/v/{place.handle}",
        "store",
        leaves=True,
        show=place.status == "approved",
    )
    search = lambda text: screen.ask(text).debounce(180)  # noqa: E731
    search_palette = palette((*main, *money, *setup), on_type=search, hits=screen.hits, query=screen.query)
    return DeskLayout(
        place=Place(place.mark, place.name, place.line),
        person=Person(current_user.initials, current_user.hue, current_user.name, current_user.line),
        groups=(Group(main), Group(money, "Money", place.sees_money), Group((*setup, store), "Setup")),
        short=(main[0], main[1], main[3], money[0]),
        extra=(key_list(), search_palette),
    )


def _work(place: Any) -> tuple[Link, ...]:
    """What is done every day."""
    return (
        Link("Today", "layout-dashboard", "/vendor", "today", go="t"),
        Link(
            "Orders",
            "package",
            "/vendor/orders",
            "orders",
            go="o",
            show=place.sees_orders,
            count=pick(place.orders_to_fulfil > 0, place.orders_to_fulfil.to_string(), ""),
            hot=place.orders_late > 0,
        ),
        Link(
            "Quotes",
            "message-square",
            "/vendor/quotes",
            "quotes",
            go="q",
            show=place.sees_orders,
            count=pick(place.quotes_to_answer > 0, place.quotes_to_answer.to_string(), ""),
            hot=place.quotes_late > 0,
        ),
        Link("Products", "boxes", "/vendor/products", "products", count=place.products.to_string(), go="p", hot=False),
        Link("Price lists", "tags", "/vendor/price-lists", "price-lists", go="i", show=place.can_edit),
        Link(
            "Returns",
            "undo-2",
            "/vendor/orders?view=returns",
            "returns",
            go="r",
            show=place.sees_orders & (place.returns_open > 0),
            count=place.returns_open.to_string(),
            hot=False,
        ),
    )


def outline() -> Markup:
    """The shape of a page that is being read: a header and some lines."""
    head = el.div(_line(220, 18), _line(320, 12), class_name="grow wait")
    lines = [_line(width, 12) for width in (420, 360, 480, 300, 440)]
    return el.div(
        el.header(head, class_name="phead"),
        el.section(*lines, class_name="reg fields"),
        aria_busy="true",
        class_name="late",
    )


def _line(width: int, height: int) -> Markup:
    return el.span(class_name="sk", custom_attrs={"style": {"width": f"{width}px", "height": f"{height}px"}})
