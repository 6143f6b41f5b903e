"""A priced cart in words and formatted figures: what the cart page, the header's panel and the checkout show."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.domain.basket import Basket, Delivery, Goods, Part, PricedLine
from marketplace.domain.delivery import promise
from marketplace.domain.freight import freight
from marketplace.domain.pricing import next_tier
from marketplace.domain.tiers import QuantityRule
from marketplace.models.cart import CartPromotion, Promotion
from marketplace.queries.amounts import rate
from marketplace.queries.storefront.format import arrival, money, short_day, zone_of
from marketplace.queries.storefront.market import Market


@dataclass(frozen=True)
class Fix:
    """A sentence about a line, and the quantity that one press sets; 0 offers nothing."""

    strong: str = ""
    words: str = ""
    label: str = ""
    quantity: int = 0


@dataclass(frozen=True)
class CartLineView:
    """One line. `problem` says why it cannot be bought now, `nudge` what a few more would save."""

    id: str
    title: str
    detail: str
    href: str
    picture: str
    quantity: int
    step: int
    minimum: int
    total: str = ""
    each: str = ""
    was: str = ""
    stock_strong: str = ""
    stock_text: str = ""
    stock_tone: str = ""
    moved: str = ""
    problem: Fix = Fix()
    nudge: Fix = Fix()
    seen_amount: int = 0
    offer_id: str = ""


@dataclass(frozen=True)
class DeliveryView:
    """A way of delivery to choose."""

    id: str
    title: str
    note: str
    price: str
    chosen: bool


@dataclass(frozen=True)
class CartPart:
    """One vendor's section; the meter counts to free freight or to the vendor's minimum."""

    vendor_id: str
    vendor: str
    mark: str
    ships: str
    lines: tuple[CartLineView, ...]
    goods: str
    freight: str
    foot: str
    meter_strong: str = ""
    meter_text: str = ""
    meter_at: str = ""
    meter_tone: str = ""
    held_back: str = ""
    held_fix: str = ""
    pieces: str = ""
    deliveries: tuple[DeliveryView, ...] = ()


@dataclass(frozen=True)
class CodeView:
    """A promotion in the cart; one that applies by itself cannot be taken out."""

    id: str
    title: str
    code: str
    saves: str


@dataclass(frozen=True)
class CartPage:
    """The whole cart; sums count what can be bought now."""

    count: int = 0
    pieces: str = ""
    parts: tuple[CartPart, ...] = ()
    saved: tuple[CartLineView, ...] = ()
    codes: tuple[CodeView, ...] = ()
    goods: str = ""
    goods_label: str = ""
    freights: tuple[tuple[str, str], ...] = ()
    discount: str = ""
    tax: str = ""
    tax_label: str = ""
    total: str = ""
    total_amount: int = 0
    waiting: tuple[tuple[str, str], ...] = ()
    can_check_out: bool = False
    check_out_label: str = ""


EMPTY_CART = CartPage()


def show_cart(db: Session, basket: Basket | None, market: Market, home: str, moment: datetime) -> CartPage:
    """The cart as its shopper reads it in this market; `home` is the store's address."""
    if basket is None or not (basket.parts or basket.saved):
        return EMPTY_CART
    words = _Words(market, home, moment)
    pieces = sum(len(p.lines) + len(p.blocked) for p in basket.parts)
    buyable = basket.buyable
    vendors = len(basket.parts)
    shown_goods = sum(line.goods.shown_amount for part in buyable for line in part.lines)
    discount = sum(line.discount_amount for part in buyable for line in part.lines)
    return CartPage(
        sum(line.goods.quantity for p in basket.parts for line in p.lines) + sum(
            g.quantity for p in basket.parts for g in p.blocked
        ),
        f"{pieces} {'thing' if pieces == 1 else 'different things'} from "
        f"{'one vendor' if vendors == 1 else f'{vendors} vendors'}, one payment.",
        tuple(words.part(part) for part in basket.parts), tuple(words.saved(g) for g in basket.saved),
        _codes(db, basket, words), words.money(shown_goods),
        f"Goods, {'one vendor' if len(buyable) == 1 else f'{len(buyable)} vendors'}",
        tuple((f"Freight, {p.seller.name}", words.freight(p.shown_shipping_amount)) for p in buyable),
        words.money(-discount) if discount else "", words.money(basket.tax_amount),
        _tax_label(basket), words.money(basket.total_amount), basket.total_amount,
        tuple(
            (f"Waiting: {p.seller.name}", words.money(_worth(p))) for p in basket.parts if p.is_held_back and p.lines
        ),
        bool(buyable), _check_out_label(len(buyable), vendors),
    )  # fmt: skip


