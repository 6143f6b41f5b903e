"""`/vendor/apply`: the application, kept as it is typed, and the checklist that says what is missing."""

from __future__ import annotations

import asyncio
from dataclasses import fields, replace
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Conflict, Invalid, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.domain.vendors.onboarding import Application, fields_of
from marketplace.kit.slow import PASSWORDS
from marketplace.kit.tenancy import scope_of
from marketplace.queries.account.stores import likeliest_store, list_open_stores, store_of_vendor
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import hue, initials
from marketplace.queries.vendor_desk.application import ApplicationView, RequirementRow, get_application
from marketplace.services.identity.confirmation import confirm_password
from marketplace.services.vendors.vendors import application_problems, apply_as_vendor, save_application_draft
from marketplace.state import toast
from marketplace.state.base import Screen
from marketplace.state.vendor_desk.layout import CurrentUser

_NAMES = frozenset(item.name for item in fields(Application))


def _view(db: Session, actor: Actor) -> ApplicationView:
    return get_application(db, actor, str(scope_of(db).tenant_id))


class VendorApplyState(Screen):
    """Open to guests: they see the list and make an account first."""

    apply_ready: bool = False
    is_guest: bool = True
    applicant: CurrentUser = CurrentUser()
    stores: list[Option] = []
    store: str = ""
    view: ApplicationView = ApplicationView()
    steps: list[RequirementRow] = []
    standing: dict[str, str] = {}  # requirement -> done, todo, waiting or wrong
    given: dict[str, str] = {}  # requirement -> what was given
    open_step: str = ""
    wrong: dict[str, str] = {}
    kept: str = ""
    form_round: int = 0  # a new number draws the question before sending anew, closed
    _typed: Application = Application("")
    _touched: list[str] = []

    @rx.event
    async def open(self) -> Any:
        """Show the application of this person in the store of the address."""
        actor = await self.current_actor()
        self.missing, self.problem, self.kept, self.wrong, self._touched = False, "", "", {}, []
        self.is_guest = actor.user_id is None
        self.applicant = CurrentUser(actor.name, initials(actor.name), hue(actor.name), actor.email)
        self.stores = await asyncio.to_thread(list_open_stores)
        requested_store = self.router.url.query_parameters.get("store", "")
        own_store = await asyncio.to_thread(store_of_vendor, actor)
        known = [choice.value for choice in self.stores]
        self.store = own_store or await asyncio.to_thread(likeliest_store, actor, requested_store, known)
        answer = await self._read() if self.store else None
        self.apply_ready = True
        return answer

    async def _read(self) -> Any:
        try:
            view = await self.in_store(self.store, _view)
        except MarketplaceError as error:
            return self.handle_error(error)
        given = {name: getattr(view, name) for name in _NAMES}
        self._typed = Application(**given)
        self._show(view)
        first = next((row.key for row in view.to_send if row.state != "done"), "")
        self.open_step = first if view.status in ("", "draft") and not self.is_guest else ""
        return None

    def _show(self, view: ApplicationView) -> None:
        self.view, self.steps = view, [*view.to_send, *view.to_be_approved]
        problems = application_problems(self._typed)
        self.wrong = {name: sentence for name, sentence in problems.items() if name in self._touched}
        self.standing = {row.key: self._state_of(row) for row in self.steps}
        self.given = {row.key: row.note for row in self.steps}

    def _state_of(self, row: RequirementRow) -> str:
        """`wrong` where something was given that cannot be right."""
        given = any(getattr(self._typed, name) for name in fields_of(row.key) if name in self.wrong)
        return "wrong" if given and row.state != "done" else row.state

    @rx.event
    async def choose_store(self, handle: str) -> Any:
        """Apply to another store."""
        return rx.redirect(f"/vendor/apply?store={handle}")

    @rx.event
    async def show_step(self, key: str) -> None:
        """Open one requirement, close the others."""
        self.open_step = "" if self.open_step == key else key

    @rx.event
    async def set_field(self, name: str, value: str) -> Any:
        """A field was typed into: keep the draft."""
        if name not in _NAMES or name == "accepts_terms":
            return None
        self._typed = replace(self._typed, **{name: value})  # type: ignore[arg-type]
        if name not in self._touched:
            self._touched = [*self._touched, name]
        return await self._keep()

    @rx.event
    async def accept(self, on: bool) -> Any:
        """The terms were accepted, or not any more."""
        self._typed = replace(self._typed, accepts_terms=on)
        return await self._keep()

    async def _keep(self) -> Any:
        typed = self._typed

        def work(db: Session, actor: Actor) -> ApplicationView:
            save_application_draft(db, actor, typed)
            db.flush()
            return _view(db, actor)

        try:
            view = await self.in_store(self.store, work)
        except Invalid as error:
            self.wrong = {**self.wrong, **error.fields}
            self.kept = "Nothing is kept before your shop has a name."
            return None
        except MarketplaceError as error:
            return self.handle_error(error)
        self.kept = "Saved"
        self._show(view)
        return None

    @rx.event
    async def send(self, form: dict[str, Any]) -> Any:
        """Hand the application in, with the password: it says where the money will go."""
        typed, password = self._typed, FormReader(form).raw("password")

        def work(db: Session, actor: Actor) -> ApplicationView:
            apply_as_vendor(db, confirm_password(db, actor, password), typed)
            db.flush()
            return _view(db, actor)

        try:
            view = await self.in_store(self.store, work, PASSWORDS)
        except Invalid as error:
            if "password" in error.fields:
                return self.handle_error(error)
            self._touched = sorted(_NAMES)
            self.wrong = dict(error.fields)
            return toast.error("Something is still missing. It is marked in the list.")
        except Conflict as error:
            return [toast.error(error.sentence), VendorApplyState.open]
        except MarketplaceError as error:
            return self.handle_error(error)
        self._show(view)
        self.open_step, self.field_errors, self.form_round = "", {}, self.form_round + 1
        return toast.success("Sent. We have also written to you.")
