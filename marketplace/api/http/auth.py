"""Who calls, and for which store: read once per request, in the thread that answers it."""

from __future__ import annotations

import json
from abc import ABC, abstractmethod
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import cached_property
from typing import Annotated, Any, TypeVar
from urllib.parse import urlsplit

from fastapi import Depends, Security
from fastapi.security import APIKeyHeader, HTTPBearer
from sqlmodel import Session
from starlette.datastructures import Headers
from starlette.requests import Request
from starlette.responses import Response

from marketplace.api.http.errors import InvalidData, NotAllowed, Unauthorized
from marketplace.api.http.responses import json_bytes, reply, written
from marketplace.api.http.tokens import Claims, read_token
from marketplace.domain.permissions import GUEST, Actor
from marketplace.domain.stores.access_posture import may_enter, may_see_prices
from marketplace.kit.db import at_once, run
from marketplace.kit.idempotency import MAX_KEY, Answer, Call, call_of, once
from marketplace.kit.ids import new_id
from marketplace.kit.log import request_id
from marketplace.kit.ratelimit import limit
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.tenancy import Scope
from marketplace.queries.shared.open_stores import STORES, OpenStore
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.identity.access import actor_of
from marketplace.services.identity.sessions import find_actor_of_session

T = TypeVar("T")
KEY_HEADER = "x-publishable-api-key"
NO_KEY = (
    "Publishable API key required in the request header: x-publishable-api-key. "
    "You can manage your keys in settings in the dashboard."
)
BAD_KEY = "A valid publishable key is required to proceed with the request"
# Where a store sells and in what, and becoming a customer: no goods, no prices.
_BEFORE_SIGN_IN = ("/store/regions", "/store/currencies", "/store/locales", "/store/customers")
_MAKES_A_SECRET = ("/store/carts", "/store/quotes")  # where a guest is answered what opens it
_key = APIKeyHeader(name=KEY_HEADER, scheme_name="publishableKey", auto_error=False)
bearer = HTTPBearer(scheme_name="bearer", bearerFormat="JWT", auto_error=False)


class Caller:
    """Anybody. The actor comes from a bearer token or from the session cookie; a guest without either."""

    actor_type = "customer"

    def __init__(self, request: Request) -> None:
        self.request = request

    @cached_property
    def claims(self) -> Claims | None:
        """What the bearer token says; None without one, and for one that is not ours or has run out."""
        kind, _, token = self.request.headers.get("authorization", "").partition(" ")
        return read_token(token.strip()) if kind.lower() == "bearer" else None

    @cached_property
    def visitor(self) -> Actor:
        """Nobody yet, with what the trail wants to know."""
        address = self.request.client.host if self.request.client else ""
        agent = self.request.headers.get("user-agent", "")
        return replace(GUEST, ip=address, agent=agent, request_id=request_id())

    @cached_property
    def actor(self) -> Actor:
        """Who asks, as the session row says now; a guest when a token is for another kind of actor."""
        seen = {"ip": self.visitor.ip, "agent": self.visitor.agent, "request_id": self.visitor.request_id}
        if self.claims is not None:
            named = self.claims
            if named.actor_type != self.actor_type or not named.session_id:
                return self.visitor
            with at_once() as db:
                return find_actor_of_session(db, named.session_id, **seen)
        cookie = self.request.cookies.get(session_cookie(), "") if self._is_meant() else ""
        return actor_of(cookie, **seen) if cookie else self.visitor

    def _is_meant(self) -> bool:
        """Whether a cookie may vouch: for a read, or beside a header that no form of another site can send."""
        return self.request.method == "GET" or KEY_HEADER in self.request.headers or same_origin(self.request.headers)

    def known(self) -> Actor:
        """The actor. Raises `Unauthorized` for a guest."""
        if self.actor.user_id is None:
            raise Unauthorized
        return self.actor


