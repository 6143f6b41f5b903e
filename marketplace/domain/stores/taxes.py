"""Which tax holds for what, on which ground, and how it is counted: per VAT category and rate, never per line."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import TypeVar

from marketplace.domain.errors import Invalid
from marketplace.domain.money import allocate, divide_half_even

T = TypeVar("T")


class TaxCategory(StrEnum):
    """Codes of UNTDID 5305 as EN 16931 uses them."""

    STANDARD = "S"
    ZERO = "Z"
    EXEMPT = "E"
    REVERSE_CHARGE = "AE"
    INTRA_COMMUNITY = "K"
    EXPORT = "G"
    OUTSIDE = "O"


# What an invoice says where no tax is charged (VAT Directive, art. 226 no. 11) and the code of its list (VATEX);
# an exemption is named by whoever claims it, and zero rated goods have no code (BR-Z-10).
GROUNDS: dict[str, tuple[str, str]] = {
    TaxCategory.ZERO: ("Zero rated", ""),
    TaxCategory.EXEMPT: ("Exempt from VAT", ""),
    TaxCategory.REVERSE_CHARGE: ("Reverse charge: the buyer owes the VAT", "VATEX-EU-AE"),
    TaxCategory.INTRA_COMMUNITY: ("Intra-Community supply", "VATEX-EU-IC"),
    TaxCategory.EXPORT: ("Export outside the EU", "VATEX-EU-G"),
    TaxCategory.OUTSIDE: ("Not subject to VAT", "VATEX-EU-O"),
}
_CODE = re.compile(r"VATEX-[A-Z0-9-]{2,30}")


@dataclass(frozen=True)
class Tax:
    """A rate in basis points with its VAT category; `reason` (and its VATEX code) is why a rate is 0.

    An empty category: nobody has said why nothing is charged, and no paper names a ground.
    """

    rate_bps: int
    category: str = TaxCategory.STANDARD
    reason: str = ""
    reason_code: str = ""

    @property
    def ground(self) -> str:
        """As papers say it: `Reverse charge: the buyer owes the VAT (VATEX-EU-AE)`; empty where tax is charged."""
        return self.reason + (f" ({self.reason_code})" if self.reason_code else "")


# Where nobody has set a rate nothing is charged, and no ground is claimed: that is the seller's to say.
NO_RATE = Tax(0, category="")


def read_tax(rate_bps: int, category: str, reason: str, reason_code: str) -> Tax:
    """A tax as somebody sets it; a ground without words takes the usual ones. Raises ValueError with a sentence.

    A rate above 0 is standard rated (BR-S-05) and has no ground.
    """
    if rate_bps > 0:
        return Tax(rate_bps)
    if category not in GROUNDS:
        raise ValueError("Say why nothing is charged: invoices name the ground.")
    words, code = GROUNDS[TaxCategory(category)]
    typed = " ".join(reason.split())[:120]
    if category == TaxCategory.EXEMPT and not typed:
        raise ValueError("Name the exemption, such as the article of the law: invoices say it.")
    chosen = reason_code.strip().upper() or code
    if category == TaxCategory.ZERO:
        chosen = ""
    elif chosen and not _CODE.fullmatch(chosen):
        raise ValueError("Enter a code such as VATEX-EU-132-1I, or leave it empty.")
    return Tax(0, category, typed or words, chosen)


@dataclass(frozen=True)
class Exemption:
    """A buyer's place that is charged no tax: on which ground, by which certificate, from and to which day (included;
    without a last day until it is taken back)."""

    certificate: str
    reason: str
    reason_code: str = ""
    since: date = date.min
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Whether it counts on this day."""
        return self.since <= day and (self.until is None or day <= self.until)

    @property
    def tax(self) -> Tax:
        """What is charged, and what papers say of it: `Diplomatic mission, art. 151; certificate 4711`."""
        return Tax(0, TaxCategory.EXEMPT, f"{self.reason}; certificate {self.certificate}", self.reason_code)


def exempted(rates: Mapping[str, Tax], exemption: Exemption) -> dict[str, Tax]:
    """The taxes of a region for an exempt buyer: what is charged is not, and what has a ground already keeps it."""
    return {path: exemption.tax if tax.rate_bps else tax for path, tax in rates.items()}


def read_exemption(
    certificate: str, reason: str, reason_code: str = "", *, since: date, until: date | None
) -> Exemption:
    """An exemption as somebody sets it. Raises `Invalid` by the form's fields."""
    number, problems = " ".join(certificate.split()), {}
    if not 2 <= len(number) <= 60:
        problems["certificate"] = "Enter the certificate's number, 60 characters at most."
    if until is not None and until < since:
        problems["until"] = "Enter a day that is not before the first one, or leave it empty."
    tax = NO_RATE
    try:
        tax = read_tax(0, TaxCategory.EXEMPT, reason, reason_code)
    except ValueError as error:
        problems["ground" if not reason.strip() else "ground_code"] = str(error)
    if problems:
        raise Invalid(problems)
    return Exemption(number, tax.reason, tax.reason_code, since, until)


def nearest(rates: Mapping[str, T], path: str, none: T) -> T:
    """What holds for the nearest category above `path` that has anything; `none` where no one has.

    `rates` are by the path of their category, `/` is the general one: with `{"/": 1900, "/books/": 700}` a product
    in `/books/atlases/` is taxed at 700.
    """
    fitting = [known for known in rates if path.startswith(known)]
    return rates[max(fitting, key=len)] if fitting else none


def rate_of(rates: Mapping[str, int], path: str) -> int:
    """The rate, in basis points, that holds for a category; 0 where none does."""
    return nearest(rates, path, 0)


def share_taxes(entries: Sequence[tuple[int, Tax]], *, inclusive: bool) -> list[int]:
    """The tax in (`inclusive`) or on each of these amounts: counted and rounded once per category and rate, then
    split by largest remainder.

    18765 and 15471 at 19 %, without tax, owe 6505 on 34236; each by itself they would owe 3565 + 2939, one cent less
    (EN 16931, BG-23 and BR-S-09).
    """
    groups: dict[tuple[str, int], list[int]] = {}
    for at, (_, tax) in enumerate(entries):
        groups.setdefault((tax.category, tax.rate_bps), []).append(at)
    taxes = [0] * len(entries)
    for (_, rate_bps), places in groups.items():
        amounts = [entries[at][0] for at in places]
        net, gross = net_and_gross(sum(amounts), rate_bps, inclusive=inclusive)
        if gross != net:
            for at, part in zip(places, allocate(gross - net, amounts), strict=True):
                taxes[at] = part
    return taxes


def net_and_gross(amount: int, rate_bps: int, *, inclusive: bool) -> tuple[int, int]:
    """A price without and with tax: `net_and_gross(18900, 1900, inclusive=False)` is `(18900, 22491)`."""
    if inclusive:
        return divide_half_even(amount * 10_000, 10_000 + rate_bps), amount
    return amount, amount + divide_half_even(amount * rate_bps, 10_000)
