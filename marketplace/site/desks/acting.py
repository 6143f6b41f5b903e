"""Buying in a member's name: begun on a company's page, ended by the banner above every page of the shop."""

from __future__ import annotations

from sqlmodel import Session
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from marketplace.domain.errors import MarketplaceError, Unauthenticated
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.db import arun
from marketplace.kit.ratelimit import limit
from marketplace.kit.tenancy import Scope
from marketplace.queries.operator_desk.company_review import store_home_of
from marketplace.services.companies.acting import start_acting, stop_acting
from marketplace.services.identity.access import Desk, desk_scope
from marketplace.site.refused import refused_page
from marketplace.web.own_prices_hint import give_hint
from marketplace.web.request_context import actor_from, see


def _scope(actor: Actor) -> Scope:
    return desk_scope(actor, Desk.OPERATOR if actor.is_operator else Desk.TENANT)


async def start(request: Request) -> Response:
    """`POST /admin/companies/{company}/act`: `member` is for whom; leads into the company's store."""
    company = request.path_params["company"]
    try:
        actor = await actor_from(request)
        limit("60/hour", "acting", actor.user_id or actor.ip)
        async with request.form() as form:
            member = FormReader(form).raw("member", 60)
        scope = _scope(actor)

        def begin(db: Session) -> str:
            start_acting(db, actor, company, member)
            return store_home_of(db, company)

        home = await arun(scope, begin)
    except Unauthenticated:
        return see("/sign-in", {"next": f"/admin/companies/{company}"})
    except MarketplaceError as error:
        return refused_page(request, error, f"/admin/companies/{company}")
    shop = see(home)
    give_hint(shop)  # its pages ask for the member's prices from now on
    return shop


async def stop(request: Request) -> Response:
    """`POST /s/{store}/acting/stop`: back to the list of companies. Fine for who acts for nobody."""
    actor = await actor_from(request)
    if actor.user_id is None:
        return see("/sign-in", {"next": "/admin/companies"})
    await arun(Scope.system(), lambda db: stop_acting(db, actor))
    return see("/admin/companies" if actor.is_operator or actor.tenant_desk() else "/account")


ROUTES: list[BaseRoute] = [
    Route("/admin/companies/{company}/act", start, methods=["POST"]),
    Route("/s/{store}/acting/stop", stop, methods=["POST"]),
]
