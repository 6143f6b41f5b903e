"""`/admin/receivables/[location_id]`: the account of one place."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Invalid, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.queries.operator_desk.receivable_account import ReceivableAccount, get_receivable_account
from marketplace.services.companies.terms import TermsForm, set_terms
from marketplace.services.finance.credit_payouts import PayoutForm, pay_credit_out, take_back_credit_payout
from marketplace.services.finance.dunning import pause_dunning
from marketplace.services.finance.receivables import (
    ReceiptForm,
    record_receipt,
    take_back_receipt,
    use_credit,
    write_off_invoice,
)
from marketplace.state.operator_desk.layout import OperatorScreen
from marketplace.state.press import press_of


class OperatorReceivableState(OperatorScreen):
    """The account that the address names; `chosen` is the invoice or payment that a question is about."""

    account_ready: bool = False
    account: ReceivableAccount = ReceivableAccount()
    chosen: str = ""
    press: str = ""  # goes with the form of a payment

    @rx.event
    async def open(self) -> Any:
        """Show the account of the address."""
        answer = await self._read_place()
        return answer if answer is not None else await self._show()

    async def _show(self) -> Any:
        location_id = self._location_id()
        try:
            self.account = await self._at_admin(lambda db, actor: get_receivable_account(db, actor, location_id))
        except MarketplaceError as error:
            self.account = ReceivableAccount()
            return self._refused(error)
        finally:
            self.account_ready = True
        self.press = new_id("key")
        return None

    def _location_id(self) -> str:
        return str(self.router.url.path).rstrip("/").rpartition("/")[2]

    @rx.event
    async def choose(self, subject: str) -> None:
        """Which invoice or payment the next question is about."""
        self.chosen, self.field_errors = subject, {}

    @rx.event
    async def save_terms(self, form: dict[str, Any]) -> Any:
        """Keep what is agreed with the place."""
        reader, account = FormReader(form), self.account
        days = reader.raw("net_days", 4)
        limit = reader.amount("credit_limit", account.currency) if account.id else None
        agreed = TermsForm(
            int(days) if days.isdecimal() else None,
            reader.is_ticked("end_of_month"),
            credit_limit_amount=limit,
            requires_po=reader.is_ticked("requires_po"),
        )

        def keep(db: Session, actor: Actor) -> None:
            if reader.problems:
                raise Invalid(reader.problems)
            set_terms(db, actor, account.id, agreed)

        return await self._do(keep, "The terms are saved.")

    @rx.event
    async def record(self, form: dict[str, Any]) -> Any:
        """Write a payment down as the form says; sent twice, it is one payment."""
        reader, account, press = FormReader(form), self.account, press_of(form, self.press)
        amount = reader.amount("amount", account.currency, is_required=True) if account.id else 0
        day = reader.day("received_on")
        shares = {one.id: reader.amount(one.field, account.currency) or 0 for one in account.invoices}
        spread = reader.is_ticked("spread")

        def keep(db: Session, actor: Actor) -> None:
            if day is None:
                reader.problems.setdefault("received_on", "Enter the day it came.")
            if reader.problems or amount is None or day is None:
                raise Invalid(reader.problems)
            form = ReceiptForm(amount, day, reader.line("reference", 140), shares, spread)
            record_receipt(db, actor, account.id, form, key=f"receipt:{press}")

        return await self._do(keep, "The payment is written down.")

    @rx.event
    async def use_credit(self) -> Any:
        """Set the place’s credit against its oldest invoices."""
        location_id = self.account.id
        return await self._do(lambda db, actor: use_credit(db, actor, location_id), "The credit is used.")

    @rx.event
    async def take_back(self, form: dict[str, Any]) -> Any:
        """Take the chosen payment back."""
        chosen, reason = self.chosen, FormReader(form).raw("reason", 500)
        return await self._do(
            lambda db, actor: take_back_receipt(db, actor, chosen, reason=reason), "The payment is taken back."
        )

    @rx.event
    async def pay_out(self, form: dict[str, Any]) -> Any:
        """Write down that credit went back as the form says; sent twice, it is one payout."""
        reader, account, press = FormReader(form), self.account, press_of(form, self.press)
        amount = reader.amount("out_amount", account.currency, is_required=True) if account.id else 0
        day = reader.day("out_paid_on")
        reference, reason = reader.line("out_reference", 140), reader.line("out_reason", 500)

        def keep(db: Session, actor: Actor) -> None:
            if day is None:
                reader.refuse("out_paid_on", "Enter the day it was paid.")
            if reader.problems or amount is None or day is None:
                raise Invalid(reader.problems)
            try:
                pay_credit_out(db, actor, account.id, PayoutForm(amount, day, reference, reason), key=f"payout:{press}")
            except Invalid as refused:  # the page has the form of a payment, too
                raise Invalid({f"out_{name}": sentence for name, sentence in refused.fields.items()}) from refused

        return await self._do(keep, "The payout is written down, and the company gets a letter.")

    @rx.event
    async def take_back_payout(self, form: dict[str, Any]) -> Any:
        """Take the chosen payout of credit back."""
        chosen, reason = self.chosen, FormReader(form).raw("reason", 500)
        return await self._do(
            lambda db, actor: take_back_credit_payout(db, actor, chosen, reason=reason), "The payout is taken back."
        )

    @rx.event
    async def write_off(self, form: dict[str, Any]) -> Any:
        """Give up what is open of the chosen invoice."""
        chosen, reason = self.chosen, FormReader(form).raw("reason", 500)
        return await self._do(
            lambda db, actor: write_off_invoice(db, actor, chosen, reason=reason), "The invoice is given up."
        )

    @rx.event
    async def pause(self, form: dict[str, Any]) -> Any:
        """Let no more letters go out about the chosen invoice, or let them go on without a reason."""
        chosen, reason = self.chosen, FormReader(form).raw("reason", 300)
        return await self._do(lambda db, actor: pause_dunning(db, actor, chosen, reason=reason), "Saved.")

    async def _do(self, use: Callable[[Session, Actor], Any], notice: str) -> Any:
        try:
            await self._at_admin(use)
        except MarketplaceError as error:
            answer = self._refused(error)
            return answer if self.field_errors else await self._show() or answer
        done = self._did(notice)
        return await self._show() or done
