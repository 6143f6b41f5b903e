"""What the web server runs: Reflex's application behind a thin edge that answers ready pages itself."""

from __future__ import annotations

from starlette.types import ASGIApp


def app() -> ASGIApp:
    """The ASGI application, made once per worker process."""
    from marketplace.api.http_api import make_api, serve_api
    from marketplace.api.wire.paths import paths_of
    from marketplace.app import app as reflex_app
    from marketplace.kit.telemetry import start_telemetry
    from marketplace.site.edge import Edge

    start_telemetry("web")
    api = make_api()
    return Edge(reflex_app(), serve_api(api), paths_of(api))
