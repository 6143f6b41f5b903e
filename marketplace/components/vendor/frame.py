"""The window around the vendor's pages."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.layers import key_list
from marketplace.components.desk.palette import palette
from marketplace.components.desk.shell import Frame, Group, Link, Person, Place
from marketplace.components.markup import Handler


def vendor_frame(place: Any, sitter: Any, *, on_ask: Handler, hits: Any, asked: Any) -> Frame:
    """Rail, short tabs and palette of a vendor."""
    count = place.products.to_string()
    main = (
        Link("Today", "layout-dashboard", "/vendor", "today", go="t"),
        Link("Products", "boxes", "/vendor/products", "products", count=count, go="p", hot=False),
    )
    setup = (
        Link("Onboarding", "list-checks", "/vendor/apply", "onboarding", go="o"),
        Link("Security", "shield-check", "/account/security", "security", go="s"),
    )
    store = Link("Your page in the store", "store", f"/s/{place.store_handle}/v/{place.handle}", "store", leaves=True,
                 show=place.status == "approved")  # fmt: skip
    return Frame(
        place=Place(place.mark, place.name, place.line),
        person=Person(sitter.initials, sitter.hue, sitter.name, sitter.line),
        groups=(Group(main), Group((*setup, store), "Setup")),
        short=(*main, setup[0]),
        extra=(key_list(), palette((*main, *setup), on_type=on_ask, hits=hits, asked=asked)),
    )
