"""Hairlines, a rail of section names, numbered figures: the sections that make a home look like Assay."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use, when
from marketplace.components.storefront.base import button_link, drawing_of, link
from marketplace.components.storefront.card import card_grid


def hero(section: Any) -> Markup:
    """A serif title beside a figure on squared paper, with callouts."""
    title = el.h1(
        each(section.lines, lambda line: el.span(line.start, when(line.mark, lambda: el.i(line.mark)), line.end)),
        class_name="display",
    )
    ways = el.p(
        button_link(section.action.label, section.action.href, large=True),
        when(section.second.label, lambda: link(section.second.label, href=section.second.href, class_name="link")),
        class_name="row",
    )
    text = el.div(title, el.p(section.text, class_name="lead"), ways, class_name="as-hero-t")
    return el.section(text, _figure(section), class_name="as-hero wrap")


def _figure(section: Any) -> Markup:
    tag = section.tag
    caption = el.figcaption(
        el.i("Fig. 1."),
        when(
            tag.sku,
            lambda: [
                f" {tag.sku}, {tag.vendor}. ",
                link(f"{tag.price}, {tag.stock}", href=tag.href, class_name="link"),
            ],
        ),
    )
    return el.figure(
        el.img(src=drawing_of(section.drawings[0]), alt=section.alt, width="800", height="800"),
        el.ol(each(section.facts, _callout), class_name="as-call"),
        caption,
        class_name="as-fig",
    )


def _callout(fact: Any) -> Markup:
    return el.li(el.b(fact.strong), fact.text, custom_attrs={"style": {"left": fact.left, "top": fact.top}})


def _rail(section: Any) -> Markup:
    """The left column of a section: its name, a remark, a way on."""
    return el.div(
        el.h2(section.title, class_name="display"),
        when(section.text, lambda: el.p(section.text, class_name="hint")),
        when(section.way_on.label, lambda: link(section.way_on.label, href=section.way_on.href, class_name="link")),
    )


def categories(section: Any) -> Markup:
    """Categories as the index of a journal."""
    return el.section(
        _rail(section), el.ol(each(section.tiles, _entry), class_name="as-index"), class_name="as-sec wrap"
    )


def _entry(tile: Any) -> Markup:
    count = el.small(tile.count, class_name="num")
    return el.li(link(el.span(tile.label), count, use("chevron-right", "i i-s"), href=tile.href))


def shelf(section: Any) -> Markup:
    """Product cards beside the rail."""
    return el.section(_rail(section), card_grid(section.cards), class_name="as-sec wrap")


def tiers(section: Any) -> Markup:
    """Price against quantity, as a stepped line."""
    grid = el.g(
        el.path(d="M60 20V270H960M60 62.5H960M60 104H960M60 145.5H960M60 187H960M60 228.5H960"), class_name="ax"
    )
    drawing = el.svg(
        grid,
        el.path(d=section.chart.area, class_name="fill"),
        el.path(d=section.chart.line, class_name="ln"),
        each(section.steps, _step),
        view_box="52 10 916 300",
        role="img",
        aria_label=section.chart.says,
    )
    return el.section(_rail(section), el.figure(drawing, class_name="as-chart"), class_name="as-sec wrap")


def _step(step: Any) -> Markup:
    move = f"translate({step.x} {step.y})"
    return el.g(
        el.circle(cx=step.x, cy=step.y, r="5"),
        el.g(el.text(step.price, x="14", y="-12"), transform=move),
        el.g(el.text(step.quantity, x=step.x, y="298"), class_name="tick"),
    )


def vendors(section: Any) -> Markup:
    """Vendors in columns divided by hairlines."""
    return el.section(
        _rail(section), el.ul(each(section.vendors, _vendor), class_name="as-vendors"), class_name="as-sec wrap"
    )


def _vendor(vendor: Any) -> Markup:
    name = el.b(vendor.first_word, " ", el.i(vendor.other_words), class_name="display")
    return el.li(link(name, el.span(vendor.tagline), el.small(vendor.mark), href=vendor.href))


def article(section: Any) -> Markup:
    """A note set like a journal, with a figure."""
    tag = section.tag
    text = el.div(
        el.h3(section.headline, class_name="display"),
        each(section.paragraphs, lambda paragraph: el.p(paragraph)),
        when(section.action.label, lambda: link(section.action.label, href=section.action.href, class_name="link")),
        class_name="as-note-t",
    )
    figure = el.figure(
        el.img(src=section.picture, alt=section.alt, width="800", height="800", loading="lazy"),
        el.figcaption(el.i("Fig. 2."), when(tag.sku, lambda: f" {tag.sku}, from {tag.price}")),
    )
    return el.section(_rail(section), el.article(text, figure, class_name="as-note"), class_name="as-sec wrap")
