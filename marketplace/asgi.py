"""What the web server runs: Reflex's application behind a thin edge that answers ready pages itself."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence

from starlette.applications import Starlette
from starlette.routing import BaseRoute, Route
from starlette.types import ASGIApp, Receive, Scope, Send

from marketplace.kit.cpu_affinity import keep_to
from marketplace.settings import settings
from marketplace.web.unavailable import HANDLERS

# A thread that has its answer from the database goes on within this, however long a page is being drawn beside it. With
# Python's own five milliseconds everything that asks twice stands in line twice behind what only computes.
_SWITCH_SECONDS = 0.0005


def app() -> ASGIApp:
    """The ASGI application, made once per worker process."""
    sys.setswitchinterval(_SWITCH_SECONDS)
    gc.disable()  # of what is imported nothing is garbage: to look for some is a tenth of the start
    from marketplace.api.app import api_routes, make_api, serve_api
    from marketplace.api.http.public_reads import slot_at_the_edge
    from marketplace.app import ROUTES
    from marketplace.app import app as reflex
    from marketplace.kit.telemetry import start_telemetry
    from marketplace.site.not_found import draw_not_found
    from marketplace.state.quote_live import leave_rooms
    from marketplace.state.tab_memory import forget_soon
    from marketplace.web.admission import Admission
    from marketplace.web.api_paths import ApiPaths
    from marketplace.web.edge import Edge

    start_telemetry("web")
    whole = reflex()
    inner = Edge(
        whole,
        not_found=draw_not_found,
        api=serve_api(make_api()),
        api_paths=ApiPaths(api_routes()),
        api_slot=slot_at_the_edge,
        pages=pages_of_stores(ROUTES, whole),
    )

    def on_tab_closed(token: str) -> None:
        leave_rooms(token)
        forget_soon(reflex, token)

    edge = Admission(inner, on_tab_closed)
    # The half million objects of the program live as long as it does: looking through them for garbage stops
    # everybody for a tenth of a second, again and again.
    gc.collect()
    gc.freeze()
    gc.enable()
    return on_own_processor(edge)


def pages_of_stores(routes: Sequence[BaseRoute], otherwise: ASGIApp) -> ASGIApp:
    """The plain pages below `/s/` without what Reflex does for its sockets; what is none of them goes on to Reflex."""
    read = [one for one in routes if isinstance(one, Route) and "GET" in (one.methods or ())]
    ours = [one for one in read if one.path.startswith("/s/")]
    pages = Starlette(routes=ours, exception_handlers=HANDLERS)
    pages.router.redirect_slashes = False
    pages.router.default = otherwise
    return pages


def on_own_processor(app: ASGIApp) -> ASGIApp:
    """The application, whose Python runs on the web's processor (if it has one) from its first request on.

    Not earlier: what a thread starts stays where that thread is, and the server's own threads, which hold no lock of
    Python's, may run anywhere. They exist by then.
    """
    settled = False

    async def settle_first(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal settled
        if not settled and scope["type"] != "lifespan":
            settled = True
            keep_to(settings().web_processor)
        await app(scope, receive, send)

    return settle_first
