"""A product's page: which variant and offer are chosen, what they cost, what else there is."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlmodel import Session

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import Market, country_name
from marketplace.queries.shared.successors import successor_of_product
from marketplace.queries.storefront.json_ld import product_json
from marketplace.queries.storefront.product_buy import buy_of, offer_row
from marketplace.queries.storefront.product_facts import Facts, VariantFacts, read_product
from marketplace.queries.storefront.product_options import option_groups
from marketplace.queries.storefront.product_page import Buy, Crumb, OfferRow, Picture, ProductPage, Sentence, Spec
from marketplace.queries.storefront.product_view import ProductChoice, ProductView, view_of
from marketplace.queries.storefront.related import related_goods
from marketplace.queries.storefront.store_map import get_store_map

_TOLD = {
    "kept": Sentence("We will write to you", "as soon as it is in stock again: one letter, and no other."),
    "here": Sentence("It is in stock again.", "You can put it into your cart now; nothing is held for you."),
    "later": Sentence("Too many asked from here.", "Wait an hour, and try again."),
    "refused": Sentence("Enter an e-mail address", "such as name@company.com, and try again."),
}


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
    view = view_of(tenant, market, facts, handle=handle, choice=choice, moment=moment, show_prices=show_prices)
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
        quote_href=f"/s/{tenant.handle}/quotes/request",
        grid_href=f"{links.address}/variants" if len(view.offers) > 1 else "",
        replaced_by=successor.name if successor else "",
        replaced_href=successor.path(tenant.handle) if successor else "",
        notify_href=f"/s/{tenant.handle}/notify",
        codes=_codes(facts, variant),
        crumbs=_crumbs(tenant, line, variant.sku if variant else product.title),
        pictures=pictures,
        options=option_groups(view, market),
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


def _offer_rows(view: ProductView, market: Market) -> list[OfferRow]:
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


def _buy_panel(view: ProductView, market: Market) -> Buy:
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
