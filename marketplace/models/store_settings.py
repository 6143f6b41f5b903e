"""The switches of a store, as `Tenant.settings` keeps them. What a store does not say is the platform's."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from marketplace.domain.finance.payout_terms import HOLD_DAYS, RETURN_DAYS, PayoutTerms
from marketplace.domain.finance.payouts import Limits
from marketplace.domain.stores.region_form import DeliveryFacts
from marketplace.kit.versioned_json import Shape, VersionedJson


class EntryTexts(Shape):
    """What the platform's list of stores says of one; a part of `title` between asterisks is set apart."""

    title: list[str] | None = None
    text: str | None = None
    drawing: str = ""
    count: str = "{vendors} vendors · {products} products"


class NotFoundTexts(Shape):
    """What the store's 404 page says."""

    title: str = "This page is not here."
    drawing: str = "ball-bearing"


class LayoutTexts(Shape):
    """What stands around every page; `{products}` and its like are filled in with the store's own figures."""

    note: str = ""
    search: str = "Search {products} products"
    blurb: str | None = None
    buyers: str = "Company"
    entry: EntryTexts = EntryTexts()
    not_found: NotFoundTexts = NotFoundTexts()


class StoreSettings(VersionedJson):
    """Days, limits in minor units by currency, rates in basis points, texts, and deliveries by region."""

    NOUN: ClassVar[str] = "settings of this store"

    position: int = 99  # among the stores of the platform
    tagline: str = ""  # before the brand's own
    home: list[dict[str, Any]] = []  # sections, as `queries.storefront.home_sections` reads them
    layout: LayoutTexts = LayoutTexts()
    deliveries: dict[str, DeliveryFacts] = {}  # by region: what a vendor has until it sets its own
    hold_days: int = HOLD_DAYS  # from the payment until an earning is free
    bears_credit_risk: bool = False  # vendors of orders on account need not wait for the buyer's money
    credit_grace_days: int = 7  # an invoice overdue for longer closes its place's account
    dunning_days: tuple[int, int, int] = (3, 14, 28)  # after the due day: reminder, second, last letter
    return_days: int = RETURN_DAYS  # after delivery
    reserve_days: int = 90  # until what a vendor's reserve kept back is free
    delivered_after_days: int = 14  # an order that nobody marked counts as delivered
    fee_tax_bps: int = 0  # on the commission
    payout_minimum: dict[str, int] = {}
    payout_two_persons: dict[str, int] = {}  # above it two operators release a payout
    payout_interval_hours: int = 0
    quote_least: dict[str, int] = {}  # by currency: requests of articles that come to less are not quoted

    def limits(self) -> Limits:
        """The limits of payouts that hold in this store."""
        return Limits(self.payout_minimum, self.payout_two_persons, self.payout_interval_hours)

    def payout_terms(self, currencies: Sequence[str]) -> PayoutTerms:
        """The terms of payouts that hold in this store, for each of its currencies."""
        limits = self.limits()
        return PayoutTerms(
            self.hold_days,
            self.return_days,
            self.fee_tax_bps,
            {currency: limits.least(currency) for currency in currencies},
            {currency: limits.two_persons_above(currency) for currency in currencies},
        )
