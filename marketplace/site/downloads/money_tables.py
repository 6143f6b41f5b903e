"""Money as files: a vendor's payouts and commission, and what the bank is told."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.db import run
from marketplace.kit.slow import DOCUMENTS
from marketplace.queries.operator_desk import payouts as desk
from marketplace.queries.vendor_desk.commissions import list_commissions
from marketplace.queries.vendor_desk.payout_detail import get_payout
from marketplace.queries.vendor_desk.payouts import list_payouts
from marketplace.services.finance.bank_files import download_bank_file
from marketplace.services.identity.access import Desk, desk_scope
from marketplace.services.operations.exports import note_export
from marketplace.site.downloads.tables import as_csv
from marketplace.site.refused import refused_page
from marketplace.web.request_context import actor_from, see

_MOST = 10_000
Read = Callable[[Session, Actor], Any]


async def _read(request: Request, place: Desk, use: Read) -> Any:
    actor = await actor_from(request)
    wanted = place if place is Desk.VENDOR or actor.is_operator else Desk.TENANT
    return await DOCUMENTS.do(lambda: run(desk_scope(actor, wanted), lambda db: use(db, actor)))


def _noted(table: str, use: Read, rows: Callable[[Any], int] = lambda result: len(result.rows)) -> Read:
    """Reads the table, and writes down that it was taken."""

    def read(db: Session, actor: Actor) -> Any:
        result = use(db, actor)
        note_export(db, actor, table, rows(result))
        return result

    return read


async def _answered(request: Request, place: Desk, use: Read, give: Callable[[Any], Response]) -> Response:
    try:
        result = await _read(request, place, use)
        return await DOCUMENTS.do(lambda: give(result))
    except Unauthenticated:
        return see("/sign-in", {"next": request.url.path.rpartition(".")[0]})
    except MarketplaceError as error:
        return refused_page(request, error, request.url.path.rpartition(".")[0])


async def payouts_csv(request: Request) -> Response:
    """`GET /vendor/payouts.csv`: every payout of the vendor, in one currency or all."""
    currency = request.query_params.get("currency", "")[:3]
    head = (
        "Payout",
        "Covers",
        "Earnings",
        "Currency",
        "Goods",
        "Commission",
        "VAT on it",
        "Refunds",
        "Paid out",
        "Status",
        "Bank",
        "Reference",
    )
    return await _answered(
        request,
        Desk.VENDOR,
        _noted("payouts", lambda db, actor: list_payouts(db, actor, currency=currency, per_page=_MOST)),
        lambda page: as_csv(
            "payouts.csv",
            head,
            (
                (
                    r.number,
                    r.covers,
                    r.earnings,
                    r.currency,
                    r.goods,
                    r.commission,
                    r.fee_tax,
                    r.refunds,
                    r.amount,
                    r.status,
                    r.bank,
                    r.bank_line,
                )
                for r in page.rows
            ),
        ),
    )


async def payout_csv(request: Request) -> Response:
    """`GET /vendor/payouts/{payout_key}.csv`: every earning in one payout, line by line."""
    payout_id = request.path_params["payout_key"]
    head = ("Order", "What", "Quantity", "Net", "Commission", "Rate", "VAT on it", "Earning")

    def give(payout: Any) -> Response:
        rows, order = [], ""
        for line in payout.lines:
            order = line.head or order
            rows.append(
                (order, line.title, line.quantity, line.net, line.commission, line.rate, line.fee_tax, line.amount)
            )
        return as_csv(f"{payout.number}.csv", head, rows)

    read = _noted(
        "the earnings of a payout", lambda db, actor: get_payout(db, actor, payout_id), lambda payout: len(payout.lines)
    )
    return await _answered(request, Desk.VENDOR, read, give)


async def commissions_csv(request: Request) -> Response:
    """`GET /vendor/commissions.csv`: the commission of every order line, as the filters say."""
    query = request.query_params
    days = int(query["days"]) if query.get("days") in ("30", "90", "365") else 90
    head = (
        "Order",
        "Paid on",
        "Article",
        "SKU",
        "Pieces",
        "Counted on",
        "Base",
        "Rate",
        "Reason",
        "Currency",
        "Commission",
        "VAT on it",
        "Given back",
    )
    return await _answered(
        request,
        Desk.VENDOR,
        _noted(
            "commissions",
            lambda db, actor: list_commissions(db, actor, q=query.get("q", "")[:20], days=days, per_page=_MOST),
        ),
        lambda page: as_csv(
            "commission.csv",
            head,
            (
                (
                    r.order,
                    r.at_exact,
                    r.title,
                    r.sku,
                    r.quantity,
                    r.base,
                    r.base_words,
                    r.rate,
                    r.reason,
                    r.currency,
                    r.amount,
                    r.fee_tax,
                    r.given_back,
                )
                for r in page.rows
            ),
        ),
    )


async def operator_payouts_csv(request: Request) -> Response:
    """`GET /admin/payouts.csv`: the list of the desk as its filters say."""
    query = request.query_params
    head = (
        "Payout",
        "Store",
        "Vendor",
        "Covers",
        "Earnings",
        "Amount",
        "Currency",
        "Status",
        "How it stands",
        "Made",
        "Identifier",
    )
    return await _answered(
        request,
        Desk.OPERATOR,
        _noted(
            "payouts",
            lambda db, actor: desk.list_payouts(
                db, actor, view=query.get("view", ""), q=query.get("q", "")[:100], per_page=_MOST
            ),
        ),
        lambda page: as_csv(
            "payouts.csv",
            head,
            (
                (
                    r.number,
                    r.store,
                    r.vendor,
                    r.covers,
                    r.earnings,
                    r.amount,
                    r.currency,
                    r.status,
                    r.says,
                    r.since_exact,
                    r.id,
                )
                for r in page.rows
            ),
        ),
    )


async def bank_file(request: Request) -> Response:
    """`GET /admin/payouts/files/{file}.{form}`: what the bank was told, as CSV or pain.001; always the same bytes."""
    name, form = request.path_params["file"], request.path_params["form"]

    def give(document: bytes) -> Response:
        kind = "application/xml" if form == "xml" else "text/csv; charset=utf-8"
        headers = {"Content-Disposition": f'attachment; filename="{name}.{form}"', "Cache-Control": "no-store"}
        return Response(document, media_type=kind, headers=headers)

    if form not in ("csv", "xml"):
        return PlainTextResponse("Ask for csv or xml.", status_code=404)
    return await _answered(request, Desk.OPERATOR, lambda db, actor: download_bank_file(db, actor, name, form), give)


ROUTES: list[BaseRoute] = [
    Route("/vendor/payouts.csv", payouts_csv, methods=["GET"]),
    Route("/vendor/payouts/{payout_key}.csv", payout_csv, methods=["GET"]),
    Route("/vendor/commissions.csv", commissions_csv, methods=["GET"]),
    Route("/admin/payouts.csv", operator_payouts_csv, methods=["GET"]),
    Route("/admin/payouts/files/{file}.{form}", bank_file, methods=["GET"]),
]
