"""Codes in a cart, and uses of promotions by checkouts: budgets and limits that two buyers at once cannot exceed."""

from __future__ import annotations

from sqlalchemy import func, text
from sqlmodel import Session, col, or_, select

from marketplace.domain.basket import Basket
from marketplace.domain.buyer import buyer_of
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.domain.promotions import Occasion, unmet_condition
from marketplace.domain.promotions import Promotion as Offered
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart, CartPromotion, Promotion, PromotionUse
from marketplace.models.order import Checkout, OrderGroup
from marketplace.services.basket_rows import offered
from marketplace.services.sessions import grants_of


class PromotionUsedUp(Conflict):
    """Somebody else had the last use of it."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” was used up in the meantime. Your cart shows the prices without it.")


def enter_code(db: Session, cart: Cart, code: str) -> Promotion:
    """Put a code into the cart, whatever its case. Raises `Invalid` for `code` with the reason.

    Goods that it still needs are no reason: they may come. What does not hold any more later on takes nothing off,
    and the cart says why (`Basket.unmet`).
    """
    typed = code.strip().upper()
    row = db.exec(select(Promotion).where(func.upper(Promotion.code) == typed)).first() if typed else None
    if row is None:
        raise Invalid({"code": "We do not know this code. Check the spelling." if typed else "Enter a code."})
    used = _own_uses(db, row, cart.user_id, cart.email)
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
        .join(CartPromotion, (col(CartPromotion.promotion_id) == Promotion.id)
              & (CartPromotion.tenant_id == Promotion.tenant_id))
        .where(CartPromotion.cart_id == basket.cart_id)
        .order_by(Promotion.title)
    )  # fmt: skip
    return [f"“{title}”: {basket.unmet[key]}" for key, title in db.exec(entered) if key in basket.unmet]


def remove_code(db: Session, cart: Cart, promotion_id: str) -> None:
    """Take a code out of the cart. Raises `NotFound`."""
    mine = select(CartPromotion).where(CartPromotion.cart_id == cart.id, CartPromotion.promotion_id == promotion_id)
    row = db.exec(mine).first()
    if row is None:
        raise NotFound("code")
    db.delete(row)
    db.flush()


# One conditional update: at the last use or the last of a budget only one of two buyers gets a row back.
_TAKE = text("""
    update promotion set used = used + 1, spent_amount = spent_amount + :amount
    where id = :id and tenant_id = :tenant and status = 'active'
      and (usage_limit is null or used < usage_limit)
      and (budget_amount is null or spent_amount + :amount <= budget_amount)
""")
# In the order of ids, as `hold_uses` takes them: two that meet at the same promotions wait, and never for each other.
_LOCK = text("""
    select id from promotion
    where tenant_id = :tenant and id in (
        select promotion_id from promotion_use
        where tenant_id = :tenant and checkout_id = :checkout and status = :status)
    order by id for update
""")
_GIVE_BACK = text("""
    with back as (
        update promotion_use set status = 'released'
        where tenant_id = :tenant and checkout_id = :checkout and status = :status
        returning tenant_id, promotion_id, amount)
    update promotion p set used = p.used - 1, spent_amount = p.spent_amount - b.amount
    from back b where b.promotion_id = p.id and b.tenant_id = p.tenant_id
""")
_HOLD_AGAIN = text("update promotion_use set status = 'held' where id = :id and tenant_id = :tenant")
_SPEND = text("""
    update promotion_use set status = 'spent'
    where tenant_id = :tenant and checkout_id = :checkout and status = 'held'
""")


def hold_uses(db: Session, checkout: Checkout, basket: Basket, *, user_id: str | None, email: str) -> None:
    """Take one use of each promotion that gives something, in the order of ids. Raises `PromotionUsedUp`."""
    for promotion_id, amount in sorted(basket.uses.items()):
        _take(db, checkout, promotion_id, amount, user_id=user_id, email=email)
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
        _take(db, checkout, use.promotion_id, use.amount, user_id=use.user_id, email=use.email)
        db.connection().execute(_HOLD_AGAIN, {"id": use.id, "tenant": use.tenant_id})


def _take(
    db: Session, checkout: Checkout, promotion_id: str, amount: int, *, user_id: str | None, email: str
) -> None:  # fmt: skip
    """Limit and budget are taken by one update. Its lock keeps a second checkout of the same buyer waiting, so that
    their own uses are judged once more; the rest was judged with the price, which is a promise."""
    asked = {"id": promotion_id, "tenant": checkout.tenant_id, "amount": amount}
    taken = db.connection().execute(_TAKE, asked).rowcount
    row = db.exec(select(Promotion).where(Promotion.id == promotion_id)).one()
    own_uses = _own_uses(db, row, user_id, email)
    own = Offered(row.id, row.title, row.kind, per_customer_limit=row.per_customer_limit, own_uses=own_uses)
    if taken != 1 or unmet_condition(own, Occasion(now(), "")):
        raise PromotionUsedUp(row.title)


def spend_uses(db: Session, checkout: Checkout) -> None:
    """The orders are written: the uses are final."""
    db.connection().execute(_SPEND, {"tenant": checkout.tenant_id, "checkout": checkout.id})


def release_uses(db: Session, checkout: Checkout) -> None:
    """Give held uses and their budget back."""
    _give_back(db, checkout, "held")


def return_uses(db: Session, group: OrderGroup) -> None:
    """Every order of a purchase came to nothing: its uses and their budget are free again. Once."""
    bought = select(Checkout).where(Checkout.group_id == group.id, Checkout.tenant_id == group.tenant_id)
    for checkout in db.exec(bought):
        _give_back(db, checkout, "spent")


def _give_back(db: Session, checkout: Checkout, status: str) -> None:
    asked = {"tenant": checkout.tenant_id, "checkout": checkout.id, "status": status}
    db.connection().execute(_LOCK, asked)
    db.connection().execute(_GIVE_BACK, asked)


def _offered(row: Promotion, own_uses: int) -> Offered:
    return offered({**row.model_dump(), "own_uses": own_uses, "paths": {}})


def _own_uses(db: Session, row: Promotion, user_id: str | None, email: str) -> int:
    """How often this buyer has used it, by account or address; uses that were given back do not count."""
    if row.per_customer_limit is None:
        return 0
    who = [PromotionUse.user_id == user_id] if user_id else []
    who += [PromotionUse.email == email.lower()] if email else []
    used = select(func.count()).where(PromotionUse.promotion_id == row.id, col(PromotionUse.status) != "released")
    return db.exec(used.where(or_(*who))).one() if who else 0


def _company_of(db: Session, cart: Cart) -> str:
    if cart.user_id is None:
        return ""
    return buyer_of(Actor(cart.user_id, grants=grants_of(db, cart.user_id)), cart.tenant_id).company_id
