"""The window around the pages of an account."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.navigation import DeskLayout, Group, Link, Person, Place
from marketplace.components.desk.overlays import key_list
from marketplace.components.desk.palette import palette


def account_layout(profile: Any) -> DeskLayout:
    """The rail of a person: their account, and the desks and stores that are open to them."""
    own_links = (
        Link("Your account", "user", "/account", "account", go="a", short="Account"),
        Link("Your orders", "package", "/account/orders", "orders", go="b", short="Orders"),
        Link("Address book", "map-pin", "/account/addresses", "addresses", go="d", short="Addresses"),
        Link("Saved cards", "wallet", "/account/cards", "cards", go="c", short="Cards"),
        Link("Sign-in and security", "shield-check", "/account/security", "security", go="s", short="Security"),
    )
    desks = (
        Link("Vendor desk", "store", "/vendor", "vendor", go="v", show=profile.is_vendor),
        Link("Operator desk", "inbox", "/admin", "admin", go="o", show=profile.is_operator),
        Link("Stores", "layout-grid", "/stores", "stores", leaves=True),
    )
    return DeskLayout(
        place=Place("C", "Concourse", "your account"),
        person=Person(profile.initials, profile.hue, profile.name, profile.email),
        groups=(Group(own_links), Group(desks, "Go to")),
        short=(*own_links, desks[2]),
        extra=(key_list(), palette((*own_links, desks[2]))),
    )
