"""A product's page: which variant and offer are chosen, what they cost, what else there is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlmodel import Session

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.domain.catalogue.tiers import MOST_PIECES
from marketplace.domain.numbers import read_whole
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.dates import short_day
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.market import Market, country_name
from marketplace.queries.shared.successors import successor_of_product
from marketplace.queries.storefront.json_ld import product_json
from marketplace.queries.storefront.product_buy import buy_of, offer_row
from marketplace.queries.storefront.product_facts import Facts, VariantFacts, read_product
from marketplace.queries.storefront.product_offers import PricedOffer, priced_offers
from marketplace.queries.storefront.product_page import (
    Buy,
    Crumb,
    OfferRow,
    OptionGroup,
    OptionValue,
    Picture,
    ProductPage,
    Sentence,
    Spec,
)
from marketplace.queries.storefront.related import related_goods
from marketplace.queries.storefront.store_map import get_store_map

_TOLD = {
    "kept": Sentence("We will write to you", "as soon as it is in stock again: one letter, and no other."),
    "here": Sentence("It is in stock again.", "You can put it into your cart now; nothing is held for you."),
    "later": Sentence("Too many asked from here.", "Wait an hour, and try again."),
    "refused": Sentence("Enter an e-mail address", "such as name@company.com, and try again."),
}


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


def get_product_page(
    db: Session,
    tenant: Tenant,
    market: Market,
    handle: str,
    choice: ProductChoice,
    moment: datetime,
    *,
    base_url: str,
    buyer: Buyer = GUEST,
    show_prices: bool = True,
) -> ProductPage:
    """The page of a published product. Raises `NotFound`.

    Without a choice it is the first variant that somebody has in stock, from the winning vendor, in the least
    quantity it is sold in.
    """
    facts = read_product(db, tenant, market, handle=handle, buyer=buyer, moment=moment)
    view = _view_of(tenant, market, facts, handle=handle, choice=choice, moment=moment, show_prices=show_prices)
    product, variant, links = facts.product, view.variant, view.links
    line = get_store_map(db, tenant).line(product.category_id)
    pictures = _pictures(facts)
    images = [base_url + picture.url for picture in pictures]
    shown = {key: offers if show_prices else [] for key, offers in view.offers.items()}
    described = product_json(facts, shown, market, address=base_url + links.address, images=images)
    successor = successor_of_product(db, tenant.id, handle) if product.successor_sku else None
    root, path = (line[0].path, line[-1].path) if line else ("/", "/")
    return ProductPage(
        id=product.id,
        title=product.title,
        href=links.address,
        address=links.at(),
        add_href=f"/s/{tenant.handle}/cart/add",
        list_href=f"/s/{tenant.handle}/lists/choose",
        grid_href=f"{links.address}/variants" if len(view.offers) > 1 else "",
        replaced_by=successor.name if successor else "",
        replaced_href=successor.path(tenant.handle) if successor else "",
        notify_href=f"/s/{tenant.handle}/notify",
        codes=_codes(facts, variant),
        crumbs=_crumbs(tenant, line, variant.sku if variant else product.title),
        pictures=pictures,
        options=_options(view, market),
        points=list(product.points),
        description=[part.strip() for part in product.description.split("\n\n") if part.strip()],
        specs=_specs(facts, market),
        buy=_buy_panel(view, market),
        variant_id=variant.id if variant else "",
        sku=(variant.sku or variant.id) if variant else "",
        offers=_offer_rows(view, market),
        offers_title=_offers_title(len(view.variant_offers)),
        offers_note="In stock first, then by price, then by day",
        related=related_goods(
            db, tenant, market, product_id=product.id, root=root, path=path, moment=moment, show_prices=show_prices
        ),
        head_title=product.seo_title or f"{product.title} · {tenant.name}",
        head_description=_head_description(facts, tenant),
        image=images[0] if images else "",
        json_ld=json.dumps(described, ensure_ascii=False),
    )


@dataclass(frozen=True)
class _View:
    """What the page shows of the product: the chosen variant with its offers, the chosen offer, the links."""

    store: str
    facts: Facts
    choice: ProductChoice
    offers: Mapping[str, Sequence[PricedOffer]]  # by variant
    variant: VariantFacts | None
    variant_offers: Sequence[PricedOffer]  # of the variant, best first
    chosen: PricedOffer | None
    links: _Links
    show_prices: bool


def _view_of(
    tenant: Tenant,
    market: Market,
    facts: Facts,
    handle: str,
    choice: ProductChoice,
    moment: datetime,
    *,
    show_prices: bool,
) -> _View:
    offers = priced_offers(facts, market, max(1, choice.quantity), moment)
    variant = _variant(facts, offers, choice)
    variant_offers = offers.get(variant.id, []) if variant else []
    chosen = next((o for o in variant_offers if o.id == choice.offer), variant_offers[0] if variant_offers else None)
    address = f"/s/{tenant.handle}/p/{handle}"
    links = _Links(address, variant.sku if variant else "", choice, variant_offers[0].id if variant_offers else "")
    return _View(
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


def _offer_rows(view: _View, market: Market) -> list[OfferRow]:
    return [
        offer_row(
            offer,
            market,
            store=view.store,
            href=view.links.at(offer=offer.id),
            is_chosen=offer is view.chosen,
            show_prices=view.show_prices,
        )
        for offer in view.variant_offers
    ]


def _buy_panel(view: _View, market: Market) -> Buy:
    """What can be done with the chosen offer; a quantity that is none stays as it was typed, with what is wrong."""
    if view.chosen is None:
        return Buy()
    choice, facts = view.choice, view.facts
    wanted = choice.quantity or view.chosen.rule.smallest
    buy = buy_of(
        view.chosen,
        wanted,
        facts.product.unit,
        tax_bps=facts.tax_bps,
        market=market,
        at=view.links.at,
        store=view.store,
        show_prices=view.show_prices,
    )
    buy = replace(buy, notice=_TOLD.get(choice.notify, Sentence()))
    if choice.wrong:
        buy = replace(buy, quantity=choice.typed, total="", nudge=Sentence(), fix=Sentence(choice.wrong))
    return buy


@dataclass(frozen=True)
class _Links:
    """Addresses of this page with one thing chosen differently; what is the page's own choice is left out."""

    address: str
    sku: str
    choice: ProductChoice
    winner: str

    def at(self, *, variant: str = "", offer: str = "", quantity: int = 0) -> str:
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


