"""What a product's page shows of it: the chosen variant, its offers and the chosen one, and where choices lead."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from urllib.parse import urlencode

from marketplace.domain.catalogue.tiers import MOST_PIECES
from marketplace.domain.numbers import read_whole
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.product_facts import Facts, VariantFacts
from marketplace.queries.storefront.product_offers import PricedOffer, priced_offers


@dataclass(frozen=True)
class ProductChoice:
    """What the address chooses: a variant by SKU or identifier, an offer, a quantity. Empty: the page's own.

    `typed` is what stands for a quantity and is none, `wrong` the sentence about it; `notify` says what came of a wish
    to be told when goods come in.
    """

    variant: str = ""
    offer: str = ""
    quantity: int = 0
    typed: str = ""
    wrong: str = ""
    notify: str = ""

    @staticmethod
    def from_params(params: Mapping[str, str]) -> ProductChoice:
        """Read an address; a variant or an offer that makes no sense is as if it were not there."""
        variant, offer = params.get("variant", "")[:80], params.get("offer", "")[:80]
        notify = params.get("notify", "")[:10]
        typed = params.get("quantity", "").strip()[:20]
        if not typed:
            return ProductChoice(variant, offer, notify=notify)
        try:
            return ProductChoice(variant, offer, read_whole(typed, least=1, most=MOST_PIECES), notify=notify)
        except ValueError as error:
            return ProductChoice(variant, offer, typed=typed, wrong=str(error), notify=notify)


@dataclass(frozen=True)
class ProductView:
    """What the page shows of the product: the chosen variant with its offers, the chosen offer, the links."""

    store: str
    facts: Facts
    choice: ProductChoice
    offers: Mapping[str, Sequence[PricedOffer]]  # by variant
    variant: VariantFacts | None
    variant_offers: Sequence[PricedOffer]  # of the variant, best first
    chosen: PricedOffer | None
    links: Links
    show_prices: bool


def view_of(
    tenant: Tenant,
    market: Market,
    facts: Facts,
    handle: str,
    choice: ProductChoice,
    moment: datetime,
    *,
    show_prices: bool,
) -> ProductView:
    """The choice, brought together with what there is."""
    offers = priced_offers(facts, market, max(1, choice.quantity), moment)
    variant = _variant(facts, offers, choice)
    variant_offers = offers.get(variant.id, []) if variant else []
    chosen = next((o for o in variant_offers if o.id == choice.offer), variant_offers[0] if variant_offers else None)
    address = f"/s/{tenant.handle}/p/{handle}"
    links = Links(address, variant.sku if variant else "", choice, variant_offers[0].id if variant_offers else "")
    return ProductView(
        tenant.handle,
        facts,
        choice,
        offers=offers,
        variant=variant,
        variant_offers=variant_offers,
        chosen=chosen,
        links=links,
        show_prices=show_prices,
    )


@dataclass(frozen=True)
class Links:
    """Addresses of this page with one thing chosen differently; what is the page's own choice is left out."""

    address: str
    sku: str
    choice: ProductChoice
    winner: str

    def at(self, *, variant: str = "", offer: str = "", quantity: int = 0) -> str:
        """The address with this chosen."""
        pairs = [("variant", variant or (self.sku if self.choice.variant else ""))]
        if not variant:
            kept = offer or self.choice.offer
            pairs.append(("offer", kept if kept != self.winner else ""))
        amount = quantity or self.choice.quantity
        pairs.append(("quantity", str(amount) if amount else ""))
        query = urlencode([(name, value) for name, value in pairs if value])
        return f"{self.address}?{query}" if query else self.address


def _variant(facts: Facts, offers: Mapping[str, Sequence[PricedOffer]], choice: ProductChoice) -> VariantFacts | None:
    """The one asked for, by name or by one of its offers; else the first in stock, offered, or there at all."""
    by_name = next((v for v in facts.variants if choice.variant and choice.variant in (v.sku, v.id)), None)
    if by_name is None and choice.offer:
        by_name = next((v for v in facts.variants if any(o.id == choice.offer for o in offers.get(v.id, ()))), None)
    in_stock = next((v for v in facts.variants if v.id in offers and offers[v.id][0].free > 0), None)
    offered = next((v for v in facts.variants if v.id in offers), None)
    return by_name or in_stock or offered or next(iter(facts.variants), None)
