"""`/admin/keys`, and the keys on a store's page: made with a password, shown once, revoked."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.kit.slow import PASSWORDS
from marketplace.queries.operator_desk.api_keys import KeyBook, KeyRow, ScopeChoice, get_keys
from marketplace.services.identity import api_keys
from marketplace.services.identity.api_keys import NewKey
from marketplace.state import toast
from marketplace.state.operator_desk.layout import OperatorScreen
from marketplace.state.press import once_pressed, press_of

_SCOPE = "scope-"
_MADE_BEFORE = "This key was made already, and its token shown then. Revoke it and make another if nobody has kept it."


class OperatorKeysState(OperatorScreen):
    """`fresh` holds a token only while it is shown: opening the page again forgets it."""

    keys_ready: bool = False
    tenant_id: str = ""  # whose keys; empty for the platform's
    owner: str = ""
    rows: list[KeyRow] = []
    scopes: list[ScopeChoice] = []
    kind: str = "secret"
    fresh: NewKey = NewKey()
    press: str = ""  # goes with the form

    @rx.event
    async def open(self) -> Any:
        """Show one's own keys: the store's for its admin, the platform's for operators."""
        self._begin("")
        answer = await self._read_place()
        if answer is None:
            answer = await self._show()
            self.keys_ready = True
        return answer

    @rx.event
    async def open_store(self) -> None:
        """Show the keys of the store whose page this is. When there is none, the page itself says so."""
        self._begin(str(self.router.url.path).rstrip("/").rpartition("/")[2])
        try:
            self._keep(await self._at_admin(lambda db, actor: get_keys(db, actor, self.tenant_id)))
        except MarketplaceError:
            self._keep(KeyBook())

    def _begin(self, tenant_id: str) -> None:
        self.fresh, self.kind, self.tenant_id, self.press = NewKey(), "secret", tenant_id, new_id("press")

    async def _show(self) -> Any:
        tenant_id = self.tenant_id
        try:
            self._keep(await self._at_admin(lambda db, actor: get_keys(db, actor, tenant_id)))
        except MarketplaceError as error:
            return self._refused(error)
        return None

    def _keep(self, book: KeyBook) -> None:
        self.tenant_id, self.owner = book.tenant_id, book.owner
        self.rows, self.scopes = list(book.rows), list(book.scopes)

    @rx.event
    async def choose(self, kind: str) -> None:
        """Ask for what this kind of key needs."""
        self.kind = "publishable" if kind == "publishable" else "secret"
        self.field_errors = {}

    @rx.event
    async def create(self, form: dict[str, Any]) -> Any:
        """Make a key and show its token, this once; sent twice, it is one key."""
        if self.fresh.id:  # the second press of a double click: the form was there, and is not any more
            return None
        tenant_id, facts, press = self.tenant_id or None, facts_of(form), press_of(form, self.press)

        def make(db: Session, actor: Actor) -> NewKey:
            made: list[NewKey] = []

            def first() -> str:
                made.append(api_keys.create_key(db, actor, tenant_id=tenant_id, **facts))
                return made[0].id

            once_pressed(db, actor, press, first)
            return made[0] if made else NewKey()

        try:
            made = await self._at_admin(make, PASSWORDS)
        except MarketplaceError as error:
            return self._refused(error)
        self.press = new_id("press")
        notice = self._did(f"{made.title} is made.") if made.id else toast.error(_MADE_BEFORE)
        self.fresh = made
        return await self._show() or notice

    @rx.event
    async def revoke(self, api_key_id: str) -> Any:
        """End a key: the next request with it is refused."""
        try:
            title = await self._at_admin(lambda db, actor: api_keys.revoke_key(db, actor, api_key_id))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did(f"{title} is revoked.")
        self.fresh = NewKey() if self.fresh.id == api_key_id else self.fresh
        return await self._show() or notice

    @rx.event
    async def put_away(self) -> None:
        """The token is not shown again."""
        self.fresh = NewKey()


def facts_of(form: dict[str, Any]) -> dict[str, Any]:
    """The form of a key as the service takes it; ticked scopes arrive as `scope-orders:read`."""
    typed = FormReader(form)
    return {
        "kind": typed.raw("kind"),
        "title": typed.raw("title", 200),
        "scopes": [name.removeprefix(_SCOPE) for name, value in form.items() if name.startswith(_SCOPE) and value],
        "password": typed.raw("password"),
    }
