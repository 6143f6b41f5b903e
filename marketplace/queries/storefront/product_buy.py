"""The words of the buy panel and of the offers: prices, tiers, reasons, stock and days."""

from __future__ import annotations

from collections.abc import Callable

from marketplace.domain.catalogue.pricing import Considered, ListKind, PriceAnswer, Tier, Verdict, next_tier, tier_at
from marketplace.domain.stores.taxes import net_and_gross
from marketplace.queries.formatting.dates import arrival, day_name, short_day, weekday
from marketplace.queries.formatting.money import money, percent, plural, tax_rate, whole_percent
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.cards import stock_of
from marketplace.queries.storefront.product_offers import PricedOffer
from marketplace.queries.storefront.product_page import Buy, OfferRow, Sentence, TierRow, WhyLine

At = Callable[..., str]
OWN_PRICE = {  # what a price of one's own is called
    ListKind.QUOTE: "Your quoted price",
    ListKind.CONTRACT_LOCATION: "Your contract price",
    ListKind.CONTRACT_COMPANY: "Your contract price",
    ListKind.GROUP: "Your group's price",
}


def buy_of(
    offer: PricedOffer, wanted: int, unit: str, tax_bps: int, market: Market, at: At, *, store: str, show_prices: bool
) -> Buy:
    """The panel of the chosen offer when `wanted` pieces are asked for; `at(quantity=...)` makes addresses."""
    row, amount, quantity = offer.row, offer.answer.amount, offer.quantity
    stock = stock_of(
        offer.free,
        offer.day.arrives_on,
        offer.today,
        restock_on=offer.restock_on,
        backorder=row["allows_backorder"],
        locale=market.locale,
    )
    place = f"at {row['vendor']}" + (f", {row['ships_from']}" if row["ships_from"] else "")
    panel = Buy(
        offer_id=offer.id,
        vendor=row["vendor"],
        vendor_href=f"/s/{store}/v/{row['vendor_handle']}",
        stock_tone=stock.tone,
        stock_strong=f"{market.number(offer.free)} in stock" if offer.free > 0 else stock.text,
        stock_text=place,
        arrives_strong=_day(offer, market) if offer.is_available else "",
        arrives_text=_order_by(offer, market),
        quantity=str(wanted),
        minimum=offer.rule.smallest,
        step=offer.rule.step or 1,
        rule=_rule(offer, unit, market),
        fix=_fix(offer, wanted, unit, market, at),
    )
    if not show_prices:
        return panel
    net, gross = net_and_gross(amount, tax_bps, inclusive=market.tax_inclusive)
    rate = tax_rate(tax_bps, market.locale)
    return Buy(
        **{name: getattr(panel, name) for name in _KEPT},
        has_price=True,
        badge=badge_of(offer.answer),
        was=_was(offer, market),
        price=_money(amount, market),
        unit_line=f"{unit}, {'incl.' if market.tax_inclusive else 'ex'} VAT",
        other_line=_money(net, market) + " ex VAT" if market.tax_inclusive else f"{_money(gross, market)} incl. {rate}",
        tiers=_tiers(offer, market),
        why=[_why(line, offer, market) for line in _story(offer.answer)],
        why_sentence=_why_sentence(offer.answer),
        total=_money(amount * quantity, market),
        total_note=f"for {market.number(quantity)}, {'incl.' if market.tax_inclusive else 'ex'} VAT",
        nudge=Sentence() if panel.fix.strong else _nudge(offer, market, at),
        can_add=_can_add(offer),
        is_out=not _can_add(offer),
    )


_KEPT = (
    "offer_id",
    "vendor",
    "vendor_href",
    "stock_tone",
    "stock_strong",
    "stock_text",
    "arrives_strong",
    "arrives_text",
    "quantity",
    "minimum",
    "step",
    "rule",
    "fix",
)


def offer_row(
    offer: PricedOffer, market: Market, *, store: str, href: str, is_chosen: bool, show_prices: bool
) -> OfferRow:
    """A vendor's line in the comparison."""
    row = offer.row
    step = next_tier(offer.table, offer.quantity)
    day = arrival(offer.day.arrives_on, offer.today, market.locale)
    stock = f"{market.number(offer.free)} · {day}" if offer.free > 0 else (day if offer.is_available else "—")
    note = "in stock" if offer.free > 0 else ("made to order" if offer.is_available else _back(offer, market))
    cost = offer.freight_amount
    return OfferRow(
        id=offer.id,
        monogram=row["vendor"][:1],
        vendor=row["vendor"],
        vendor_href=f"/s/{store}/v/{row['vendor_handle']}",
        source=OWN_PRICE.get(offer.answer.source.kind, offer.answer.source.title or "List price"),
        price=_money(offer.answer.amount, market) if show_prices else "—",
        next_price=_money(step.amount, market) if step and show_prices else "—",
        next_from=f"from {market.number(step.min_quantity)}" if step else "no further step",
        stock=stock,
        stock_note=note,
        freight="—" if cost is None else ("Free" if cost == 0 else _money(cost, market)),
        on_time=percent(row["on_time_bps"], market.locale) if row["on_time_bps"] else "—",
        href=href,
        is_chosen=is_chosen,
    )


def badge_of(answer: PriceAnswer) -> str:
    """The name of what lowers the price; nothing for a list price."""
    kind = answer.source.kind
    return "" if kind is ListKind.BASE else OWN_PRICE.get(kind, answer.source.title)


def _money(amount: int, market: Market) -> str:
    return money(amount, market.currency, market.locale)


