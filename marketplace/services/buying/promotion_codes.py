"""Promotion codes in a cart: entered, carried on, taken out."""

from __future__ import annotations

from sqlalchemy import func
from sqlmodel import Session, col, select

from marketplace.domain.buying.basket import Basket
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.buying.promotions import Occasion, unmet_condition
from marketplace.domain.buying.promotions import Promotion as Offered
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart, CartPromotion, Promotion
from marketplace.services.buying.basket_rows import offered
from marketplace.services.identity.grants import grants_of
from marketplace.services.orders.promotion_usage import own_uses


def enter_code(db: Session, cart: Cart, code: str) -> Promotion:
    """Put a code into the cart, whatever its case. Raises `Invalid` for `code` with the reason.

    Goods that it still needs are no reason: they may come. What does not hold any more later on takes nothing off,
    and the cart says why (`Basket.unmet`).
    """
    typed = code.strip().upper()
    row = db.exec(select(Promotion).where(func.upper(Promotion.code) == typed)).first() if typed else None
    if row is None:
        raise Invalid({"code": "We do not know this code. Check the spelling." if typed else "Enter a code."})
    used = own_uses(db, row, cart.user_id, cart.email)
    occasion = Occasion(now(), cart.currency, _company_of(db, cart) if row.target.get("companies") else "")
    if sentence := unmet_condition(_offered(row, used), occasion):
        raise Invalid({"code": sentence})
    there = select(CartPromotion).where(CartPromotion.cart_id == cart.id, CartPromotion.promotion_id == row.id)
    if db.exec(there).first() is None:
        db.add(CartPromotion(id=new_id("cpr"), tenant_id=cart.tenant_id, cart_id=cart.id, promotion_id=row.id))
        db.flush()
    return row


def carry_codes(db: Session, old: Cart, fresh: Cart) -> None:
    """The codes of a cart go on in another one, beside those that are there already."""
    entered = select(CartPromotion.promotion_id, CartPromotion.cart_id).where(
        col(CartPromotion.cart_id).in_([old.id, fresh.id])
    )
    codes: dict[str, set[str]] = {old.id: set(), fresh.id: set()}
    for promotion_id, cart_id in db.exec(entered):
        codes[cart_id].add(promotion_id)
    for promotion_id in sorted(codes[old.id] - codes[fresh.id]):
        db.add(CartPromotion(id=new_id("cpr"), tenant_id=old.tenant_id, cart_id=fresh.id, promotion_id=promotion_id))
    db.flush()


def unmet_codes(db: Session, basket: Basket) -> list[str]:
    """The codes of a cart that take nothing off it, each with the reason."""
    entered = (
        select(Promotion.id, Promotion.title)
        .join(
            CartPromotion,
            (col(CartPromotion.promotion_id) == Promotion.id) & (CartPromotion.tenant_id == Promotion.tenant_id),
        )
        .where(CartPromotion.cart_id == basket.cart_id)
        .order_by(Promotion.title)
    )
    return [f"“{title}”: {basket.unmet[key]}" for key, title in db.exec(entered) if key in basket.unmet]


def remove_code(db: Session, cart: Cart, promotion_id: str) -> None:
    """Take a code out of the cart. Raises `NotFound`."""
    mine = select(CartPromotion).where(CartPromotion.cart_id == cart.id, CartPromotion.promotion_id == promotion_id)
    row = db.exec(mine).first()
    if row is None:
        raise NotFound("code")
    db.delete(row)
    db.flush()


def _offered(row: Promotion, own_uses: int) -> Offered:
    return offered({**row.model_dump(), "own_uses": own_uses, "paths": {}})


def _company_of(db: Session, cart: Cart) -> str:
    if cart.user_id is None:
        return ""
    actor = Actor(cart.user_id, grants=grants_of(db, cart.user_id))
    return buyer_of(actor, cart.tenant_id, cart.company_location_id).company_id
