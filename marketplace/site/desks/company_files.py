"""Lists of a company's desk as files: the rows of the screen, whole and searched as on screen."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.db import arun
from marketplace.kit.slow import DOCUMENTS
from marketplace.kit.tenancy import scope_of
from marketplace.queries.company_desk.orders import list_company_orders
from marketplace.queries.company_desk.prices import list_own_prices
from marketplace.queries.shared.paging import Page
from marketplace.services.identity.access import store_scope
from marketplace.services.operations.exports import note_export
from marketplace.site.downloads.tables import as_csv
from marketplace.site.refused import refused_page
from marketplace.web.request_context import actor_from, see

_MOST_ROWS = 100_000


@dataclass(frozen=True)
class _File:
    """`columns` are heads and the fields of a row; `noun` is what the trail says was taken out."""

    name: str
    noun: str
    read: Callable[..., Page[Any]]
    columns: Sequence[tuple[str, str]]

    def route(self) -> BaseRoute:
        """Where it is read, below the company's desk."""
        return Route(f"/s/{{store}}/company/{self.name}.csv", _endpoint(self), methods=["GET"])


_PRICES = _File(
    "prices",
    "own prices",
    list_own_prices,
    (
        ("Article", "title"),
        ("SKU", "sku"),
        ("Vendor", "vendor"),
        ("List price", "base"),
        ("Your price", "price"),
        ("Currency", "currency"),
        ("Least", "minimum"),
        ("From more pieces on", "steps"),
        ("Out of", "source"),
        ("Until", "until"),
    ),
)
_ORDERS = _File(
    "orders",
    "company orders",
    list_company_orders,
    (
        ("Order", "number"),
        ("Placed", "placed_exact"),
        ("Who", "who"),
        ("Location", "place"),
        ("Cost centre", "cost_centre"),
        ("PO number", "po_number"),
        ("Total", "plain_total"),
        ("Currency", "currency"),
        ("State", "state"),
    ),
)


def _endpoint(file: _File) -> Callable[[Request], Awaitable[Response]]:
    async def give_file(request: Request) -> Response:
        store, q = request.path_params["store"], request.query_params.get("q", "")[:100]
        try:
            actor = await actor_from(request)
            scope = await asyncio.to_thread(store_scope, store)
            rows = await arun(scope, lambda db: _rows(db, actor, q, file), DOCUMENTS)
        except Unauthenticated:
            return see("/sign-in", {"next": f"/s/{store}/company/{file.name}"})
        except MarketplaceError as error:
            return refused_page(request, error, f"/s/{store}/company")
        lines = [[str(getattr(row, name)) for _, name in file.columns] for row in rows]
        return await DOCUMENTS.do(lambda: as_csv(f"{file.name}.csv", [head for head, _ in file.columns], lines))

    return give_file


def _rows(db: Session, actor: Actor, q: str, file: _File) -> tuple[Any, ...]:
    tenant_id = str(scope_of(db).tenant_id)
    rows = file.read(db, actor, tenant_id, q=q, per_page=_MOST_ROWS).rows
    note_export(db, actor, file.noun, len(rows), {"q": q}, tenant_id=tenant_id)
    return rows


ROUTES: list[BaseRoute] = [_PRICES.route(), _ORDERS.route()]
