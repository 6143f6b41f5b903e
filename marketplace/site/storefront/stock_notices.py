"""`/s/{store}/notify`: the form of a product that nobody can buy now."""

from __future__ import annotations

import asyncio

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import MarketplaceError, TooManyRequests
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.db import run
from marketplace.kit.ratelimit import limit
from marketplace.services.catalogue.stock_notices import ask_for_notice
from marketplace.services.identity.access import check_sees_prices, find_store, store_scope
from marketplace.web.request_context import actor_from, safe_next, see


async def send(request: Request) -> Response:
    """Keep the wish; back to the product, whose page says what came of it. What was typed goes into no address."""
    form, actor = await request.form(), await actor_from(request)
    offer, email, product = (FormReader(form).raw(name, 300) for name in ("offer", "email", "product"))
    handle = request.path_params["store"]
    became = await asyncio.to_thread(_keep, handle, actor, offer, email)
    return see(safe_next(product, f"/s/{handle}"), {"offer": offer, "notify": became})


def _keep(handle: str, actor: Actor, offer_id: str, email: str) -> str:
    def keep(db: Session) -> bool:
        tenant = find_store(db, handle)
        check_sees_prices(tenant, actor)
        return ask_for_notice(db, tenant.id, offer_id=offer_id, email=email)

    try:
        limit("20/hour", "notify", actor.ip)
        return "kept" if run(store_scope(handle), keep) else "here"
    except TooManyRequests:
        return "later"
    except MarketplaceError:
        return "refused"


ROUTES: list[BaseRoute] = [Route("/s/{store}/notify", send, methods=["POST"])]
