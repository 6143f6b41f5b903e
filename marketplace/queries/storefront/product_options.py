"""The options of a product: each value with its price or what is in its way, and where it leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from marketplace.queries.formatting.dates import short_day
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.product_facts import Facts, VariantFacts
from marketplace.queries.storefront.product_offers import PricedOffer
from marketplace.queries.storefront.product_page import OptionGroup, OptionValue
from marketplace.queries.storefront.product_view import Links, ProductView


def option_groups(view: ProductView, market: Market) -> list[OptionGroup]:
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
    links: Links,
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
