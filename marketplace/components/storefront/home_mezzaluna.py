"""Half moons and arches: the sections that make a home look like Mezzaluna."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, when
from marketplace.components.storefront.base import button_link, drawing_of, link, section_head


def hero(section: Any) -> Markup:
    """One enormous line over a half moon with three drawings before it."""
    title = el.h1(
        each(section.lines, lambda line: [el.span(line.start), " "]),
        el.span(section.under, class_name="r"),
        class_name="display",
    )
    ways = el.p(
        button_link(section.action.label, section.action.href, large=True),
        when(
            section.second.label,
            lambda: button_link(section.second.label, section.second.href, kind="secondary", large=True),
        ),
        class_name="row",
    )
    return el.section(
        el.div(
            title,
            el.div(class_name="mz-moon"),
            _drawing(section.drawings[0], section.alt, "mz-a"),
            _drawing(section.drawings[1], "", "mz-b"),
            _drawing(section.drawings[2], "", "mz-c"),
            el.div(el.p(section.text), ways, class_name="mz-hero-t"),
            class_name="wrap mz-hero-in",
        ),
        class_name="mz-hero",
    )


def _drawing(name: Any, alt: Any, place: str) -> Markup:
    return el.img(src=drawing_of(name), alt=alt, class_name=place, width="800", height="800")


def categories(section: Any) -> Markup:
    """Categories under arches."""
    return el.section(el.ul(each(section.tiles, _arch), class_name="mz-arches"), class_name="section wrap")


def _arch(tile: Any) -> Markup:
    drawing = el.img(src=drawing_of(tile.drawing), alt="", width="200", height="200", loading="lazy")
    return el.li(link(el.span(drawing, class_name=f"mz-arch mz-{tile.tone}"), el.b(tile.label), href=tile.href))


def tiers(section: Any) -> Markup:
    """Price steps as doorways that grow."""
    text = el.div(el.h2(section.title, class_name="display"), el.p(section.text), class_name="mz-vol-t")
    steps = each(section.steps, lambda step: _doorway(step, section.action.href))
    return el.section(el.div(text, steps, class_name="mz-vol"), class_name="section wrap")


def _doorway(step: Any, href: Any) -> Markup:
    inside = [el.span(step.quantity), el.b(step.price, class_name="num"), el.small(step.note)]
    return link(inside, href=href, class_name="mz-step", custom_attrs={"style": {"--n": step.rank}})


def vendors(section: Any) -> Markup:
    """Makers as large tiles with what they make."""
    return el.section(
        section_head(section.title, section.way_on.label, section.way_on.href),
        el.div(each(section.vendors, _maker), class_name="mz-makers"),
        class_name="wrap",
    )


def _maker(vendor: Any) -> Markup:
    return link(
        el.img(src=drawing_of(vendor.drawing), alt="", width="300", height="300", loading="lazy"),
        el.span(el.b(vendor.name), el.small(vendor.tagline)),
        href=vendor.href,
        class_name=f"mz-maker mz-{vendor.tone}",
    )


def shopping_list(section: Any) -> Markup:
    """A list of goods that somebody really bought, with what it comes to."""
    ways = el.p(
        button_link(section.action.label, section.action.href, large=True),
        el.span("Together ", el.b(section.total), class_name="num"),
        class_name="row",
    )
    text = el.div(
        el.h2(section.title, class_name="display"),
        el.p(section.text, class_name="lead"),
        el.table(el.tbody(each(section.orders, _order))),
        ways,
        class_name="mz-list-t",
    )
    picture = el.div(
        el.img(src=section.picture, alt=section.alt, width="800", height="800", loading="lazy"),
        class_name="mz-list-img",
    )
    return el.section(el.div(picture, text, class_name="mz-list"), class_name="section wrap")


def _order(order: Any) -> Markup:
    return el.tr(
        el.td(order.quantity, class_name="num"),
        el.td(link(order.title, href=order.href), el.small(order.vendor)),
        el.td(order.total, class_name="num"),
    )
