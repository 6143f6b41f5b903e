"""A shop's own facts as its people type them: bank account, address, dispatch; checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial

from marketplace.domain.errors import Invalid
from marketplace.domain.numbers import read_field, read_whole
from marketplace.domain.stores.tax_numbers import NumberCheck
from marketplace.domain.vendors.onboarding import EMAIL, NO_IBAN, same_holder


@dataclass(frozen=True)
class BankAccount:
    """Where payouts go: `iban` and `bic` compact, in capitals; `bic` may be empty."""

    holder: str
    iban: str
    bic: str = ""


@dataclass(frozen=True)
class ShopAddress:
    """Where the business is and how the store reaches it. The country stays: the VAT number hangs on it."""

    street: str
    postal_code: str
    city: str
    email: str
    phone: str


@dataclass(frozen=True)
class Dispatch:
    """`cutoff_hour`: the vendor's local hour until which an order leaves the same day; `lead_days` working days."""

    ships_from: str
    cutoff_hour: int
    lead_days: int


def read_account(form: Mapping[str, str], legal_name: str, check: NumberCheck) -> BankAccount:
    """An account out of `account_holder`, `iban`, `bic`. Raises `Invalid` per field."""
    holder = " ".join(form.get("account_holder", "").split())[:70]
    iban, wrong_iban = check("iban", form.get("iban", ""))
    typed_bic = form.get("bic", "").strip()
    bic, wrong_bic = check("bic", typed_bic) if typed_bic else ("", "")
    problems = {
        "account_holder": ""
        if same_holder(holder, legal_name)
        else f"Payouts go to an account in the name {legal_name}. Write the holder as your bank does.",
        "iban": NO_IBAN if wrong_iban else "",
        "bic": "Enter the bank’s BIC, such as DEUTDEFF, or leave it empty." if wrong_bic else "",
    }
    _raise_if_any(problems)
    return BankAccount(holder, iban, bic)


def read_address(form: Mapping[str, str]) -> ShopAddress:
    """An address out of `street`, `postal_code`, `city`, `email`, `phone`. Raises `Invalid` per field."""
    fields = ("street", "postal_code", "city", "email", "phone")
    text = {name: " ".join(form.get(name, "").split()) for name in fields}
    problems = {
        "street": "" if text["street"] else "Enter street and number.",
        "postal_code": "" if text["postal_code"] else "Enter the postal code.",
        "city": "" if text["city"] else "Enter the city.",
        "email": "" if EMAIL.fullmatch(text["email"]) else "Enter an e-mail address such as orders@company.com.",
    }
    _raise_if_any(problems)
    return ShopAddress(
        text["street"][:160], text["postal_code"][:20], text["city"][:80], text["email"][:254], text["phone"][:40]
    )


def read_dispatch(form: Mapping[str, str]) -> Dispatch:
    """Dispatch out of `ships_from`, `cutoff_hour` (1 to 23) and `lead_days` (1 to 60). Raises `Invalid`."""
    problems: dict[str, str] = {}
    ships_from = " ".join(form.get("ships_from", "").split())[:80]
    if not ships_from:
        problems["ships_from"] = "Enter the town that parcels leave from."
    hour = read_field(
        form.get("cutoff_hour", "") or "-",
        "cutoff_hour",
        problems,
        partial(read_whole, least=1, most=23),
        "Enter a full hour from 1 to 23.",
    )
    days = read_field(
        form.get("lead_days", "") or "-",
        "lead_days",
        problems,
        partial(read_whole, least=1, most=60),
        "Enter working days from 1 to 60.",
    )
    _raise_if_any(problems)
    return Dispatch(ships_from, hour or 0, days or 0)


def _raise_if_any(problems: Mapping[str, str]) -> None:
    if found := {field: sentence for field, sentence in problems.items() if sentence}:
        raise Invalid(found)
