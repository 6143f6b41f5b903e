"""What somebody must show before they may sell: the checklist, and what each answer must look like."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.domain.stores.tax_numbers import NumberCheck, print_tax_number, read_tax_number

TERMS_VERSION = 1
KINDS = ("manufacturer", "distributor", "importer", "service")


@dataclass(frozen=True)
class Requirement:
    """One line of the checklist; proven by the form (computed), the vendor (attested) or a person here (verified)."""

    key: str
    label: str
    hint: str
    kind: str
    gate: str  # submit | approve


CHECKLIST = (
    Requirement("legal_name", "Legal name and form", "As it stands in the trade register.", "attested", "submit"),
    Requirement("tax_id", "VAT number", "Its form and check digits are looked at.", "computed", "submit"),
    Requirement("address", "Business address", "Where you can be served with papers.", "attested", "submit"),
    Requirement("contact", "Contact for orders", "An address that somebody reads every day.", "attested", "submit"),
    Requirement("payout_account", "Bank account for payouts", "Held in your legal name.", "computed", "submit"),
    Requirement("terms", "Terms for vendors", f"Version {TERMS_VERSION}.", "attested", "submit"),
    Requirement("identity", "Owner’s identity", "A person looks at the owner’s papers.", "verified", "approve"),
    Requirement("register", "Trade register", "A person compares the register with the form.", "verified", "approve"),
)
BY_KEY: Mapping[str, Requirement] = {requirement.key: requirement for requirement in CHECKLIST}

NO_IBAN = "This is not a valid IBAN. Check it against your bank statement."
EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]{2,}")


@dataclass(frozen=True)
class Application:
    """What an applicant types. Everything but the name may still be empty in a draft."""

    name: str
    legal_name: str = ""
    kind: str = "distributor"
    tagline: str = ""
    email: str = ""
    phone: str = ""
    tax_id: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""  # ISO 3166-1 alpha-2
    iban: str = ""
    account_holder: str = ""
    accepts_terms: bool = False


def compact(text: str) -> str:
    """Upper case without spaces, dots and hyphens: how numbers of banks and tax offices are compared."""
    return re.sub(r"[\s.\-]", "", text).upper()


def canonical_tax_id(a: Application, check: NumberCheck) -> str:
    """The VAT number in its one form; what was typed, compact, while it is not one yet."""
    try:
        return read_tax_number(a.tax_id, a.country, check)
    except ValueError:
        return compact(a.tax_id)


def mask_iban(text: str) -> str:
    """`NL20INGB0001234567` as `NL20 •••• 4567`: what people other than the owner are shown."""
    return re.sub(r"\b([A-Z]{2}\d{2})[A-Z0-9]{7,26}([A-Z0-9]{4})\b", r"\1 •••• \2", text)


def same_holder(holder: str, legal_name: str) -> bool:
    """Whether an account is held in the legal name, however both are written: `Kestrel B.V.` is `KESTREL BV`."""
    plain = [re.sub(r"\W", "", text).casefold() for text in (holder, legal_name)]
    return bool(plain[0]) and plain[0] == plain[1]


def problems(application: Application, check: NumberCheck) -> dict[str, str]:
    """What keeps this application from being sent: form field -> what to do about it. Empty when complete."""
    a = application
    problems = {
        "name": "" if 2 <= len(a.name.strip()) <= 80 else "Enter the name that shoppers know you by.",
        "legal_name": "" if len(a.legal_name.strip()) >= 2 else "Enter the name in the trade register.",
        "kind": "" if a.kind in KINDS else "Choose what you are.",
        "email": "" if EMAIL.fullmatch(a.email.strip()) else "Enter an e-mail address such as orders@company.com.",
        "street": "" if a.street.strip() else "Enter street and number.",
        "postal_code": "" if a.postal_code.strip() else "Enter the postal code.",
        "city": "" if a.city.strip() else "Enter the city.",
        "country": "" if re.fullmatch(r"[A-Z]{2}", a.country) else "Choose the country.",
        "tax_id": _tax_problem(a, check),
        "iban": NO_IBAN if check("iban", a.iban)[1] else "",
        "account_holder": "" if same_holder(a.account_holder, a.legal_name) else _holder_sentence(a),
        "accepts_terms": "" if a.accepts_terms else "Accept the terms to send your application.",
    }
    return {field: sentence for field, sentence in problems.items() if sentence}


_FIELDS_OF = {
    "legal_name": ("legal_name",),
    "tax_id": ("tax_id",),
    "address": ("street", "postal_code", "city", "country"),
    "contact": ("email",),
    "payout_account": ("iban", "account_holder"),
    "terms": ("accepts_terms",),
}


def fields_of(key: str) -> tuple[str, ...]:
    """The fields of the form that prove a requirement; none for what a person here verifies."""
    return _FIELDS_OF.get(key, ())


def proven(application: Application, check: NumberCheck) -> frozenset[str]:
    """The keys of the checklist that this application fulfils by itself."""
    open_fields = problems(application, check)
    return frozenset(key for key, fields in _FIELDS_OF.items() if not any(field in open_fields for field in fields))


def evidence(application: Application, check: NumberCheck) -> dict[str, str]:
    """Checklist key -> what was given, as one line; also for what is not right yet, so that it can be mended."""
    a = application
    address = f"{a.street.strip()}, {a.postal_code.strip()} {a.city.strip()}, {a.country}"
    return {
        "legal_name": a.legal_name.strip(),
        "tax_id": print_tax_number(canonical_tax_id(a, check)),
        "address": address if a.street.strip() else "",
        "contact": ", ".join(part for part in (a.email.strip(), a.phone.strip()) if part),
        "payout_account": f"{compact(a.iban)}, {a.account_holder.strip()}" if a.iban.strip() else "",
        "terms": f"Version {TERMS_VERSION}, accepted" if a.accepts_terms else "",
    }


def _holder_sentence(a: Application) -> str:
    if not a.account_holder.strip():
        return "Enter the account’s holder."
    return (
        f"The holder is {a.account_holder.strip()}, your legal name is {a.legal_name.strip() or 'empty'}. Correct one."
    )


def _tax_problem(a: Application, check: NumberCheck) -> str:
    try:
        read_tax_number(a.tax_id, a.country, check)
    except ValueError as error:
        return str(error)
    return ""
