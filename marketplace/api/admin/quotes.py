"""Quotes as a store or the platform governs them: read, extended, ended, talked about."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import quote_bodies
from marketplace.api.desk_lists import OfStore, store_of
from marketplace.api.http.desk_auth import AdminCaller, AdminDesk
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.quote_json import OneVendorQuote, VendorQuotes, desk_quote_json, quote_row_json
from marketplace.domain.lifecycle import QuoteStatus
from marketplace.queries.desk_api.quotes import QuotesWanted, get_any_quote, list_any_quotes
from marketplace.services.quotes.commenting import comment_as_seller
from marketplace.services.quotes.ending import end_quote, extend_quote

router = APIRouter(tags=["admin"])
ONE, MANY = gives(OneVendorQuote), gives(VendorQuotes)


class QuotesParams(OfStore):
    """`turn` is who acts next."""

    status: QuoteStatus | Literal[""] = ""
    turn: Literal["", "buyer", "vendor"] = ""
    vendor_id: str = Field("", max_length=100, description="Only this vendor's.")


@router.get("/admin/quotes", summary="Quotes, each of one vendor", responses=MANY)
def list_quotes(caller: AdminDesk, params: QuotesParams = from_query(QuotesParams)) -> Response:
    """The newest first."""

    def read(db: Session) -> dict[str, Any]:
        store = store_of(db, caller, params.tenant_id)
        wanted = QuotesWanted(str(params.status), params.turn, store, params.vendor_id)
        rows, count = list_any_quotes(db, caller.actor, wanted, limit=params.taken, offset=params.offset)
        return page("quotes", [quote_row_json(row) for row in rows], params, count)

    return reply(caller.run(read))


@router.get("/admin/quotes/{id}", summary="One quote with all its revisions", responses=ONE)
def get_quote(id: str, caller: AdminDesk, params: ReadParams = from_query(ReadParams)) -> Response:
    return reply(caller.run(lambda db: _shown(db, caller, id)))


@router.post("/admin/quotes/{id}/messages", summary="Take part in the talk", responses=ONE)
def write(id: str, body: quote_bodies.DeskMessageBody, caller: AdminDesk) -> Response:
    """Internal messages are read by the vendor's and the store's people."""

    def apply(db: Session) -> dict[str, Any]:
        comment_as_seller(db, caller.actor, id, body.remark())
        return _shown(db, caller, id)

    return caller.once(apply)


@router.post("/admin/quotes/{id}/extend", summary="Let an answer hold longer", responses=ONE)
def extend(id: str, body: quote_bodies.ExtendBody, caller: AdminDesk) -> Response:
    """Also one that has run out, as long as nobody has ended it."""

    def apply(db: Session) -> dict[str, Any]:
        extend_quote(db, caller.actor, id, body.until, body.reason)
        return _shown(db, caller, id)

    return caller.once(apply)


@router.post("/admin/quotes/{id}/end", summary="End a quote", responses=ONE)
def end(id: str, body: quote_bodies.NeededReasonBody, caller: AdminDesk) -> Response:
    """For good; both sides read the reason."""

    def apply(db: Session) -> dict[str, Any]:
        end_quote(db, caller.actor, id, body.reason)
        return _shown(db, caller, id)

    return caller.once(apply)


def _shown(db: Session, caller: AdminCaller, quote_id: str) -> dict[str, Any]:
    db.flush()
    return {"quote": desk_quote_json(get_any_quote(db, caller.actor, quote_id))}
