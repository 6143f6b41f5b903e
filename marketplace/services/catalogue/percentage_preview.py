"""What a percentage off a selection would change, before it is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from sqlmodel import Session

from marketplace.domain.catalogue.price_list_form import lowered
from marketplace.domain.catalogue.pricing import Step
from marketplace.domain.permissions import Actor
from marketplace.services.catalogue.list_prices import Selection, offers_to_lower
from marketplace.services.catalogue.price_changes import SHOWN, Change, changes_of
from marketplace.services.catalogue.price_list_access import get_own_list


@dataclass(frozen=True)
class PercentageChange:
    """How many offers would get a price, and the first of them by title."""

    number: int
    currency: str
    changes: Sequence[Change]


def preview_percentage(db: Session, actor: Actor, list_id: str, selection: Selection, off_bps: int) -> PercentageChange:
    """What `set_percentage` would do with the same words; nothing is written. Raises as it does."""
    price_list = get_own_list(db, actor, list_id)
    offers = offers_to_lower(db, price_list, selection, off_bps)
    wanted = {row.id: lowered([Step(*step) for step in row.base], off_bps) for row in offers}
    return PercentageChange(len(offers), price_list.currency, list(islice(changes_of(db, price_list, wanted), SHOWN)))
