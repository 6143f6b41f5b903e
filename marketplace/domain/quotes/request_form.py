"""What somebody fills in to ask for prices, and what has to be said about it before anybody is asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from marketplace.domain.catalogue.tiers import MOST_PIECES
from marketplace.domain.errors import Invalid
from marketplace.domain.quotes.standing import Source

MOST_LINES, MOST_VENDORS = 200, 20
LONGEST_TITLE, LONGEST_NOTE = 120, 2_000


@dataclass(frozen=True)
class WantedLine:
    """So many pieces of an offer of the store, or (without one) of what `title` describes.

    `target_amount` is what the buyer would like to pay for one, in minor units; `wanted_on` the day it is needed.
    """

    quantity: int
    offer_id: str = ""
    title: str = ""
    unit: str = "each"
    target_amount: int | None = None
    wanted_on: date | None = None
    note: str = ""


@dataclass(frozen=True)
class RequestForm:
    """A whole request. `press` names the form: sent twice, it is one request. Empty `vendor_ids` are all who sell the
    articles; `file_ids` are what was attached and goes with it."""

    lines: tuple[WantedLine, ...]
    press: str
    title: str = ""
    note: str = ""
    name: str = ""
    email: str = ""
    source: Source = Source.FREE
    vendor_ids: tuple[str, ...] = ()
    country: str = ""
    postal_code: str = ""
    city: str = ""
    answer_days: int = 3
    hides_vendors: bool = True
    shares_targets: bool = False
    file_ids: tuple[str, ...] = ()


def check_request(form: RequestForm, today: date) -> None:
    """Raises `Invalid` by field: `lines`, `quantity-<n>`, `title-<n>`, `target-<n>`, `wanted-<n>` by the line's place
    from 0, `title`, `note`, `answer_days`."""
    problems = dict(_of_whole(form))
    for at, line in enumerate(form.lines):
        problems |= _of_line(at, line, today)
    if problems:
        raise Invalid(problems)


def _of_whole(form: RequestForm) -> Mapping[str, str]:
    problems = {}
    if not form.lines:
        problems["lines"] = "Name at least one article, or describe what you need."
    elif len(form.lines) > MOST_LINES:
        problems["lines"] = f"At most {MOST_LINES} lines; send the rest as a second request."
    if len(form.title) > LONGEST_TITLE:
        problems["title"] = f"At most {LONGEST_TITLE} characters."
    if len(form.note) > LONGEST_NOTE:
        problems["note"] = f"At most {LONGEST_NOTE:,} characters."
    if not 1 <= form.answer_days <= 60:
        problems["answer_days"] = "Give vendors from 1 to 60 days."
    if len(form.vendor_ids) > MOST_VENDORS:
        problems["vendors"] = f"Ask at most {MOST_VENDORS} vendors at once."
    return problems


def _of_line(at: int, line: WantedLine, today: date) -> Mapping[str, str]:
    problems = {}
    if not 1 <= line.quantity <= MOST_PIECES:
        problems[f"quantity-{at}"] = f"Enter a whole number from 1 to {MOST_PIECES:,}."
    if not line.offer_id and not line.title.strip():
        problems[f"title-{at}"] = "Say what you need, such as its kind, size and material."
    if len(line.title) > LONGEST_TITLE:
        problems[f"title-{at}"] = f"At most {LONGEST_TITLE} characters; the rest goes into the note."
    if len(line.note) > LONGEST_NOTE:
        problems[f"note-{at}"] = f"At most {LONGEST_NOTE:,} characters."
    if line.target_amount is not None and line.target_amount < 0:
        problems[f"target-{at}"] = "Enter a price of 0 or more, or leave it empty."
    if line.wanted_on is not None and line.wanted_on < today:
        problems[f"wanted-{at}"] = "This day is over. Enter a later one, or leave it empty."
    return problems


def check_least(shown_amount: int, least_amount: int, spoken: str) -> None:
    """Raises `Invalid` for a request of articles that come to less than the store quotes for; `spoken` is the least.
    One with free lines has no sum yet, and passes."""
    if shown_amount < least_amount:
        raise Invalid({"lines": f"This store quotes from {spoken} on. Order it at the prices shown, or ask for more."})


def vendors_to_ask(chosen: Sequence[str], sellers: Sequence[str]) -> tuple[str, ...]:
    """The chosen vendors, else all who sell an article of the request. Raises `Invalid` where that is nobody."""
    vendors = tuple(dict.fromkeys(chosen or sellers))
    if not vendors:
        raise Invalid({"vendors": "Choose whom to ask: nobody sells these articles here yet."})
    return vendors[:MOST_VENDORS]
