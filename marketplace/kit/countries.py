"""The countries that there are."""

from __future__ import annotations

from functools import lru_cache

import pycountry
from babel import Locale


def is_country(alpha_2: str) -> bool:
    """Whether ISO 3166-1 has these two capitals: `DE`, and not `ZZ`."""
    return len(alpha_2) == 2 and alpha_2.isupper() and pycountry.countries.get(alpha_2=alpha_2) is not None


@lru_cache(maxsize=1)
def country_choices() -> tuple[tuple[str, str], ...]:
    """Every country as (code, English name), by name: `("DE", "Germany")`."""
    names = Locale("en").territories
    codes = (country.alpha_2 for country in pycountry.countries)
    return tuple(sorted(((code, str(names.get(code, code))) for code in codes), key=lambda pair: pair[1]))