def _options(view: _View, market: Market) -> list[OptionGroup]:
    """Each option with its values; a value leads to the variant that keeps the other choices, if there is one."""
    facts, offers, variant = view.facts, view.offers, view.variant
    if variant is None or len(facts.variants) < 2:
        return []
    options, choices = list(facts.options), dict(facts.choices)
    if not options or variant.id not in choices:
        options = [("Version", [v.title for v in facts.variants])]
        choices = {v.id: {"Version": v.title} for v in facts.variants}
    current = choices[variant.id]
    groups = []
    for title, values in options:
        targets = [_target(facts, choices, current, title, value) for value in values]
        amounts = {offers[t.id][0].answer.amount for t in targets if t is not None and t.id in offers}
        with_price = view.show_prices and len(amounts) > 1
        shown = [
            _value(
                value,
                target,
                choices,
                current=current,
                title=title,
                offers=offers,
                links=view.links,
                market=market,
                with_price=with_price,
            )
            for value, target in zip(values, targets, strict=True)
            if target is not None
        ]
        if len(shown) > 1:
            groups.append(OptionGroup(title, current.get(title, ""), shown))
    return groups


def _target(
    facts: Facts, choices: Mapping[str, Mapping[str, str]], current: Mapping[str, str], title: str, value: str
) -> VariantFacts | None:
    """The variant with this value that shares most of the other choices."""
    fitting = [v for v in facts.variants if choices.get(v.id, {}).get(title) == value]
    return max(fitting, key=lambda v: (_shared(choices[v.id], current, title), -v.position), default=None)


