"""The product page: pictures, choices, facts, the buy panel, every vendor's offer, what goes with it."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Handler, Markup, each, el, pick, when
from marketplace.components.storefront.base import empty_state, link
from marketplace.components.storefront.buy import buy_panel, choice_link
from marketplace.components.storefront.card import card_grid
from marketplace.components.storefront.listing import crumbs


def product_body(page: Any, *, on_quantity: Handler = None) -> Markup:
    """A `ProductPage`. `on_quantity` gets what stands in the quantity field; without it the field is a form's."""
    return [
        crumbs(page.crumbs),
        el.div(_gallery(page), _info(page), _more(page), buy_panel(page, on_quantity=on_quantity), class_name="pdp"),
        when(page.offers, lambda: _offers(page)),
        when(page.related, lambda: _related(page)),
    ]


def discontinued_body(page: Any, home: str) -> Markup:
    """The page of what is sold no more: what replaces it."""
    way = link(f"See {page.successor}", href=page.href, class_name="btn btn--primary")
    words = el.span("Replaced by ", el.b(page.successor), ".")
    return empty_state(
        "ball-bearing",
        f"{page.title} is sold no more",
        words,
        way,
        link("Browse all categories", href=f"{home}/categories", class_name="btn btn--secondary"),
    )


def _gallery(page: Any) -> Markup:
    """A strip that scrolls from picture to picture; small ones lead to it, by anchor before any script has run."""

    def big(picture: Any) -> Markup:
        return el.img(src=picture.url, alt=picture.alt, id=picture.key, width="800", height="800")

    def small(picture: Any) -> Markup:
        return link(
            el.img(src=picture.url, alt="", width="120", height="120"), href=f"#{picture.key}", aria_label=picture.label
        )

    return el.div(
        el.div(each(page.pictures, small), class_name="pdp-thumbs", role="group", aria_label="Pictures"),
        el.div(
            el.div(
                each(page.pictures, big), class_name="pdp-strip", tab_index=0, role="region", aria_label="Picture strip"
            ),
            el.span(class_name="badge pdp-count num", aria_hidden="true"),
            class_name="pdp-main",
        ),
        class_name="pdp-gal",
        custom_attrs={"data-gallery": ""},
    )


def _info(page: Any) -> Markup:
    return el.div(
        el.p(page.codes, class_name="pc-vendor"),
        el.h1(page.title, class_name="display"),
        when(
            page.replaced_by,
            lambda: el.p("Replaced by ", link(page.replaced_by, href=page.replaced_href, class_name="link")),
        ),
        each(page.options, _option),
        when(
            page.grid_href,
            lambda: el.p(link("Order several variants in one table", href=page.grid_href, class_name="link")),
        ),
        when(page.points, lambda: el.ul(each(page.points, lambda point: el.li(point)), class_name="pdp-pts")),
        class_name="pdp-info",
    )


def _option(group: Any) -> Markup:
    def value(item: Any) -> Markup:
        return choice_link(
            el.span(item.label, when(item.note, lambda: el.small(item.note, class_name="num"))),
            href=item.href,
            class_name=pick(item.is_out, "opt is-out", "opt"),
            aria_current=pick(item.is_chosen, "true", "false"),
        )

    return el.div(
        el.p(group.title, " ", el.b(group.chosen), class_name="opts-t"),
        el.div(each(group.shown, value), role="group", aria_label=group.title),
        class_name="opts",
    )


def _more(page: Any) -> Markup:
    def spec(item: Any) -> Markup:
        return el.div(el.dt(item.label), el.dd(item.value))

    return el.div(
        when(
            page.description,
            lambda: el.section(
                el.h2("Description", class_name="display"),
                each(page.description, lambda part: el.p(part)),
                class_name="pdp-spec-s pdp-text",
            ),
        ),
        when(
            page.specs,
            lambda: el.section(
                el.h2("Specification", class_name="display"),
                el.dl(each(page.specs, spec), class_name="specs"),
                class_name="pdp-spec-s",
            ),
        ),
        class_name="pdp-more",
    )


def _offers(page: Any) -> Markup:
    return el.section(
        el.div(
            el.h2(page.offers_title, class_name="display"),
            el.span(page.offers_note, class_name="hint"),
            class_name="sec-head",
        ),
        el.div(each(page.offers, _offer), class_name="offers"),
        class_name="section",
    )


def _offer(offer: Any) -> Markup:
    return el.div(
        el.span(offer.monogram, class_name="monogram", aria_hidden="true"),
        el.p(el.b(link(offer.vendor, href=offer.vendor_href)), el.small(offer.source), class_name="offer-n"),
        _figure(offer.price, "each"),
        _figure(offer.next_price, offer.next_from),
        _figure(offer.stock, offer.stock_note),
        _figure(offer.freight, "freight"),
        _figure(offer.on_time, "on time"),
        # One link for both, so that choosing by keyboard keeps the focus.
        choice_link(
            pick(offer.is_chosen, "Selected", "Choose"),
            href=offer.href,
            class_name=pick(offer.is_chosen, "badge badge--good", "btn btn--secondary btn--sm"),
            aria_label=pick(offer.is_chosen, f"{offer.vendor}, selected", f"Choose {offer.vendor}"),
            aria_current=pick(offer.is_chosen, "true", "false"),
        ),
        class_name=pick(offer.is_chosen, "offer on", "offer"),
        key=offer.id,
    )


def _figure(strong: Any, note: Any) -> Markup:
    return el.p(el.b(strong), el.small(note), class_name="num")


def _related(page: Any) -> Markup:
    return el.section(
        el.div(el.h2("Goes with it", class_name="display"), class_name="sec-head"),
        card_grid(page.related),
        class_name="pdp-with",
    )
