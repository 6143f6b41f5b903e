"""What a piece costs, and why: the resolver, its trace, the tier table and the winning offer.

A price comes out of exactly one list; lists never add up. Which list it is follows from precedence
(`ListKind`), then explicit priority, then the lower price, then the list's id, so that the order in which
rows happen to be read never decides.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import IntEnum, StrEnum
from typing import Any

from marketplace.domain.money import divide_half_even


class ListKind(IntEnum):
    """Where a price comes from; the smaller number wins."""

    QUOTE = 0
    CONTRACT_LOCATION = 1
    CONTRACT_COMPANY = 2
    GROUP = 3
    STORE = 4
    BASE = 5


# What a price list is called in the database.
KINDS = {
    "contract_location": ListKind.CONTRACT_LOCATION,
    "contract_company": ListKind.CONTRACT_COMPANY,
    "group": ListKind.GROUP,
    "store": ListKind.STORE,
}

PUBLIC_KINDS = (ListKind.STORE, ListKind.BASE)  # the same for everybody; the others are somebody's own


class Verdict(StrEnum):
    """What became of a list that was considered."""

    WON = "won"
    PRECEDENCE = "precedence"  # a stronger kind of list has a price
    PRIORITY = "priority"  # a list of the same kind has a higher priority
    DEARER = "dearer"  # same kind and priority, but not the lower price
    NOT_YET = "not_yet"
    ENDED = "ended"
    QUANTITY = "quantity"  # its first step starts above the quantity


@dataclass(frozen=True)
class Step:
    """From `min_quantity` pieces on: `amount` minor units each, or `percent_off_bps` off the reference price."""

    min_quantity: int
    amount: int | None = None
    percent_off_bps: int | None = None


@dataclass(frozen=True)
class PriceSource:
    """One list's prices for one offer in one currency. `starts_at` is inside the schedule, `ends_at` is not."""

    kind: ListKind
    steps: tuple[Step, ...]
    list_id: str = ""
    title: str = ""
    priority: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None


@dataclass(frozen=True)
class ListTerms:
    """A price list without its prices: what applies to all of them."""

    kind: ListKind
    title: str
    priority: int = 0
    starts_at: datetime | None = None
    ends_at: datetime | None = None


def read_lists(stored: Mapping[str, Sequence[Any]]) -> dict[str, ListTerms]:
    """Price lists by id out of stored `[kind, title, priority, starts_at, ends_at]`, moments as ISO 8601."""
    return {key: _list_of(*values) for key, values in stored.items()}


def _list_of(kind: str, title: str, priority: int, starts_at: str | None, ends_at: str | None) -> ListTerms:
    starts, ends = (datetime.fromisoformat(at) if at else None for at in (starts_at, ends_at))
    return ListTerms(KINDS[kind], title, priority, starts, ends)


def read_sources(
    rows: Iterable[Sequence[Any]], currency: str, lists: Mapping[str, ListTerms], *, base_title: str = "List price"
) -> list[PriceSource]:
    """The sources of one offer out of stored steps `(list, currency, from, amount, off)`.

    Steps without a list are the base price; those of lists that are not among `lists` are left out.
    """
    steps: dict[str, list[Step]] = {}
    for list_id, of, start, amount, off in rows:
        if of == currency and (list_id is None or list_id in lists):
            steps.setdefault(list_id or "", []).append(Step(start, amount, off))
    base = ListTerms(ListKind.BASE, base_title)
    return [_source_of(key, lists[key] if key else base, tuple(tiers)) for key, tiers in steps.items()]


def _source_of(list_id: str, terms: ListTerms, steps: tuple[Step, ...]) -> PriceSource:
    return PriceSource(
        kind=terms.kind,
        steps=steps,
        list_id=list_id,
        title=terms.title,
        priority=terms.priority,
        starts_at=terms.starts_at,
        ends_at=terms.ends_at,
    )


@dataclass(frozen=True)
class Considered:
    """A line of the trace. `amount` is None for a list that has no price for this quantity or day."""

    source: PriceSource
    amount: int | None
    verdict: Verdict


@dataclass(frozen=True)
class PriceAnswer:
    """`amount` minor units each; `list_amount` is the base price at this quantity, None where there is none."""

    amount: int
    source: PriceSource
    list_amount: int | None
    trace: tuple[Considered, ...]


@dataclass(frozen=True)
class Tier:
    """A row of the tier table: from `min_quantity` to `max_quantity` (None: and more), `amount` each."""

    min_quantity: int
    max_quantity: int | None
    amount: int
    saves_bps: int  # against one piece at the base price


def resolve(sources: Iterable[PriceSource], quantity: int, moment: datetime) -> PriceAnswer | None:
    """The price of one piece when `quantity` are bought at `moment`, with its trace; None when nobody has one.

    The trace has every source once, the winner first, then the losers from the strongest to the weakest.
    """
    everything = tuple(sources)
    reference = first_amount(_base_of(everything))
    judged = [(source, _excluded(source, quantity, moment)) for source in everything]
    open_ = [(source, amount_at(source, quantity, reference)) for source, verdict in judged if verdict is None]
    ranked = sorted(((s, a) for s, a in open_ if a is not None), key=lambda pair: _strength(*pair))
    if not ranked:
        return None
    winner, amount = ranked[0]
    trace = [Considered(winner, amount, Verdict.WON)]
    trace += [Considered(source, lost, _why_lost(source, winner)) for source, lost in ranked[1:]]
    trace += [Considered(source, None, verdict) for source, verdict in judged if verdict is not None]
    trace += [Considered(source, None, Verdict.QUANTITY) for source, lost in open_ if lost is None]
    base = _base_of(everything)
    return PriceAnswer(amount, winner, amount_at(base, quantity, reference) if base else None, tuple(trace))


