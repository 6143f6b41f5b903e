"""`/admin/companies/[company_id]`: one company, and the decision about it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import Invalid, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.stores.taxes import Exemption, read_exemption
from marketplace.kit.clock import now
from marketplace.queries.operator_desk.company_review import CompanyReview, get_company_review
from marketplace.services.companies.decisions import decide_company
from marketplace.services.companies.exemptions import set_exemption
from marketplace.state.operator_desk.layout import OperatorScreen

_SAID = {"approve": "may buy", "reject": "is declined", "suspend": "is suspended", "reinstate": "may buy again"}


class OperatorCompanyState(OperatorScreen):
    """The company that the address names."""

    company_ready: bool = False
    review: CompanyReview = CompanyReview()
    decision: str = "approve"

    @rx.event
    async def open(self) -> Any:
        """Show the company of the address."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        return await self._show()

    async def _show(self) -> Any:
        company_id = self._company_id()
        try:
            self.review = await self._at_admin(lambda db, actor: get_company_review(db, actor, company_id))
        except MarketplaceError as error:
            self.review = CompanyReview()
            return self._refused(error)
        finally:
            self.company_ready = True
        return None

    def _company_id(self) -> str:
        return str(self.router.url.path).rstrip("/").rpartition("/")[2]

    @rx.event
    async def choose(self, decision: str) -> None:
        """Which of the two answers is being prepared."""
        self.decision, self.field_errors = decision, {}

    @rx.event
    async def decide(self, form: dict[str, Any]) -> Any:
        """Let the company in or decline it, as the form says."""
        return await self._decide("reject" if self.decision == "reject" else "approve", form)

    @rx.event
    async def suspend(self, form: dict[str, Any]) -> Any:
        """Hold the company back for now."""
        return await self._decide("suspend", form)

    @rx.event
    async def reinstate(self) -> Any:
        """Let a suspended company buy again."""
        return await self._decide("reinstate", {})

    @rx.event
    async def exempt(self, form: dict[str, Any]) -> Any:
        """Exempt a place from tax, as the form says."""
        reader = FormReader(form)
        place, until = reader.raw("place", 60), reader.day("until")
        since = reader.day("since") or now().date()
        try:
            reader.check()
            exemption = read_exemption(
                reader.line("certificate", 60),
                reader.line("ground", 120),
                reader.line("ground_code", 40),
                since=since,
                until=until,
            )
        except Invalid as error:
            return self._refused(error)
        return await self._exempt(place, exemption, "The exemption counts from the next order on.")

    @rx.event
    async def end_exemption(self, place: str) -> Any:
        """Tax a place as everybody again."""
        return await self._exempt(place, None, "The place is taxed from its next order on.")

    async def _exempt(self, place: str, exemption: Exemption | None, notice: str) -> Any:
        company_id = self._company_id()
        try:
            await self._at_admin(lambda db, actor: set_exemption(db, actor, company_id, place, exemption))
        except MarketplaceError as error:
            return self._refused(error)
        done = self._did(notice)
        return await self._show() or done

    async def _decide(self, action: str, form: dict[str, Any]) -> Any:
        company_id, reason = self._company_id(), FormReader(form).raw("reason")
        try:
            await self._at_admin(lambda db, actor: decide_company(db, actor, company_id, action, reason=reason))
        except MarketplaceError as error:
            answer = self._refused(error)  # by what somebody else did meanwhile, unless it names a field
            return answer if self.field_errors else await self._show() or answer
        notice = self._did(f"{self.review.name} {_SAID[action]}.")
        return await self._read_place() or await self._show() or notice
