"""Codes in a cart, and uses of promotions by checkouts: budgets and limits that two buyers at once cannot exceed."""

from __future__ import annotations

from sqlalchemy import func, text
from sqlmodel import Session, col, or_, select

from marketplace.domain.basket import Basket
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart, CartPromotion, Promotion, PromotionUse
from marketplace.models.order import Checkout


class PromotionUsedUp(Conflict):
    """Somebody else had the last use of it."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” was used up in the meantime. Your cart shows the prices without it.")


def enter_code(db: Session, cart: Cart, code: str) -> Promotion:
    """Put a code into the cart, whatever its case. Raises `Invalid` for `code` with the reason."""
    typed = code.strip().upper()
    row = db.exec(select(Promotion).where(func.upper(Promotion.code) == typed)).first() if typed else None
    if row is None:
        raise Invalid({"code": "We do not know this code. Check the spelling." if typed else "Enter a code."})
    if message := _why_not(row, cart):
        raise Invalid({"code": message})
    there = select(CartPromotion).where(CartPromotion.cart_id == cart.id, CartPromotion.promotion_id == row.id)
    if db.exec(there).first() is None:
        db.add(CartPromotion(id=new_id("cpr"), tenant_id=cart.tenant_id, cart_id=cart.id, promotion_id=row.id))
        db.flush()
    return row


def remove_code(db: Session, cart: Cart, promotion_id: str) -> None:
    """Take a code out of the cart. Raises `NotFound`."""
    mine = select(CartPromotion).where(CartPromotion.cart_id == cart.id, CartPromotion.promotion_id == promotion_id)
    row = db.exec(mine).first()
    if row is None:
        raise NotFound("code")
    db.delete(row)
    db.flush()


def _why_not(row: Promotion, cart: Cart) -> str:
    moment = now()
    if row.status != "active" or (row.ends_at and row.ends_at <= moment):
        return "This code is no longer valid."
    if row.starts_at and row.starts_at > moment:
        return f"This code is valid from {row.starts_at:%-d %B %Y} on."
    if row.usage_limit is not None and row.used >= row.usage_limit:
        return "This code has been used up."
    if row.currency and row.currency != cart.currency:
        return f"This code is for orders in {row.currency}."
    return ""


# One conditional update: at the last use or the last of a budget only one of two buyers gets a row back.
_TAKE = text("""
    update promotion set used = used + 1, spent_amount = spent_amount + :amount
    where id = :id and tenant_id = :tenant and status = 'active'
      and (usage_limit is null or used < usage_limit)
      and (budget_amount is null or spent_amount + :amount <= budget_amount)
""")
_GIVE_BACK = text("""
    update promotion p set used = p.used - 1, spent_amount = p.spent_amount - u.amount
    from promotion_use u
    where u.promotion_id = p.id and u.tenant_id = p.tenant_id and u.checkout_id = :checkout and u.tenant_id = :tenant
      and u.status = 'held'
""")
_HOLD_AGAIN = text("update promotion_use set status = 'held' where id = :id and tenant_id = :tenant")
_MARK = text("""
    update promotion_use set status = :status
    where tenant_id = :tenant and checkout_id = :checkout and status = 'held'
""")


def hold_uses(db: Session, checkout: Checkout, basket: Basket, *, user_id: str | None, email: str) -> None:
    """Take one use of each promotion that gives something, in the order of ids. Raises `PromotionUsedUp`."""
    for promotion_id, amount in sorted(basket.uses.items()):
        asked = {"id": promotion_id, "tenant": checkout.tenant_id, "amount": amount}
        taken = db.connection().execute(_TAKE, asked).rowcount
        row = db.exec(select(Promotion).where(Promotion.id == promotion_id)).one()
        if taken != 1 or _is_over_own_limit(db, row, user_id, email):
            raise PromotionUsedUp(row.title)
        db.add(
            PromotionUse(
                id=new_id("pus"), tenant_id=checkout.tenant_id, promotion_id=promotion_id, checkout_id=checkout.id,
                user_id=user_id, email=email.lower(), amount=amount,
            )
        )  # fmt: skip
    db.flush()


def hold_again(db: Session, checkout: Checkout) -> None:
    """Take the uses of a checkout again that had given them back. Raises `PromotionUsedUp`."""
    mine = select(PromotionUse).where(PromotionUse.checkout_id == checkout.id, PromotionUse.status == "released")
    for use in db.exec(mine.order_by(col(PromotionUse.promotion_id))):
        asked = {"id": use.promotion_id, "tenant": checkout.tenant_id, "amount": use.amount}
        if db.connection().execute(_TAKE, asked).rowcount != 1:
            raise PromotionUsedUp("A promotion")
        db.connection().execute(_HOLD_AGAIN, {"id": use.id, "tenant": use.tenant_id})


def spend_uses(db: Session, checkout: Checkout) -> None:
    """The orders are written: the uses are final."""
    asked = {"tenant": checkout.tenant_id, "checkout": checkout.id, "status": "spent"}
    db.connection().execute(_MARK, asked)


def release_uses(db: Session, checkout: Checkout) -> None:
    """Give held uses and their budget back."""
    asked = {"tenant": checkout.tenant_id, "checkout": checkout.id}
    db.connection().execute(_GIVE_BACK, asked)
    db.connection().execute(_MARK, {**asked, "status": "released"})


def _is_over_own_limit(db: Session, row: Promotion, user_id: str | None, email: str) -> bool:
    """The promotion's row is locked by now, so no second checkout of the same person counts beside this one."""
    if row.per_customer_limit is None:
        return False
    mine = or_(PromotionUse.email == email.lower(), *([PromotionUse.user_id == user_id] if user_id else []))
    used = select(func.count()).where(PromotionUse.promotion_id == row.id, col(PromotionUse.status) != "released", mine)
    return db.exec(used).one() >= row.per_customer_limit
