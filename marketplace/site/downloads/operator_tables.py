"""The operator's tables as files: the same filters as on the screen, every row, and a line in the trail."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.db import run
from marketplace.kit.slow import PAPERS
from marketplace.queries.operator_desk.audit_trail import list_audit
from marketplace.queries.operator_desk.orders import list_groups
from marketplace.queries.operator_desk.products import list_all_products
from marketplace.queries.operator_desk.tenants import list_tenants
from marketplace.queries.operator_desk.vendors import list_vendors
from marketplace.services.identity.access import Desk, desk_scope
from marketplace.services.operations.exports import note_export
from marketplace.site.downloads.vendor_tables import as_csv
from marketplace.web.request_context import actor_from, see

MOST_ROWS = 20_000
_KEPT = ("status", "state", "store", "vendor", "area", "who", "q")  # of the query, what the trail remembers
Read = Callable[[Session, Actor, dict[str, str]], Any]


@dataclass(frozen=True)
class Table:
    """What a file holds: `columns` are heads and the row's attribute under each."""

    name: str
    columns: Sequence[tuple[str, str]]
    read: Read


def _value(row: object, path: str) -> object:
    for name in path.split("."):
        row = getattr(row, name)
    return row


def _route(path: str, table: Table) -> Route:
    async def give(request: Request) -> Response:
        try:
            actor = await actor_from(request)
            scope = desk_scope(actor, Desk.OPERATOR if actor.is_operator else Desk.TENANT)
            rows = await PAPERS.do(lambda: run(scope, lambda db: _rows(db, actor, table, dict(request.query_params))))
        except Unauthenticated:
            return see("/sign-in", {"next": path.removesuffix(".csv")})
        except MarketplaceError as error:
            return PlainTextResponse(error.sentence, status_code=error.status)
        return await PAPERS.do(lambda: as_csv(f"{table.name}.csv", [head for head, _ in table.columns], rows))

    return Route(path, give, methods=["GET"])


def _rows(db: Session, actor: Actor, table: Table, query: dict[str, str]) -> list[list[str]]:
    """The cells, once it is written down that they were taken."""
    rows = table.read(db, actor, query).rows
    note_export(db, actor, table.name, len(rows), {name: query.get(name, "") for name in _KEPT})
    return [[str(_value(row, path)) for _, path in table.columns] for row in rows]


def _vendors(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_vendors(
        db,
        actor,
        status=q.get("status", ""),
        store=q.get("store", ""),
        q=q.get("q", ""),
        sort=q.get("sort", ""),
        per_page=MOST_ROWS,
    )


def _orders(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_groups(
        db, actor, view=q.get("view", ""), store=q.get("store", ""), q=q.get("q", ""), per_page=MOST_ROWS
    )


def _tenants(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_tenants(db, actor, state=q.get("state", ""), q=q.get("q", ""), shape="list")


def _products(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_all_products(
        db,
        actor,
        status=q.get("status", ""),
        store=q.get("store", ""),
        vendor=q.get("vendor", ""),
        q=q.get("q", ""),
        sort=q.get("sort", "newest"),
        per_page=MOST_ROWS,
    )


def _audit(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_audit(
        db,
        actor,
        area=q.get("area", ""),
        who=q.get("who", ""),
        store=q.get("store", ""),
        q=q.get("q", ""),
        per_page=MOST_ROWS,
    )


ROUTES: list[BaseRoute] = [
    _route(
        "/admin/vendors.csv",
        Table(
            "vendors",
            (
                ("Vendor", "name"),
                ("Legal name and place", "line"),
                ("Store", "mark.name"),
                ("Status", "status"),
                ("Evidence", "proven"),
                ("Products", "products"),
                ("Since", "since_exact"),
                ("Identifier", "id"),
            ),
            _vendors,
        ),
    ),
    _route(
        "/admin/orders.csv",
        Table(
            "orders",
            (
                ("Order", "number"),
                ("Store", "mark.name"),
                ("Buyer", "buyer"),
                ("E-mail", "email"),
                ("Vendors", "vendor_names"),
                ("Pieces", "pieces"),
                ("Placed", "placed_exact"),
                ("Payment", "payment"),
                ("Status", "status"),
                ("Total", "total"),
                ("Paid back", "refunded"),
                ("Identifier", "id"),
            ),
            _orders,
        ),
    ),
    _route(
        "/admin/tenants.csv",
        Table(
            "tenants",
            (
                ("Store", "name"),
                ("Handle", "handle"),
                ("Domain", "domain"),
                ("Currencies", "currencies"),
                ("Vendors", "vendors"),
                ("Products", "products"),
                ("Orders, 30 d", "orders"),
                ("Revenue, 30 d", "revenue"),
                ("Active", "is_active"),
                ("Identifier", "id"),
            ),
            _tenants,
        ),
    ),
    _route(
        "/admin/products.csv",
        Table(
            "products",
            (
                ("Product", "title"),
                ("SKU and category", "line"),
                ("Store", "mark.name"),
                ("Vendor", "vendor"),
                ("Price", "price"),
                ("In stock", "stock"),
                ("Status", "status"),
                ("Made", "made_exact"),
                ("Identifier", "id"),
            ),
            _products,
        ),
    ),
    _route(
        "/admin/audit.csv",
        Table(
            "audit",
            (
                ("When", "exact"),
                ("Who", "who"),
                ("What", "text"),
                ("Reason", "reason"),
                ("Store", "store"),
                ("Action", "action"),
                ("Address", "ip"),
                ("Request", "request_id"),
                ("Hash", "hash"),
            ),
            _audit,
        ),
    ),
]
