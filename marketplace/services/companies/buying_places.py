"""For which company and place a person buys now."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.models.company import BuyingPlace
from marketplace.models.user import User


def choose_place(db: Session, actor: Actor, tenant_id: str, location_id: str) -> None:
    """From now on this person buys for that place in this store, on every device and through the API.

    Raises `Unauthenticated`, `NotFound` for a place that is not theirs or whose company may not buy.
    """
    if actor.user_id is None:
        raise Unauthenticated
    if not buyer_of(actor, tenant_id, location_id).company_id:
        raise NotFound("location", location_id)
    db.exec(select(User.id).where(User.id == actor.user_id).with_for_update()).one()  # two clicks take turns
    mine = select(BuyingPlace).where(BuyingPlace.tenant_id == tenant_id, BuyingPlace.user_id == actor.user_id)
    choice = db.exec(mine).first()
    if choice is None:
        choice = BuyingPlace(id=new_id("bpl"), tenant_id=tenant_id, user_id=actor.user_id, location_id=location_id)
        db.add(choice)
    choice.location_id = location_id
    db.flush()
