"""`/vendor/payouts/[payout_key]`: one payout, and the way of one line's money."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.domain.errors import MarketplaceError
from marketplace.queries.vendor_desk.money_chain import NO_CHAIN, Chain, Part, Step
from marketplace.queries.vendor_desk.payout_detail import EarningLine, PayoutDetail, get_payout
from marketplace.services.identity.access import Desk
from marketplace.state.vendor_desk.layout import VendorScreen


class VendorPayoutState(VendorScreen):
    """The payout and the line that the address names."""

    payout_ready: bool = False
    payout: PayoutDetail = PayoutDetail()
    lines: list[EarningLine] = []
    chain: Chain = NO_CHAIN
    steps: list[Step] = []
    parts: list[Part] = []

    @rx.event
    async def open(self) -> Any:
        """Show the payout of the address."""
        answer = await self._read_place()
        if answer is not None:
            return answer
        payout_id = str(self.router.url.path).rstrip("/").rpartition("/")[2]
        line_id = self.router.url.query_parameters.get("line", "")
        try:
            payout = await self.at_desk(Desk.VENDOR, lambda db, actor: get_payout(db, actor, payout_id, line_id))
        except MarketplaceError as error:
            self.payout, self.payout_ready = PayoutDetail(), True
            return self._refused(error)
        self.payout, self.lines, self.chain = payout, list(payout.lines), payout.chain
        self.steps, self.parts, self.payout_ready = list(payout.chain.steps), list(payout.chain.parts), True
        return None