def _worth(part: Part) -> int:
    return sum(line.goods.shown_amount - line.discount_amount for line in part.lines)


def _tax_label(basket: Basket) -> str:
    """`VAT 19 %`; without the rate where several are in it."""
    rates = {line.goods.tax_bps for part in basket.buyable for line in part.lines}
    label = f"VAT {rate(rates.pop())}" if len(rates) == 1 else "VAT"
    return f"{label}, contained" if basket.is_tax_inclusive else label


def _check_out_label(buyable: int, vendors: int) -> str:
    if buyable == vendors:
        return "Check out"
    return "Check out one vendor" if buyable == 1 else f"Check out {buyable} vendors"


def _codes(db: Session, basket: Basket, words: _Words) -> tuple[CodeView, ...]:
    entered = select(CartPromotion.promotion_id).where(CartPromotion.cart_id == basket.cart_id)
    rows = db.exec(
        select(Promotion).where(
            col(Promotion.id).in_(entered) | (col(Promotion.code).is_(None) & col(Promotion.id).in_(basket.uses))
        )
    ).all()
    return tuple(
        CodeView(
            row.id if row.code else "", row.title, row.code or "",
            words.money(-basket.uses[row.id]) if row.id in basket.uses else "does not apply to this cart",
        )
        for row in sorted(rows, key=lambda row: (row.code is None, row.title))
    )  # fmt: skip