def _shared(one: Mapping[str, str], other: Mapping[str, str], but: str) -> int:
    return sum(1 for title, value in one.items() if title != but and other.get(title) == value)


def _value(
    value: str,
    target: VariantFacts,
    choices: Mapping[str, Mapping[str, str]],
    current: Mapping[str, str],
    title: str,
    offers: Mapping[str, Sequence[PricedOffer]],
    links: _Links,
    market: Market,
    with_price: bool,
) -> OptionValue:
    target_offers = offers.get(target.id)
    best = target_offers[0] if target_offers else None
    others = [chosen for name, chosen in current.items() if name != title]
    missing = next((v for n, v in current.items() if n != title and choices[target.id].get(n) != v), "")
    note = money(best.answer.amount, market.currency, market.locale) if best and with_price else ""
    if best is None:
        note = "Not offered now"
    elif not best.is_available:
        back = best.restock_on
        note = f"Back {short_day(back, best.today, market.locale)}" if back else "Out of stock"
    if others and missing:
        note = f"Not with {missing}"
    return OptionValue(
        value,
        note,
        links.at(variant=target.sku or target.id),
        current.get(title) == value,
        best is None or not best.is_available or bool(missing),
    )


def _codes(facts: Facts, variant: VariantFacts | None) -> str:
    ean = variant.ean if variant else ""
    grouped = f"EAN {ean[:7]} {ean[7:]}" if len(ean) == 13 else (f"EAN {ean}" if ean else "")
    return " · ".join(part for part in (variant.sku if variant else "", facts.product.brand, grouped) if part)


def _crumbs(tenant: Tenant, line: Sequence[Any], last: str) -> list[Crumb]:
    home = f"/s/{tenant.handle}"
    return [Crumb(tenant.name, home), *(Crumb(c.name, f"{home}/c/{c.handle}") for c in line), Crumb(last)]


def _pictures(facts: Facts) -> list[Picture]:
    rows = list(facts.images) or ([(facts.product.thumbnail, "")] if facts.product.thumbnail else [])
    return [
        Picture(f"picture-{n}", url, alt or facts.product.title, f"Picture {n}")
        for n, (url, alt) in enumerate(rows, start=1)
    ]


def _specs(facts: Facts, market: Market) -> list[Spec]:
    product = facts.product
    specs = [Spec(label, value) for label, value in facts.attributes]
    named = {spec.label.lower() for spec in specs}
    if product.weight_grams and not any("weight" in name for name in named):
        grams = product.weight_grams
        specs.append(Spec("Weight", f"{grams / 1000:g} kg" if grams >= 1000 else f"{grams} g"))
    if product.customs_code and "customs code" not in named:
        specs.append(Spec("Customs code", product.customs_code))
    if product.origin_country and "country of origin" not in named:
        specs.append(Spec("Country of origin", country_name(product.origin_country, market.locale)))
    return specs


_WORDS = ("No", "One", "Two", "Three", "Four", "Five", "Six", "Seven", "Eight", "Nine", "Ten")


def _offers_title(count: int) -> str:
    amount = _WORDS[count] if count < len(_WORDS) else str(count)
    return f"{amount} vendor offers this" if count == 1 else f"{amount} vendors offer this"


def _head_description(facts: Facts, tenant: Tenant) -> str:
    product = facts.product
    if product.seo_description:
        return product.seo_description
    summary = " ".join(" ".join([f"{product.title}.", product.subtitle, product.description]).split())
    cut = summary if len(summary) <= 155 else summary[:154].rsplit(" ", 1)[0] + "…"
    return cut or f"{product.title} at {tenant.name}"
