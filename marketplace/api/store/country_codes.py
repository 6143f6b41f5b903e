"""Countries by their codes (ISO 3166-1), as the store API names them."""

from __future__ import annotations

from functools import lru_cache

import pycountry


@lru_cache(maxsize=512)
def country_of(alpha_2: str) -> dict[str, str]:
    """`country_of("DE")` has `iso_2` de, `iso_3` deu, `num_code` 276, `name` GERMANY, `display_name` Germany."""
    country = pycountry.countries.get(alpha_2=alpha_2.upper())
    name = str(getattr(country, "common_name", "") or getattr(country, "name", alpha_2.upper()))
    return {
        "iso_2": alpha_2.lower(),
        "iso_3": getattr(country, "alpha_3", alpha_2).lower(),
        "num_code": getattr(country, "numeric", ""),
        "name": name.upper(),
        "display_name": name,
    }
