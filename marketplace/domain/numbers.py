"""Numbers as people type them: the one reader of every form (`forms`) and address.

Strict: a number is read when it can mean one thing only, in whichever country's way it is written; else a sentence
says what to type. Nothing is ever made of the digits that happen to be in a text. A lone sign before three digits is
read as pages and forms are written, in English: `1,500` is fifteen hundred, `1.500` is one and a half.
"""

from __future__ import annotations

import re

from marketplace.domain.money import EXPONENTS

MOST_DIGITS = 13
_BLANKS = {ord(sign): " " for sign in "\u00a0\u202f\u2009"} | {ord("’"): "'"}
_PLAIN = re.compile(r"(\d*)(?:([.,])(\d*))?", re.ASCII)
_GROUPED = re.compile(r"([1-9]\d{0,2}(?:([., '])\d{3})(?:\2\d{3})*)(?:([.,])(\d+))?", re.ASCII)


def read_number(text: str, *, decimals: int) -> int:
    """What was typed in units of `10**-decimals`: `1.204,50`, `1,204.50`, `1’204.50` and `1 204,50` (with any blank)
    are 120450 with two. Raises ValueError for anything that is no number, or could be two.
    """
    cleaned = text.strip().translate(_BLANKS)
    grouped = _GROUPED.fullmatch(cleaned)
    is_lone_point = grouped is not None and grouped[2] == "." and cleaned.count(".") == 1 and grouped[3] is None
    if grouped is not None and grouped[3] != grouped[2] and not is_lone_point:
        return _scaled(re.sub(r"[., ']", "", grouped[1]), grouped[4] or "", decimals)
    plain = _PLAIN.fullmatch(cleaned)
    if plain is None or not (plain[1] or plain[3]) or (plain[2] and not plain[3]):
        raise ValueError("no number")
    return _scaled(plain[1], plain[3] or "", decimals)


def read_amount(text: str, currency: str) -> int:
    """Minor units of an amount: `read_amount("1.204,50", "EUR")` is 120450. Raises ValueError with a sentence."""
    exponent = EXPONENTS[currency]
    try:
        return read_number(text, decimals=exponent)
    except ValueError:
        example = f"1204.{'50'.ljust(exponent, '0')}" if exponent else "1204"
        raise ValueError(f"Enter an amount such as {example}") from None


def read_whole(text: str, *, least: int = 0, most: int = 999_999_999) -> int:
    """A whole number within bounds: `1,200` is 1200, `2,0` is 2, `1,5` is none. Raises ValueError with a sentence."""
    try:
        number = read_number(text, decimals=0)
    except ValueError:
        raise ValueError("Enter a whole number, such as 2000.") from None
    if not least <= number <= most:
        raise ValueError(f"Enter a whole number. Anything from {least:,} to {most:,} is possible.")
    return number


def read_percent(text: str, *, most_bps: int = 10_000) -> int:
    """Basis points of a percentage with at most two decimals: `12,5 %` is 1250. Raises ValueError with a sentence."""
    try:
        bps = read_number(text.strip().removesuffix("%"), decimals=2)
    except ValueError:
        raise ValueError("Enter a percentage such as 5 or 12.5.") from None
    if bps > most_bps:
        raise ValueError(f"Enter a percentage from 0 to {most_bps / 100:g}.")
    return bps


def whole_or(text: str, otherwise: int, *, least: int = 0, most: int = 999_999_999) -> int:
    """As `read_whole`, for an address or a field that may hold anything."""
    try:
        return read_whole(text, least=least, most=most)
    except ValueError:
        return otherwise


def _scaled(whole: str, fraction: str, decimals: int) -> int:
    """More decimals than there are must be nothing: two pieces may be written `2,0`, not `2,000`."""
    spare = fraction[decimals:]
    if len(whole) > MOST_DIGITS or len(spare) > 2 or (decimals and spare) or spare.strip("0"):
        raise ValueError("no such number")
    return int((whole or "0") + fraction[:decimals].ljust(decimals, "0"))
