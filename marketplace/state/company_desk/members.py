"""`/s/{store}/company/members`: the people of a company, and the one that the address names in a form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.queries.company_desk.members import MemberCard, MemberRow, get_member_card, list_members
from marketplace.services.companies import members
from marketplace.services.companies.members import MemberForm
from marketplace.state import toast
from marketplace.state.company_desk.layout import CompanyScreen, here
from marketplace.state.listing import Address, SearchedList

_NEW, _PLACE = "new", "place-"


class CompanyMembersState(CompanyScreen, SearchedList):
    """`member_id` is empty while no form is open, and `new` for an invitation."""

    members_ready: bool = False
    rows: list[MemberRow] = []
    summary: str = ""
    member_id: str = ""
    card: MemberCard = MemberCard()
    everywhere: bool = True
    form_round: int = 0

    def _address(self) -> Address:
        return Address(f"/s/{self._store()}/company/members", dict(self.router.url.query_parameters))

    @rx.event
    async def open(self) -> Any:
        """Show the people, and the one that `?member=` names."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        at = self._address()
        self.member_id = at.value("member")
        wanted = "" if self.member_id == _NEW else self.member_id
        try:
            page = await self._at_company(
                lambda db, actor: list_members(db, actor, here(db), q=at.value("q"), page=at.page())
            )
            self.rows, self.summary = list(page.rows), page.summary
            self._turn_to(at, page)
            self.q = at.value("q")
            self.card = MemberCard()
            if self.member_id:
                self.card = await self._at_company(lambda db, actor: get_member_card(db, actor, here(db), wanted))
        except MarketplaceError as error:
            return self._refused(error)
        finally:
            self.members_ready = True
        self.everywhere = self.card.given["everywhere"] == "yes"
        self.form_round += 1
        return None

    def _searched_from(self) -> Address:
        at = self._address()
        return Address(at.path, {name: value for name, value in at.query.items() if name != "member"})

    @rx.event
    async def show_everywhere(self, on: bool) -> None:
        """Show the places to choose from, or none: every place."""
        self.everywhere = on

    @rx.event
    async def save(self, form: dict[str, Any]) -> Any:
        """Invite the person of the form, or change the open one."""
        typed = FormReader(form)
        email, member_id = typed.text("email", 254), self.member_id
        limit = typed.amount("limit", self.card.currency or "EUR")
        chosen = [name.removeprefix(_PLACE) for name, value in form.items() if name.startswith(_PLACE) and value]
        if not self.everywhere and not chosen:
            typed.refuse("locations", "Choose a place, or all of them.")
        facts = MemberForm(
            role=typed.raw("role"),
            spending_limit_amount=limit,
            limit_period=typed.raw("period"),
            location_ids=() if self.everywhere else tuple(chosen),
            manager_id=typed.text("manager", 60),
        )

        def keep(db: Session, actor: Actor) -> str:
            typed.check()
            if member_id == _NEW:
                return f"{members.invite_member(db, actor, here(db), email, facts).email} is invited."
            return f"{members.change_member(db, actor, here(db), member_id, facts).email} is changed."

        return await self._do(keep)

    @rx.event
    async def resend(self) -> Any:
        """Write the invitation once more."""
        member_id = self.member_id

        def send(db: Session, actor: Actor) -> str:
            return f"A new letter goes to {members.resend_invitation(db, actor, here(db), member_id).email}."

        return await self._do(send)

    @rx.event
    async def deactivate(self) -> Any:
        """Let the open person go, or take their invitation back."""
        member_id = self.member_id

        def end(db: Session, actor: Actor) -> str:
            return f"{members.deactivate_member(db, actor, here(db), member_id).email} is no member any more."

        return await self._do(end)

    async def _do(self, use: Callable[[Session, Actor], str]) -> Any:
        try:
            sentence = await self._at_company(use)
        except MarketplaceError as error:
            return self._refused(error)
        self.field_errors, self.member_id = {}, ""
        return [rx.redirect(self._searched_from().to()), toast.success(sentence)]
