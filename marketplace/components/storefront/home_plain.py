"""Sections of a home that belong to no look."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, pick
from marketplace.components.storefront.base import button_link, section_head
from marketplace.components.storefront.card import product_card


def hero(section: Any) -> Markup:
    """Name, one sentence, two ways on."""
    ways = el.p(
        button_link(section.action.label, section.action.href, large=True),
        button_link(section.second.label, section.second.href, kind="secondary", large=True),
        class_name="row",
    )
    text = [el.h1(section.title, class_name="display"), el.p(section.text, class_name="lead"), ways]
    return el.section(el.div(text, class_name="wrap"), class_name="pl-hero")


def shelf(section: Any) -> Markup:
    """Product cards in a row."""
    head = section_head(section.title, section.way_on.label, section.way_on.href)
    name = pick(section.columns, f"pgrid pgrid--{section.columns}", "pgrid")
    return el.section(head, el.div(each(section.cards, product_card), class_name=name), class_name="wrap")
