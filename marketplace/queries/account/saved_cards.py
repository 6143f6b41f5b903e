"""The cards that a person keeps: in one store for its checkout, in all of them for their account."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.finance.card_expiry import expiry, has_expired
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.saved_card import SavedCard
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.dates import day


@dataclass(frozen=True)
class CardRow:
    """`Visa ending 4242`, `Good until 08/2031`; the token stays on the server."""

    id: str
    title: str
    says: str
    is_expired: bool
    store: str
    kept: str


def list_cards(db: Session, actor: Actor, tenant_id: str = "") -> list[CardRow]:
    """The actor's own cards, in one store or in all, the latest first. Nobody's for a guest, or for who acts in
    somebody's name."""
    if actor.impersonator_id:
        return []
    mine = select(SavedCard, Tenant).join(Tenant, col(Tenant.id) == SavedCard.tenant_id)
    mine = mine.where(SavedCard.user_id == (actor.user_id or ""), col(SavedCard.removed_at).is_(None))
    if tenant_id:
        mine = mine.where(SavedCard.tenant_id == tenant_id)
    rows = db.exec(mine.order_by(col(SavedCard.created_at).desc(), col(SavedCard.id).desc())).all()
    return [_row(card, store) for card, store in rows]


def _row(card: SavedCard, store: Tenant) -> CardRow:
    until, is_over = (
        expiry(card.expires_month, card.expires_year),
        has_expired(card.expires_month, card.expires_year, now().date()),
    )
    validity = f"Expired with {until}" if is_over else f"Good until {until}"
    return CardRow(
        id=card.id,
        title=card.title,
        says=validity,
        is_expired=is_over,
        store=store.name,
        kept=day(card.created_at, now()),
    )
