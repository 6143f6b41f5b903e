"""What a percentage off a selection would change, before it is set."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.catalogue.price_list_form import lowered
from marketplace.domain.catalogue.pricing import ListKind, PriceSource, Step, amount_at, first_amount
from marketplace.domain.permissions import Actor
from marketplace.services.catalogue.list_prices import Selection, offers_to_lower
from marketplace.services.catalogue.price_list_access import get_own_list

SHOWN = 8
_NOW = text("""
    select o.id, o.sku, p.title, coalesce((
        select jsonb_agg(jsonb_build_array(i.min_quantity, i.amount, i.percent_off_bps) order by i.min_quantity)
        from price i where i.tenant_id = o.tenant_id and i.offer_id = o.id and i.price_list_id = :list), '[]') as steps
    from offer o join product p on p.id = o.product_id and p.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.id = any(cast(:ids as text[])) order by lower(p.title), o.sku, o.id
""")


@dataclass(frozen=True)
class Change:
    """An offer at its first step in minor units: what holds now, the list's price or else the base price, and what
    would."""

    sku: str
    title: str
    before_amount: int | None
    after_amount: int | None


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
    bases = {row.id: tuple(Step(*step) for step in row.base) for row in offers}
    where = {"tenant": price_list.tenant_id, "list": price_list.id, "ids": list(bases)}
    changes = []
    for row in db.connection().execute(_NOW, where).fetchmany(SHOWN):
        base, now = bases[row.id], tuple(Step(*step) for step in row.steps)
        before, after = (_first(steps, base) for steps in (now or base, lowered(base, off_bps)))
        changes.append(Change(row.sku, row.title, before, after))
    return PercentageChange(len(offers), price_list.currency, changes)


def _first(steps: Sequence[Step], base: Sequence[Step]) -> int | None:
    """The price of the first step of a list over this base price."""
    reference = first_amount(PriceSource(ListKind.BASE, tuple(base)))
    return amount_at(PriceSource(ListKind.GROUP, tuple(steps)), min(one.min_quantity for one in steps), reference)
