"""`/admin/payouts`: what waits for a person, what is on its way, and every action on one payout."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Invalid, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.kit.slow import PASSWORDS, Place
from marketplace.queries.formatting.wording import capitalised
from marketplace.queries.operator_desk.payers import PayerRow, Payers, list_payers
from marketplace.queries.operator_desk.payout_detail import OperatorPayout, get_payout
from marketplace.queries.operator_desk.payouts import BankFile, Debt, PayoutRow, list_payouts
from marketplace.services.finance import payout_actions as desk
from marketplace.services.finance.bank_files import make_bank_file
from marketplace.services.finance.earnings import write_off
from marketplace.services.finance.payer_accounts import remove_payer, set_payer
from marketplace.services.identity.confirmation import confirm_password
from marketplace.state.listing import Address, SearchedList
from marketplace.state.operator_desk.layout import OperatorScreen

_TABS = (
    ("held", "To release", "held"),
    ("queued", "Queued", "queued"),
    ("moving", "On their way", "moving"),
    ("paid", "Paid", "paid"),
    ("back", "Failed and returned", "back"),
    ("", "All", "all"),
)
Use = Callable[[Session, Actor], Any]


class OperatorPayoutsState(OperatorScreen, SearchedList):
    """The view and the open payout are in the address."""

    PATH: ClassVar[str] = "/admin/payouts"
    payouts_ready: bool = False
    view: str = ""
    rows: list[PayoutRow] = []
    says: str = ""
    queued: str = ""
    debts: list[Debt] = []
    files: list[BankFile] = []
    payers: list[PayerRow] = []
    payers_say: str = ""
    payout: OperatorPayout = OperatorPayout()
    close_href: str = "/admin/payouts"

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        answer = await self._show()
        self.payouts_ready = True
        return answer

    async def _show(self) -> Any:
        at = self._address()
        view, payout_id = at.value("view"), at.value("payout")

        def read(db: Session, actor: Actor) -> tuple[Any, OperatorPayout, Payers]:
            page = list_payouts(db, actor, view=view, q=at.value("q"), page=at.page())
            one = get_payout(db, actor, payout_id) if payout_id else OperatorPayout()
            return page, one, list_payers(db, actor)

        try:
            page, self.payout, payers = await self._at_admin(read)
        except MarketplaceError as error:
            return self._refused(error)
        clean = Address(at.path, {"view": view, "q": at.value("q")})
        self.view, self.rows = view, list(page.rows)
        self._turn_to(at, page)
        self._offer(clean)
        self.tabs = Address(at.path, {"view": view}).tabs("view", _TABS, page.counts)
        self.says, self.queued = _says(page.counts, page.queued_sum), page.queued_sum
        self.debts, self.files = list(page.debts), list(page.files)
        self.payers, self.payers_say = list(payers.rows), payers.says
        self.chips = at.chips({"q": ("Search", {})})
        self.close_href = clean.to()
        return None

    async def _act(self, use: Use, message: str, slow: Place | None = None) -> Any:
        try:
            answer = await self._at_admin(use, slow)
        except MarketplaceError as error:
            shown = None if isinstance(error, Invalid) else await self._show()
            return shown or self._refused(error)
        note = self._did(message.replace("{answer}", str(answer)))
        return await self._read_place() or await self._show() or note

    def _searched_from(self) -> Address:
        return Address(self.PATH, {"view": self.view})

    @rx.event
    async def release(self, form: dict[str, Any]) -> Any:
        """Approve the open payout, with the password; above the limit a second person must as well."""
        payout_id, password = self.payout.id, FormReader(form).raw("password")
        return await self._act(
            lambda db, actor: (
                "It waits for a second person now."
                if desk.release_payout(db, confirm_password(db, actor, password), payout_id)
                else "It is queued for the next bank file."
            ),
            "Released. {answer}",
            PASSWORDS,
        )

    @rx.event
    async def hold(self, form: dict[str, Any]) -> Any:
        """Keep the open payout back, with a reason."""
        payout_id, reason = self.payout.id, FormReader(form).raw("reason")
        return await self._act(lambda db, actor: desk.hold_payout(db, actor, payout_id, reason=reason), "It is held.")

    @rx.event
    async def cancel(self, form: dict[str, Any]) -> Any:
        """Take the open payout back before it is sent, with a reason."""
        payout_id, reason = self.payout.id, FormReader(form).raw("reason")
        return await self._act(
            lambda db, actor: desk.cancel_payout(db, actor, payout_id, reason=reason),
            "It is cancelled, and the money is available again.",
        )

    @rx.event
    async def make_file(self) -> Any:
        """Tell the bank of everything that is queued."""
        return await self._act(make_bank_file, "{answer} is ready. Download it, and give it to the bank.")

    @rx.event
    async def save_payer(self, form: dict[str, Any]) -> Any:
        """Say which account pays the vendors of a store, or of every store that has none."""
        typed = {name: str(value or "")[:140] for name, value in form.items()}
        store, password = typed.pop("store", ""), typed.pop("password", "")
        return await self._act(
            lambda db, actor: set_payer(db, confirm_password(db, actor, password), store or None, typed),
            "The next bank files are paid from it.",
            PASSWORDS,
        )

    @rx.event
    async def remove_payer(self, form: dict[str, Any]) -> Any:
        """A store's vendors are paid from the platform's account again."""
        typed = FormReader(form)
        store, password = typed.raw("store"), typed.raw("password")
        return await self._act(
            lambda db, actor: remove_payer(db, confirm_password(db, actor, password), store),
            "The platform’s account pays its vendors now.",
            PASSWORDS,
        )

    @rx.event
    async def mark_paid(self, form: dict[str, Any]) -> Any:
        """The bank has paid the open payout, by this reference."""
        payout_id, reference = self.payout.id, FormReader(form).raw("bank_reference")
        return await self._act(
            lambda db, actor: desk.mark_paid(db, actor, payout_id, bank_reference=reference), "It is paid."
        )

    @rx.event
    async def mark_failed(self, form: dict[str, Any]) -> Any:
        """The bank refused the open payout, and why."""
        payout_id, reason = self.payout.id, FormReader(form).raw("reason")
        return await self._act(
            lambda db, actor: desk.mark_failed(db, actor, payout_id, reason=reason),
            "It failed, and the money is available to the vendor again.",
        )

    @rx.event
    async def mark_returned(self, form: dict[str, Any]) -> Any:
        """The open payout was paid and came back, and why."""
        payout_id, reason = self.payout.id, FormReader(form).raw("reason")
        return await self._act(
            lambda db, actor: desk.mark_returned(db, actor, payout_id, reason=reason),
            "It came back, and the money is available to the vendor again.",
        )

    @rx.event
    async def give_up(self, form: dict[str, Any]) -> Any:
        """Write off what a vendor owes."""
        typed = FormReader(form)
        vendor_id, currency = typed.raw("vendor_id"), typed.raw("currency")
        reason, key = typed.raw("reason"), new_id("wof")
        return await self._act(
            lambda db, actor: write_off(db, actor, vendor_id, currency, reason=reason, key=key), "It is written off."
        )


def _says(counts: dict[str, int], queued: str) -> str:
    parts = [f"{counts['held']} to release" if counts["held"] else "nothing to release"]
    parts.append(f"{queued} for the next bank file" if queued else "nothing queued")
    return capitalised(", ".join(parts))
