"""Buying on account: when an invoice is due, and when a place buys nothing more until it has paid."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from marketplace.domain.errors import Conflict
from marketplace.domain.money import spoken

ON_ACCOUNT = "on_account"
NET_DAYS = (7, 15, 30, 60)
LAST_STAGE = 3  # of the letters about an overdue invoice: its place buys nothing more on account
AT_MONTHS_END = 0  # net days of who pays at the end of the month in which the goods have left


@dataclass(frozen=True)
class Terms:
    """`net_days` after the invoice's day, or after the last day of its month with `end_of_month`."""

    net_days: int
    end_of_month: bool = False

    def due_on(self, day: date) -> date:
        """When an invoice of that day is due: `Terms(30).due_on(2027-01-31)` is 2027-03-02, from the end of the month
        2027-03-02 for every day of January."""
        start = day.replace(day=monthrange(day.year, day.month)[1]) if self.end_of_month else day
        return start + timedelta(days=self.net_days)

    @property
    def words(self) -> str:
        """`Net 30 days`, `End of the month`, `Net 30 days from the end of the month`."""
        if not self.end_of_month:
            return f"Net {self.net_days} days"
        return f"Net {self.net_days} days from the end of the month" if self.net_days else "End of the month"


def terms_of(net_days: int | None, end_of_month: bool) -> Terms | None:
    """What was agreed with a place; None where it pays with the order."""
    return None if net_days is None else Terms(net_days, end_of_month)


def terms_words(net_days: int | None, end_of_month: bool) -> str:
    """As `Terms.words`, for a place that may have none."""
    terms = terms_of(net_days, end_of_month)
    return terms.words if terms else "Paid with the order"


@dataclass(frozen=True)
class Account:
    """How a place that buys on account stands. Amounts are in minor units of `currency`.

    `limit` None is no limit; `used` is what is owed or being ordered, below zero where the place has a credit; `late`
    are the numbers of the invoices that are overdue beyond the store's days of grace.
    """

    location_id: str
    place: str
    store: str
    currency: str
    terms: Terms
    limit: int | None = None
    used: int = 0
    late: Sequence[str] = ()

    @property
    def free(self) -> int | None:
        """What may still be ordered; None for no limit."""
        return None if self.limit is None else max(0, self.limit - self.used)

    def why_closed(self, amount: int = 0) -> str:
        """Why `amount` more cannot be bought on account, and the way out; empty when it can."""
        if self.late:
            named = ", ".join(self.late[:3]) + (f" and {len(self.late) - 3} more" if len(self.late) > 3 else "")
            which = "Invoice" if len(self.late) == 1 else "Invoices"
            verb = "is" if len(self.late) == 1 else "are"
            return (
                f"{which} {named} {verb} overdue. Pay, or ask {self.store}; until then {self.place} pays another way."
            )
        if self.limit is not None and self.used + amount > self.limit:
            limit, used, more = (spoken(one, self.currency) for one in (self.limit, max(0, self.used), amount))
            return (
                f"{self.place} may owe {limit} and owes {used}, so {more} more is too much. Pay open invoices, pay "
                f"this order another way, or ask {self.store} for a higher limit."
            )
        return ""


class CreditClosed(Conflict):
    """A place cannot buy this on account now; the sentence says why and what helps."""
