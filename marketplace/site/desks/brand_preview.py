"""A store's real home in a brand that is not published, for the frame beside the brand's form; nobody else sees it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import replace

from starlette.requests import Request
from starlette.responses import HTMLResponse, Response
from starlette.routing import BaseRoute, Route

from marketplace.components.markup import Html, el, snapshot
from marketplace.domain.errors import Forbidden, NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.queries.operator_desk.brand_draft import get_brand_draft
from marketplace.services.identity.access import ActiveStore
from marketplace.site.account.sign_in import NO_STORE
from marketplace.site.pages import page_request_of
from marketplace.site.storefront.homes import home
from marketplace.site.storefront.layout import guest_page
from marketplace.web.layout import plain_document
from marketplace.web.request_context import actor_from

# Framed by our own pages only, and without any script: it is a picture that can be scrolled.
_POLICY = (
    "default-src 'self'; script-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'self'"
)


async def _answer(request: Request) -> Response:
    actor = await actor_from(request)
    query = {name: value[:160] for name, value in request.query_params.items()}
    try:
        page = await asyncio.to_thread(_draw, actor, request.path_params["tenant_id"], query)
    except (Unauthenticated, Forbidden, NotFound):
        return Response("Not found", 404, media_type="text/plain")
    return HTMLResponse(page, headers={**NO_STORE, "Content-Security-Policy": _POLICY})


def _draw(actor: Actor, tenant_id: str, query: Mapping[str, str]) -> str:
    with unit_of_work(Scope.tenant(tenant_id)) as db:
        draft = get_brand_draft(db, actor, tenant_id, query)
        page_request = page_request_of(db, ActiveStore(draft), None, f"/s/{draft.handle}")
        whole = home(page_request)
        with snapshot():
            body = whole.body()
        page = guest_page(
            draft.content_version,
            page_request.market,
            page_request.layout,
            body,
            here=page_request.here,
            query="",
            main_class=whole.main_class,
        )
    with snapshot():
        still = str(el.div(Html(page), custom_attrs={"inert": ""}))
    head = replace(whole.head, json_ld="", scripts=(), first_scripts=(), robots="noindex")
    return plain_document(head, still, theme="dark" if query.get("theme") == "dark" else "light")


ROUTES: list[BaseRoute] = [Route("/admin/tenants/{tenant_id}/brand-preview", _answer)]
