"""The window around the operator's pages, and the mark of a store."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.components.desk.navigation import DeskLayout, Group, Link, Person, Place
from marketplace.components.desk.overlays import key_list
from marketplace.components.desk.palette import palette
from marketplace.components.markup import Markup, el, pick


def _money(place: Any) -> tuple[Link, ...]:
    """Where the store's side looks after prices and money."""
    return (
        Link("Price lists", "tags", "/admin/price-lists", "price-lists", go="i"),
        Link("Promotions", "ticket-percent", "/admin/promotions", "promotions", go="d"),
        Link("Commission rules", "percent", "/admin/commission-rules", "commission-rules", go="c"),
        Link("Payouts", "hand-coins", "/admin/payouts", "payouts", count=place.payouts, hot=False, go="m"),
        Link("Receivables", "file-text", "/admin/receivables", "receivables", go="w"),
        Link("Ledger", "scroll-text", "/admin/ledger", "ledger", go="l"),
    )


def operator_layout(state: Any) -> DeskLayout:
    """Rail, short tabs and palette out of the state of any page of this desk."""
    place = state.place
    main = (
        Link("Needs you", "inbox", "/admin", "home", count=place.needs, hot=place.needs != "", go="n"),
        Link("Orders", "package", "/admin/orders", "orders", count=place.orders, hot=False, go="o"),
        Link("Quotes", "message-square", "/admin/quotes", "quotes", go="q"),
        Link("Products", "boxes", "/admin/products", "products", go="p"),
    )
    who = (
        Link("Vendors", "store", "/admin/vendors", "vendors", count=place.vendors, hot=False, go="v"),
        Link("Tenants", "landmark", "/admin/tenants", "tenants", go="t"),
        Link(
            "Companies",
            "building-2",
            "/admin/companies",
            "companies",
            count=place.companies,
            hot=place.companies_late,
            go="b",
        ),
        Link("Regions and taxes", "globe", "/admin/regions", "regions", go="r"),
    )
    jobs = Link(
        "Jobs",
        "refresh-cw",
        "/admin/jobs",
        "jobs",
        count=place.dead,
        hot=place.dead != "",
        go="j",
        show=place.is_operator,
    )
    keys = Link("API keys", "key-round", "/admin/keys", "keys", go="k")
    audit = Link("Audit", "history", "/admin/audit", "audit", go="a")
    stores = Link("Stores", "layout-grid", "/stores", "stores", leaves=True)
    search = lambda text: state.ask(text).debounce(180)  # noqa: E731
    return DeskLayout(
        place=Place(place.mark, place.name, place.line),
        person=Person(place.initials, place.hue, place.person, place.role),
        groups=(
            Group(main),
            Group(who, "Who"),
            Group(_money(place), "Money"),
            Group((jobs, keys, audit), "Machine"),
            Group((stores,), "Go to"),
        ),
        short=(*main[:2], *who[:2]),
        pulse=el.span(el.i(), place.pulse, class_name=pick(place.needs != "", "st warn half", "st good full")),
        extra=(
            key_list(),
            palette((*main, *who, *_money(place), keys, audit), on_type=search, hits=state.hits, query=state.query),
        ),
    )


def store_mark(mark: Any) -> Markup:
    """A store's letter in its own colours; its name for those who do not see colours."""
    return el.span(
        mark.letter,
        class_name="mk",
        title=mark.name,
        custom_attrs=inline(background=mark.fill, color=mark.ink, borderRadius=mark.radius),
    )


def inline(**rules: Any) -> dict[str, Any]:
    """Inline style out of state variables. As one variable, because Reflex looks for them no deeper."""
    return {"style": rx.Var.create(rules)}
