"""What new prices of a list would change: each offer's price now and then."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.catalogue.pricing import ListKind, PriceSource, Step, amount_at, first_amount
from marketplace.models.offer import PriceList

SHOWN = 8
_NOW = text("""
    select o.id, o.sku, p.title, coalesce(list.steps, '[]') as steps, coalesce(base.steps, '[]') as base
    from offer o join product p on p.id = o.product_id and p.tenant_id = o.tenant_id
    left join lateral (
        select jsonb_agg(jsonb_build_array(i.min_quantity, i.amount, i.percent_off_bps) order by i.min_quantity) steps
        from price i where i.tenant_id = o.tenant_id and i.offer_id = o.id and i.price_list_id = :list
    ) list on true
    left join lateral (
        select jsonb_agg(jsonb_build_array(i.min_quantity, i.amount, i.percent_off_bps) order by i.min_quantity) steps
        from price i where i.tenant_id = o.tenant_id and i.offer_id = o.id and i.price_list_id is null
            and i.currency = :currency
    ) base on true
    where o.tenant_id = :tenant and o.id = any(cast(:ids as text[])) order by lower(p.title), o.sku, o.id
""")


@dataclass(frozen=True)
class Change:
    """An offer at the first quantity at which its price moves, in minor units: what holds now, the list's price or
    else the base price, and what would. One that stays as it is has the same price twice, at its first step."""

    sku: str
    title: str
    quantity: int
    before_amount: int | None
    after_amount: int | None

    @property
    def is_other(self) -> bool:
        """Whether any price moves."""
        return self.before_amount != self.after_amount


def changes_of(db: Session, price_list: PriceList, wanted: Mapping[str, Sequence[Step]]) -> Iterator[Change]:
    """Each of these offers, by title, as `wanted` would have it in the list. The caller has authorised."""
    where = {
        "tenant": price_list.tenant_id,
        "list": price_list.id,
        "currency": price_list.currency,
        "ids": list(wanted),
    }
    for row in db.connection().execute(_NOW, where):
        base = tuple(Step(*step) for step in row.base)
        now, then = tuple(Step(*step) for step in row.steps) or base, wanted[row.id]
        starts = sorted({step.min_quantity for step in (*now, *then)})
        at = [(start, _amount(now, base, start), _amount(then, base, start)) for start in starts]
        first = next((one for one in at if one[1] != one[2]), at[0])
        yield Change(row.sku, row.title, *first)


def _amount(steps: Sequence[Step], base: Sequence[Step], quantity: int) -> int | None:
    """The price of one of so many by the steps of a list; below its first step the base price's."""
    of_base = PriceSource(ListKind.BASE, tuple(base))
    amount = amount_at(PriceSource(ListKind.GROUP, tuple(steps)), quantity, first_amount(of_base))
    return amount_at(of_base, quantity, None) if amount is None else amount
