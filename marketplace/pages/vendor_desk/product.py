"""`/vendor/products/[product_id]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, button_link, columns, missing, note, undo_toast
from marketplace.components.desk.form import save_bar
from marketplace.components.desk.icons import icon
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.overlays import confirm
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import PRODUCT, status
from marketplace.components.markup import Markup, el, when
from marketplace.components.vendor_desk import facts
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.components.vendor_desk.pictures import pictures
from marketplace.components.vendor_desk.tiers import tiers
from marketplace.components.vendor_desk.variants import dialogs, variants
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.product import VendorProductState

State: Any = VendorProductState  # on a page its variables are names of what the browser will hold


def build() -> Markup:
    """The product's page, or the sentence that it is not there."""
    gone = missing("product", "/vendor/products", "Back to your products")
    return vendor_desk(State, "products", _page, ready=State.editor_ready, waiting=when(State.missing, gone, outline()))


def _page() -> Markup:
    main = [facts.names(State), pictures(State), variants(State), tiers(State), facts.specification(State)]
    side = [facts.place(State), facts.customs(State), facts.kept_by_editors(State)]
    return el.div(
        _head(),
        when(State.is_stale, _stale),
        columns(main, side, side_width=316),
        save_bar(
            State.problem_text,
            State.change_text,
            changed=State.is_changed,
            ready=State.is_changed & (State.problem_text == ""),
            on_save=State.save,
            on_discard=State.discard,
        ),
        dialogs(State),
        confirm(
            "archive",
            "Archive this product?",
            "It leaves the store and your list. Its orders stay, and publishing brings it back.",
            "Archive",
            State.archive,
        ),
        undo_toast(State.undo_text != "", State.undo_text, State.undo),
        class_name="pushmain",
    )


def _head() -> Markup:
    product = State.product
    see = button_link("See in store", href=product.store_href, kind="quiet", icon_name="eye", reload=True)
    publish = button("Publish", kind="pri", on_click=State.publish)
    return page_header(
        product.title,
        when(product.status == "published", see),
        when(product.can_publish, publish),
        _menu(),
        crumbs=(Crumb("Products", "/vendor/products"), Crumb(product.handle)),
        pill=status(PRODUCT, product.status, pill=True),
    )


def _menu() -> Markup:
    return el.details(
        el.summary(icon("ellipsis"), class_name="btn icon", aria_label="More"),
        el.div(
            when(
                State.product.can_unpublish,
                lambda: el.button(icon("undo-2"), "Take out of the store", type="button", on_click=State.unpublish),
            ),
            when(
                State.product.can_archive,
                lambda: el.button(icon("archive"), "Archive", type="button", data_open="archive"),
            ),
            el.a(icon("plus"), "Add another product", href="/vendor/products/new"),
            class_name="menu",
        ),
        class_name="pop",
    )


def _stale() -> Markup:
    return el.section(
        note(
            el.span(State.problem, class_name="grow"),
            button("Reload it", small=True, on_click=State.discard),
            tone="warn",
        ),
        class_name="reg",
    )


PAGE = Page("/vendor/products/[product_id]", build, "Product · Concourse", State.open)
