"""The header of a store: utility bar, logo, search, account, cart, categories, and every panel that opens from it."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Handler, Markup, each, el, pick, use, when
from marketplace.components.storefront.base import chosen, hidden_fields, link, logo, panel, search_form, store_letter
from marketplace.components.storefront.header_cart import cart_panel
from marketplace.components.storefront.suggestions import suggestion_panel


def header(
    layout: Any, visitor: Any, suggestions: Any, *, here: Any, query: Any = "", on_type: Handler = None
) -> Markup:
    """The whole header. `here` is the page to come back to (`Here`); the nav and logo move by grid areas per look."""
    return el.header(
        _utility_bar(layout, here),
        el.div(
            _drawer(layout, visitor, here),
            link(
                logo(layout.look, layout.logo_start, layout.logo_mark, layout.logo_end),
                href=layout.home,
                class_name="hd-logo",
                aria_label=f"{layout.name} home",
            ),
            _search(layout, suggestions, query, on_type),
            el.div(_account(visitor, here), cart_panel(layout, visitor), class_name="hd-actions"),
            _nav(layout),
            class_name="wrap hd-main",
        ),
        class_name="hd",
    )


def theme_button() -> Markup:
    """Light or dark; works in the snapshot too (storefront.js)."""
    return el.button(
        el.span(use("moon", "i i-s"), class_name="light-only"),
        el.span(use("sun", "i i-s"), class_name="dark-only"),
        type="button",
        class_name="theme-btn",
        aria_label="Switch between light and dark",
        custom_attrs={"data-theme-toggle": ""},
    )


def market_panel(label: Any, regions: Any, currencies: Any, here: Any, *, summary_class: str = "") -> Markup:
    """The region and currency switch: a native form, so that prices come back rendered by the server."""
    return panel(
        "dd-market",
        [use("globe", "i i-s"), el.span(label), use("chevron-down", "i i-s")],
        el.form(
            *hidden_fields({"next": here.path}),
            el.p("Deliver to", class_name="panel-h", id="mk-1"),
            el.ul(each(regions, _region), aria_labelledby="mk-1"),
            when(
                currencies,
                lambda: [
                    el.p("Show prices in", class_name="panel-h", id="mk-2"),
                    el.div(each(currencies, _currency), class_name="mk-c", role="group", aria_labelledby="mk-2"),
                ],
            ),
            action="/auth/store",
            method="post",
            class_name="menu mk",
        ),
        summary_class=summary_class,
    )


def account_links(visitor: Any, here: Any) -> Markup:
    """Where a signed-in person can go, and out. Who acts in somebody's name goes to what was bought so."""
    orders = lambda: el.ul(el.li(link(use("file"), "Orders for the company", href=visitor.acting_orders)))  # noqa: E731
    return when(visitor.acting, orders, lambda: _own_links(visitor, here))


def _own_links(visitor: Any, here: Any) -> Markup:
    return [
        el.ul(
            el.li(link(use("user"), "Your account", href="/account")),
            el.li(link(use("file"), "Your orders", href="/account/orders")),
            when(visitor.company_href, lambda: _company_link(visitor)),
            el.li(link(use("pin"), "Address book", href="/account/addresses")),
            el.li(link(use("card"), "Saved cards", href="/account/cards")),
            el.li(link(use("shield"), "Sessions and security", href="/account/security")),
            each(visitor.desks, lambda desk: el.li(link(use("desk"), desk.label, href=desk.href))),
        ),
        el.form(
            *hidden_fields({"next": here.path}),
            el.ul(el.li(el.button(use("sign-out"), "Sign out", type="submit")), class_name="am-e"),
            action="/auth/sign-out",
            method="post",
        ),
    ]


def _company_link(visitor: Any) -> Markup:
    words = pick(visitor.company, "Your company", "Buy as a company")
    return el.li(link(use("store"), words, href=visitor.company_href))


def _utility_bar(layout: Any, here: Any) -> Markup:
    return el.div(
        el.div(
            _store_switch(layout),
            el.span(layout.note, class_name="note-t"),
            el.span(class_name="spacer"),
            link("Vendors", href=f"{layout.home}/vendors", class_name="only-wide"),
            link("Sell here", href=f"/vendor/apply?store={layout.handle}", class_name="only-wide"),
            theme_button(),
            market_panel(layout.market, layout.regions, layout.currencies, here),
            class_name="wrap",
        ),
        class_name="hd-util",
    )


