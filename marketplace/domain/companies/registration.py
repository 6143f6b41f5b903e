"""What a company says about itself when it asks to buy, and what each answer must look like."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, fields

from marketplace.domain.stores.tax_numbers import NumberCheck, foreign_prefix, read_tax_number

# What a company expects to buy in a year, in the currency of the store.
VOLUMES = {
    "": "Not said",
    "10k": "up to 10,000",
    "50k": "10,000 to 50,000",
    "250k": "50,000 to 250,000",
    "1m": "250,000 to 1 million",
    "more": "more than 1 million",
}
MAX_LENGTH = 120


@dataclass(frozen=True)
class Registration:
    """The form, as typed. Countries are ISO 3166-1 alpha-2; a bill without a street goes where the goods go."""

    name: str = ""
    country: str = ""
    tax_id: str = ""
    register_number: str = ""
    industry: str = ""
    expected_volume: str = ""
    place: str = ""  # the name of the first place; its city where it has none
    line1: str = ""
    line2: str = ""
    postal_code: str = ""
    city: str = ""
    bill_line1: str = ""
    bill_line2: str = ""
    bill_postal_code: str = ""
    bill_city: str = ""
    bill_country: str = ""


FIELDS = tuple(field.name for field in fields(Registration))


def registration_problems(form: Registration, *, countries: Collection[str], check: NumberCheck) -> dict[str, str]:
    """What keeps this form from being sent: field -> what to do about it. Empty when it may be.

    `countries` are those that the store delivers to.
    """
    typed = {name: " ".join(getattr(form, name).split()) for name in FIELDS}
    problems = {name: f"At most {MAX_LENGTH} characters." for name, value in typed.items() if len(value) > MAX_LENGTH}
    if len(typed["name"]) < 2:
        problems["name"] = "Enter a name."
    if typed["country"].upper() not in countries:
        problems["country"] = "Choose a country that this store delivers to."
    if form.expected_volume not in VOLUMES:
        problems["expected_volume"] = "Choose from the list."
    if problem := _tax_problem(form, check):
        problems["tax_id"] = problem
    return problems


def tax_remark(form: Registration, check: NumberCheck) -> str:
    """What to look at twice in a number that may be sent as it is: another country gave it out. Empty for nothing."""
    prefix = foreign_prefix(form.tax_id, form.country, check)
    if not prefix:
        return ""
    return f"This number is of {prefix}, your company of {form.country}. Keep it if you are registered there."


def missing_address(form: Registration) -> dict[str, str]:
    """What a person at the form still owes of the addresses: field -> what to enter. A program may name a city only."""
    wanted = {"line1": "Enter street and number.", "city": "Enter a town."}
    problems = {name: sentence for name, sentence in wanted.items() if not getattr(form, name).strip()}
    if has_bill_address(form):
        problems |= {f"bill_{n}": sentence for n, sentence in wanted.items() if not getattr(form, f"bill_{n}").strip()}
        problems |= {} if form.bill_country else {"bill_country": "Choose the country."}
    return problems


def has_bill_address(form: Registration) -> bool:
    """Whether bills go elsewhere than the goods."""
    return any(getattr(form, f"bill_{name}").strip() for name in ("line1", "line2", "postal_code", "city"))


def _tax_problem(form: Registration, check: NumberCheck) -> str:
    if not form.tax_id.strip():
        return ""
    try:
        read_tax_number(form.tax_id, form.country, check)
    except ValueError as error:
        return str(error)
    return ""
