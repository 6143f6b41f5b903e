"""On account: nobody is asked for money now, the place owes it. The limit is checked before, under the place's lock."""

from __future__ import annotations

from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.integrations.payments.protocol import Answer, Charge, GiveBack, Outcome


class OnAccount:
    """Knows nothing of its own: what is owed stands in the books."""

    code = ON_ACCOUNT
    title = "On account"
    keeps_cards = False

    def charge(self, charge: Charge) -> Answer:
        """Always owed from now on."""
        return Answer(Outcome.OWED, reference=charge.key, label=self.title)

    def look_up(self, key: str) -> Answer | None:
        """Whoever has confirmed an order on account has bought it."""
        return Answer(Outcome.OWED, reference=key, label=self.title)

    def cancel(self, key: str) -> Answer | None:
        """Nothing was taken, so nothing is to be given up."""
        return Answer(Outcome.DECLINED, reference=key, label=self.title)

    def refund(self, refund: GiveBack) -> Answer:
        """The books give it back to the place's account."""
        return Answer(Outcome.CAPTURED, reference=refund.key, label=self.title)

    def forget_card(self, token: str, customer: str) -> None:
        """It has none."""