def _store_switch(layout: Any) -> Markup:
    title = el.span(el.b(layout.name), el.span(" on Concourse", class_name="only-wide"))
    return panel(
        "dd-stores",
        [use("store", "i i-s"), title, use("chevron-down", "i i-s")],
        el.nav(
            el.p("Stores on Concourse", class_name="panel-h"),
            el.ul(each(layout.stores, _store)),
            el.p(f"We open {layout.name} for you next time. Each store keeps its own cart.", class_name="hint"),
            link("All stores", href="/stores", class_name="link"),
            class_name="menu sw",
            aria_label="Choose a store",
        ),
        summary_class="hd-switch",
    )


def _store(store: Any) -> Markup:
    return el.li(
        link(
            store_letter(store),
            el.span(el.b(store.name), el.small(store.tagline)),
            when(store.is_current, lambda: use("check")),
            href=store.href,
            aria_current=pick(store.is_current, "true", "false"),
        )
    )


def _region(choice: Any) -> Markup:
    return el.li(
        el.button(
            use("check", "i i-s"),
            el.span(choice.label),
            el.small(choice.note),
            type="submit",
            name="region",
            value=choice.value,
            aria_pressed=chosen(choice.is_current),
        )
    )


def _currency(choice: Any) -> Markup:
    return el.button(
        choice.label, type="submit", name="region", value=choice.value, aria_pressed=chosen(choice.is_current)
    )


def _search(layout: Any, suggestions: Any, query: Any, on_type: Handler) -> Markup:
    return el.div(
        search_form(
            layout.search,
            layout.search_hint,
            el.kbd("/", aria_hidden="true"),
            value=query,
            id="q",
            role="combobox",
            aria_expanded=chosen(suggestions.is_open),
            aria_controls="sugg",
            aria_autocomplete="list",
            on_change=on_type,
        ),
        suggestion_panel(suggestions),
        class_name="hd-search",
    )


def _account(visitor: Any, here: Any) -> Markup:
    def lines() -> Markup:
        return [use("user"), el.span(visitor.title, el.small(visitor.subtitle))]

    def menu() -> Markup:
        person = el.span(el.b(visitor.name), el.small(visitor.email))
        head = el.div(el.span(visitor.initials, class_name="monogram"), person, class_name="am-h")
        company = when(visitor.company, lambda: _company(visitor, here))
        return panel(
            "dd-account",
            lines(),
            el.div(head, company, account_links(visitor, here), class_name="menu am"),
            class_name="only-wide",
            summary_class="act",
        )

    return when(
        visitor.signed_in, menu, lambda: link(lines(), href=f"/sign-in?next={here.quoted}", class_name="act only-wide")
    )


def _company(visitor: Any, here: Any) -> Markup:
    """For whom this person buys, and the other places that they could buy for."""
    others = lambda: el.form(  # noqa: E731
        *hidden_fields({"next": here.path}),
        el.p("Buy for another place", class_name="panel-h", id="pl-1"),
        el.ul(each(visitor.places, _place), aria_labelledby="pl-1"),
        action=f"{visitor.company_href}/place",
        method="post",
    )
    return el.div(
        el.b(visitor.company),
        when(visitor.place, lambda: el.small("You buy for ", visitor.place)),
        when(visitor.places, others),
        class_name="am-c",
    )


def _place(place: Any) -> Markup:
    return el.li(
        el.button(
            use("pin", "i i-s"),
            el.span(place.label, el.small(place.company)),
            type="submit",
            name="location",
            value=place.value,
        )
    )


def _drawer(layout: Any, visitor: Any, here: Any) -> Markup:
    """The phone's menu: categories and account in one list."""
    way_on = use("chevron-right", "i i-s")
    return panel(
        "dd-menu",
        use("menu"),
        el.nav(
            el.ul(
                el.li(link("All categories", way_on, href=f"{layout.home}/categories")),
                each(layout.nav, lambda item: el.li(link(item.label, use("chevron-right", "i i-s"), href=item.href))),
                el.li(link("Vendors", way_on, href=f"{layout.home}/vendors")),
                el.li(link("Sell here", way_on, href=f"/vendor/apply?store={layout.handle}")),
                el.li(
                    when(
                        visitor.signed_in,
                        lambda: link(visitor.title, way_on, href="/account"),
                        lambda: link("Sign in or create an account", way_on, href=f"/sign-in?next={here.quoted}"),
                    )
                ),
            ),
            class_name="menu hd-drawer",
            aria_label="Menu",
        ),
        class_name="hd-burger",
        summary_class="icon-btn",
        label="Menu",
    )


def _nav(layout: Any) -> Markup:
    everything = link(use("menu", "i i-s"), "All categories", href=f"{layout.home}/categories", class_name="all")
    return el.nav(
        el.ul(
            when(layout.look == "northforge", lambda: el.li(everything)),
            each(layout.nav, lambda item: el.li(link(item.label, href=item.href))),
        ),
        class_name="hd-nav",
        aria_label="Categories",
    )
