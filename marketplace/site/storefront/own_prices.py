"""What is one buyer's own on a page that everybody shares: the prices of its cards, asked for afterwards."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.buying.buyer import GUEST, buyer_of
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.db import arun
from marketplace.queries.shared.market import clean_choice, find_market
from marketplace.queries.storefront.own_prices import OwnPrice, find_own_prices
from marketplace.services.identity.access import sees_prices, store_scope, visible_store
from marketplace.web.own_prices_hint import HINT, give_hint
from marketplace.web.request_context import actor_from

_MOST_CARDS = 120
_PRIVATE = {"Cache-Control": "private, no-store"}


async def give_own_prices(request: Request) -> Response:
    """`GET /s/{store}/own-prices?of=<offer>.<product>,...`: what the cards of a shared page say to this person.

    Never kept by anybody: it is the one answer of the storefront that is theirs alone. Who has no prices of their own
    loses the cookie that makes pages ask.
    """
    store, pairs = request.path_params["store"], request.query_params.get("of", "").split(",")[:_MOST_CARDS]
    wanted = {offer: product for offer, _, product in (pair.partition(".") for pair in pairs) if offer and product}
    choice = clean_choice(request.cookies.get("region", ""))
    actor = await actor_from(request)
    try:
        scope = await asyncio.to_thread(store_scope, store)
        is_buyer, prices = await arun(scope, lambda db: _own(db, actor, store, wanted=wanted, choice=choice))
    except MarketplaceError as error:
        return JSONResponse({"message": error.sentence}, status_code=error.status, headers=_PRIVATE)
    answer = JSONResponse({"offers": {offer: asdict(price) for offer, price in prices.items()}}, headers=_PRIVATE)
    if is_buyer:
        give_hint(answer)
    else:
        answer.delete_cookie(HINT, path="/")
    return answer


def _own(
    db: Session, actor: Actor, handle: str, *, wanted: Mapping[str, str], choice: str
) -> tuple[bool, dict[str, OwnPrice]]:
    store = visible_store(db, handle, actor)
    buyer = buyer_of(actor, store.id)
    if buyer == GUEST or not sees_prices(store, actor):
        return False, {}
    market = find_market(db, store, choice)
    return True, find_own_prices(db, store, market, buyer=buyer, wanted=wanted, moment=now())


ROUTES: list[BaseRoute] = [Route("/s/{store}/own-prices", give_own_prices, methods=["GET"])]
