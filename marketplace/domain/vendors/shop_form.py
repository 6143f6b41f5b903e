"""A shop's own facts as its people type them: bank account, address, dispatch; checked field by field."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.domain.forms import FormReader
from marketplace.domain.stores.tax_numbers import NumberCheck
from marketplace.domain.vendors.onboarding import EMAIL, NO_IBAN, same_holder

_NEEDED = {"street": "Enter street and number.", "postal_code": "Enter the postal code.", "city": "Enter the city."}


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
    typed = FormReader(form)
    holder = typed.line("account_holder", 70)
    iban, wrong_iban = check("iban", typed.raw("iban"))
    bic, wrong_bic = check("bic", typed.text("bic")) if typed.text("bic") else ("", "")
    if not same_holder(holder, legal_name):
        sentence = f"Payouts go to an account in the name {legal_name}. Write the holder as your bank does."
        typed.refuse("account_holder", sentence)
    if wrong_iban:
        typed.refuse("iban", NO_IBAN)
    if wrong_bic:
        typed.refuse("bic", "Enter the bank’s BIC, such as DEUTDEFF, or leave it empty.")
    typed.check()
    return BankAccount(holder, iban, bic)


def read_address(form: Mapping[str, str]) -> ShopAddress:
    """An address out of `street`, `postal_code`, `city`, `email`, `phone`. Raises `Invalid` per field."""
    typed = FormReader(form)
    for name, sentence in _NEEDED.items():
        if not typed.line(name):
            typed.refuse(name, sentence)
    if not EMAIL.fullmatch(typed.line("email")):
        typed.refuse("email", "Enter an e-mail address such as orders@company.com.")
    typed.check()
    return ShopAddress(
        typed.line("street", 160),
        typed.line("postal_code", 20),
        typed.line("city", 80),
        typed.line("email", 254),
        typed.line("phone", 40),
    )


def read_dispatch(form: Mapping[str, str]) -> Dispatch:
    """Dispatch out of `ships_from`, `cutoff_hour` (1 to 23) and `lead_days` (1 to 60). Raises `Invalid`."""
    typed = FormReader(form)
    ships_from = typed.line("ships_from", 80)
    if not ships_from:
        typed.refuse("ships_from", "Enter the town that parcels leave from.")
    hour = typed.count("cutoff_hour", least=1, most=23, is_required=True, sentence="Enter a full hour from 1 to 23.")
    days = typed.count("lead_days", least=1, most=60, is_required=True, sentence="Enter working days from 1 to 60.")
    typed.check()
    return Dispatch(ships_from, hour or 0, days or 0)
