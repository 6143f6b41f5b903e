"""Uses of promotions by purchases: budgets and limits that two buyers at once cannot exceed."""

from __future__ import annotations

from sqlalchemy import func, text
from sqlmodel import Session, col, or_, select

from marketplace.domain.buying.basket import Basket
from marketplace.domain.buying.promotions import Occasion, unmet_condition
from marketplace.domain.buying.promotions import Promotion as Offered
from marketplace.domain.errors import Conflict
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.cart import Promotion, PromotionUse
from marketplace.models.checkout import Checkout
from marketplace.models.order import OrderGroup


class PromotionUsedUp(Conflict):
    """Somebody else had the last use of it."""

    def __init__(self, title: str) -> None:
        super().__init__(f"“{title}” was used up in the meantime. Your cart shows the prices without it.")


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
                id=new_id("pus"),
                tenant_id=checkout.tenant_id,
                promotion_id=promotion_id,
                checkout_id=checkout.id,
                user_id=user_id,
                email=email.lower(),
                amount=amount,
            )
        )
    db.flush()


def hold_again(db: Session, checkout: Checkout) -> None:
    """Take the uses of a checkout again that had given them back. Raises `PromotionUsedUp`."""
    mine = select(PromotionUse).where(PromotionUse.checkout_id == checkout.id, PromotionUse.status == "released")
    for use in db.exec(mine.order_by(col(PromotionUse.promotion_id))):
        _take(db, checkout, use.promotion_id, use.amount, user_id=use.user_id, email=use.email)
        db.connection().execute(_HOLD_AGAIN, {"id": use.id, "tenant": use.tenant_id})


def _take(db: Session, checkout: Checkout, promotion_id: str, amount: int, *, user_id: str | None, email: str) -> None:
    """Limit and budget are taken by one update. Its lock keeps a second checkout of the same buyer waiting, so that
    their own uses are judged once more; the rest was judged with the price, which is a promise."""
    params = {"id": promotion_id, "tenant": checkout.tenant_id, "amount": amount}
    taken = db.connection().execute(_TAKE, params).rowcount
    row = db.exec(select(Promotion).where(Promotion.id == promotion_id)).one()
    used = own_uses(db, row, user_id, email)
    promotion = Offered(row.id, row.title, row.kind, per_customer_limit=row.per_customer_limit, own_uses=used)
    if taken != 1 or unmet_condition(promotion, Occasion(now(), "")):
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
    params = {"tenant": checkout.tenant_id, "checkout": checkout.id, "status": status}
    db.connection().execute(_LOCK, params)
    db.connection().execute(_GIVE_BACK, params)


def own_uses(db: Session, row: Promotion, user_id: str | None, email: str) -> int:
    """How often this buyer has used it, by account or address; uses that were given back do not count."""
    if row.per_customer_limit is None:
        return 0
    who = [PromotionUse.user_id == user_id] if user_id else []
    who += [PromotionUse.email == email.lower()] if email else []
    used = select(func.count()).where(PromotionUse.promotion_id == row.id, col(PromotionUse.status) != "released")
    return db.exec(used.where(or_(*who))).one() if who else 0
