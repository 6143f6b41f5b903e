"""Postal addresses as shoppers write them."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, fields


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


_NEEDED = {"last_name": "Enter a name.", "line1": "Enter street and number.", "city": "Enter a town."}
PostalRead = Callable[[str, str], str]  # country, code -> the code as it is written; ValueError with a sentence
MAX_LENGTH = 120


def checked_address(
    address: AddressInput,
    prefix: str,
    problems: dict[str, str],
    *,
    read_postal_code: PostalRead,
    countries: Sequence[str] | None = None,
) -> dict[str, str]:
    """The cleaned address; what is wrong is put into `problems` as `<prefix>.<field>`, without a prefix as `<field>`.

    With `countries` the address must be in one of them: a store delivers in the region whose prices it shows.
    """
    at = f"{prefix}." if prefix else ""
    cleaned = {name: " ".join(str(value).split()) for name, value in vars(address).items()}
    cleaned["country"] = cleaned["country"].upper()
    for name, sentence in _NEEDED.items():
        if not cleaned[name]:
            problems[f"{at}{name}"] = sentence
    for name, value in cleaned.items():
        if len(value) > MAX_LENGTH:
            problems[f"{at}{name}"] = f"At most {MAX_LENGTH} characters."
    if not re.fullmatch(r"[A-Z]{2}", cleaned["country"]):
        problems[f"{at}country"] = "Choose a country."
    elif countries is not None and cleaned["country"] not in countries:
        problems[f"{at}country"] = "This region does not deliver there. Switch the region to see its prices."
    try:
        cleaned["postal_code"] = read_postal_code(cleaned["country"], cleaned["postal_code"])
    except ValueError as error:
        problems[f"{at}postal_code"] = str(error)
    return cleaned


def is_same_address(one: Mapping[str, str], other: Mapping[str, str]) -> bool:
    """Whether both lead to the same person's door, however they are spelt in capitals; the telephone is no part of it.

    `{"line1": "Hafenweg 4", ...}`, as `checked_address` answers it.
    """
    return all(
        one.get(part.name, "").casefold() == other.get(part.name, "").casefold()
        for part in fields(AddressInput)
        if part.name != "phone"
    )
