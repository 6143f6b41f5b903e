"""A company's prices outside its desk: as a file, and for the cards of a page that everybody shares."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import asdict

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.buying.buyer import GUEST, buyer_of
from marketplace.domain.errors import MarketplaceError, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.db import arun
from marketplace.kit.slow import PAPERS
from marketplace.kit.tenancy import scope_of
from marketplace.queries.company_desk.prices import OwnPriceRow, list_own_prices
from marketplace.queries.shared.market import clean_choice, find_market
from marketplace.queries.storefront.own_prices import OwnPrice, find_own_prices
from marketplace.services.identity.access import sees_prices, store_scope, visible_store
from marketplace.services.operations.exports import note_export
from marketplace.site.downloads.tables import as_csv
from marketplace.web.own_prices_hint import HINT, give_hint
from marketplace.web.request_context import actor_from, see

_MOST_ROWS, _MOST_CARDS = 100_000, 120
_PRIVATE = {"Cache-Control": "private, no-store"}
_COLUMNS = (
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
)


async def give_file(request: Request) -> Response:
    """`GET /s/{store}/company/prices.csv`: every price of the place that is bought for, searched as on screen."""
    store, q = request.path_params["store"], request.query_params.get("q", "")[:100]
    try:
        actor = await actor_from(request)
        scope = await asyncio.to_thread(store_scope, store)
        rows = await arun(scope, lambda db: _rows(db, actor, q), PAPERS)
    except Unauthenticated:
        return see("/sign-in", {"next": f"/s/{store}/company/prices"})
    except MarketplaceError as error:
        return PlainTextResponse(error.sentence, status_code=error.status)
    lines = [[str(getattr(row, name)) for _, name in _COLUMNS] for row in rows]
    return await PAPERS.do(lambda: as_csv("prices.csv", [head for head, _ in _COLUMNS], lines))


def _rows(db: Session, actor: Actor, q: str) -> tuple[OwnPriceRow, ...]:
    tenant_id = str(scope_of(db).tenant_id)
    rows = list_own_prices(db, actor, tenant_id, q=q, per_page=_MOST_ROWS).rows
    note_export(db, actor, "own prices", len(rows), {"q": q}, tenant_id=tenant_id)
    return rows


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


ROUTES: list[BaseRoute] = [
    Route("/s/{store}/own-prices", give_own_prices, methods=["GET"]),
    Route("/s/{store}/company/prices.csv", give_file, methods=["GET"]),
]