def _was(offer: PricedOffer, market: Market) -> str:
    before = offer.answer.list_amount
    return _money(before, market) if before is not None and before > offer.answer.amount else ""


def _tiers(offer: PricedOffer, market: Market) -> list[TierRow]:
    current = tier_at(offer.table, offer.quantity)
    return [
        TierRow(
            _range(tier, offer.rule.smallest, market),
            _money(tier.amount, market),
            whole_percent(tier.saves_bps) if tier.saves_bps else "—",
            tier == current,
        )
        for tier in offer.table
    ]


def _range(tier: Tier, smallest: int, market: Market) -> str:
    start = max(tier.min_quantity, smallest)
    if tier.max_quantity is None:
        return f"{market.number(start)} and more"
    most = tier.max_quantity
    return f"{market.number(start)} to {market.number(most)}" if most > start else market.number(start)


def _story(answer: PriceAnswer) -> list[Considered]:
    """From the list price to the winner, those out of time before them."""
    lines = [line for line in answer.trace if line.verdict is not Verdict.ENDED]
    return sorted(lines, key=lambda line: (line.verdict is Verdict.WON, line.amount is not None, -(line.amount or 0)))


def _why(line: Considered, offer: PricedOffer, market: Market) -> WhyLine:
    source, today, locale = line.source, offer.today, market.locale
    step = max((s.min_quantity for s in source.steps if s.min_quantity <= offer.quantity), default=1)
    note = (
        str(offer.row["vendor"])
        if source.kind is ListKind.BASE
        else {ListKind.STORE: "Offer of this store", ListKind.GROUP: "For your group"}.get(
            source.kind, "Your company's contract"
        )
    )
    if line.verdict is Verdict.NOT_YET and source.starts_at:
        note = f"Starts on {short_day(source.starts_at.date(), today, locale)}"
    elif line.verdict is Verdict.QUANTITY:
        note = f"From {market.number(min(s.min_quantity for s in source.steps))} on"
    else:
        note += f", from {market.number(step)}" if step > 1 else ""
        note += f", until {short_day(source.ends_at.date(), today, locale)}" if source.ends_at else ""
    amount = _money(line.amount, market) if line.amount is not None else "—"
    return WhyLine(source.title or "List price", note, amount, line.verdict is Verdict.WON)


def _why_sentence(answer: PriceAnswer) -> str:
    if len(answer.trace) == 1:
        return "This is the vendor's list price. No offer or contract of yours lowers it today."
    return "A contract comes before an offer, an offer before the list price. Prices do not add up with each other."


def _day(offer: PricedOffer, market: Market) -> str:
    day = offer.day.arrives_on
    away = (day - offer.today).days
    named = {0: "Today, ", 1: "Tomorrow, "}.get(away, "")
    return named + weekday(day, market.locale)


def _order_by(offer: PricedOffer, market: Market) -> str:
    if not offer.is_available:
        return ""
    by = offer.day.order_by
    day = "" if by.date() == offer.today else f"{day_name(by.date(), market.locale)} "
    return f"if ordered by {day}{by:%H:%M}"


def _back(offer: PricedOffer, market: Market) -> str:
    return f"back {short_day(offer.restock_on, offer.today, market.locale)}" if offer.restock_on else "out of stock"


def _rule(offer: PricedOffer, unit: str, market: Market) -> str:
    step, smallest = offer.rule.step or 1, offer.rule.smallest
    parts = [f"in multiples of {market.number(step)}"] if step > 1 else []
    parts += [f"from {market.number(smallest)} {_plural(unit, smallest)}"] if smallest > max(step, 1) else []
    return f"Sold {', '.join(parts)}." if parts else ""


def _plural(unit: str, count: int) -> str:
    if unit == "each":
        return "piece" if count == 1 else "pieces"
    return unit if count == 1 else plural(unit)


def _fix(offer: PricedOffer, wanted: int, unit: str, market: Market, at: At) -> Sentence:
    """What is wrong with the quantity, and the quantity that is right."""
    if wanted != offer.quantity:
        return Sentence(
            f"{market.number(wanted)} is not possible.",
            _rule(offer, unit, market),
            label=f"Make it {market.number(offer.quantity)}",
            href=at(quantity=offer.quantity),
        )
    if offer.row["allows_backorder"] and 0 < offer.free < wanted:
        return Sentence(
            f"Only {market.number(offer.free)} {'is' if offer.free == 1 else 'are'} here now.",
            "The rest follows as soon as it comes in.",
        )
    if _can_add(offer) and offer.free < wanted and not offer.row["allows_backorder"]:
        most = offer.rule.within(offer.free)
        return Sentence(
            f"Only {market.number(offer.free)} left.", label=f"Take {market.number(most)}", href=at(quantity=most)
        )
    return Sentence()


def _can_add(offer: PricedOffer) -> bool:
    """Whether the least quantity that it is sold in can be had."""
    return bool(offer.row["allows_backorder"]) or offer.rule.within(offer.free) > 0


def _nudge(offer: PricedOffer, market: Market, at: At) -> Sentence:
    step = next_tier(offer.table, offer.quantity)
    if step is None:
        return Sentence()
    target = offer.rule.fit(step.min_quantity)
    if offer.free < target and not offer.row["allows_backorder"]:
        return Sentence()  # nobody is asked to take more than there is
    more = target - offer.quantity
    return Sentence(
        strong=f"{market.number(more)} more",
        text=f"and all {market.number(target)} cost",
        price=_money(step.amount, market),
        end="each.",
        label=f"Make it {market.number(target)}",
        href=at(quantity=target),
    )
