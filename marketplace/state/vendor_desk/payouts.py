"""`/vendor/payouts`: where the vendor's money is, and asking for it."""

from __future__ import annotations

from typing import Any, ClassVar

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import Invalid, MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.kit.slow import PASSWORDS
from marketplace.queries.formatting.amounts import ending
from marketplace.queries.shared.paging import Page
from marketplace.queries.vendor_desk.balances import Choice as CurrencyChoice
from marketplace.queries.vendor_desk.balances import VendorMoney, get_vendor_money
from marketplace.queries.vendor_desk.failed_payout import FailedPayout, find_failed_payout
from marketplace.queries.vendor_desk.payouts import PayoutRow, list_payouts
from marketplace.services.finance.payouts import Outlook, get_outlook, request_payout
from marketplace.services.identity.access import Desk
from marketplace.services.identity.confirmation import confirm_password
from marketplace.state import toast
from marketplace.state.listing import Address, Choice, PagedList
from marketplace.state.vendor_desk.layout import VendorScreen
from marketplace.state.vendor_desk.payout_conditions import ConditionLine, condition_lines

_STATUSES = (
    ("in_transit", "in transit"),
    ("held", "held"),
    ("queued", "queued"),
    ("paid", "paid"),
    ("failed", "failed"),
    ("returned", "returned"),
    ("cancelled", "cancelled"),
)


class VendorPayoutsState(VendorScreen, PagedList):
    """One currency at a time; its name and the history's filters are in the address."""

    PATH: ClassVar[str] = "/vendor/payouts"
    payouts_ready: bool = False
    money: VendorMoney = VendorMoney()
    currencies: list[CurrencyChoice] = []
    conditions: list[ConditionLine] = []
    can_ask: bool = False
    why_not: str = ""  # what stands in the way of asking now
    is_planned: bool = False  # nothing stands in the way of the calendar's next payout
    failed: FailedPayout = FailedPayout()
    account: str = ""
    rows: list[PayoutRow] = []
    statuses: list[Choice] = []
    total: str = ""
    csv: str = ""
    form_round: int = 0
    _key: str = ""  # of the next request: the same press twice is one payout

    @rx.event
    async def open(self) -> Any:
        """Show what the address asks for."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        self._key = new_id("ask")
        return await self._show()

    @rx.event
    async def ask_for_payout(self, form: dict[str, Any]) -> Any:
        """Ask for everything that is available in the currency on screen, with the password."""
        currency, key, password = self.money.currency, self._key, FormReader(form).raw("password")
        try:
            await self.at_desk(
                Desk.VENDOR,
                lambda db, actor: request_payout(db, confirm_password(db, actor, password), currency, key=key),
                PASSWORDS,
            )
        except Invalid as error:
            return self._refused(error)
        except MarketplaceError as error:
            return await self._show() or self._refused(error)
        self._key, self.form_round = new_id("ask"), self.form_round + 1
        return await self._show() or toast.success("Your payout is on its way to the bank’s next file.")

    async def _show(self) -> Any:
        at = self._address()

        def read(db: Session, actor: Actor) -> tuple[VendorMoney, Outlook, Page[PayoutRow], FailedPayout]:
            money = get_vendor_money(db, actor, at.value("currency"))
            page = list_payouts(db, actor, currency=money.currency, status=at.value("status"), page=at.page())
            outlook = get_outlook(db, actor, money.currency, money.planned_amount)
            return money, outlook, page, find_failed_payout(db, actor)

        try:
            self.money, outlook, page, self.failed = await self.at_desk(Desk.VENDOR, read)
        except MarketplaceError as error:
            return self._refused(error)
        self._list(at, page)
        self.currencies = list(self.money.choices)
        self.conditions = condition_lines(outlook, self.money.planned_amount)
        self.is_planned = self.money.is_scheduled and all(condition.is_open for condition in outlook.planned)
        self.why_not = next((condition.sentence for condition in outlook.conditions if not condition.is_open), "")
        self.can_ask = not self.why_not
        self.account = f"{outlook.account.get('holder', '')}, {ending(outlook.account.get('iban', ''))}".removeprefix(
            ", "
        )
        self.payouts_ready = True
        return None

    def _list(self, at: Address, page: Page[PayoutRow]) -> None:
        self.rows, self.total = list(page.rows), str(page.total)
        self._turn_to(at, page)
        self.chips = at.chips({"status": ("Status", dict(_STATUSES))})
        self.statuses = at.choices("status", _STATUSES)
        self.csv = f"/vendor/payouts.csv?currency={self.money.currency}"
