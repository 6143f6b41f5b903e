"""Postal addresses as shoppers write them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class AddressInput:
    """One address; `country` is ISO 3166-1 alpha-2."""

    first_name: str = ""
    last_name: str = ""
    company: str = ""
    line1: str = ""
    line2: str = ""
    postal_code: str = ""
    city: str = ""
    province: str = ""
    country: str = ""
    phone: str = ""


_NEEDED = {
    "last_name": "Enter a name.",
    "line1": "Enter street and number.",
    "city": "Enter a town.",
}
# Countries without postal codes, as far as we serve any (Universal Postal Union, addressing systems).
_NO_POSTAL_CODE = {"AE", "HK", "IE", "QA"}
MAX_LENGTH = 120


def checked_address(
    address: AddressInput, prefix: str, problems: dict[str, str], *, countries: Sequence[str] | None = None
) -> dict[str, str]:
    """The cleaned address; what is wrong is put into `problems` as `<prefix>.<field>`.

    With `countries` the address must be in one of them: a store delivers in the region whose prices it shows.
    """
    cleaned = {name: " ".join(str(value).split()) for name, value in vars(address).items()}
    cleaned["country"] = cleaned["country"].upper()
    for name, sentence in _NEEDED.items():
        if not cleaned[name]:
            problems[f"{prefix}.{name}"] = sentence
    for name, value in cleaned.items():
        if len(value) > MAX_LENGTH:
            problems[f"{prefix}.{name}"] = f"At most {MAX_LENGTH} characters."
    if not re.fullmatch(r"[A-Z]{2}", cleaned["country"]):
        problems[f"{prefix}.country"] = "Choose a country."
    elif countries is not None and cleaned["country"] not in countries:
        problems[f"{prefix}.country"] = "This region does not deliver there. Switch the region to see its prices."
    if not cleaned["postal_code"] and cleaned["country"] not in _NO_POSTAL_CODE:
        problems[f"{prefix}.postal_code"] = "Enter a postal code."
    return cleaned
