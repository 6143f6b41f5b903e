"""A vendor's quotes: read, answered, declined, talked about."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import quote_bodies
from marketplace.api.http.desk_auth import VendorCaller, VendorDesk
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.quote_json import AnsweredQuote, OneVendorQuote, VendorQuotes, desk_quote_json, quote_row_json
from marketplace.domain.lifecycle import QuoteStatus
from marketplace.queries.desk_api.quotes import QuotesWanted, get_vendor_quote, list_vendor_quotes
from marketplace.services.quotes.answering import answer_quote, reject_quote, take_back_answer
from marketplace.services.quotes.commenting import comment_as_seller

router = APIRouter(tags=["vendor"])
ONE, MANY = gives(OneVendorQuote), gives(VendorQuotes)


class VendorQuotesParams(ListParams):
    """`turn` is who acts next: `vendor` are those that wait for an answer."""

    status: QuoteStatus | Literal[""] = ""
    turn: Literal["", "buyer", "vendor"] = ""


@router.get("/vendor/quotes", summary="The vendor's quotes", responses=MANY)
def list_quotes(caller: VendorDesk, params: VendorQuotesParams = from_query(VendorQuotesParams)) -> Response:
    """The newest first."""
    wanted = QuotesWanted(str(params.status), params.turn)

    def read(db: Session) -> dict[str, Any]:
        rows, count = list_vendor_quotes(db, caller.actor, wanted, limit=params.taken, offset=params.offset)
        return page("quotes", [quote_row_json(row) for row in rows], params, count)

    return reply(caller.run(read))


@router.get("/vendor/quotes/{id}", summary="One quote with all its revisions", responses=ONE)
def get_quote(id: str, caller: VendorDesk, params: ReadParams = from_query(ReadParams)) -> Response:
    return reply(caller.run(lambda db: _shown(db, caller, id)))


@router.post("/vendor/quotes/{id}/answer", summary="Send prices as the next revision", responses=gives(AnsweredQuote))
def answer(id: str, body: quote_bodies.AnswerBody, caller: VendorDesk) -> Response:
    """Below the vendor's margin it is not sent, and waits for an owner."""

    def send(db: Session) -> dict[str, Any]:
        document = get_vendor_quote(db, caller.actor, id)
        form = body.form(document.facts.currency, document.own_articles)
        sent = answer_quote(db, caller.actor, id, form)
        return {**_shown(db, caller, id), "below_margin": list(sent.below)}

    return caller.once(send)


@router.post("/vendor/quotes/{id}/reject", summary="Decline to quote", responses=ONE)
def reject(id: str, body: quote_bodies.NeededReasonBody, caller: VendorDesk) -> Response:
    """For good; the buyer reads the reason."""

    def apply(db: Session) -> dict[str, Any]:
        reject_quote(db, caller.actor, id, body.reason)
        return _shown(db, caller, id)

    return caller.once(apply)


@router.post("/vendor/quotes/{id}/take-back", summary="Take an answer back that nobody has seen", responses=ONE)
def take_back(id: str, caller: VendorDesk) -> Response:
    def apply(db: Session) -> dict[str, Any]:
        take_back_answer(db, caller.actor, id)
        return _shown(db, caller, id)

    return caller.once(apply)


@router.post("/vendor/quotes/{id}/messages", summary="Write to the buyer, or among one's own", responses=ONE)
def write(id: str, body: quote_bodies.DeskMessageBody, caller: VendorDesk) -> Response:
    """Internal messages are read by the vendor's and the store's people."""

    def apply(db: Session) -> dict[str, Any]:
        comment_as_seller(db, caller.actor, id, body.remark())
        return _shown(db, caller, id)

    return caller.once(apply)


def _shown(db: Session, caller: VendorCaller, quote_id: str) -> dict[str, Any]:
    db.flush()
    return {"quote": desk_quote_json(get_vendor_quote(db, caller.actor, quote_id))}
