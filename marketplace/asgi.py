"""What the web server runs: Reflex's application behind a thin edge that answers ready pages itself."""

from __future__ import annotations

import gc

from starlette.types import ASGIApp


def app() -> ASGIApp:
    """The ASGI application, made once per worker process."""
    from marketplace.api.http_api import api_routes, make_api, serve_api
    from marketplace.api.wire.paths import ApiPaths
    from marketplace.api.wire.ready import answer_in_memory
    from marketplace.app import app as reflex_app
    from marketplace.kit.telemetry import start_telemetry
    from marketplace.site.edge import Edge

    start_telemetry("web")
    edge = Edge(reflex_app(), serve_api(make_api()), ApiPaths(api_routes()), answer_in_memory)
    # The half million objects of the program live as long as it does: looking through them for garbage stops
    # everybody for a tenth of a second, again and again.
    gc.collect()
    gc.freeze()
    return edge
