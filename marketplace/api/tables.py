"""Tables of the desks as CSV: the same filters as on the screen, every row."""

from __future__ import annotations

import asyncio
import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.api.visitor import actor_from
from marketplace.domain.errors import MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit import audit
from marketplace.kit.db import run
from marketplace.queries.operator.audit_trail import list_audit
from marketplace.queries.operator.products import list_all_products
from marketplace.queries.operator.tenants import list_tenants
from marketplace.queries.operator.vendors import list_vendors
from marketplace.queries.vendor.products import list_products
from marketplace.services.access import Desk, desk_scope

MOST_ROWS = 20_000
Read = Callable[[Session, Actor, dict[str, str]], Any]


@dataclass(frozen=True)
class Table:
    """What a file holds: `columns` are heads and the row's attribute under each."""

    name: str
    columns: Sequence[tuple[str, str]]
    read: Read
    is_vendors: bool = False


def cell(value: object) -> str:
    """A cell that no spreadsheet takes for a formula (CWE-1236): `=1+1` becomes `'=1+1`."""
    text = str(value)
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


def as_csv(columns: Sequence[tuple[str, str]], rows: Iterable[object]) -> str:
    """Comma-separated with a head line; the byte order mark lets Excel read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([head for head, _ in columns])
    for row in rows:
        writer.writerow([cell(_value(row, path)) for _, path in columns])
    return "\ufeff" + out.getvalue()


def _value(row: object, path: str) -> object:
    for name in path.split("."):
        row = getattr(row, name)
    return row


def _route(path: str, table: Table) -> Route:
    async def give(request: Request) -> Response:
        try:
            actor = await actor_from(request)
            desk = Desk.VENDOR if table.is_vendors else Desk.OPERATOR if actor.is_operator else Desk.TENANT
            scope = desk_scope(actor, desk)
            text = await asyncio.to_thread(run, scope, lambda db: _read(db, actor, table, dict(request.query_params)))
        except Unauthenticated:
            return RedirectResponse(f"/sign-in?next={path}", status_code=303)
        except MarketplaceError as error:
            return PlainTextResponse(error.sentence, status_code=error.status)
        headers = {"Content-Disposition": f'attachment; filename="{table.name}.csv"', "Cache-Control": "no-store"}
        return Response(text, media_type="text/csv; charset=utf-8", headers=headers)

    return Route(path, give, methods=["GET"])


def _read(db: Session, actor: Actor, table: Table, query: dict[str, str]) -> str:
    """The file, and a line in the trail that it was taken."""
    rows = table.read(db, actor, query).rows
    grant = actor.vendor() if table.is_vendors else actor.tenant_desk()
    tenant_id = None if actor.is_operator or grant is None else grant.tenant_id
    audit.record(
        db, actor, "table:exported", tenant_id=tenant_id, object_type="table", object_id=table.name,
        object_name=table.name, after={"rows": len(rows), **query},
    )  # fmt: skip
    return as_csv(table.columns, rows)


def _vendors(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_vendors(db, actor, status=q.get("status", ""), store=q.get("store", ""), q=q.get("q", ""),
                        sort=q.get("sort", ""), per_page=MOST_ROWS)  # fmt: skip


def _tenants(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_tenants(db, actor, state=q.get("state", ""), q=q.get("q", ""), shape="list")


def _products(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_all_products(db, actor, status=q.get("status", ""), store=q.get("store", ""),
                             vendor=q.get("vendor", ""), q=q.get("q", ""), sort=q.get("sort", "newest"),
                             per_page=MOST_ROWS)  # fmt: skip


def _audit(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_audit(db, actor, area=q.get("area", ""), who=q.get("who", ""), store=q.get("store", ""),
                      q=q.get("q", ""), per_page=MOST_ROWS)  # fmt: skip


def _own_products(db: Session, actor: Actor, q: dict[str, str]) -> Any:
    return list_products(db, actor, status=q.get("status", ""), category_id=q.get("category", ""), q=q.get("q", ""),
                         sort=q.get("sort", "newest"), per_page=MOST_ROWS)  # fmt: skip


ROUTES: list[BaseRoute] = [
    _route("/admin/vendors.csv", Table("vendors", (
        ("Vendor", "name"), ("Legal name and place", "line"), ("Store", "mark.name"), ("Status", "status"),
        ("Evidence", "proven"), ("Products", "products"), ("Since", "since_exact"), ("Identifier", "id"),
    ), _vendors)),
    _route("/admin/tenants.csv", Table("tenants", (
        ("Store", "name"), ("Handle", "handle"), ("Domain", "domain"), ("Currencies", "currencies"),
        ("Vendors", "vendors"), ("Products", "products"), ("Orders, 30 d", "orders"), ("Revenue, 30 d", "revenue"),
        ("Active", "is_active"), ("Identifier", "id"),
    ), _tenants)),
    _route("/admin/products.csv", Table("products", (
        ("Product", "title"), ("SKU and category", "line"), ("Store", "mark.name"), ("Vendor", "vendor"),
        ("Price", "price"), ("In stock", "stock"), ("Status", "status"), ("Made", "made_exact"), ("Identifier", "id"),
    ), _products)),
    _route("/admin/audit.csv", Table("audit", (
        ("When", "exact"), ("Who", "who"), ("What", "text"), ("Reason", "reason"), ("Store", "store"),
        ("Action", "action"), ("Address", "ip"), ("Request", "request_id"), ("Hash", "hash"),
    ), _audit)),
    _route("/vendor/products.csv", Table("products", (
        ("Product", "title"), ("SKU", "sku"), ("Category", "category"), ("Price", "price"), ("In stock", "stock"),
        ("Status", "status"), ("Variants", "variants"), ("Handle", "handle"), ("Identifier", "id"),
    ), _own_products, is_vendors=True)),
]  # fmt: skip
