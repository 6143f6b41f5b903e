"""What an awarded quote leaves in the cart that buys it: prices, taxes and freight that nothing moves any more."""

from datetime import datetime
from typing import ClassVar

from marketplace.domain.stores.taxes import NO_RATE, Tax
from marketplace.kit.versioned_json import VersionedJson


class QuotedGoods(VersionedJson):
    """Of one line. Amounts are minor units of the cart's currency, as its region shows prices."""

    NOUN: ClassVar[str] = "quoted price of this line"

    unit_amount: int
    tax: Tax
    source: str  # "Q-1003, revision 2"
    title: str = ""  # of goods that no catalogue holds
    lead_days: int | None = None


class QuotedCart(VersionedJson):
    """Of the whole cart. `freights` are by vendor."""

    NOUN: ClassVar[str] = "quote of this cart"

    holds_until: datetime
    choice: dict[str, str] = {}  # what was awarded: the request's line -> the quote
    freights: dict[str, int] = {}
    freight_tax: Tax = NO_RATE
    is_tax_inclusive: bool = False
