"""Cards that people keep for the next time: we hold the provider's token, and the provider holds the card."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.finance.card_expiry import expiry, has_expired
from marketplace.domain.permissions import SYSTEM, Actor
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import KeptCard
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.models.checkout import Checkout
from marketplace.models.payment import Payment
from marketplace.models.saved_card import SavedCard

MAX_CARDS = 10


def customer_name(tenant_id: str, user_id: str) -> str:
    """What a provider calls a person: another name in each store, so that a token of one pays nothing in another."""
    return f"{tenant_id}:{user_id}"


def may_keep(db: Session, actor: Actor, tenant_id: str) -> bool:
    """Whether the actor is somebody who can keep another card in this store; nobody keeps one in another's name."""
    return actor.user_id is not None and not actor.impersonator_id and _count(db, tenant_id, actor.user_id) < MAX_CARDS


def usable_card(db: Session, actor: Actor, tenant_id: str, card_id: str) -> SavedCard:
    """A card that the actor keeps in this store. Raises `Invalid` for one that is not theirs, not there, or expired.
    Nobody pays with a card in its keeper's name."""
    row = db.exec(
        select(SavedCard).where(
            SavedCard.id == card_id,
            SavedCard.tenant_id == tenant_id,
            SavedCard.user_id == (actor.user_id or ""),
            col(SavedCard.removed_at).is_(None),
        )
    ).first()
    if row is None or actor.impersonator_id:
        raise Invalid({"payment": "This card is not among those you keep here. Choose another way to pay."})
    if has_expired(row.expires_month, row.expires_year, now().date()):
        until = expiry(row.expires_month, row.expires_year)
        raise Invalid({"payment": f"{row.title} expired with {until}. Choose another way to pay."})
    return row


def token_for(db: Session, payment: Payment) -> str | None:
    """The token of the kept card that is to pay; empty where none is, None where it was removed meanwhile."""
    card_id = payment.data.get("saved_card", "")
    if not card_id:
        return ""
    wanted = select(SavedCard.token).where(SavedCard.id == card_id, SavedCard.tenant_id == payment.tenant_id)
    return db.exec(wanted.where(col(SavedCard.removed_at).is_(None))).first()


def keep_card(db: Session, checkout: Checkout, payment: Payment, card: KeptCard) -> None:
    """Keep the card that has paid for whoever checked out; the same card once more takes the older one's place."""
    user_id = checkout.actor_id or ""
    db.connection().execute(_LOCK, {"owner": customer_name(checkout.tenant_id, user_id)})
    for same in db.exec(_same(checkout.tenant_id, user_id, payment.provider, card)).all():
        _end(db, same)
    row = _row(checkout, payment, card)
    if _count(db, checkout.tenant_id, user_id) >= MAX_CARDS:
        _end(db, row)
        return
    _note(db, SYSTEM, AuditAction.CUSTOMER_CARD_KEPT, row)


def forget_new_card(db: Session, checkout: Checkout, payment: Payment, card: KeptCard) -> None:
    """The charge that had this card kept came to nothing: its provider forgets it again."""
    _end(db, _row(checkout, payment, card))


def remove_card(db: Session, actor: Actor, card_id: str) -> SavedCard:
    """Take a card away: at once it pays nothing, and a job has the provider forget it. Raises `NotFound`."""
    row = db.exec(
        select(SavedCard)
        .where(SavedCard.id == card_id, SavedCard.user_id == (actor.user_id or ""), col(SavedCard.removed_at).is_(None))
        .with_for_update()
    ).first()
    if row is None:
        raise NotFound("card", card_id)
    _end(db, row)
    _note(db, actor, AuditAction.CUSTOMER_CARD_REMOVED, row)
    return row


def forget_at_provider(db: Session, card_id: str) -> None:
    """Tell the provider that a card is kept no longer, then forget it here. Safe to call again."""
    row = db.exec(select(SavedCard).where(SavedCard.id == card_id).with_for_update()).first()
    if row is None or row.removed_at is None:
        return
    provider(row.provider).forget_card(row.token, customer_name(row.tenant_id, row.user_id))
    db.delete(row)


_LOCK = text("select pg_advisory_xact_lock(hashtextextended(:owner, 50))")  # two tabs, one row of the same card


def _same(tenant_id: str, user_id: str, code: str, card: KeptCard) -> SelectOfScalar[SavedCard]:
    return select(SavedCard).where(
        SavedCard.tenant_id == tenant_id,
        SavedCard.user_id == user_id,
        SavedCard.provider == code,
        SavedCard.brand == card.brand,
        SavedCard.last_four == card.last_four,
        SavedCard.expires_month == card.expires_month,
        SavedCard.expires_year == card.expires_year,
        col(SavedCard.removed_at).is_(None),
    )


def _row(checkout: Checkout, payment: Payment, card: KeptCard) -> SavedCard:
    return SavedCard(
        id=new_id("card"),
        tenant_id=checkout.tenant_id,
        user_id=checkout.actor_id or "",
        provider=payment.provider,
        token=card.token,
        brand=card.brand,
        last_four=card.last_four,
        expires_month=card.expires_month,
        expires_year=card.expires_year,
    )


def _count(db: Session, tenant_id: str, user_id: str) -> int:
    cards = select(func.count()).where(SavedCard.tenant_id == tenant_id, SavedCard.user_id == user_id)
    return db.exec(cards.where(col(SavedCard.removed_at).is_(None))).one()


def _end(db: Session, row: SavedCard) -> None:
    row.removed_at = now()
    db.add(row)
    db.flush()
    enqueue(
        db, "payment.forget_card", tenant_id=row.tenant_id, entity="saved_card", entity_id=row.id, dedupe_key=row.id
    )


def _note(db: Session, actor: Actor, action: AuditAction, row: SavedCard) -> None:
    db.add(row)
    db.flush()
    audit.record(
        db, actor, action, tenant_id=row.tenant_id, object_type="saved_card", object_id=row.id, object_name=row.title
    )
