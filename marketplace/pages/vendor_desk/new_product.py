"""`/vendor/products/new`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, button_link, columns, region
from marketplace.components.desk.form import error_of, field, press_field, select, text_input
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.new_product import VendorNewProductState

State: Any = VendorNewProductState  # on a page its variables are names of what the browser will hold
_ERRORS: Any = State.field_errors


def build() -> Markup:
    """The few things that a draft begins with."""
    return vendor_desk(State, "products", _page, ready=State.new_ready, waiting=outline())


def _page() -> Markup:
    return el.div(
        page_header("Add a product", crumbs=(Crumb("Products", "/vendor/products"), Crumb("New"))),
        columns([region("What is it?", _form())], [_next()], side_width=316),
        class_name="pushmain",
    )


def _form() -> Markup:
    return el.form(
        field(
            "Name",
            text_input(
                "title",
                error=error_of(_ERRORS, "title"),
                max_length=120,
                autofocus=True,
                required=True,
                placeholder="Torque wrench TX, click type",
            ),
            id="title",
            error=error_of(_ERRORS, "title"),
            hint="What it is and how it differs, as a buyer would look for it.",
        ),
        field(
            "Deciding specification",
            text_input("subtitle", error=error_of(_ERRORS, "subtitle"), max_length=160, placeholder="60 to 400 Nm"),
            id="subtitle",
            error=error_of(_ERRORS, "subtitle"),
            optional=True,
        ),
        el.div(
            field(
                "Category",
                select(
                    "category_id", State.new_categories, error=error_of(_ERRORS, "category_id"), empty="Choose later"
                ),
                id="category_id",
                error=error_of(_ERRORS, "category_id"),
            ),
            field(
                "Your article number",
                text_input("sku", error=error_of(_ERRORS, "sku"), max_length=48, placeholder="HW-TX400"),
                id="sku",
                error=error_of(_ERRORS, "sku"),
                hint="Left empty, one is made of the name.",
            ),
            class_name="grid2",
        ),
        press_field(State),
        el.div(
            button("Go on", kind="pri", submit=True, primary=True),
            button_link("Cancel", href="/vendor/products", kind="quiet"),
            class_name="row",
        ),
        on_submit=State.create,
        class_name="fields",
    )


def _next() -> Markup:
    steps = (
        ("You name it", "It is a draft, and only your team sees it.", "on"),
        ("You fill it in", "Pictures, variants, prices per currency, stock.", ""),
        ("You publish", "Shoppers find it within seconds.", ""),
    )
    lines = [
        el.li(el.b(title, class_name="b6" if look else "b5"), el.div(text, class_name="ink3 xs"), class_name=look)
        for title, text, look in steps
    ]
    return region("What happens next", el.ol(*lines, class_name="tl"))


PAGE = Page("/vendor/products/new", build, "Add a product · Concourse", State.open)
