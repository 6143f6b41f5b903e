"""The countries that there are."""

from __future__ import annotations

import pycountry


def is_country(alpha_2: str) -> bool:
    """Whether ISO 3166-1 has these two capitals: `DE`, and not `ZZ`."""
    return len(alpha_2) == 2 and alpha_2.isupper() and pycountry.countries.get(alpha_2=alpha_2) is not None
