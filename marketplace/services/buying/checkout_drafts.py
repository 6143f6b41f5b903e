"""What a shopper typed at the checkout, kept with the cart until it is bought: nothing is typed twice.

The page that shows it is reached by a redirect, and what people type belongs into no address.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field

from sqlmodel import Session

from marketplace.models.cart import Cart
from marketplace.services.buying.cart_access import Shopper, lock_cart


@dataclass(frozen=True)
class Draft:
    """`values` as typed, `errors` by field."""

    values: Mapping[str, str] = field(default_factory=dict)
    errors: Mapping[str, str] = field(default_factory=dict)


def keep_draft(db: Session, shopper: Shopper, cart_id: str, draft: Draft) -> None:
    """Keep what was typed with this shopper's cart. Raises `NotFound`."""
    cart = lock_cart(db, shopper, cart_id)
    if cart.completed_at is None:
        cart.checkout_draft = asdict(draft)


def take_draft(cart: Cart) -> Draft:
    """What was typed last; its errors are told once."""
    draft = Draft(**cart.checkout_draft)
    if draft.errors:
        cart.checkout_draft = asdict(Draft(draft.values))
    return draft
