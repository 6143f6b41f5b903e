"""The door of stores that show nothing to guests: asked once, before any page, form, list or link of theirs is."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urlencode

from starlette.types import Scope

from marketplace.domain.stores.access_posture import may_enter
from marketplace.kit.cookies import cookie_value
from marketplace.kit.session_cookie import session_cookie
from marketplace.queries.shared.open_stores import STORES
from marketplace.services.identity.access import actor_of
from marketplace.web.response_cache import VERSIONS, store_of


async def sign_in_first(scope: Scope, seen: Mapping[bytes, bytes]) -> str:
    """Where a guest is sent who asks for something of a store that is closed to them; empty for everybody else.

    A page is come back to; what a form was sent to is no page, the one above it is.
    """
    handle = store_of(scope["path"])
    if not handle or await VERSIONS.stamp(handle) is None:
        return ""
    store = STORES.find(handle)
    if store is None or may_enter(store.access_posture, signed_in=False):
        return ""
    token = cookie_value(seen.get(b"cookie", b"").decode("latin-1"), session_cookie())
    if token and (await asyncio.to_thread(actor_of, token)).user_id is not None:
        return ""
    return f"/sign-in?{urlencode({'next': _wanted(scope), 'store': handle})}"


def is_closed(handle: str) -> bool:
    """Whether this store shows nothing to guests, so that nothing of it may lie in anybody's cache."""
    store = STORES.find(handle)
    return store is not None and not may_enter(store.access_posture, signed_in=False)


def _wanted(scope: Scope) -> str:
    path = str(scope["path"])
    if scope["method"] not in ("GET", "HEAD"):
        return path.rsplit("/", 1)[0]
    query = scope.get("query_string", b"").decode("latin-1")
    return f"{path}?{query}" if query else path
