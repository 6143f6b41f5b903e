"""A vendor's products and orders as files, for the people who may see them on screen."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session
from starlette.routing import BaseRoute

from marketplace.domain.permissions import Actor
from marketplace.queries.shared.price_lists import LIST_COLUMNS, list_price_lists
from marketplace.queries.vendor_desk.orders import list_orders
from marketplace.queries.vendor_desk.products import list_products
from marketplace.queries.vendor_desk.quotes import list_vendor_quotes
from marketplace.services.identity.access import Desk
from marketplace.site.downloads.tables import Table, table_route

_MOST = 10_000


def _products(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_products(
        db,
        actor,
        status=q.get("status", ""),
        category_id=q.get("category", ""),
        q=q.get("q", ""),
        sort=q.get("sort", "newest"),
        per_page=_MOST,
    )


def _orders(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_orders(
        db,
        actor,
        view=q.get("view", ""),
        q=q.get("q", ""),
        due=q.get("due", ""),
        sort=q.get("sort", ""),
        per_page=_MOST,
    )


def _price_lists(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_price_lists(
        db,
        actor,
        as_vendor=True,
        view=q.get("view", ""),
        kind=q.get("kind", ""),
        q=q.get("q", ""),
        sort=q.get("sort", ""),
        per_page=_MOST,
    )


def _quotes(db: Session, actor: Actor, q: Mapping[str, str]) -> Any:
    return list_vendor_quotes(db, actor, view=q.get("view", ""), q=q.get("q", ""), per_page=_MOST)


_QUOTES = Table(
    "quotes",
    (
        ("Request", "number"),
        ("Title", "title"),
        ("Buyer", "buyer"),
        ("Lines", "lines"),
        ("Status", "status"),
        ("Turn", "turn"),
        ("Since", "waits_exact"),
        ("Due", "due_exact"),
        ("Your answer", "total"),
    ),
    _quotes,
)
_PRODUCTS = Table(
    "products",
    (
        ("Name", "title"),
        ("SKU", "sku"),
        ("Handle", "handle"),
        ("Category", "category"),
        ("Variants", "variants"),
        ("Price", "price"),
        ("In stock", "stock"),
        ("Status", "status"),
        ("Added", "created_exact"),
    ),
    _products,
)
_ORDERS = Table(
    "orders",
    (
        ("Order", "number"),
        ("PO", "po_number"),
        ("Placed", "placed"),
        ("Buyer", "buyer"),
        ("Place", "place"),
        ("Cost centre", "cost_centre"),
        ("Lines", "line_count"),
        ("Pieces", "pieces"),
        ("Ship by", "due_exact"),
        ("Paid by", "paid_by"),
        ("Status", "status"),
        ("Value", "value"),
    ),
    _orders,
)
ROUTES: list[BaseRoute] = [
    table_route("/vendor/products.csv", _PRODUCTS, Desk.VENDOR),
    table_route("/vendor/price-lists.csv", Table("price lists", LIST_COLUMNS, _price_lists), Desk.VENDOR),
    table_route("/vendor/orders.csv", _ORDERS, Desk.VENDOR),
    table_route("/vendor/quotes.csv", _QUOTES, Desk.VENDOR),
]
