"""What is one buyer's own on a page that everybody shares: the prices of its cards, asked for afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

import orjson
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.buying.buyer import GUEST, buyer_of
from marketplace.domain.errors import MarketplaceError
from marketplace.kit.clock import now
from marketplace.queries.shared.market import clean_choice, find_market
from marketplace.queries.storefront.own_prices import Changes, Reader, find_own_prices
from marketplace.queries.storefront.store_map import get_store_map
from marketplace.services.companies.acting import buying_actor
from marketplace.services.identity.access import sees_prices
from marketplace.web.own_prices_hint import HINT, give_hint
from marketplace.web.request_context import visit_of

_MOST_CARDS = 120
_PRIVATE = {"Cache-Control": "private, no-store"}


@dataclass(frozen=True)
class Question:
    """What a page asks: its cards by product, with the offer that each shows; on a vendor's page whose it is."""

    store: str
    shown: Mapping[str, str]
    vendor: str
    choice: str  # of a market


async def give_own_prices(request: Request) -> Response:
    """`GET /s/{store}/own-prices?of=<offer>.<product>,...&vendor=`: what the cards of a shared page say to this person.

    Never kept by anybody: it is the one answer of the storefront that is theirs alone. Who has no prices of their own
    loses the cookie that makes pages ask.
    """
    pairs = (pair.partition(".") for pair in request.query_params.get("of", "").split(",")[:_MOST_CARDS])
    question = Question(
        store=request.path_params["store"],
        shown={product: offer for offer, _, product in pairs if offer and product},
        vendor=request.query_params.get("vendor", ""),
        choice=clean_choice(request.cookies.get("region", "")),
    )
    try:
        is_buyer, offers = await asyncio.to_thread(_answer, request, question)
    except MarketplaceError as error:
        return JSONResponse({"message": error.sentence}, status_code=error.status, headers=_PRIVATE)
    answer = Response(orjson.dumps({"offers": offers}), media_type="application/json", headers=_PRIVATE)
    if is_buyer:
        give_hint(answer)
    else:
        answer.delete_cookie(HINT, path="/")
    return answer


def _answer(request: Request, question: Question) -> tuple[bool, dict[str, Changes]]:
    """Whether the person buys for a company here, and what differs for them, by the offer that the page shows."""
    with visit_of(request, question.store) as visit:
        db, store = visit.db, visit.store
        buyer = buyer_of(buying_actor(db, visit.actor, store.id), store.id)
        if buyer == GUEST or not sees_prices(store, visit.actor):
            return False, {}
        vendor_id = (get_store_map(db, store).vendor_id(question.vendor) or "") if question.vendor else ""
        reader = Reader(store, find_market(db, store, question.choice), buyer, now(), vendor_id)
        changes = find_own_prices(db, reader, question.shown)
        return True, {question.shown[product]: change for product, change in changes.items()}


ROUTES: list[BaseRoute] = [Route("/s/{store}/own-prices", give_own_prices, methods=["GET"])]
