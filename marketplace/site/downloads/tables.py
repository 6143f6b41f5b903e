"""A table of a desk as a file: the same filters as on the screen, every row, and a line in the trail."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from marketplace.domain.errors import Forbidden, MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.db import run
from marketplace.kit.slow import DOCUMENTS
from marketplace.services.identity.access import Desk, desk_scope
from marketplace.services.operations.exports import note_export
from marketplace.site.refused import refused_page
from marketplace.web.request_context import actor_from, see

_RISKY = ("=", "+", "-", "@", "\t", "\r")
Read = Callable[[Session, Actor, Mapping[str, str]], Any]


@dataclass(frozen=True)
class Table:
    """What a file holds: `columns` are heads and the row's attribute under each; `remembers` are the parts of the
    query that the trail keeps."""

    name: str
    columns: Sequence[tuple[str, str]]
    read: Read
    remembers: Sequence[str] = ()


def table_route(path: str, table: Table, desk: Desk) -> Route:
    """`GET path`: who is not at this desk is sent to sign in; an operator's table is also its own store's desk's."""

    async def give(request: Request) -> Response:
        try:
            actor = await actor_from(request)
            wanted = Desk.TENANT if desk is Desk.OPERATOR and not actor.is_operator else desk
            scope = desk_scope(actor, wanted)
            rows = await DOCUMENTS.do(lambda: run(scope, lambda db: _rows(db, actor, table, request.query_params)))
        except MarketplaceError as error:
            if isinstance(error, Unauthenticated) or (desk is Desk.VENDOR and isinstance(error, Forbidden)):
                return see("/sign-in", {"next": path.removesuffix(".csv")})
            return refused_page(request, error, path.removesuffix(".csv"))
        return await DOCUMENTS.do(lambda: as_csv(f"{table.name}.csv", [head for head, _ in table.columns], rows))

    return Route(path, give, methods=["GET"])


def _rows(db: Session, actor: Actor, table: Table, query: Mapping[str, str]) -> list[list[str]]:
    """The cells, once it is written down that they were taken."""
    rows = table.read(db, actor, query).rows
    note_export(db, actor, table.name, len(rows), {name: query.get(name, "") for name in table.remembers})
    return [[str(_value(row, path)) for _, path in table.columns] for row in rows]


def _value(row: object, path: str) -> object:
    for name in path.split("."):
        row = getattr(row, name)
    return row


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
