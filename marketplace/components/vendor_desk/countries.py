"""The countries a vendor may be at home in, by name."""

from __future__ import annotations

from babel import Locale

_CODES = (
    "AT",
    "AU",
    "BE",
    "BG",
    "CA",
    "CH",
    "CY",
    "CZ",
    "DE",
    "DK",
    "EE",
    "ES",
    "FI",
    "FR",
    "GB",
    "GR",
    "HR",
    "HU",
    "IE",
    "IS",
    "IT",
    "JP",
    "KR",
    "LT",
    "LU",
    "LV",
    "MT",
    "NL",
    "NO",
    "PL",
    "PT",
    "RO",
    "SE",
    "SI",
    "SK",
    "US",
)


def countries() -> list[tuple[str, str]]:
    """(code, English name), sorted by name."""
    names = Locale("en").territories
    return sorted(((code, str(names[code])) for code in _CODES), key=lambda pair: pair[1])
