"""Slab, ruled grids and bars: the sections that make a home look like Northforge."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, use, when
from marketplace.components.storefront.base import button_link, drawing_of, link, section_head


def hero(section: Any) -> Markup:
    """A slab of the brand's colour: a heavy title, a box to paste a list into, one tool with its price."""
    return el.section(
        el.div(_hero_text(section), _hero_picture(section), class_name="wrap nf-hero-in"), class_name="nf-hero"
    )


def _hero_text(section: Any) -> Markup:
    paste = el.form(
        el.label(el.b("Paste your list."), " One SKU and quantity per line.", html_for="skus"),
        el.div(
            el.textarea(default_value=section.sample, id="skus", name="skus", rows="3", spell_check=False),
            el.button("Find my parts", use("arrow-right"), type="submit", class_name="btn nf-dark btn--lg"),
            class_name="nf-paste-box",
        ),
        action=section.search,
        method="get",
        class_name="nf-paste",
    )
    title = el.h1(each(section.lines, lambda line: el.span(line.start)), class_name="display")
    return el.div(el.p(section.kicker, class_name="nf-kicker"), title, paste, class_name="nf-hero-t")


def _hero_picture(section: Any) -> Markup:
    tag = section.tag
    price = el.span(el.strong(tag.price), class_name="num")
    drawing = el.img(src=drawing_of(section.drawings[0]), alt=section.alt, width="800", height="800")
    named = when(tag.sku, lambda: link(el.b(tag.sku), el.span(tag.title), price, href=tag.href, class_name="nf-tag"))
    return el.div(drawing, named, class_name="nf-hero-img")


def facts(section: Any) -> Markup:
    """A graphite band of figures."""
    band = each(section.facts, lambda fact: el.p(el.b(fact.strong, class_name="num"), " ", fact.text))
    return el.div(el.div(band, class_name="wrap"), class_name="nf-facts")


def categories(section: Any) -> Markup:
    """Categories in a ruled grid, each with a drawing and how much is in it."""
    return el.section(
        section_head(section.title, section.way_on.label, section.way_on.href),
        el.ul(each(section.tiles, _category), class_name="nf-cats"),
        class_name="section wrap",
    )


def _category(tile: Any) -> Markup:
    drawing = when(
        tile.drawing, lambda: el.img(src=drawing_of(tile.drawing), alt="", width="76", height="76", loading="lazy")
    )
    return el.li(link(drawing, el.span(el.b(tile.label), el.small(tile.count, class_name="num")), href=tile.href))


def tiers(section: Any) -> Markup:
    """What more pieces cost each, as bars on graphite."""
    text = el.div(
        el.h2(section.title, class_name="display"),
        el.p(section.text),
        button_link(section.action.label, section.action.href, large=True),
    )
    figure = el.figure(
        el.figcaption(el.b(section.headline), el.span(section.under)),
        el.ol(each(section.steps, _bar), class_name="nf-bars"),
    )
    return el.section(
        el.div(el.div(text, figure, class_name="wrap nf-vol-in"), class_name="nf-vol"), class_name="section"
    )


def _bar(step: Any) -> Markup:
    return el.li(el.b(step.price), el.i(), el.span(step.quantity), custom_attrs={"style": {"--h": step.size}})


def vendors(section: Any) -> Markup:
    """Vendors as rows: what they are good at, how much, how punctual, from where."""
    return el.section(
        section_head(section.title, section.way_on.label, section.way_on.href),
        el.ul(each(section.vendors, lambda vendor: el.li(_vendor(vendor))), class_name="nf-vendors"),
        class_name="wrap",
    )


def _vendor(vendor: Any) -> Markup:
    return link(
        el.span(vendor.letter, class_name="monogram", custom_attrs={"style": vendor.colours}, aria_hidden="true"),
        el.b(vendor.name),
        el.span(vendor.tagline),
        el.span(vendor.lines, class_name="num"),
        el.span(vendor.on_time, class_name="num"),
        el.span(vendor.ships_from),
        use("chevron-right"),
        href=vendor.href,
    )


def note(section: Any) -> Markup:
    """An editorial piece beside a picture, in numbered steps."""
    steps = each(section.facts, lambda fact: el.li(el.b(fact.strong), " ", fact.text))
    action = when(
        section.action.label,
        lambda: el.p(button_link(section.action.label, section.action.href, kind="secondary"), class_name="nf-note-a"),
    )
    text = el.div(
        el.p(section.kicker, class_name="nf-kicker"),
        el.h2(section.title, class_name="display"),
        el.p(section.text, class_name="lead"),
        el.ol(steps),
        action,
    )
    picture = el.div(
        el.img(src=section.picture, alt=section.alt, width="800", height="800", loading="lazy"),
        class_name="nf-note-img",
    )
    return el.section(picture, text, class_name="section wrap nf-note")
