"""`/admin/products/[product_key]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, columns, missing, region
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import OFFER, PRODUCT, VENDOR, dot, open_or_closed, status
from marketplace.components.markup import Markup, each, el, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.components.operator_desk.trail import trail
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.product import OperatorProductState

State: Any = OperatorProductState
_PRODUCT = State.product


def build() -> Markup:
    """A product with its store, its vendor, every offer of it, and what was done to it."""
    return when(State.product_ready, lambda: when(_PRODUCT.id != "", _page, _missing))


def _missing() -> Markup:
    gone = missing("product", "/admin/products", "All products")
    return desk(operator_layout(State), "products", page_header("Products"), gone)


def _page() -> Markup:
    seen = when(
        _PRODUCT.status == "published",
        lambda: button_link("See in store", href=_PRODUCT.shop_href, icon_name="external-link", reload=True),
    )
    return desk(
        operator_layout(State),
        "products",
        page_header(
            el.span(_PRODUCT.title),
            seen,
            crumbs=(Crumb("Products", "/admin/products"), Crumb(_PRODUCT.category)),
            pill=status(PRODUCT, _PRODUCT.status, pill=True),
            sub=_PRODUCT.subtitle,
        ),
        columns(_main(), _side()),
        class_name="p-product",
    )


def _main() -> list[Markup]:
    return [
        when(
            _PRODUCT.pictures.length() > 0,
            lambda: region("Pictures", _pictures(), count=_PRODUCT.pictures.length().to_string()),
        ),
        region("Offers", _offers(), count=_PRODUCT.offers.length().to_string(), tight=True),
        when(_PRODUCT.description != "", lambda: region("Description", el.p(_PRODUCT.description, class_name="prose"))),
        when(
            _PRODUCT.points.length() > 0,
            lambda: region("Selling points", el.ul(each(_PRODUCT.points, el.li), class_name="points")),
        ),
        when(
            _PRODUCT.specification.length() > 0,
            lambda: region(
                "Specification",
                el.dl(each(_PRODUCT.specification, _fact), class_name="kv l spec"),
                count=_PRODUCT.specification.length().to_string(),
            ),
        ),
    ]


def _pictures() -> Markup:
    one = lambda url: el.img(src=url, alt="", class_name="pic l", loading="lazy")  # noqa: E731
    return el.div(each(_PRODUCT.pictures, one), class_name="row wrap g12")


def _offers() -> Markup:
    cols = (
        t.Col("Variant"),
        t.Col("Vendor", hide=True),
        t.Col("Price", right=True),
        t.Col("On hand", right=True),
        t.Col("Reserved", right=True, hide=True),
        t.Col("Sold", hide=True),
        t.Col("Status"),
    )
    return t.table(cols, _PRODUCT.offers, _offer, label="Offers", keys=False)


def _offer(offer: Any) -> Markup:
    return t.row(
        t.cell(offer.variant, el.span(offer.sku, class_name="sub"), kind="b5"),
        t.cell(el.a(offer.vendor, href=offer.vendor_href, class_name="link"), kind="hide"),
        t.cell(offer.prices, el.span(offer.steps, class_name="sub"), kind="r"),
        t.cell(offer.on_hand, el.span(offer.where, class_name="sub"), kind="r"),
        t.cell(offer.reserved, kind="r hide ink2"),
        t.cell(offer.rules, el.span(offer.lead, class_name="sub"), kind="hide ink2"),
        t.cell(status(OFFER, offer.status)),
        key=offer.id,
    )


def _side() -> list[Markup]:
    where = el.ul(
        el.li(
            store_mark(_PRODUCT.mark),
            el.span(
                el.a(_PRODUCT.store_name, href=_PRODUCT.store_href, class_name="b5"),
                el.span("tenant", class_name="ink3 xs"),
                class_name="grow col",
            ),
            open_or_closed(_PRODUCT.store_is_open),
        ),
        el.li(
            el.span(_PRODUCT.vendor_name[0], class_name="av sq", aria_hidden="true"),
            el.span(
                el.a(_PRODUCT.vendor_name, href=_PRODUCT.vendor_href, class_name="b5"),
                el.span("vendor", class_name="ink3 xs"),
                class_name="grow col",
            ),
            status(VENDOR, _PRODUCT.vendor_status),
        ),
        el.li(el.span("Search", class_name="grow"), dot(_PRODUCT.in_search_shape, _PRODUCT.in_search)),
        class_name="list",
    )
    return [
        region("Where it sits", where),
        region("Facts", el.dl(each(_PRODUCT.facts, _fact), class_name="kv l who")),
        region(
            "History", trail(_PRODUCT.history), end=el.a("Audit", href="/admin/audit?area=product", class_name="link")
        ),
    ]


def _fact(fact: Any) -> Markup:
    return el.div(el.dt(fact.label), el.dd(fact.value), class_name="pair")


PAGE = Page("/admin/products/[product_key]", build, "Product · Concourse", State.open)
