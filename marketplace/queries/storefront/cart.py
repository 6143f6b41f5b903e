"""A priced cart as its shopper reads it: on the cart page, in the header's panel and in the checkout."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.domain.buying.basket import Basket
from marketplace.models.cart import CartPromotion, Promotion
from marketplace.queries.formatting.amounts import rate
from marketplace.queries.shared.market import Market
from marketplace.queries.storefront.cart_views import CartPage, CodeView
from marketplace.queries.storefront.cart_words import Words, worth

EMPTY_CART = CartPage()
_NOTHING_OFF = "It has nothing to take off here."


def show_cart(db: Session, basket: Basket | None, market: Market, home: str, moment: datetime) -> CartPage:
    """The cart as its shopper reads it in this market; `home` is the store's address."""
    if basket is None or not (basket.parts or basket.saved):
        return EMPTY_CART
    words = Words(market, home, moment)
    pieces = sum(len(p.lines) + len(p.blocked) for p in basket.parts)
    buyable = basket.buyable
    vendors = len(basket.parts)
    shown_goods = sum(line.goods.shown_amount for part in buyable for line in part.lines)
    discount = sum(line.discount_amount for part in buyable for line in part.lines)
    return CartPage(
        count=sum(line.goods.quantity for p in basket.parts for line in p.lines),
        pieces=f"{pieces} {'thing' if pieces == 1 else 'different things'} from "
        f"{'one vendor' if vendors == 1 else f'{vendors} vendors'}, one payment.",
        parts=tuple(words.part(part) for part in basket.parts),
        saved=tuple(words.saved(g) for g in basket.saved),
        codes=_codes(db, basket, words),
        goods=words.money(shown_goods),
        goods_label=f"Goods, {'one vendor' if len(buyable) == 1 else f'{len(buyable)} vendors'}",
        freights=tuple((f"Freight, {p.seller.name}", words.freight(p.shown_shipping_amount)) for p in buyable),
        discount=words.money(-discount) if discount else "",
        tax=words.money(-basket.untaxed_amount if basket.untaxed_amount else basket.tax_amount),
        tax_label=_tax_label(basket),
        total=words.money(basket.total_amount),
        total_amount=basket.total_amount,
        market=f"{basket.currency}:{basket.region_id}",
        waiting=tuple(
            (f"Waiting: {p.seller.name}", words.money(worth(p))) for p in basket.parts if p.is_held_back and p.lines
        ),
        can_check_out=bool(buyable),
        check_out_label=_check_out_label(len(buyable), vendors),
    )


def _tax_label(basket: Basket) -> str:
    """`VAT 19 %`; without the rate where several are in it."""
    rates = {line.goods.untaxed_bps or line.goods.tax_bps for part in basket.buyable for line in part.lines}
    label = f"VAT {rate(rates.pop())}" if len(rates) == 1 else "VAT"
    if basket.untaxed_amount:
        return f"{label} taken out: you are exempt"
    return f"{label}, contained" if basket.is_tax_inclusive else label


def _check_out_label(buyable: int, vendors: int) -> str:
    if buyable == vendors:
        return "Check out"
    return "Check out one vendor" if buyable == 1 else f"Check out {buyable} vendors"


def _codes(db: Session, basket: Basket, words: Words) -> tuple[CodeView, ...]:
    entered = select(CartPromotion.promotion_id).where(CartPromotion.cart_id == basket.cart_id)
    rows = db.exec(
        select(Promotion).where(
            col(Promotion.id).in_(entered) | (col(Promotion.code).is_(None) & col(Promotion.id).in_(basket.uses))
        )
    ).all()
    return tuple(
        CodeView(
            row.id if row.code else "",
            row.title,
            row.code or "",
            words.money(-basket.uses[row.id]) if row.id in basket.uses else basket.unmet.get(row.id, _NOTHING_OFF),
        )
        for row in sorted(rows, key=lambda row: (row.code is None, row.title))
    )
