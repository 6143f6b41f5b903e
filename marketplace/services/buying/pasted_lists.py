"""What a shopper pasted and has not yet put into the cart: it is there again when they come back."""

from __future__ import annotations

from collections.abc import Mapping

from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.buying.quick_order import ListLine, read_list, replaced, write_list
from marketplace.domain.errors import Conflict, Invalid
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.tokens import hash_token
from marketplace.models.order_list import PastedList
from marketplace.services.buying.bulk_adding import skus_of
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.companies.article_aliases import drop_alias, find_alias, keep_aliases


def find_pasted(db: Session, tenant_id: str, shopper: Shopper) -> list[ListLine]:
    """The lines of this shopper's list in this store; none where there is no list."""
    row = _find(db, tenant_id, shopper)
    return read_list(row.text) if row else []


def keep_pasted(
    db: Session, tenant_id: str, shopper: Shopper, lines: list[ListLine], undo: Mapping[str, str] | None = None
) -> None:
    """This is the shopper's list from now on; `undo` is what `undo_mending` needs, and the last change alone is undone.
    Raises `Invalid` without person and cookie."""
    row = _find(db, tenant_id, shopper, lock=True)
    if row is None:
        person = _person(shopper)
        if not person and not shopper.token:
            raise Invalid({"skus": "Your browser refuses cookies, and a list needs one. Allow it for this store."})
        row = PastedList(
            id=new_id("pst"),
            tenant_id=tenant_id,
            user_id=person,
            token_hash=None if person else hash_token(shopper.token),
        )
        db.add(row)
    row.text, row.updated_at, row.undo = write_list(lines), now(), dict(undo) if undo else None
    db.flush()


def mend_pasted(db: Session, tenant_id: str, shopper: Shopper, code: str, offer_id: str) -> str:
    """An offer's SKU in the place of a line's code, which the buyer's company calls it from now on; without an offer of
    this store the line goes. Returns the SKU."""
    buyer = buyer_of(shopper.actor, tenant_id)
    sku = skus_of(db, [offer_id]).get(offer_id, "") if offer_id else ""
    lines = find_pasted(db, tenant_id, shopper)
    undo = {"text": write_list(lines), "code": code if sku else "", "meant": find_alias(db, tenant_id, buyer, code)}
    keep_pasted(db, tenant_id, shopper, replaced(lines, code, sku), undo)
    if sku:
        keep_aliases(db, tenant_id, buyer, {code: offer_id})
    return sku


def undo_mending(db: Session, tenant_id: str, shopper: Shopper) -> None:
    """The list as it was before its last line was mended or taken out; what the company calls the article, too.

    Raises `Conflict` where there is nothing to undo.
    """
    row, buyer = _find(db, tenant_id, shopper, lock=True), buyer_of(shopper.actor, tenant_id)
    if row is None or not row.undo:
        raise Conflict("There is nothing to undo: the list was changed since.")
    undo = row.undo
    keep_pasted(db, tenant_id, shopper, read_list(undo["text"]))
    if undo["code"] and undo["meant"]:
        keep_aliases(db, tenant_id, buyer, {undo["code"]: undo["meant"]})
    elif undo["code"]:
        drop_alias(db, tenant_id, buyer, undo["code"])


def _person(shopper: Shopper) -> str | None:
    """Whose list it is: who pasted it, also while they act for a member, whose own stays closed to them."""
    return shopper.actor.impersonator_id or shopper.actor.user_id


def _find(db: Session, tenant_id: str, shopper: Shopper, *, lock: bool = False) -> PastedList | None:
    mine = select(PastedList).where(PastedList.tenant_id == tenant_id)
    if person := _person(shopper):
        mine = mine.where(PastedList.user_id == person)
    else:
        mine = mine.where(PastedList.token_hash == hash_token(shopper.token), col(PastedList.user_id).is_(None))
    return db.exec(mine.with_for_update() if lock else mine).first()
