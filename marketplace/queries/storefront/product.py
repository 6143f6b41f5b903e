"""A product's page: which variant and offer are chosen, what they cost, what else there is."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import String, bindparam, text
from sqlmodel import Session

from marketplace.domain.buyer import Buyer
from marketplace.domain.numbers import read_whole
from marketplace.domain.tiers import MOST_PIECES
from marketplace.models.tenant import Tenant
from marketplace.queries.storefront.cards import ProductCard, cards_of
from marketplace.queries.storefront.format import money, short_day
from marketplace.queries.storefront.json_ld import product_json
from marketplace.queries.storefront.market import Market, country_name
from marketplace.queries.storefront.product_buy import buy_of, offer_row
from marketplace.queries.storefront.product_facts import Facts, VariantFacts, read_product
from marketplace.queries.storefront.product_offers import PricedOffer, priced_offers
from marketplace.queries.storefront.product_page import (
    Buy,
    Crumb,
    OptionGroup,
    OptionValue,
    Picture,
    ProductPage,
    Sentence,
    Spec,
)
from marketplace.queries.storefront.store_map import get_store_map

GUEST = Buyer()
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
    db: Session, tenant: Tenant, market: Market, handle: str, choice: ProductChoice, moment: datetime,
    *, base_url: str, buyer: Buyer = GUEST, show_prices: bool = True,
) -> ProductPage:  # fmt: skip
    """The page of a published product. Raises `NotFound`.

    Without a choice it is the first variant that somebody has in stock, from the winning vendor, in the least
    quantity it is sold in.
    """
    where = get_store_map(db, tenant)
    facts = read_product(db, tenant, market, handle, buyer, moment)
    offers = priced_offers(facts, market, max(1, choice.quantity), moment)
    variant = _variant(facts, offers, choice)
    own = offers.get(variant.id, []) if variant else []
    chosen = next((o for o in own if o.id == choice.offer), own[0] if own else None)
    address = f"/s/{tenant.handle}/p/{handle}"
    wanted = choice.quantity or (chosen.rule.smallest if chosen else 1)
    links = _Links(address, variant.sku if variant else "", choice, own[0].id if own else "")
    rows = [
        offer_row(
            offer, market, store=tenant.handle, href=links.at(offer=offer.id), is_chosen=offer is chosen,
            show_prices=show_prices,
        )
        for offer in own
    ]  # fmt: skip
    buy = Buy()
    if chosen is not None:
        buy = buy_of(
            chosen, wanted, facts.product.unit, facts.tax_bps, market, links.at, store=tenant.handle,
            show_prices=show_prices,
        )  # fmt: skip
        buy = replace(buy, told=_TOLD.get(choice.notify, Sentence()))
        if choice.wrong:
            buy = replace(buy, quantity=choice.typed, total="", nudge=Sentence(), fix=Sentence(choice.wrong))
    product, line = facts.product, where.line(facts.product.category_id)
    pictures = _pictures(facts)
    shown = {key: found if show_prices else [] for key, found in offers.items()}
    return ProductPage(
        id=product.id, title=product.title, href=address, asked=links.at(),
        add_href=f"/s/{tenant.handle}/cart/add", notify_href=f"/s/{tenant.handle}/notify", codes=_codes(facts, variant),
        crumbs=_crumbs(tenant, line, variant.sku if variant else product.title), pictures=pictures,
        options=_options(facts, offers, variant, links, market, show_prices), points=list(product.points),
        description=[part.strip() for part in product.description.split("\n\n") if part.strip()],
        specs=_specs(facts, market), buy=buy, variant_id=variant.id if variant else "",
        sku=(variant.sku or variant.id) if variant else "", offers=rows,
        offers_title=_offers_title(len(rows)), offers_note="In stock first, then by price, then by day",
        related=_related(db, tenant, market, product.id, line[0].path if line else "/", line[-1].path if line else "/",
                         moment, show_prices),
        head_title=product.seo_title or f"{product.title} · {tenant.name}",
        head_description=_head_description(facts, tenant), image=base_url + pictures[0].url if pictures else "",
        json_ld=json.dumps(
            product_json(facts, shown, market, address=base_url + address,
                         images=[base_url + picture.url for picture in pictures]), ensure_ascii=False),
    )  # fmt: skip


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


def _options(
    facts: Facts, offers: Mapping[str, Sequence[PricedOffer]], variant: VariantFacts | None, links: _Links,
    market: Market, show_prices: bool,
) -> list[OptionGroup]:  # fmt: skip
    """Each option with its values; a value leads to the variant that keeps the other choices, if there is one."""
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
        shown = [
            _value(value, target, choices, current, title, offers, links, market, show_prices and len(amounts) > 1)
            for value, target in zip(values, targets, strict=True) if target is not None
        ]  # fmt: skip
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
    value: str, target: VariantFacts, choices: Mapping[str, Mapping[str, str]], current: Mapping[str, str], title: str,
    offers: Mapping[str, Sequence[PricedOffer]], links: _Links, market: Market, with_price: bool,
) -> OptionValue:  # fmt: skip
    own = offers.get(target.id)
    best = own[0] if own else None
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
        value, note, links.at(variant=target.sku or target.id), current.get(title) == value,
        best is None or not best.is_available or bool(missing),
    )  # fmt: skip


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
    told = " ".join(" ".join([f"{product.title}.", product.subtitle, product.description]).split())
    cut = told if len(told) <= 155 else told[:154].rsplit(" ", 1)[0] + "…"
    return cut or f"{product.title} at {tenant.name}"


# Of a large department only what sells best is looked at; the own shelf fills up what is missing. The paths are
# part of the statement, because how PostgreSQL should go about it depends on how much stands below them.
_RELATED = text("""
    with others as materialized (
        select 1 as shelf, d.id, d.handle, d.title, d.card, d.in_stock, d.popularity from search_document d
        where d.tenant_id = :tenant and jsonb_exists(d.prices, :currency)
            and d.category_path ~>=~ :root and d.category_path ~<~ :root_end and d.category_path <> :own
        order by d.popularity desc, d.id desc limit 40
    ), neighbours as (
        select 2 as shelf, d.id, d.handle, d.title, d.card, d.in_stock, d.popularity from search_document d
        where d.tenant_id = :tenant and jsonb_exists(d.prices, :currency) and d.id <> :product
            and d.category_path = :own
        order by d.in_stock desc, d.popularity desc, d.id
        limit (select greatest(0, 4 - count(*)) from others)
    )
    select id, handle, title, card from (select * from others union all select * from neighbours) found
    order by shelf, in_stock desc, popularity desc, id limit 4
""").bindparams(*(bindparam(name, type_=String, literal_execute=True) for name in ("root", "root_end", "own")))


def _related(
    db: Session, tenant: Tenant, market: Market, product_id: str, root: str, own: str, moment: datetime,
    show_prices: bool,
) -> list[ProductCard]:  # fmt: skip
    """Goods of the same department but another shelf, by what sells."""
    asked = {
        "tenant": tenant.id, "currency": market.currency, "product": product_id, "root": root,
        "root_end": f"{root}\uffff", "own": own,
    }  # fmt: skip
    rows = db.connection().execute(_RELATED, asked).mappings()
    return cards_of(rows, market, tenant.handle, moment, show_prices=show_prices)
