"""E-mail addresses as people type them, by email-validator. Nothing is looked up in the network."""

from __future__ import annotations

from email_validator import EmailNotValidError, ValidatedEmail, validate_email

_EXAMPLE = "Enter an e-mail address such as name@company.com."


def read_email(text: str) -> str:
    """The address in lower case, a name of a domain in the letters that mail servers take. Raises ValueError with a
    sentence for what no letter can be sent to: `nobody@nowhere`, `a b@c.com`."""
    try:
        return str(_read(text).ascii_email).lower()
    except EmailNotValidError as error:
        raise ValueError(_EXAMPLE) from error


def spellings(text: str) -> tuple[str, ...]:
    """Every way in which an address may be on file, that of today first: a domain with an umlaut is kept in the letters
    of mail servers, was once kept as people type it, and what is refused today was taken once."""
    typed = text.strip().lower()
    try:
        email = _read(text)
    except EmailNotValidError:
        return (typed,)
    return tuple(dict.fromkeys((str(email.ascii_email).lower(), str(email.normalized).lower(), typed)))


def email_problem(text: str) -> str:
    """What is wrong with an address, as a sentence; nothing where a letter can be sent to it."""
    try:
        read_email(text)
    except ValueError as error:
        return str(error)
    return ""


def _read(text: str) -> ValidatedEmail:
    return validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
