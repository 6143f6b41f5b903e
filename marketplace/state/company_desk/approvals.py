"""`/s/{store}/company/approvals`: what waits for whom, and the request that the address names."""

from __future__ import annotations

from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.queries.company_desk.absence import AbsenceCard, get_absence
from marketplace.queries.company_desk.approvals import TABS, RequestRow, list_requests
from marketplace.queries.company_desk.purchase_request import RequestCard, get_request_card
from marketplace.services.buying.purchase_requests import withdraw_request
from marketplace.services.buying.request_decisions import Outcome, Verdict, decide_request
from marketplace.services.buying.request_placing import remind_now
from marketplace.services.companies.absences import Absence, set_absence
from marketplace.state import toast
from marketplace.state.company_desk.layout import CompanyScreen, here
from marketplace.state.listing import Address, PagedList, TabLink

_LABELS = {"mine": "For me", "asked": "Asked by me", "open": "All open", "decided": "Decided"}
_SAYS = {
    Outcome.APPROVED: "Approved.",
    Outcome.PASSED: "Approved; the next one decides now.",
    Outcome.DECLINED: "Declined. Who asked reads why.",
}


class CompanyApprovalsState(CompanyScreen, PagedList):
    """`request_id` is empty while no request is open."""

    approvals_ready: bool = False
    rows: list[RequestRow] = []
    summary: str = ""
    tabs: list[TabLink] = []
    request_id: str = ""
    card: RequestCard = RequestCard()
    away: AbsenceCard = AbsenceCard()
    is_declining: bool = False
    form_round: int = 0

    def _address(self) -> Address:
        return Address(f"/s/{self._store()}/company/approvals", dict(self.router.url.query_parameters))

    @rx.event
    async def open(self) -> Any:
        """Show the queue, and the request that `?request=` names."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        at = self._address()
        tab = at.value("view") if at.value("view") in TABS else "mine"
        self.request_id, self.is_declining = at.value("request"), at.value("decline") == "1"
        try:
            page = await self._at_company(lambda db, actor: list_requests(db, actor, here(db), tab=tab, page=at.page()))
            self.rows, self.summary = list(page.rows), page.summary
            self._turn_to(at, page)
            self.tabs = [
                TabLink(_LABELS[one], f"{at.path}?view={one}", str(page.counts[one] or ""), one == tab) for one in TABS
            ]
            self.away = await self._at_company(lambda db, actor: get_absence(db, actor, here(db)))
            self.card = RequestCard()
            if wanted := self.request_id:
                self.card = await self._at_company(lambda db, actor: get_request_card(db, actor, here(db), wanted))
        except MarketplaceError as error:
            return self._refused(error)
        finally:
            self.approvals_ready = True
        self.form_round += 1
        return None

    @rx.event
    async def begin_decline(self, on: bool) -> None:
        """Show the field for the reason of a no, or put it away."""
        self.is_declining, self.field_errors = on, {}

    @rx.event
    async def approve(self) -> Any:
        """Say yes to the basket that is shown."""
        return await self._decide(Verdict(is_yes=True, digest=self.card.digest))

    @rx.event
    async def decline(self, form: dict[str, Any]) -> Any:
        """Say no, with the reason of the form."""
        return await self._decide(Verdict(is_yes=False, reason=FormReader(form).text("reason", 500)))

    @rx.event
    async def approve_row(self, request_id: str, digest: str) -> Any:
        """Say yes to a line of the queue, as it was shown there."""
        return await self._decide(Verdict(is_yes=True, digest=digest), request_id)

    @rx.event
    async def remind(self, request_id: str) -> Any:
        """Write once more to who may decide a request of one's own."""
        try:
            number = await self._at_company(lambda db, actor: remind_now(db, actor, here(db), request_id))
        except MarketplaceError as error:
            return self._refused(error)
        return toast.success(f"The approvers of PR-{number} get another letter.")

    async def _decide(self, verdict: Verdict, request_id: str = "") -> Any:
        request_id = request_id or self.request_id

        def decide(db: Session, actor: Actor) -> Outcome:
            return decide_request(db, actor, here(db), request_id, verdict)

        try:
            outcome = await self._at_company(decide)
        except MarketplaceError as error:
            return self._refused(error)
        if outcome is Outcome.CHANGED:
            words = "The basket changed since it was asked for. Nothing is decided: look at what changed."
            return [CompanyApprovalsState.open, toast.error(words)]
        self.request_id, self.is_declining = "", False
        return [rx.redirect(self._address().path), toast.success(_SAYS[outcome])]

    @rx.event
    async def withdraw(self) -> Any:
        """Take the open request back."""
        request_id = self.request_id

        def end(db: Session, actor: Actor) -> int:
            return withdraw_request(db, actor, here(db), request_id).number

        try:
            number = await self._at_company(end)
        except MarketplaceError as error:
            return self._refused(error)
        self.request_id = ""
        return [rx.redirect(self._address().path), toast.success(f"PR-{number} is taken back; the cart is as it was.")]

    @rx.event
    async def save_absence(self, form: dict[str, Any]) -> Any:
        """Say when one is away, and who decides meanwhile; empty days: one is there."""
        typed = FormReader(form)
        first, last, delegate = typed.day("first"), typed.day("last"), typed.text("delegate", 60)

        def keep(db: Session, actor: Actor) -> None:
            typed.check()
            set_absence(db, actor, here(db), Absence(first, last, delegate))

        try:
            await self._at_company(keep)
            self.away = await self._at_company(lambda db, actor: get_absence(db, actor, here(db)))
        except MarketplaceError as error:
            return self._refused(error)
        self.field_errors = {}
        self.form_round += 1
        return toast.success("Saved.")
