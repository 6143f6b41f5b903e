"""How sizes follow each other: `M8` before `M10`, `500 ml` before `1 l`, `S` before `XL`."""

from __future__ import annotations

import re
from collections.abc import Iterable
from fractions import Fraction

_SIZE = re.compile(
    r"^\s*([^\W\d_]{0,12}[\s.:]*)([±+−-]?)(\d[\d.,]*)(?:\s*/\s*(\d+))?\s*([^\W\d_µμ°\"″']*[µμ°\"″'%]*[^\W\d_]*)"
)
_CLOTHING = ("xxs", "xs", "s", "m", "l", "xl", "xxl", "xxxl", "3xl", "4xl", "5xl")
# What a unit is in the smallest of its kind; labels of one facet are of one kind.
_UNITS = {
    "nm": Fraction(1, 1000),
    "µm": Fraction(1),
    "mm": Fraction(1000),
    "cm": Fraction(10_000),
    "dm": Fraction(100_000),
    "m": Fraction(1_000_000),
    "km": Fraction(10**9),
    "in": Fraction(25_400),
    '"': Fraction(25_400),
    "″": Fraction(25_400),
    "ft": Fraction(304_800),
    "µl": Fraction(1),
    "ml": Fraction(1000),
    "cl": Fraction(10_000),
    "dl": Fraction(100_000),
    "l": Fraction(1_000_000),
    "µg": Fraction(1),
    "mg": Fraction(1000),
    "g": Fraction(1_000_000),
    "kg": Fraction(10**9),
    "t": Fraction(10**12),
    "ma": Fraction(1),
    "mah": Fraction(1),
    "a": Fraction(1000),
    "ah": Fraction(1000),
    "mv": Fraction(1),
    "v": Fraction(1000),
    "kv": Fraction(10**6),
    "w": Fraction(1),
    "kw": Fraction(1000),
    "mw": Fraction(10**6),
    "s": Fraction(1),
    "sec": Fraction(1),
    "min": Fraction(60),
    "h": Fraction(3600),
}


def in_order_of_size(labels: Iterable[str]) -> list[str] | None:
    """The labels from the smallest to the largest; None where one of them is no size."""
    named = list(labels)
    if all(label.strip().lower() in _CLOTHING for label in named):
        return sorted(named, key=lambda label: _CLOTHING.index(label.strip().lower()))
    keys = {label: _key(label) for label in named}
    if any(key is None for key in keys.values()):
        return None
    return sorted(named, key=lambda label: (keys[label], label))


def _key(label: str) -> tuple[str, Fraction, str] | None:
    """What stands before the figure, what the figure is worth in its unit, the rest."""
    match = _SIZE.match(label)
    if match is None:
        return None
    before, sign, figure, below, unit = match.groups()
    value = read_figure(figure)
    if below and int(below):
        value /= int(below)
    if sign in ("-", "−"):
        value = -value
    unit = unit.lower().replace("μ", "µ")
    return before.strip(" .:").lower(), value * _UNITS.get(unit, Fraction(1)), label[match.end() :]


def read_figure(text: str) -> Fraction:
    """A figure in either notation: `1,200` and `1.200.000` are grouped, `2,5` and `2.5` are not."""
    digits = text.strip(".,")
    if re.fullmatch(r"\d{1,3}([.,])\d{3}(\1\d{3})*", digits) and ("," in digits or digits.count(".") > 1):
        return Fraction(re.sub(r"[.,]", "", digits))
    *whole, last = re.split(r"[.,]", digits)
    return Fraction(f"{''.join(whole) or '0'}.{last}" if whole else last)
