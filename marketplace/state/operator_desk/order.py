"""`/admin/orders/[group_id]`: one purchase, with what the store's side can do about it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import reflex as rx
from sqlmodel import Session

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.queries.operator_desk.order import OperatorOrder, get_group
from marketplace.queries.vendor_desk.order_page import VendorOrder
from marketplace.services.finance import refunds
from marketplace.services.orders import cancelling, payments
from marketplace.state import toast
from marketplace.state.operator_desk.layout import OperatorScreen
from marketplace.state.press import press_of
from marketplace.state.refund_form import ending, give_back

Act = Callable[[Session, Actor], Any]


class OperatorOrderState(OperatorScreen):
    """`order` is the part whose form (`panel`) is open; `press` makes a double press one deed."""

    group_ready: bool = False
    group: OperatorOrder = OperatorOrder()
    order: VendorOrder = VendorOrder()
    panel: str = ""
    press: str = ""
    _pressed: str = ""  # the last one that did something

    @rx.event
    async def open(self) -> Any:
        """Read the purchase of the address."""
        group_id = self.router.url.path.rstrip("/").rpartition("/")[2]
        if group_id != self.group.id:
            self.group, self.order, self.panel, self.group_ready = OperatorOrder(), VendorOrder(), "", False
        answer = await self._read_place()
        if answer is not None:
            return answer
        self.press = new_id("press")
        try:
            await self._read(group_id)
        except MarketplaceError as error:
            return self._refused(error)
        self.group_ready = True
        return None

    @rx.event
    def choose(self, order_id: str, panel: str) -> None:
        """Open a form about one part."""
        orders = [part.order for part in self.group.parts if part.order.id == order_id]
        self.order, self.panel = (orders[0], panel[:20]) if orders else (VendorOrder(), "")
        self._fresh()

    @rx.event
    def show(self, panel: str) -> None:
        """Open a form about the whole purchase, or close the open one."""
        self.order, self.panel = VendorOrder(), panel[:20]
        self._fresh()

    @rx.event
    async def confirm(self) -> Any:
        """The transfer has arrived."""
        group_id = self.group.id
        return await self._do(
            lambda db, actor: payments.confirm_transfer(db, actor, group_id), "Confirmed. The vendors are told."
        )

    @rx.event
    async def give_up(self, form: dict[str, Any]) -> Any:
        """The money will not come: every part is cancelled."""
        group_id, reason = self.group.id, FormReader(form).text("reason")
        return await self._do(
            lambda db, actor: cancelling.cancel_group(db, actor, group_id, reason=reason), "Cancelled."
        )

    @rx.event
    async def cancel(self, form: dict[str, Any]) -> Any:
        """Cancel what of one part is not shipped; it is paid back."""
        order_id, reason, press = self.order.id, FormReader(form).text("reason"), press_of(form, self.press)
        restock = FormReader(form).is_ticked("restock")
        return await self._do(
            lambda db, actor: ending(
                "Cancelled",
                cancelling.cancel_order(db, actor, order_id, reason=reason, key=f"cancel:{press}", restock=restock),
            ),
            press=press,
        )

    @rx.event
    async def refund(self, form: dict[str, Any]) -> Any:
        """Pay back pieces, freight, or a free amount of one part."""
        order, press = self.order, press_of(form, self.press)
        return await self._do(lambda db, actor: give_back(db, actor, order, form, press), press=press)

    @rx.event
    async def retry(self, refund_id: str) -> Any:
        """Send a refund again that the provider refused."""
        return await self._do(lambda db, actor: refunds.retry_refund(db, actor, refund_id), "Sent again.")

    async def _do(self, act: Act, message: str = "", press: str = "") -> Any:
        """Run it and say so; without a `message` the deed itself answers what there is to say."""
        group_id = self.group.id
        if press and press == self._pressed:
            return None
        try:
            done = await self._at_admin(act)
        except MarketplaceError as error:
            return self._refused(error)
        self.order, self.panel, self._pressed = VendorOrder(), "", press
        self._fresh()
        await self._read(group_id)
        await self._read_place()
        return toast.success(message or done)

    async def _read(self, group_id: str) -> None:
        self.group = await self._at_admin(lambda db, actor: get_group(db, actor, group_id))

    def _fresh(self) -> None:
        self.field_errors, self.problem, self.press = {}, "", new_id("press")
