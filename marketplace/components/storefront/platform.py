"""Pages of the platform itself, outside any store: a plain header, then the page."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use, when
from marketplace.components.storefront.base import chosen, link, logo, panel
from marketplace.components.storefront.header import account_links, market_panel, theme_button


def platform_layout(directory: Any, visitor: Any, *body: Any, here: Any, main_class: str = "") -> Markup:
    """The page of the platform, with the region switch and the account in its header."""
    return el.div(
        el.a("Skip to content", href="#main", class_name="skip"),
        el.header(
            el.div(
                link(use("concourse", ""), "Concourse", href="/stores", class_name="logo-cc"),
                el.span(class_name="spacer"),
                theme_button(),
                market_panel(directory.label, directory.regions, [], here, summary_class="act"),
                _account(visitor, here),
                class_name="wrap",
            ),
            class_name="pl",
        ),
        el.main(*body, id="main", class_name=main_class or None),
        class_name="store",
    )


def directory_body(directory: Any, last: Any = "", last_seen: Any = "") -> Markup:
    """All stores; `last` is the handle of the one visited last, `last_seen` says when."""
    return [
        el.div(
            el.h1("Which store are you here for?", class_name="display"),
            el.p(
                "One account opens all of them; each keeps a cart of its own. We remember your choice on this device.",
                class_name="lead",
            ),
            class_name="stp-h",
        ),
        el.div(each(directory.stores, lambda store: _store_entry(store, last, last_seen)), class_name="doors"),
        el.div(_search(directory), _other_business(), class_name="stp-f"),
    ]


def _store_entry(store: Any, last: Any, last_seen: Any) -> Markup:
    seen = when(store.handle == last, lambda: el.em(last_seen))
    title = el.b(
        each(store.lines, lambda line: el.span(line.start, _marked(line), line.end, " ")), class_name="display"
    )
    return link(
        el.span(logo(store.look, store.logo_start, store.logo_mark, store.logo_end), seen, class_name="door-top"),
        el.span(title, el.span(store.text), class_name="door-mid"),
        when(store.picture, lambda: el.img(src=store.picture, alt="", width="800", height="800")),
        el.span(
            el.span(store.count, class_name="num"),
            el.span(store.go, use("arrow-right"), class_name="door-go"),
            class_name="door-bot",
        ),
        href=store.href,
        class_name=f"door door-{store.look}",
        custom_attrs={"data-store": store.look, "data-own": chosen(store.owns_colours), "style": store.style},
    )


def _marked(line: Any) -> Markup:
    return when(line.mark, lambda: el.i(line.mark))


def _search(directory: Any) -> Markup:
    return el.form(
        use("search"),
        el.input(
            type="search",
            name="q",
            aria_label="Search all stores",
            placeholder=directory.hint,
            default_value=directory.words,
            auto_complete="off",
        ),
        action="/stores",
        method="get",
        role="search",
        class_name="search",
    )


def _other_business() -> Markup:
    return el.p(
        "Selling something? ",
        link("Apply as a vendor", href="/vendor/apply", class_name="link"),
        "\u2003Opening your own store? ",
        el.a("Talk to us", href="mailto:hello@concourse.example", class_name="link"),
        class_name="hint",
    )


def _account(visitor: Any, here: Any) -> Markup:
    def menu() -> Markup:
        person = el.span(el.b(visitor.name), el.small(visitor.email))
        head = el.div(el.span(visitor.initials, class_name="monogram"), person, class_name="am-h")
        return panel(
            "dd-account",
            [use("user"), el.span(visitor.name)],
            el.div(head, account_links(visitor, here), class_name="menu am"),
            summary_class="act",
        )

    return when(
        visitor.signed_in,
        menu,
        lambda: link("Sign in", href=f"/sign-in?next={here.quoted}", class_name="btn btn--secondary btn--sm"),
    )
