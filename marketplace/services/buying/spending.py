"""What a checkout takes of a company's money."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.domain.permissions import Actor
from marketplace.models.cart import Cart
from marketplace.models.checkout import Checkout
from marketplace.services.buying.carts import buyer_for
from marketplace.services.companies.spending import check_spending, hold_spending, lock_spender


def reserve_spending(db: Session, actor: Actor, cart: Cart, checkout: Checkout) -> None:
    """Hold the total of a checkout of a company's cart; who buys for themselves is limited by nobody.

    Raises `OverLimit`, `OverBudget`, `OtherCurrency`, and `Forbidden` for who lost the right to order meanwhile.
    """
    company_id = buyer_for(actor, cart).company_id
    if not company_id:
        return
    plan = checkout.plan
    spender = lock_spender(db, company_id, actor.user_id, plan.cost_centre_id)
    check_spending(db, spender, plan.currency, plan.total)
    hold_spending(db, spender, checkout.id, plan.currency, plan.total)
