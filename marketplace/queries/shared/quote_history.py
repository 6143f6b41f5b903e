"""What changed between two revisions of a quote, and how the price of one of its lines moved from turn to turn."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from marketplace.domain.quotes.standing import Side
from marketplace.domain.quotes.terms import Difference, differences
from marketplace.models.quote import QuoteRevision
from marketplace.queries.formatting.dates import short_day
from marketplace.queries.formatting.money import money, price_step
from marketplace.queries.shared.quote_facts import QuoteFacts, RequestFacts

_MOST_TURNS = 7  # that stand beside each other in the drawing: the last ones
_ABOVE, _BELOW = 12.0, 60.0  # per cent of the drawing's height, from the highest price to the lowest


@dataclass(frozen=True)
class HistoryView:
    """What a reader looks at: two revisions by number, a line; 0 and empty for the last two, and what moved."""

    old: int = 0
    new: int = 0
    line_id: str = ""


LAST_TWO = HistoryView()


@dataclass(frozen=True)
class HistoryChoice:
    """A revision or a line that can be chosen."""

    value: str = ""
    label: str = ""


@dataclass(frozen=True)
class ChangedRow:
    """A line, or what holds for all of them, in both revisions."""

    id: str = ""
    title: str = ""
    was: str = ""
    now: str = ""
    change: str = ""
    tone: str = ""
    others: str = ""


@dataclass(frozen=True)
class Turn:
    """A price in the drawing; `top` in per cent of its height."""

    label: str = ""
    price: str = ""
    top: str = ""
    is_mine: bool = False


@dataclass(frozen=True)
class PriceDrawing:
    """The prices of one line by turns; `path` joins them, in a square of 100."""

    turns: list[Turn] = field(default_factory=list)
    path: str = ""
    today: str = ""
    today_top: str = ""


@dataclass(frozen=True)
class History:
    """Everything; `can_compare` from the second revision on."""

    can_compare: bool = False
    old: str = ""
    new: str = ""
    options: list[HistoryChoice] = field(default_factory=list)
    lines: list[ChangedRow] = field(default_factory=list)
    whole: list[ChangedRow] = field(default_factory=list)
    choices: list[HistoryChoice] = field(default_factory=list)  # the lines
    line_id: str = ""
    line_title: str = ""
    prices: PriceDrawing = field(default_factory=PriceDrawing)


def history_of(
    facts: RequestFacts, quote: QuoteFacts, side: Side, view: HistoryView, today: Mapping[str, int]
) -> History:
    """How this quote came to stand as it does; an unknown revision or line is the default one."""
    if len(quote.revisions) < 2:
        return History()
    by_number = {one.number: one for one in quote.revisions}
    new = by_number.get(view.new) or quote.revisions[-1]
    old = by_number.get(view.old) or next((one for one in reversed(quote.revisions) if one.number < new.number), new)
    changed = differences(old.terms.lines, new.terms.lines)
    titles = {one.id: one.title for one in facts.lines}
    line_id = view.line_id if view.line_id in titles else changed[0].line_id if changed else facts.lines[0].id
    return History(
        can_compare=True,
        old=str(old.number),
        new=str(new.number),
        options=[HistoryChoice(str(one.number), _label(facts, quote, one, side)) for one in quote.revisions],
        lines=[_line(facts, one, titles[one.line_id]) for one in changed],
        whole=_whole(facts, old, new),
        choices=[HistoryChoice(one.id, one.title) for one in facts.lines],
        line_id=line_id,
        line_title=titles[line_id],
        prices=_drawing(facts, quote, side, line_id, today.get(line_id)),
    )


def _label(facts: RequestFacts, quote: QuoteFacts, revision: QuoteRevision, side: Side) -> str:
    who = quote.vendor.name if revision.side == Side.VENDOR else facts.request.name or "the buyer"
    return f"Revision {revision.number}, {'you' if revision.side == side else who}"


def _line(facts: RequestFacts, one: Difference, title: str) -> ChangedRow:
    change, tone = price_step(one.new_amount, one.old_amount)
    return ChangedRow(
        id=one.line_id,
        title=title,
        was=_offered(facts, one.old_amount, one.old_quantity),
        now=_offered(facts, one.new_amount, one.new_quantity),
        change=change,
        tone=tone,
        others=", ".join(one.others),
    )


def _offered(facts: RequestFacts, amount: int | None, quantity: int) -> str:
    return "no offer" if amount is None else f"{quantity:,} × {money(amount, facts.currency, facts.locale)}"


def _whole(facts: RequestFacts, old: QuoteRevision, new: QuoteRevision) -> list[ChangedRow]:
    """What holds for all lines and is not the same; the sum always."""
    rows = [
        _amounts(facts, "Freight", old.terms.freight_amount, new.terms.freight_amount),
        _words("Payment", old.terms.payment_terms, new.terms.payment_terms),
    ]
    if old.valid_until and new.valid_until:  # a counter says nothing of how long anything holds
        rows.append(_words("Valid until", _day(facts, old), _day(facts, new)))
    total = _amounts(facts, "Together, with freight and tax", old.total_amount, new.total_amount)
    return [*(one for one in rows if one.was != one.now), total]


def _amounts(facts: RequestFacts, label: str, old: int, new: int) -> ChangedRow:
    change, tone = price_step(new, old)
    was, is_now = (money(one, facts.currency, facts.locale) for one in (old, new))
    return ChangedRow(label, label, was, is_now, change=change, tone=tone)


def _words(label: str, old: str, new: str) -> ChangedRow:
    return ChangedRow(label, label, old or "not said", new or "not said")


def _day(facts: RequestFacts, revision: QuoteRevision) -> str:
    until = revision.valid_until
    return short_day(until.date(), revision.created_at.date(), facts.locale) if until else ""


def _drawing(facts: RequestFacts, quote: QuoteFacts, side: Side, line_id: str, today: int | None) -> PriceDrawing:
    """The prices of one line, a turn beside the other; nothing where there are fewer than two."""
    priced = [(one, line.bought_unit_amount) for one in quote.revisions if (line := one.terms.offered(line_id))]
    priced = priced[-_MOST_TURNS:]
    if len(priced) < 2:
        return PriceDrawing()
    heights = _heights([amount for _, amount in priced] + ([today] if today is not None else []))
    step = 100 / len(priced)
    places = [(step * (at + 0.5), heights[amount]) for at, (_, amount) in enumerate(priced)]
    turns = [
        Turn(
            f"Revision {one.number}",
            money(amount, facts.currency, facts.locale),
            f"{top:.2f}%",
            is_mine=one.side == side,
        )
        for (one, amount), (_, top) in zip(priced, places, strict=True)
    ]
    return PriceDrawing(
        turns=turns,
        path="M" + " L".join(f"{left:.2f} {top:.2f}" for left, top in places),
        today="" if today is None else money(today, facts.currency, facts.locale),
        today_top="" if today is None else f"{heights[today]:.2f}%",
    )


def _heights(amounts: Sequence[int]) -> Mapping[int, float]:
    """Where each price stands, in per cent from above."""
    lowest, highest = min(amounts), max(amounts)
    span = (highest - lowest) or 1
    return {one: _ABOVE + (highest - one) / span * (_BELOW - _ABOVE) for one in amounts}
