"""Paying by bank: whose account it is, which transfers are SEPA's, and on which day they are carried out."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from marketplace.domain.errors import Conflict, Invalid
from marketplace.domain.stores.tax_numbers import NumberCheck

# The countries of the SEPA schemes, European Payments Council EPC409-09 (the Crown dependencies use GB's IBANs).
SEPA = frozenset(
    {
        "AD",
        "AL",
        "AT",
        "BE",
        "BG",
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
        "GI",
        "GR",
        "HR",
        "HU",
        "IE",
        "IS",
        "IT",
        "LI",
        "LT",
        "LU",
        "LV",
        "MC",
        "MD",
        "ME",
        "MK",
        "MT",
        "NL",
        "NO",
        "PL",
        "PT",
        "RO",
        "RS",
        "SE",
        "SI",
        "SK",
        "SM",
        "VA",
    }
)
_HOLDER = "Enter the account’s holder in letters or digits, up to 70 signs."
_TOWN = "Enter the town in letters, up to 35 signs: banks ask for it since November 2026."
_BANKS = ZoneInfo("Europe/Brussels")  # T2's own time


class PayerMissing(Conflict):
    """No account is known that a store's vendors could be paid from."""

    def __init__(self, store: str) -> None:
        super().__init__(
            f"Nobody has said yet which account pays the vendors of {store}. Set it under “Paying accounts” first; "
            "no bank takes a file without it."
        )


@dataclass(frozen=True)
class Receiver:
    """The account that buyers pay to: `iban` and `bic` compact."""

    name: str
    iban: str
    bic: str


class Unpayable(Conflict):
    """A transfer that no bank would carry out, with what to do about it."""

    def __init__(self, number: str, what: str) -> None:
        super().__init__(f"{number} cannot be told to the bank: {what} Hold or cancel it, or have it mended.")


@dataclass(frozen=True)
class Payer:
    """The account that pays: `iban` and `bic` compact, `country` ISO 3166-1 alpha-2."""

    name: str
    iban: str
    bic: str
    town: str
    country: str
    street: str = ""
    postal_code: str = ""


def read_payer(
    form: Mapping[str, str],
    check: NumberCheck,
    *,
    in_bank_signs: Callable[[str, int], str],
    is_country: Callable[[str], bool],
) -> Payer:
    """A payer out of a form with the fields of `Payer`; `in_bank_signs` is what a bank is told of a text, at most so
    many signs of it. Raises `Invalid` per field.
    """
    text = {name: " ".join(str(value or "").split()) for name, value in form.items()}
    town, country = text.get("town", ""), text.get("country", "")
    account, problems = _read_account(text, check, in_bank_signs)
    problems |= {
        "town": "" if len(town) <= 35 and re.search("[A-Za-z]", in_bank_signs(town, 35)) else _TOWN,
        "country": "" if is_country(country.upper()) else "Enter the country’s two letters, such as DE.",
    }
    if errors := {field: sentence for field, sentence in problems.items() if sentence}:
        raise Invalid(errors)
    street, postal_code = text.get("street", "")[:70], text.get("postal_code", "")[:16]
    return Payer(
        name=account.name,
        iban=account.iban,
        bic=account.bic,
        town=town,
        country=country.upper(),
        street=street,
        postal_code=postal_code,
    )


def read_receiver(form: Mapping[str, str], check: NumberCheck, *, in_bank_signs: Callable[[str, int], str]) -> Receiver:
    """Whom buyers pay, out of a form with the fields of `Receiver`. Raises `Invalid` per field."""
    text = {name: " ".join(str(value or "").split()) for name, value in form.items()}
    account, problems = _read_account(text, check, in_bank_signs)
    if errors := {field: sentence for field, sentence in problems.items() if sentence}:
        raise Invalid(errors)
    return account


def _read_account(
    text: Mapping[str, str], check: NumberCheck, in_bank_signs: Callable[[str, int], str]
) -> tuple[Receiver, dict[str, str]]:
    name = text.get("name", "")
    iban, wrong_iban = check("iban", text.get("iban", ""))
    bic, wrong_bic = check("bic", text.get("bic", ""))
    return Receiver(name, iban, bic), {
        "name": "" if len(name) <= 70 and len(in_bank_signs(name, 70)) >= 2 else _HOLDER,
        "iban": "This is not a valid IBAN. Check it against your bank statement." if wrong_iban else "",
        "bic": "Enter the bank’s BIC, such as DEUTDEFF." if wrong_bic else "",
    }


def print_iban(iban: str) -> str:
    """In groups of four, as ISO 13616 prints it: `AT48 3200 0000 1234 5864`."""
    return " ".join(iban[at : at + 4] for at in range(0, len(iban), 4))


def transfer_code(to: Receiver, amount: int, currency: str, reference: str) -> str:
    """What a banking app reads off a QR code to fill in a transfer; empty for what is no SEPA transfer.

    EPC069-12, version 002, in UTF-8: at most 331 bytes, `amount` in minor units from 0.01 to 999 999 999.99 euro,
    `reference` unstructured. The code must have error correction M.
    """
    if not goes_by_sepa(currency, to.iban) or not 0 < amount <= 999_999_999_99:
        return ""
    sum_ = f"EUR{amount // 100}.{amount % 100:02}"
    lines = ("BCD", "002", "1", "SCT", to.bic, to.name, to.iban, sum_, "", "", reference)
    return "\n".join(lines)


def goes_by_sepa(currency: str, *ibans: str) -> bool:
    """Whether SEPA carries it: only euro, and only between accounts in its countries."""
    return currency == "EUR" and all(iban[:2] in SEPA for iban in ibans)


def executed_on(sent_at: datetime, is_bank_day: Callable[[date], bool]) -> date:
    """The first bank day after the one on which the bank was told: sent on Thu 24 Dec 2026, done on Mon 28 Dec."""
    day = sent_at.astimezone(_BANKS).date() + timedelta(days=1)
    while not is_bank_day(day):
        day += timedelta(days=1)
    return day
