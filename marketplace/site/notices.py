"""`/s/{store}/notify`: the form of a product that nobody can buy now."""

from __future__ import annotations

import asyncio

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.api.visitor import actor_from, safe_next, see
from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.kit.db import run
from marketplace.kit.ratelimit import limit
from marketplace.services.access import check_sees_prices, find_store, store_scope
from marketplace.services.stock_notices import ask_for_notice


async def send(request: Request) -> Response:
    """Keep the wish; back to the product, whose page says what came of it. What was typed goes into no address."""
    form, actor = await request.form(), await actor_from(request)
    offer, email, product = (str(form.get(name, ""))[:300] for name in ("offer", "email", "product"))
    handle = request.path_params["store"]
    is_kept = await asyncio.to_thread(_keep, handle, actor, offer, email)
    return see(safe_next(product, f"/s/{handle}"), {"offer": offer, "notify": "kept" if is_kept else "refused"})


def _keep(handle: str, actor: Actor, offer_id: str, email: str) -> bool:
    def keep(db: Session) -> None:
        tenant = find_store(db, handle)
        check_sees_prices(tenant, actor)
        ask_for_notice(db, tenant.id, offer_id=offer_id, email=email)

    try:
        limit("20/hour", "notify", actor.ip)
        run(store_scope(handle), keep)
    except MarketplaceError:
        return False
    return True


ROUTES: list[BaseRoute] = [Route("/s/{store}/notify", send, methods=["POST"])]
