"""A postal code is checked where it is given, not first where somebody needs it."""

from __future__ import annotations

from marketplace.domain.errors import Invalid
from marketplace.kit.emails import email_problem
from marketplace.kit.postal_codes import read_postal_code


def written_postal_code(country: str, postal_code: str) -> str:
    """The code as its country writes it; one that is missing, or is of no known country yet, stays as it is.

    Raises `Invalid` for `postal_code` with what is expected.
    """
    if not country or not postal_code:
        return postal_code
    try:
        return read_postal_code(country, postal_code)
    except ValueError as error:
        raise Invalid({"postal_code": str(error)}) from error


def contact_problems(*, email: str, country: str, postal_code: str) -> dict[str, str]:
    """What is wrong with a shop's e-mail address and postal code, by field; empty for what is good, or missing."""
    problems = {"email": email_problem(email)} if email.strip() else {}
    try:
        written_postal_code(country, postal_code)
    except Invalid as error:
        problems |= error.fields
    return {field: sentence for field, sentence in problems.items() if sentence}
