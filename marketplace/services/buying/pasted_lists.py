"""What a shopper pasted and has not yet put into the cart: it is there again when they come back."""

from __future__ import annotations

from sqlmodel import Session, col, select

from marketplace.domain.buying.quick_order import ListLine, read_list, write_list
from marketplace.domain.errors import Invalid
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tokens import hash_token
from marketplace.models.order_list import PastedList
from marketplace.services.buying.cart_access import Shopper


def find_pasted(db: Session, tenant_id: str, shopper: Shopper) -> list[ListLine]:
    """The lines of this shopper's list in this store; none where there is no list."""
    row = _find(db, tenant_id, shopper)
    return read_list(row.text) if row else []


def keep_pasted(db: Session, tenant_id: str, shopper: Shopper, lines: list[ListLine]) -> None:
    """This is the shopper's list from now on. Raises `Invalid` without person and cookie."""
    row = _find(db, tenant_id, shopper, lock=True)
    if row is None:
        if not shopper.actor.user_id and not shopper.token:
            raise Invalid({"skus": "Your browser refuses cookies, and a list needs one. Allow it for this store."})
        row = PastedList(
            id=new_id("pst"),
            tenant_id=tenant_id,
            user_id=shopper.actor.user_id,
            token_hash=None if shopper.actor.user_id else hash_token(shopper.token),
        )
        db.add(row)
    row.text, row.updated_at = write_list(lines), now()
    db.flush()


def _find(db: Session, tenant_id: str, shopper: Shopper, *, lock: bool = False) -> PastedList | None:
    mine = select(PastedList).where(PastedList.tenant_id == tenant_id)
    if shopper.actor.user_id:
        mine = mine.where(PastedList.user_id == shopper.actor.user_id)
    else:
        mine = mine.where(PastedList.token_hash == hash_token(shopper.token), col(PastedList.user_id).is_(None))
    return db.exec(mine.with_for_update() if lock else mine).first()
