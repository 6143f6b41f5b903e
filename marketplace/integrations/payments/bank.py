"""Bank transfer: the buyer sends the money, a person sees it arrive and says so."""

from __future__ import annotations

from marketplace.integrations.payments.protocol import Answer, Charge, GiveBack, Outcome


class BankTransfer:
    """Knows nothing of its own: what is paid is what the store's people confirm."""

    code = "bank_transfer"
    title = "Bank transfer"
    keeps_cards = False

    def charge(self, charge: Charge) -> Answer:
        """Always awaited; the reference is what the buyer writes on the transfer."""
        return Answer(Outcome.AWAITING, reference=charge.key, label=self.title)

    def look_up(self, key: str) -> Answer | None:
        """Still awaited, as far as the bank is asked."""
        return Answer(Outcome.AWAITING, reference=key, label=self.title)

    def cancel(self, key: str) -> Answer | None:
        """Nothing was taken, so nothing is to be given up."""
        return Answer(Outcome.DECLINED, reference=key, label=self.title)

    def refund(self, refund: GiveBack) -> Answer:
        """Sent back by the store's own bank, by hand."""
        return Answer(Outcome.CAPTURED, reference=refund.key, label=self.title)

    def forget_card(self, token: str, customer: str) -> None:
        """It has none."""