class Acting(Caller, ABC):
    """Somebody who does something in one scope; `content` is what came with a call that has a key of its own."""

    content = b""

    @property
    @abstractmethod
    def scope(self) -> Scope:
        """What the caller's transactions may touch."""

    @property
    @abstractmethod
    def identity(self) -> str:
        """Whose an idempotency key is: no two callers have the same."""

    @property
    def key(self) -> str:
        """The idempotency key; empty without one. Raises `InvalidData` for one that cannot be kept."""
        given = self.request.headers.get("idempotency-key")
        if given is not None and not (0 < len(given) <= MAX_KEY and given.isascii() and given.isprintable()):
            raise InvalidData(f"An Idempotency-Key is 1 to {MAX_KEY} printable characters.")
        return given or ""

    def need_key(self) -> None:
        """Raises `InvalidData` without an idempotency key."""
        if not self.key:
            raise InvalidData("Send an Idempotency-Key with this request, so that it is never done twice.")

    def effect_key(self) -> str:
        """The key by which a service knows this effect again: made of caller, path and idempotency key."""
        return self._call().digest if self.key else new_id("key")

    def run(self, use: Callable[[Session], T]) -> T:
        """One transaction in the caller's scope."""
        return run(self.scope, use)

    def once(self, make: Callable[[Session], Any], status: int = 200) -> Response:
        """Answer what `make` returns, in one transaction. With an idempotency key that is done once, and answered
        with the same words again. Raises what `make` raises, `KeyReused`, `StillRunning`.
        """
        if not self.key:
            return reply(self.run(make), status)
        call = self._call()
        given = self.run(lambda db: once(db, call, lambda: Answer(status, json_bytes(make(db)).decode())))
        return written(given.body, given.status, {"Idempotent-Replayed": "true"} if given.is_replay else None)

    def _call(self) -> Call:
        request = self.request
        content = _meaning(request.url.query, self.content)
        return call_of(self.identity, request.method, request.url.path, self.key, content)


class StoreCaller(Acting):
    """Somebody who asks a store by its publishable key."""

    @cached_property
    def store(self) -> OpenStore:
        """The store that the key names. Raises `NotAllowed` for a missing, unknown or revoked key."""
        token = self.request.headers.get(KEY_HEADER, "")
        if not token:
            raise NotAllowed(NO_KEY)
        STORES.refresh()
        store = STORES.find_by_key(token)
        if store is None:
            raise NotAllowed(BAD_KEY)
        limit("3000/minute", "store-api", store.id, self.visitor.ip)
        self._check_enters(store)
        return store

    def _check_enters(self, store: OpenStore) -> None:
        """Raises `Unauthorized` for a guest of a store that shows guests nothing, except what a sign-in needs."""
        needed_to_sign_in = self.request.url.path.startswith(_BEFORE_SIGN_IN)
        if not needed_to_sign_in and not may_enter(store.access_posture, signed_in=self.actor.user_id is not None):
            raise Unauthorized

    @property
    def scope(self) -> Scope:
        return Scope.tenant(self.store.id)

    @property
    def identity(self) -> str:
        """The person; a guest is a visitor of the store from one address, and shares it with others."""
        return f"{self.store.id} {self.actor.user_id or self.visitor.ip}"

    @property
    def key(self) -> str:
        """As of every caller. A guest who names no cart or quote cannot be told from another behind the same address,
        and the answer would hold the secret of one: such a call is not remembered.
        """
        nameless = self.request.url.path in _MAKES_A_SECRET and self.actor.user_id is None
        return "" if nameless else super().key

    @property
    def sales_channel_id(self) -> str:
        """Every store is one sales channel."""
        return f"sc_{self.store.id.partition('_')[2]}"

    @property
    def may_see_prices(self) -> bool:
        """Whether the store shows its prices to this caller; some show them to nobody who is not signed in."""
        return may_see_prices(self.store.access_posture, signed_in=self.actor.user_id is not None)

    def shopper(self, cart_id: str) -> Shopper:
        """Who shops with this cart: the signed-in person, or whoever knows the id of a guest's cart.

        Raises `Unauthorized` for a guest of a store that shows guests no prices.
        """
        if not self.may_see_prices:
            raise Unauthorized
        return Shopper(self.actor, cart_id)

    def nothing(self) -> list[Any]:
        """The rows of a noun that no store has any of, for whoever has a key."""
        assert self.store
        return []


def same_origin(headers: Headers) -> bool:
    """Whether a browser says that our own page sent this."""
    origin = urlsplit(headers.get("origin", "")).netloc.lower()
    return bool(origin) and origin == headers.get("host", "").lower()


async def _anybody(request: Request) -> Caller:
    return Caller(request)


def _meaning(query: str, content: bytes) -> bytes:
    """What a request asks for: the same JSON in another order of its keys is the same."""
    with suppress(ValueError, RecursionError):
        content = json.dumps(json.loads(content), sort_keys=True).encode()
    return query.encode() + b"\n" + content


async def sent(request: Request) -> bytes:
    """The body of a call that has an idempotency key; nobody asks for the others'."""
    return await request.body() if "idempotency-key" in request.headers else b""


async def _of_store(request: Request, key: Annotated[str | None, Security(_key)]) -> StoreCaller:
    caller = StoreCaller(request)
    caller.content = await sent(request)
    return caller


async def _customer(
    request: Request, key: Annotated[str | None, Security(_key)], token: Annotated[object, Security(bearer)]
) -> StoreCaller:
    return await _of_store(request, key)


Anybody = Annotated[Caller, Depends(_anybody)]
Store = Annotated[StoreCaller, Depends(_of_store)]
Customer = Annotated[StoreCaller, Depends(_customer)]
