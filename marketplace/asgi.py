"""What the web server runs."""

from __future__ import annotations

from typing import Any


def app() -> Any:
    """The ASGI application, made once per worker process."""
    from marketplace.app import app as reflex_app

    return reflex_app()
