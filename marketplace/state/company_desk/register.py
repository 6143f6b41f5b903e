"""`/s/{store}/b2b/register`: a company asks to buy here; what is typed is kept as each field is left."""

from __future__ import annotations

from dataclasses import asdict, replace
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.companies.documents import FIELD
from marketplace.domain.companies.registration import FIELDS, Registration, tax_remark
from marketplace.domain.errors import Conflict, Invalid, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit import check_digits
from marketplace.queries.company_desk.registration import RegistrationView, get_registration
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import hue, initials
from marketplace.queries.shared.company_documents import DocumentRow
from marketplace.services.companies.documents import remove_document
from marketplace.services.companies.registration import register_company, save_draft
from marketplace.state import toast
from marketplace.state.company_desk.layout import CompanyScreen, here
from marketplace.state.upload_reply import problem_of
from marketplace.state.vendor_desk.layout import CurrentUser


class CompanyRegisterState(CompanyScreen):
    """Open to guests: they read what it is about, and sign in or make an account first."""

    register_ready: bool = False
    is_guest: bool = True
    view: RegistrationView = RegistrationView()
    countries: list[Option] = []
    given: dict[str, str] = {}
    kept: str = ""
    bills_elsewhere: bool = False
    documents: list[DocumentRow] = []
    tax_remark: str = ""
    _typed: Registration = Registration()
    _touched: list[str] = []

    @rx.event
    async def open(self) -> Any:
        """Show what this person has typed so far, or how their company stands."""
        self.field_errors, self.problem, self.missing, self.kept, self._touched = {}, "", False, "", []
        actor = await self.current_actor()
        self.is_guest = actor.user_id is None
        self.current_user = CurrentUser(actor.name, initials(actor.name), hue(actor.name), actor.email)
        try:
            self.view = await self._at_company(lambda db, actor: get_registration(db, actor, here(db)))
        except MarketplaceError as error:
            return self.handle_error(error)
        if self.view.leads_to:
            return rx.redirect(self.view.leads_to)
        self.countries, self.given = list(self.view.countries), dict(self.view.given)
        self.documents = list(self.view.documents)
        self._typed = Registration(**self.given)
        self.tax_remark = tax_remark(self._typed, check_digits.check)
        self.bills_elsewhere = any(self.given[f"bill_{name}"] for name in ("line1", "city", "postal_code"))
        self.register_ready = True
        return None

    @rx.event
    async def leave_field(self, name: str, value: str) -> Any:
        """A field was left or chosen: keep the form, and say what is wrong with what was typed so far."""
        if name not in FIELDS or self.is_guest:
            return None
        self._typed = replace(self._typed, **{name: value[:200]})
        self.given = {**self.given, name: value[:200]}  # a choice shows what the state says
        self._touched = sorted({*self._touched, name})
        typed = self._typed
        try:
            problems = await self._at_company(lambda db, actor: save_draft(db, actor, here(db), typed))
        except MarketplaceError as error:
            return self.handle_error(error)
        shown = {field for field in self._touched if getattr(typed, field).strip()}
        self.field_errors = {field: sentence for field, sentence in problems.items() if field in shown}
        self.tax_remark = tax_remark(typed, check_digits.check)
        self.kept = "Saved"
        return None

    @rx.event
    async def bill_elsewhere(self, on: bool) -> None:
        """Show the address of the bills, or let them go where the goods go."""
        self.bills_elsewhere = on

    @rx.event
    async def document_taken(self, reply: str) -> Any:
        """What the upload's route answered: the list as it is now, or what is wrong with the file."""
        return await self._show_documents(problem_of(reply))

    @rx.event
    async def remove_document(self, document_id: str) -> Any:
        """Take back a document that was not sent yet."""
        try:
            await self._at_company(lambda db, actor: remove_document(db, actor, here(db), document_id))
        except MarketplaceError as error:
            return await self._show_documents("") or self.handle_error(error)
        return await self._show_documents("")

    async def _show_documents(self, problem: str) -> Any:
        try:
            view = await self._at_company(lambda db, actor: get_registration(db, actor, here(db)))
        except MarketplaceError as error:
            return self.handle_error(error)
        self.documents = list(view.documents)
        self.field_errors = {name: words for name, words in self.field_errors.items() if name != FIELD}
        if problem:
            self.field_errors = {**self.field_errors, FIELD: problem}
        return None

    @rx.event
    async def send(self, form: dict[str, Any]) -> Any:
        """Ask the store."""
        reader = FormReader(form)
        typed = Registration(**{name: reader.raw(name, 200) for name in FIELDS})
        if not self.bills_elsewhere:
            typed = replace(typed, **{name: "" for name in asdict(typed) if name.startswith("bill_")})

        def ask(db: Session, actor: Actor) -> str:
            return register_company(db, actor, here(db), typed, whole_address=True).name

        desk = rx.redirect(f"/s/{self._store()}/company")
        try:
            name = await self._at_company(ask)
        except Conflict:  # they buy for a company already: the second press of a double click, mostly
            return desk
        except Invalid as error:
            self.field_errors = dict(error.fields)
            return toast.error("Something is still missing. It is said at its field.")
        except MarketplaceError as error:
            return self.handle_error(error)
        return [toast.success(f"{name} is registered; the store decides."), desk]
