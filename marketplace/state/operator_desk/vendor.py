"""`/admin/vendors/[vendor_key]`: one vendor, and the decision about it."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.queries.operator_desk.vendor_review import VendorReview, get_vendor_review
from marketplace.services.vendors import vendor_decisions as decisions
from marketplace.state.operator_desk.layout import OperatorScreen

_SAID = {"approve": "approved", "return": "handed back", "reject": "rejected"}


class OperatorVendorState(OperatorScreen):
    """The vendor that the address names."""

    vendor_ready: bool = False
    review: VendorReview = VendorReview()
    tab: str = "review"
    decision: str = "approve"

    @rx.event
    async def open(self) -> Any:
        """Show the vendor of the address."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.tab = self.router.url.query_parameters.get("tab", "review")
        self.undo_text = ""
        return await self._show()

    async def _show(self) -> Any:
        vendor_id = self._vendor_id()
        try:
            self.review = await self._at_admin(lambda db, actor: get_vendor_review(db, actor, vendor_id))
        except MarketplaceError as error:
            return self._refused(error)
        finally:
            self.vendor_ready = True
        return None

    def _vendor_id(self) -> str:
        return str(self.router.url.path).rstrip("/").rpartition("/")[2]

    @rx.event
    async def choose(self, decision: str) -> None:
        """Which of the three answers is being prepared."""
        self.decision, self.field_errors = decision, {}

    @rx.event
    async def decide(self, form: dict[str, Any]) -> Any:
        """Answer the application as the form says."""
        vendor_id, name = self._vendor_id(), self.review.name
        answer, typed = self.decision, FormReader(form)
        reason = typed.raw("reason")
        try:
            rate = typed.rate("commission", sentence="Enter a rate such as 12 or 12.5.")
            typed.check()
            await self._at_admin(
                lambda db, actor: _answer(db, actor, vendor_id, answer=answer, reason=reason, rate=rate, form=form)
            )
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did(f"{name} is {_SAID[answer]}.")
        return await self._read_place() or await self._show() or notice

    @rx.event
    async def suspend(self, form: dict[str, Any]) -> Any:
        """Close the shop for now."""
        vendor_id, reason = self._vendor_id(), FormReader(form).raw("reason")
        try:
            await self._at_admin(lambda db, actor: decisions.suspend_vendor(db, actor, vendor_id, reason=reason))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did(f"{self.review.name} is suspended.", "reinstate")
        return await self._show() or notice

    @rx.event
    async def reinstate(self) -> Any:
        """Open a suspended shop again."""
        vendor_id = self._vendor_id()
        try:
            await self._at_admin(lambda db, actor: decisions.reinstate_vendor(db, actor, vendor_id))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did(f"{self.review.name} is open again.")
        return await self._show() or notice

    @rx.event
    async def terminate(self, form: dict[str, Any]) -> Any:
        """End it for good; the name was typed."""
        vendor_id, typed = self._vendor_id(), FormReader(form)
        reason, name = typed.raw("reason"), typed.raw("typed_name")
        try:
            await self._at_admin(
                lambda db, actor: decisions.terminate_vendor(db, actor, vendor_id, typed_name=name, reason=reason)
            )
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did(f"{self.review.name} is ended.")
        return await self._show() or notice

    @rx.event
    async def accept(self, key: str) -> Any:
        """Take one line of the checklist as proven."""
        vendor_id = self._vendor_id()
        try:
            await self._at_admin(lambda db, actor: decisions.verify_requirement(db, actor, vendor_id, key))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did("Accepted as proven.", "reopen", key)
        return await self._show() or notice

    @rx.event
    async def reopen(self, key: str) -> Any:
        """Take an acceptance back."""
        vendor_id = self._vendor_id()
        try:
            await self._at_admin(lambda db, actor: decisions.reopen_requirement(db, actor, vendor_id, key))
        except MarketplaceError as error:
            return self._refused(error)
        notice = self._did("To be checked again.")
        return await self._show() or notice

    @rx.event
    async def undo(self) -> Any:
        """Go back on what was just done."""
        action, subject = self._undo
        self.undo_text = ""
        if action == "reopen":
            return OperatorVendorState.reopen(subject)  # type: ignore[operator]
        return OperatorVendorState.reinstate


def _answer(db: Any, actor: Any, vendor_id: str, answer: str, reason: str, rate: int | None, form: Any) -> None:
    if answer == "reject":
        decisions.reject_vendor(db, actor, vendor_id, reason=reason)
    elif answer == "return":
        decisions.ask_for_changes(db, actor, vendor_id, reason=reason)
    else:
        decisions.approve_vendor(
            db,
            actor,
            vendor_id,
            reason=reason,
            message=FormReader(form).raw("message"),
            commission_bps=rate,
            payout_schedule=FormReader(form).raw("payout_schedule"),
        )
