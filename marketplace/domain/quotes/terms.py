"""What a revision says of each line, and what it comes to. Amounts are minor units, as the region shows prices."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

from marketplace.domain.errors import Invalid
from marketplace.domain.stores.taxes import NO_RATE, Tax, share_taxes

MOST_BREAKS = 8


@dataclass(frozen=True)
class Break:
    """From so many pieces on, each costs `amount`."""

    min_quantity: int
    amount: int


@dataclass(frozen=True)
class QuotedLine:
    """One line of a revision, by the id of the request's line. `cannot`: the vendor does not offer it.

    `offer_id` is what is sold: the article that was asked for, or a substitute; empty for goods that no catalogue
    holds. `breaks` begin above `min_quantity`.
    """

    line_id: str
    quantity: int = 1
    unit_amount: int = 0
    cannot: bool = False
    min_quantity: int = 1
    breaks: tuple[Break, ...] = ()
    lead_days: int | None = None
    offer_id: str = ""
    title: str = ""
    sku: str = ""
    is_substitute: bool = False
    note: str = ""
    tax: Tax = NO_RATE

    @property
    def bought_quantity(self) -> int:
        """How many an award takes: what was asked for, at least the vendor's minimum."""
        return max(self.quantity, self.min_quantity)

    def amount_at(self, quantity: int) -> int:
        """What a piece costs when so many are taken."""
        reached = [one for one in self.breaks if one.min_quantity <= quantity]
        return max(reached, key=lambda one: one.min_quantity).amount if reached else self.unit_amount

    @property
    def bought_unit_amount(self) -> int:
        return self.amount_at(self.bought_quantity)

    @property
    def shown_amount(self) -> int:
        """Price times quantity; 0 for a line that is not offered."""
        return 0 if self.cannot else self.bought_unit_amount * self.bought_quantity


@dataclass(frozen=True)
class Totals:
    """`goods + freight + tax == total`; the first two without tax. `shown` is as the region shows prices."""

    goods: int = 0
    freight: int = 0
    tax: int = 0
    total: int = 0
    shown: int = 0


def totals_of(lines: Iterable[QuotedLine], freight: int, freight_tax: Tax, *, inclusive: bool) -> Totals:
    """What these lines of one vendor come to, counted as a cart's part is: tax by category and rate, once.

    Exclusive, 3 at 1000 and 500 freight at 19 %: 3000 + 500 + 665 = 4165.
    """
    offered = [one for one in lines if not one.cannot]
    if not offered:
        return Totals()
    shown = sum(one.shown_amount for one in offered)
    taxes = share_taxes(
        [*((one.shown_amount, one.tax) for one in offered), (freight, freight_tax)], inclusive=inclusive
    )
    tax, freight_share = sum(taxes), taxes[-1]
    if inclusive:
        return Totals(shown - (tax - freight_share), freight - freight_share, tax, shown + freight, shown + freight)
    return Totals(shown, freight, tax, shown + freight + tax, shown + freight)


@dataclass(frozen=True)
class Difference:
    """What one revision says otherwise than another about a line; a side that has no price says None."""

    line_id: str
    old_amount: int | None
    new_amount: int | None
    old_quantity: int = 0
    new_quantity: int = 0
    others: tuple[str, ...] = field(default=())  # what else is different: lead time, minimum, article, note


_OTHERS = {
    "lead_days": "lead time",
    "min_quantity": "minimum",
    "offer_id": "article",
    "title": "article",
    "tax": "tax",
    "note": "note",
    "breaks": "steps",
}


def differences(old: Sequence[QuotedLine], new: Sequence[QuotedLine]) -> list[Difference]:
    """The lines that two revisions do not say the same of, in the order of the newer one."""
    before: Mapping[str, QuotedLine] = {one.line_id: one for one in old}
    changed = []
    for line in new:
        was = before.get(line.line_id)
        if was is None or was == line:
            continue
        both = not (was.cannot or line.cannot)  # a line that is not offered says nothing else
        words = [word for name, word in _OTHERS.items() if both and getattr(was, name) != getattr(line, name)]
        others = tuple(dict.fromkeys(words))
        changed.append(
            Difference(
                line.line_id,
                old_amount=_price(was),
                new_amount=_price(line),
                old_quantity=was.bought_quantity,
                new_quantity=line.bought_quantity,
                others=others,
            )
        )
    return changed


def _price(line: QuotedLine) -> int | None:
    return None if line.cannot else line.bought_unit_amount


def check_lines(lines: Sequence[QuotedLine], quantities: Mapping[str, int], *, needs_title: Iterable[str] = ()) -> None:
    """Raises `Invalid` by field (`price-<line>`, `lead-<line>`, …) for what cannot be quoted: a line that was not asked
    for, a price that is none, breaks out of order. `quantities` maps the request's lines to their quantities."""
    problems: dict[str, str] = {}
    if {one.line_id for one in lines} != set(quantities):
        raise Invalid({"lines": "The lines of this request changed. Reload the page and answer them anew."})
    if all(one.cannot for one in lines):
        problems["lines"] = "Offer at least one line, or decline the request with a reason."
    for line in lines:
        if not line.cannot:
            problems |= _problems_of(line)
    named = set(needs_title)
    problems |= {
        f"title-{one.line_id}": "Say what you would deliver."
        for one in lines
        if one.line_id in named and not one.cannot and not one.title.strip()
    }
    if problems:
        raise Invalid(problems)


def _problems_of(line: QuotedLine) -> dict[str, str]:
    key, problems = line.line_id, {}
    if line.unit_amount < 0:
        problems[f"price-{key}"] = "Enter a price of 0 or more, or say that you cannot offer this."
    if line.min_quantity < 1:
        problems[f"minimum-{key}"] = "Enter a minimum of 1 or more."
    if line.lead_days is not None and not 0 <= line.lead_days <= 730:
        problems[f"lead-{key}"] = "Enter working days, from 0 to 730."
    starts = [one.min_quantity for one in line.breaks]
    prices = [line.unit_amount, *(one.amount for one in line.breaks)]
    if starts != sorted(set(starts)) or any(start <= line.min_quantity for start in starts):
        problems[f"breaks-{key}"] = "Each step starts above the one before it, the first above the minimum."
    elif any(later > earlier for earlier, later in pairwise(prices)):
        problems[f"breaks-{key}"] = "More pieces must not cost more each."
    elif len(line.breaks) > MOST_BREAKS:
        problems[f"breaks-{key}"] = f"At most {MOST_BREAKS} steps."
    return problems
