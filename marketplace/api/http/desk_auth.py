"""Who works at a desk: a person by token or cookie, at the store's side also a program by its secret key."""

from __future__ import annotations

import base64
import binascii
from abc import abstractmethod
from functools import cached_property
from typing import Annotated, TypeVar

from fastapi import Depends, Security
from fastapi.security import APIKeyCookie, HTTPBasic, HTTPBasicCredentials
from sqlmodel import Session
from starlette.requests import Request

from marketplace.api.http.auth import Acting, bearer, same_origin, sent
from marketplace.api.http.errors import Unauthorized
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.db import run
from marketplace.kit.ratelimit import limit
from marketplace.kit.tenancy import Scope
from marketplace.services.identity.access import Desk, desk_scope
from marketplace.services.identity.api_keys import actor_of_key, find_secret, touch

SECRET = "sk_"  # noqa: S105  a prefix, not a secret
C = TypeVar("C", bound="DeskCaller")


class DeskCaller(Acting):
    """Somebody with a desk. Whoever has none is refused before anything of the request is looked at."""

    @property
    @abstractmethod
    def desk(self) -> Desk:
        """The desk that is asked for."""

    @cached_property
    def scope(self) -> Scope:
        """The store of the desk, or every store. Raises `Unauthorized`, `Forbidden`, `TooManyRequests`."""
        limit("1200/minute", "desk-api", self.visitor.ip)
        return desk_scope(self.known(), self.desk)

    @property
    def identity(self) -> str:
        return str(self.known().user_id)

    def _is_meant(self) -> bool:
        """A cookie vouches for our own pages alone: storefronts elsewhere, trusted ones too, have no desk."""
        headers = self.request.headers
        return same_origin(headers) if "origin" in headers else self.request.method == "GET"


class VendorCaller(DeskCaller):
    """A member of a vendor."""

    actor_type = "vendor"

    @property
    def desk(self) -> Desk:
        return Desk.VENDOR


class AdminCaller(DeskCaller):
    """An operator, an administrator of a store, or a secret key that acts as one of them within its scopes."""

    actor_type = "user"

    @property
    def desk(self) -> Desk:
        return Desk.OPERATOR if self.known().is_operator else Desk.TENANT

    @cached_property
    def actor(self) -> Actor:
        """As of every caller; a secret key is asked for before anything else."""
        token = secret_of(self.request)
        return run(Scope.system(), lambda db: self._program(db, token)) if token else super().actor

    def _program(self, db: Session, token: str) -> Actor:
        key, seen = find_secret(db, token), self.visitor
        if key is None:
            raise Unauthorized
        touch(db, key.id, at=now())
        return actor_of_key(key, ip=seen.ip, agent=seen.agent, request_id=seen.request_id)


def secret_of(request: Request) -> str:
    """The secret key out of `Authorization: Basic base64("sk_...:")` or `Bearer sk_...`; empty without one."""
    kind, _, rest = request.headers.get("authorization", "").partition(" ")
    token = rest.strip()
    if kind.lower() == "basic":
        try:
            token = base64.b64decode(token, validate=True).decode().partition(":")[0]
        except (binascii.Error, UnicodeDecodeError):
            return SECRET  # of nobody: a wrong key is no reason to look for a cookie
        return token or SECRET
    return token if kind.lower() == "bearer" and token.startswith(SECRET) else ""


class _Described(HTTPBasic):
    """For the description only: the library's own reading refuses in words that are not the contract's."""

    async def __call__(self, request: Request) -> HTTPBasicCredentials | None:  # type: ignore[override]
        return None


_secret = _Described(
    scheme_name="secretKey", description="The secret key as the user name, with an empty password.", auto_error=False
)
_cookie = APIKeyCookie(
    name="session",
    scheme_name="session",
    auto_error=False,
    description="The cookie of somebody who signed in; `__Host-session` over https. What changes something must come "
    "from our own origin.",
)
Sent = Annotated[bytes, Depends(sent)]
ByToken = Annotated[object, Security(bearer)]
ByCookie = Annotated[object, Security(_cookie)]
ByKey = Annotated[object, Security(_secret)]


def vendor_desk(request: Request, content: Sent, token: ByToken, cookie: ByCookie) -> VendorCaller:
    """Who works at a vendor's desk. Raises as `DeskCaller.scope`."""
    return _entered(VendorCaller(request), content)


def admin_desk(request: Request, content: Sent, token: ByToken, key: ByKey, cookie: ByCookie) -> AdminCaller:
    """Who works at the store's side. Raises as `DeskCaller.scope`."""
    return _entered(AdminCaller(request), content)


def _entered(caller: C, content: bytes) -> C:
    """The caller, who has a desk: the scope is asked for now, so that nothing is told to anybody else."""
    caller.content = content
    scope_of_desk = caller.scope
    assert scope_of_desk != Scope.public()
    return caller


VendorDesk = Annotated[VendorCaller, Depends(vendor_desk)]
AdminDesk = Annotated[AdminCaller, Depends(admin_desk)]
