"""The ways to choose among the answers to a request, what was chosen, and what that comes to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.domain.quotes import comparison as ways
from marketplace.domain.quotes.comparison import Column, split_of
from marketplace.domain.stores.taxes import NO_RATE
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.own_limit import OwnLimit, check_of
from marketplace.queries.shared.quote_facts import RequestFacts

_LABELS = {"lowest": "Lowest price", "fastest": "Fastest", "fewest": "Fewest parcels", "one": "One vendor only"}


@dataclass(frozen=True)
class Way:
    """A way to choose, and what it comes to."""

    key: str = ""
    label: str = ""
    total: str = ""
    detail: str = ""
    on: bool = False


@dataclass(frozen=True)
class AwardPart:
    """What one vendor delivers of the choice."""

    label: str = ""
    total: str = ""


def choices_of(ids: Sequence[str], columns: Sequence[Column]) -> Mapping[str, Mapping[str, str]]:
    """What each way chooses."""
    combined = ways.combine(ids, columns)
    return {
        "lowest": combined.lowest_price,
        "fastest": ways.fastest_by_line(ids, columns),
        "fewest": combined.fewest_parcels,
        "one": ways.best_vendor(ids, columns),
    }


def choice_of(
    facts: RequestFacts,
    ids: Sequence[str],
    columns: Sequence[Column],
    choices: Mapping[str, Mapping[str, str]],
    way: str,
) -> Mapping[str, str]:
    """What is chosen: what was awarded, what a way chooses, what was picked (also nothing), else the lowest price."""
    if facts.request.cart_id is not None:
        return facts.request.choice
    if way:
        return choices[way] if way in choices else ways.everything_from(way, ids, columns)
    by_quote = {one.quote_id: one for one in columns}
    kept = {line: key for line, key in facts.request.choice.items() if key in by_quote and by_quote[key].offered(line)}
    has_cleared = facts.request.has_chosen and not facts.request.choice
    return kept if kept or has_cleared else choices["lowest"]


def ways_of(
    facts: RequestFacts,
    ids: Sequence[str],
    columns: Sequence[Column],
    choices: Mapping[str, Mapping[str, str]],
    picked: Mapping[str, str],
) -> list[Way]:
    """Each way with what it comes to, as prices are shown, freight with it; none where nothing can be chosen."""
    if not columns or facts.request.cart_id is not None:
        return []
    shown_ways = []
    for key, choice in choices.items():
        split = split_of(choice, ids, columns, freight_tax=NO_RATE, inclusive=True)
        together = money(split.total.shown, facts.currency, facts.locale)
        parts = count(len(split.parts), "vendor")
        shown_ways.append(Way(key, _LABELS[key], together, parts, on=dict(choice) == dict(picked)))
    return shown_ways


def sums_of(
    facts: RequestFacts,
    ids: Sequence[str],
    columns: Sequence[Column],
    picked: Mapping[str, str],
    today: Mapping[str, int],
    *,
    limit: OwnLimit | None,
) -> dict[str, Any]:
    """The fields of a `Comparison` that say what the choice comes to; none before an answer."""
    terms = next((one.answer.terms for one in facts.quotes if one.answer), None)
    if terms is None:
        return {}
    split = split_of(picked, ids, columns, freight_tax=terms.freight_tax, inclusive=terms.is_tax_inclusive)
    show = {
        name: money(getattr(split.total, name), facts.currency, facts.locale) for name in ("freight", "tax", "total")
    }
    return show | {
        "goods": money(split.total.goods, facts.currency, facts.locale),
        "parts": [
            AwardPart(
                f"{one.vendor.name}, {count(sum(key == one.quote.id for key in picked.values()), 'line')}",
                money(split.parts[one.quote.id].goods, facts.currency, facts.locale),
            )
            for one in facts.quotes
            if one.quote.id in split.parts
        ],
        "chosen": count(len(picked), "line"),
        "missing": _missing(split.missing, columns),
        "limit": check_of(limit, split.total.total, facts.currency, facts.locale),
        "saved": _saved(facts, columns, picked, today),
    }


def _missing(ids: Sequence[str], columns: Sequence[Column]) -> str:
    """The lines that nobody delivers: nobody can, or nobody is chosen for them."""
    nowhere = sum(not any(column.offered(one) for column in columns) for one in ids)
    words = ((nowhere, "without an offer"), (len(ids) - nowhere, "not chosen"))
    return ", ".join(f"{count(number, 'line')} {what}" for number, what in words if number)


def _saved(facts: RequestFacts, columns: Sequence[Column], picked: Mapping[str, str], today: Mapping[str, int]) -> str:
    """What the chosen lines cost less than today, goods alone."""
    by_quote = {one.quote_id: one for one in columns}
    lines = [by_quote[key].offered(line) for line, key in picked.items() if key in by_quote and line in today]
    less = sum(today[one.line_id] * one.bought_quantity - one.shown_amount for one in lines if one is not None)
    return money(less, facts.currency, facts.locale) if less > 0 else ""
