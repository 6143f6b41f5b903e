"""Tables as files, for the people who may see them on screen."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence, Sized
from typing import Protocol, TypeVar

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import Forbidden, MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.db import run
from marketplace.kit.slow import PAPERS
from marketplace.queries.vendor_desk.orders import list_orders
from marketplace.queries.vendor_desk.products import list_products
from marketplace.services.identity.access import Desk, desk_scope
from marketplace.services.operations.exports import note_export
from marketplace.web.request_context import actor_from, see


class _Listed(Protocol):
    @property
    def rows(self) -> Sized: ...


T = TypeVar("T", bound=_Listed)
_MOST = 10_000
_HEAD = ("Name", "SKU", "Handle", "Category", "Variants", "Price", "In stock", "Status", "Added")
_ORDER_HEAD = ("Order", "PO", "Placed", "Buyer", "Place", "Lines", "Pieces", "Ship by", "Paid by", "Status", "Value")
_RISKY = ("=", "+", "-", "@", "\t", "\r")


async def products_csv(request: Request) -> Response:
    """`GET /vendor/products.csv`: the list as its filters say, every page of it."""
    query = request.query_params
    try:
        actor = await actor_from(request)
        scope = desk_scope(actor, Desk.VENDOR)
        page = await PAPERS.do(
            lambda: run(
                scope,
                lambda db: _noted(
                    db,
                    actor,
                    "products",
                    list_products(
                        db,
                        actor,
                        status=query.get("status", ""),
                        category_id=query.get("category", ""),
                        q=query.get("q", ""),
                        sort=query.get("sort", "newest"),
                        per_page=_MOST,
                    ),
                ),
            )
        )
    except (Unauthenticated, Forbidden):
        return see("/sign-in", {"next": "/vendor/products"})
    except MarketplaceError as error:
        return PlainTextResponse(error.sentence, status_code=error.status)
    rows = (
        (r.title, r.sku, r.handle, r.category, r.variants, r.price, r.stock, r.status, r.created_exact)
        for r in page.rows
    )
    return await PAPERS.do(lambda: as_csv("products.csv", _HEAD, rows))


async def orders_csv(request: Request) -> Response:
    """`GET /vendor/orders.csv`: the work list as its filters say, every page of it."""
    query = request.query_params
    try:
        actor = await actor_from(request)
        scope = desk_scope(actor, Desk.VENDOR)
        page = await PAPERS.do(
            lambda: run(
                scope,
                lambda db: _noted(
                    db,
                    actor,
                    "orders",
                    list_orders(
                        db,
                        actor,
                        view=query.get("view", ""),
                        q=query.get("q", ""),
                        due=query.get("due", ""),
                        sort=query.get("sort", ""),
                        per_page=_MOST,
                    ),
                ),
            )
        )
    except (Unauthenticated, Forbidden):
        return see("/sign-in", {"next": "/vendor/orders"})
    except MarketplaceError as error:
        return PlainTextResponse(error.sentence, status_code=error.status)
    rows = (
        (
            r.number,
            r.po_number,
            r.placed,
            r.buyer,
            r.place,
            r.line_count,
            r.pieces,
            r.due_exact,
            r.paid_by,
            r.status,
            r.value,
        )
        for r in page.rows
    )
    return await PAPERS.do(lambda: as_csv("orders.csv", _ORDER_HEAD, rows))


def _noted(db: Session, actor: Actor, table: str, page: T) -> T:
    """What was read, once it is written down that it was taken."""
    note_export(db, actor, table, len(page.rows))
    return page


def as_csv(name: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> Response:
    """A file for spreadsheets: UTF-8 with its mark, and no cell that a spreadsheet would run as a formula.

    Every cell is quoted: a program that splits at semicolons would begin a cell, and a formula, in the middle of one.
    """
    out = io.StringIO()
    writer = csv.writer(out, quoting=csv.QUOTE_ALL)
    writer.writerow(head)
    writer.writerows([harmless(cell) for cell in row] for row in rows)
    return Response(
        out.getvalue().encode("utf-8-sig"),
        media_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"},
    )


def harmless(cell: str) -> str:
    """A leading sign that begins a formula gets an apostrophe before it (OWASP, CSV injection)."""
    return f"'{cell}" if cell.startswith(_RISKY) else cell


ROUTES: list[BaseRoute] = [
    Route("/vendor/products.csv", products_csv, methods=["GET"]),
    Route("/vendor/orders.csv", orders_csv, methods=["GET"]),
]
