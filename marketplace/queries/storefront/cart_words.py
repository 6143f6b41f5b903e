"""How a market says a cart's money, days and shortages."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from marketplace.domain.buying.basket import Delivery, Goods, Part, PricedLine
from marketplace.domain.buying.freight import freight
from marketplace.domain.catalogue.pricing import next_tier
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.kit.calendars import zone_of
from marketplace.queries.formatting.dates import arrival, short_day
from marketplace.queries.formatting.line_metadata import wishes_of
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import monogram
from marketplace.queries.shared.delivery_promise import comes_on
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.cart_views import CartLineView, CartPart, DeliveryView, Fix


def worth(part: Part) -> int:
    """What a vendor's lines cost after discounts, as shown; minor units."""
    return sum(line.goods.shown_amount - line.discount_amount for line in part.lines)


def _lowered(sentence: str) -> str:
    return sentence[:1].lower() + sentence[1:]


@dataclass(frozen=True)
class Words:
    """How this market says money, days and shortages."""

    market: Market
    home: str
    moment: datetime

    def money(self, amount: int) -> str:
        return money(amount, self.market.currency, self.market.locale)

    def number(self, value: int) -> str:
        return self.market.number(value)

    def freight(self, amount: int) -> str:
        return self.money(amount) if amount else "Free"

    def part(self, part: Part) -> CartPart:
        strong, text, at, tone = self._meter(part)
        held, fix = self._held(part)
        lines = tuple(self.line(line) for line in part.lines) + tuple(self.blocked(goods) for goods in part.blocked)
        pieces = sum(line.goods.quantity for line in part.lines)
        return CartPart(
            vendor_id=part.seller.vendor_id,
            vendor=part.seller.name,
            mark=monogram(part.seller.name),
            ships=self._ships(part),
            lines=lines,
            goods=self.money(sum(line.goods.shown_amount for line in part.lines)),
            freight=self.freight(part.shown_shipping_amount),
            foot=self._foot(part),
            meter_strong=strong,
            meter_text=text,
            meter_at=at,
            meter_tone=tone,
            held_back=held,
            held_fix=fix,
            pieces=f"{pieces} {'piece' if pieces == 1 else 'pieces'}",
            deliveries=tuple(self._delivery(part, delivery) for delivery in part.deliveries),
        )

    def line(self, line: PricedLine) -> CartLineView:
        goods = line.goods
        strong, text, tone = self._stock(goods)
        was = goods.answer.list_amount if goods.answer else None
        return CartLineView(
            *self._named(goods),
            self.money(goods.shown_amount - line.discount_amount),
            f"{self.money(goods.unit_amount)} each",
            self.money(was) if was and was > goods.unit_amount else "",
            strong,
            text,
            tone,
            f"was {self.money(goods.seen_amount or 0)}, is {self.money(goods.unit_amount)} now" if goods.moved else "",
            Fix(),
            self._nudge(goods),
            goods.unit_amount,
            goods.offer_id,
            wishes_of(goods.meta),
        )

    def blocked(self, goods: Goods) -> CartLineView:
        strong, text, tone = self._stock(goods)
        return CartLineView(
            *self._named(goods),
            "",
            "",
            "",
            strong,
            text,
            tone,
            "",
            self._problem(goods),
            Fix(),
            goods.unit_amount,
            goods.offer_id,
            wishes_of(goods.meta),
        )

    def saved(self, goods: Goods) -> CartLineView:
        priced = self.money(goods.unit_amount) + " each" if goods.unit_amount else "not sold here now"
        return CartLineView(*self._named(goods), "", priced, offer_id=goods.offer_id, wishes=wishes_of(goods.meta))

    def _named(self, goods: Goods) -> tuple[str, str, str, str, str, int, int, int]:
        variant = "" if goods.variant_title == goods.title else goods.variant_title  # the only one is called so
        detail = " · ".join(part for part in (variant, goods.sku) if part)
        return (
            goods.line_id,
            goods.title,
            detail,
            f"{self.home}/p/{goods.handle}",
            goods.picture,
            goods.quantity,
            goods.step,
            goods.min_quantity,
        )

    def _stock(self, goods: Goods) -> tuple[str, str, str]:
        if goods.free > 0:
            low = goods.free < max(10, goods.quantity)
            return self.number(goods.free), "left" if low else "in stock", "low" if low else ""
        if goods.restock_on:
            return "", f"More on {short_day(goods.restock_on, self.moment.date(), self.market.locale)}", "none"
        return ("", "Made to order", "") if goods.allows_backorder else ("", "Not in stock", "none")

    def _problem(self, goods: Goods) -> Fix:
        if goods.problem == "short":
            fitting = QuantityRule(goods.min_quantity, goods.step).within(goods.free)
            if fitting:
                return Fix(f"Only {self.number(goods.free)} left.", "", f"Take {self.number(fitting)}", fitting)
            return Fix(
                f"Only {self.number(goods.free)} left,",
                f"and it is sold from {self.number(goods.min_quantity)}. It waits here.",
            )
        if goods.problem == "quantity":
            fitting = QuantityRule(goods.min_quantity, goods.step).fit(goods.quantity)
            steps = f", in steps of {self.number(goods.step)}" if goods.step > 1 else ""
            rule_said = f"Sold from {self.number(goods.min_quantity)}{steps}."
            return Fix(rule_said, "", f"Make it {self.number(fitting)}", fitting)
        return {
            "sold_out": Fix("Sold out.", "It waits here until more comes in, and is not part of this order."),
            "gone": Fix("No longer offered.", "Look at its page for other vendors, or take it out."),
            "quote_ended": Fix("The quoted price is held no longer.", "Ask for a new quote."),
            "vendor_closed": Fix("This vendor is closed for now.", "Its goods wait here, and the others go on."),
            "no_price": Fix(f"Not sold in {self.market.currency}.", "Switch the region above, or take it out."),
        }.get(goods.problem, Fix())

    def _nudge(self, goods: Goods) -> Fix:
        better = next_tier(goods.tiers, goods.quantity)
        if better is None or better.min_quantity > goods.quantity * 2:
            return Fix()
        wanted = QuantityRule(goods.min_quantity, goods.step).fit(better.min_quantity)
        if goods.free < wanted and not goods.allows_backorder:
            return Fix()
        more = wanted * better.amount - goods.shown_amount
        cost = f"You would pay {self.money(more)} more." if more > 0 else f"You would even save {self.money(-more)}."
        return Fix(
            f"{self.number(wanted - goods.quantity)} more",
            f"bring each to {self.money(better.amount)}. {cost}",
            f"Make it {self.number(wanted)}",
            wanted,
        )

    def _ships(self, part: Part) -> str:
        comes, seller = self._comes(part, part.chosen), part.seller
        return f"Ships from {seller.ships_from}, {_lowered(comes)}" if seller.ships_from else comes

    def _comes(self, part: Part, way: Delivery | None) -> str:
        today = self.moment.astimezone(zone_of(part.seller.country)).date()
        when = arrival(comes_on(part, way, self.moment), today, self.market.locale)
        return f"Arrives in {when}" if when.endswith("days") else f"Arrives {when}"

    def _meter(self, part: Part) -> tuple[str, str, str, str]:
        goods = worth(part)
        if part.short_amount:
            least = goods + part.short_amount
            at = f"{100 * goods // least}%"
            return self.money(part.short_amount), f"to the {self.money(least)} minimum", at, "warn"
        if part.free_freight_gap:
            whole = goods + part.free_freight_gap
            return self.money(part.free_freight_gap), "to free freight", f"{100 * goods // whole}%", "brand"
        if part.chosen and part.lines and part.shown_shipping_amount == 0:
            return "Free freight reached", "", "100%", "good"
        return "", "", "", ""

    def _held(self, part: Part) -> tuple[str, str]:
        name = part.seller.name
        if part.short_amount and part.lines:
            least = self.money(worth(part) + part.short_amount)
            return (
                f"{name} has a minimum of {least}.",
                f"Add {self.money(part.short_amount)} more, or check out the others now and keep these in your cart.",
            )
        if part.chosen is None:
            return f"{name} does not deliver to {self.market.region}.", "Its goods wait here; the others go on."
        return "", ""

    def _foot(self, part: Part) -> str:
        if part.short_amount:
            return f"Cannot ship below {self.money(worth(part) + part.short_amount)}"
        if part.chosen is None:
            return "No delivery to this region"
        free = part.chosen.rule.free_from_amount
        rest = f", free over {self.money(free)}" if free is not None and part.shown_shipping_amount else ""
        return f"{part.chosen.name} {self.freight(part.shown_shipping_amount)}{rest}"

    def _delivery(self, part: Part, delivery: Delivery) -> DeliveryView:
        weight = sum(line.goods.weight_grams * line.goods.quantity for line in part.lines)
        cost = freight(delivery.rule, goods_amount=worth(part), weight_grams=weight)
        chosen = part.chosen is not None and part.chosen.option_id == delivery.option_id
        if chosen:
            cost = part.shown_shipping_amount
        comes = self._comes(part, delivery)
        return DeliveryView(delivery.option_id, delivery.name, comes, self.freight(cost), chosen)