@dataclass(frozen=True)
class _Words:
    """How this market says money, days and shortages."""

    market: Market
    home: str
    moment: datetime

    def money(self, amount: int) -> str:
        return money(amount, self.market.currency, self.market.locale)

    def freight(self, amount: int) -> str:
        return self.money(amount) if amount else "Free"

    def part(self, part: Part) -> CartPart:
        strong, text, at, tone = self._meter(part)
        held, fix = self._held(part)
        lines = tuple(self.line(line) for line in part.lines) + tuple(self.blocked(goods) for goods in part.blocked)
        pieces = sum(line.goods.quantity for line in part.lines)
        return CartPart(
            part.seller.vendor_id, part.seller.name, part.seller.name[:1].upper(), self._ships(part), lines,
            self.money(sum(line.goods.shown_amount for line in part.lines)),
            self.freight(part.shown_shipping_amount), self._foot(part), strong, text, at, tone, held, fix,
            f"{pieces} {'piece' if pieces == 1 else 'pieces'}",
            tuple(self._delivery(part, delivery) for delivery in part.deliveries),
        )  # fmt: skip

    def line(self, line: PricedLine) -> CartLineView:
        goods = line.goods
        strong, text, tone = self._stock(goods)
        was = goods.answer.list_amount if goods.answer else None
        return CartLineView(
            *self._named(goods), self.money(goods.shown_amount - line.discount_amount),
            f"{self.money(goods.unit_amount)} each",
            self.money(was) if was and was > goods.unit_amount else "", strong, text, tone,
            f"was {self.money(goods.seen_amount or 0)}, is {self.money(goods.unit_amount)} now" if goods.moved else "",
            Fix(), self._nudge(goods), goods.unit_amount, goods.offer_id,
        )  # fmt: skip

    def blocked(self, goods: Goods) -> CartLineView:
        strong, text, tone = self._stock(goods)
        return CartLineView(
            *self._named(goods), "", "", "", strong, text, tone, "", self._problem(goods), Fix(), goods.unit_amount,
            goods.offer_id,
        )  # fmt: skip

    def saved(self, goods: Goods) -> CartLineView:
        priced = self.money(goods.unit_amount) + " each" if goods.unit_amount else "not sold here now"
        return CartLineView(*self._named(goods), "", priced, offer_id=goods.offer_id)

    def _named(self, goods: Goods) -> tuple[str, str, str, str, str, int, int, int]:
        variant = "" if goods.variant_title == goods.title else goods.variant_title  # the only one is called so
        detail = " · ".join(part for part in (variant, goods.sku) if part)
        return (
            goods.line_id, goods.title, detail, f"{self.home}/p/{goods.handle}", goods.picture, goods.quantity,
            goods.step, goods.min_quantity,
        )  # fmt: skip

    def _stock(self, goods: Goods) -> tuple[str, str, str]:
        if goods.free > 0:
            low = goods.free < max(10, goods.quantity)
            return f"{goods.free:,}", "left" if low else "in stock", "low" if low else ""
        if goods.restock_on:
            return "", f"More on {short_day(goods.restock_on, self.moment.date(), self.market.locale)}", "none"
        return ("", "Made to order", "") if goods.allows_backorder else ("", "Not in stock", "none")

    def _problem(self, goods: Goods) -> Fix:
        if goods.problem == "short":
            rule = QuantityRule(goods.min_quantity, goods.step)
            fitting = goods.free - goods.free % (rule.step or 1)
            if fitting >= goods.min_quantity:
                return Fix(f"Only {goods.free} left.", "", f"Take {fitting}", fitting)
            return Fix(f"Only {goods.free} left,", f"and it is sold from {goods.min_quantity}. It waits here.")
        if goods.problem == "quantity":
            fitting = QuantityRule(goods.min_quantity, goods.step).fit(goods.quantity)
            rule_said = f"Sold from {goods.min_quantity}, in steps of {goods.step}."
            return Fix(rule_said, "", f"Make it {fitting}", fitting)
        return {
            "sold_out": Fix("Sold out.", "It waits here until more comes in, and is not part of this order."),
            "gone": Fix("No longer offered.", "Look at its page for other vendors, or take it out."),
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
            f"{wanted - goods.quantity} more", f"bring each to {self.money(better.amount)}. {cost}",
            f"Make it {wanted}", wanted,
        )  # fmt: skip

    def _ships(self, part: Part) -> str:
        seller = part.seller
        local = self.moment.astimezone(zone_of(seller.country))
        lead = part.chosen.days_max if part.chosen else seller.lead_time_days
        day = promise(local, cutoff_hour=seller.cutoff_hour, lead_days=lead, away_until=seller.away_until)
        when = arrival(day.arrives_on, local.date(), self.market.locale)
        comes = f"arrives {when}" if not when.endswith("days") else f"arrives in {when}"
        return f"Ships from {seller.ships_from}, {comes}" if seller.ships_from else comes.capitalize()

    def _meter(self, part: Part) -> tuple[str, str, str, str]:
        worth = _worth(part)
        if part.short_amount:
            least = worth + part.short_amount
            at = f"{100 * worth // least}%"
            return self.money(part.short_amount), f"to the {self.money(least)} minimum", at, "warn"
        if part.free_freight_gap:
            whole = worth + part.free_freight_gap
            return self.money(part.free_freight_gap), "to free freight", f"{100 * worth // whole}%", "brand"
        if part.chosen and part.lines and part.shown_shipping_amount == 0:
            return "Free freight reached", "", "100%", "good"
        return "", "", "", ""

    def _held(self, part: Part) -> tuple[str, str]:
        name = part.seller.name
        if part.short_amount and part.lines:
            least = self.money(_worth(part) + part.short_amount)
            return (
                f"{name} has a minimum of {least}.",
                f"Add {self.money(part.short_amount)} more, or check out the others now and keep these in your cart.",
            )
        if part.chosen is None:
            return f"{name} does not deliver to {self.market.region}.", "Its goods wait here; the others go on."
        return "", ""

    def _foot(self, part: Part) -> str:
        if part.short_amount:
            return f"Cannot ship below {self.money(_worth(part) + part.short_amount)}"
        if part.chosen is None:
            return "No delivery to this region"
        free = part.chosen.rule.free_from_amount
        rest = f", free over {self.money(free)}" if free is not None and part.shown_shipping_amount else ""
        return f"{part.chosen.name} {self.freight(part.shown_shipping_amount)}{rest}"

    def _delivery(self, part: Part, delivery: Delivery) -> DeliveryView:
        weight = sum(line.goods.weight_grams * line.goods.quantity for line in part.lines)
        cost = freight(delivery.rule, goods_amount=_worth(part), weight_grams=weight)
        chosen = part.chosen is not None and part.chosen.option_id == delivery.option_id
        if chosen:
            cost = part.shown_shipping_amount
        few, many = delivery.days_min, delivery.days_max
        days = str(many) if few == many else f"{few} to {many}"
        return DeliveryView(delivery.option_id, delivery.name, f"{days} working days", self.freight(cost), chosen)