def price_at(sources: Sequence[PriceSource], quantity: int, moment: datetime) -> tuple[int, PriceSource] | None:
    """`resolve` without the trace: the amount and its source, for whoever asks a thousand times."""
    reference = first_amount(_base_of(sources))
    best: tuple[tuple[int, int, int, str], PriceSource] | None = None
    for source in sources:
        if _out_of_time(source, moment) is not None:
            continue
        amount = amount_at(source, quantity, reference)
        if amount is not None and (best is None or _strength(source, amount) < best[0]):
            best = (_strength(source, amount), source)
    return None if best is None else (best[0][2], best[1])


def price_table(sources: Iterable[PriceSource], moment: datetime) -> tuple[Tier, ...]:
    """The tiers a buyer gets, over all lists: the price at every quantity where some list has a step.

    Neighbours of the same price are one row, so a row always changes something; without any price there is no row.
    """
    everything = tuple(sources)
    one = first_amount(_base_of(everything))
    rows: list[tuple[int, int]] = []
    for quantity in sorted({1} | {step.min_quantity for source in everything for step in source.steps}):
        priced = price_at(everything, quantity, moment)
        if priced and (not rows or rows[-1][1] != priced[0]):
            rows.append((quantity, priced[0]))
    ends = [*(start - 1 for start, _ in rows[1:]), None]
    return tuple(
        Tier(start, end, amount, _saved_bps(one, amount)) for (start, amount), end in zip(rows, ends, strict=False)
    )


def tier_at(table: Sequence[Tier], quantity: int) -> Tier | None:
    """The row that holds `quantity`; None below the first."""
    return next((t for t in reversed(table) if t.min_quantity <= quantity), None)


def next_tier(table: Sequence[Tier], quantity: int) -> Tier | None:
    """The next cheaper row above `quantity`: what a nudge may offer."""
    now = tier_at(table, quantity)
    return next((t for t in table if t.min_quantity > quantity and (now is None or t.amount < now.amount)), None)


@dataclass(frozen=True)
class Standing:
    """What decides between offers of one variant."""

    offer_id: str
    amount: int
    in_stock: bool
    arrives_on: date


def ranked_offers(offers: Iterable[Standing]) -> tuple[Standing, ...]:
    """The winner first: in stock before not, then the lower price, then the earlier day, then the id."""
    return tuple(sorted(offers, key=lambda o: (not o.in_stock, o.amount, o.arrives_on, o.offer_id)))


def _base_of(sources: Sequence[PriceSource]) -> PriceSource | None:
    return next((s for s in sources if s.kind is ListKind.BASE), None)


def first_amount(source: PriceSource | None) -> int | None:
    """The first fixed price of a list: what its percentages are off; None where it has none."""
    if source is None:
        return None
    first: Step | None = None
    for step in source.steps:
        if step.amount is not None and (first is None or step.min_quantity < first.min_quantity):
            first = step
    return first.amount if first else None


def amount_at(source: PriceSource, quantity: int, reference: int | None) -> int | None:
    """What the list asks for one of `quantity`; None below its first step.

    A percentage is off the list's own first fixed price; a list without one takes `reference`, the base price's.
    """
    reached: Step | None = None
    for step in source.steps:
        if step.min_quantity <= quantity and (reached is None or step.min_quantity > reached.min_quantity):
            reached = step
    if reached is None or reached.amount is not None:
        return reached.amount if reached else None
    start = first_amount(source)
    whole = start if start is not None else reference
    return None if whole is None else whole - divide_half_even(whole * (reached.percent_off_bps or 0), 10_000)


def _out_of_time(source: PriceSource, moment: datetime) -> Verdict | None:
    if source.starts_at is not None and moment < source.starts_at:
        return Verdict.NOT_YET
    if source.ends_at is not None and moment >= source.ends_at:
        return Verdict.ENDED
    return None


def _excluded(source: PriceSource, quantity: int, moment: datetime) -> Verdict | None:
    if (verdict := _out_of_time(source, moment)) is not None:
        return verdict
    return Verdict.QUANTITY if all(step.min_quantity > quantity for step in source.steps) else None


def _strength(source: PriceSource, amount: int) -> tuple[int, int, int, str]:
    return (source.kind, -source.priority, amount, source.list_id)


def _why_lost(source: PriceSource, winner: PriceSource) -> Verdict:
    if source.kind != winner.kind:
        return Verdict.PRECEDENCE
    return Verdict.PRIORITY if source.priority != winner.priority else Verdict.DEARER


def _saved_bps(reference: int | None, amount: int) -> int:
    return max(0, divide_half_even((reference - amount) * 10_000, reference)) if reference else 0
