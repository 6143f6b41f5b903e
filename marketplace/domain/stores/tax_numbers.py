"""Tax numbers of businesses: one canonical form for whoever types one, and the way its office prints it.

Kept compact and with the prefix of its country: `BE0428759497`, `EL094259216`, `XI980780684`, `NO995525828MVA`,
`CHE107787577MWST`. Whether a number is registered is another question, and keeps nobody from typing it.
"""

from __future__ import annotations

import re
from collections.abc import Callable

# (scheme, number) -> its compact form, and what is wrong: "" nothing, "form", "digits". See `kit.check_digits`.
NumberCheck = Callable[[str, str], tuple[str, str]]

# Council Directive 2006/112, art. 215: the prefix is the country's ISO code, but EL for Greece; XI is Northern
# Ireland's under the Windsor Framework. An example of each, with check digits that hold.
_EU = {
    "AT": "ATU13585627",
    "BE": "BE0428759497",
    "BG": "BG175074752",
    "CY": "CY10259033P",
    "CZ": "CZ25123891",
    "DE": "DE136695976",
    "DK": "DK13585628",
    "EE": "EE100931558",
    "ES": "ESB58378431",
    "FI": "FI20774740",
    "FR": "FR40303265045",
    "EL": "EL094259216",
    "HR": "HR33392005961",
    "HU": "HU12892312",
    "IE": "IE6433435F",
    "IT": "IT00743110157",
    "LT": "LT119511515",
    "LU": "LU15027442",
    "LV": "LV40003521600",
    "MT": "MT11679112",
    "NL": "NL004495445B01",
    "PL": "PL8567346215",
    "PT": "PT501964843",
    "RO": "RO18547290",
    "SE": "SE123456789701",
    "SI": "SI50223054",
    "SK": "SK2022749619",
    "XI": "XI980780684",
}
_EXAMPLES = {**_EU, "GB": "GB980780684", "CH": "CHE-107.787.577 MWST", "NO": "NO 995 525 828 MVA"}
# Monaco and the Isle of Man belong to their neighbours' VAT (Directive 2006/112, art. 7).
_GIVEN_BY = {"GR": "EL", "MC": "FR", "IM": "GB"}
# What papers write before it, compact: `USt-IdNr.:`, `VAT ID`, `VAT No.`, `N° TVA`, `P.IVA`, `BTW-nr.`, `MWST-Nr.`.
# In `VAT NO 995 525 828 MVA` NO is Norway.
_LABEL = re.compile(
    r"^(?:UST|UMSATZSTEUER|MWST|VAT|N?(?:DE)?TVA|(?:P|PARTITA)?IVA|BTW|UID)"
    r"(?:IDENTIFI[CK]ATIONS?|REG(?:ISTRATION)?|ID)?(?:NR|NUMMER|NUMBER|NO(?!\d{9}MVA$))?(?=.*\d)"
)
_SWISS = re.compile(r"(?:CHE)?(\d{9})(MWST|TVA|IVA|TPV)?")
_NORWEGIAN = re.compile(r"(?:NO)?(\d{9})(MVA)?")


def read_tax_number(text: str, country: str, check: NumberCheck) -> str:
    """The canonical form of what somebody typed; `country` is ISO 3166-1 alpha-2 of the business, or empty.

    With or without prefix, spaces, dots, hyphens and slashes, and with the label of the paper that it is copied from.
    The prefix of another country that gives out VAT numbers is taken too, for a business may be registered
    elsewhere. Raises ValueError with a sentence.
    """
    number = _compact(text)
    home = _GIVEN_BY.get(country.upper(), country.upper())
    problem = ""
    for place in dict.fromkeys([_place_of_prefix(number) or home, home]):
        try:
            return _read(number, place, check)
        except ValueError as error:
            problem = problem or str(error)
    raise ValueError(problem)


def _compact(text: str) -> str:
    """Without signs and label; a label stands apart, for `IVA921231AB1` is a whole number of a Mexican business."""
    number = re.sub(r"[\s.,:/()#°º\-\u2010-\u2015]", "", text).upper()
    return _LABEL.sub("", number) if re.match(r"\s*[^\W\d]+[^\w]", text) else number


def _read(number: str, place: str, check: NumberCheck) -> str:
    if not re.fullmatch(r"[A-Z0-9+*]{4,20}", number):
        raise ValueError(_sentence(place, "form"))
    if place == "CH":
        return _suffixed(_SWISS, number, "CHE", suffix="MWST", scheme="ch.uid", place=place, check=check)
    if place == "NO":
        return _suffixed(_NORWEGIAN, number, "NO", suffix="MVA", scheme="no.orgnr", place=place, check=check)
    if place in _EU:
        return place + _checked("eu.vat", place + _without(number, place), place, check)[len(place) :]
    if place == "GB":
        return "GB" + _checked("gb.vat", _without(number, "GB"), place, check)
    if sum(sign.isdigit() for sign in number) < 4:
        raise ValueError(_sentence(place, "form"))
    return _checked(f"{place}.", number, place, check) if place else number


def print_tax_number(number: str) -> str:
    """A canonical number as its office prints it, such as `BE 0428.759.497`; anything else as it is."""
    for pattern, printed in _PRINTED:
        if match := pattern.fullmatch(number):
            return printed.format(*match.groups(default="")).strip()
    return number


_PRINTED = tuple(
    (re.compile(pattern), printed)
    for pattern, printed in (
        (r"BE(\d{4})(\d{3})(\d{3})", "BE {}.{}.{}"),
        (r"CHE(\d{3})(\d{3})(\d{3})(MWST)", "CHE-{}.{}.{} {}"),
        (r"NO(\d{3})(\d{3})(\d{3})(MVA)", "NO {} {} {} {}"),
        (r"(GB|XI)(\d{3})(\d{4})(\d{2})(\d{3})?", "{} {} {} {} {}"),
        (r"FR([0-9A-Z]{2})(\d{3})(\d{3})(\d{3})", "FR {} {} {} {}"),
        (r"DE(\d{3})(\d{3})(\d{3})", "DE {} {} {}"),
    )
)


def _place_of_prefix(number: str) -> str:
    """The country that a number names itself; empty where it names none that gives out VAT numbers."""
    prefix = "CH" if number.startswith("CHE") else {"GR": "EL"}.get(number[:2], number[:2])
    return prefix if prefix in _EXAMPLES and any(sign.isdigit() for sign in number[2:]) else ""


def foreign_prefix(text: str, country: str, check: NumberCheck) -> str:
    """The prefix of a number that another country than `country` gave out; empty for one's own, and for a wrong one."""
    number = _compact(text)
    home, place = _GIVEN_BY.get(country.upper(), country.upper()), _place_of_prefix(number)
    if not home or not place or place == home or {place, home} == {"GB", "XI"}:
        return ""
    try:
        _read(number, place, check)
    except ValueError:
        return ""
    return place


def _without(number: str, prefix: str) -> str:
    typed = ("EL", "GR") if prefix == "EL" else (prefix,)
    return number[2:] if number.startswith(typed) else number


def _checked(scheme: str, number: str, place: str, check: NumberCheck) -> str:
    compact, flaw = check(scheme, number)
    if flaw:
        raise ValueError(_sentence(place, flaw))
    return compact


def _suffixed(
    shape: re.Pattern[str], number: str, prefix: str, suffix: str, scheme: str, place: str, check: NumberCheck
) -> str:
    """A register's number that becomes a tax number by a suffix, which has one form here in every language; without it
    the business may well not be registered for VAT, and papers may not say so."""
    match = shape.fullmatch(number)
    if match is None:
        raise ValueError(_sentence(place, "form"))
    _checked(scheme, ("CHE" if place == "CH" else "") + match[1], place, check)
    if not match[2]:
        raise ValueError(
            f"Without its ending this is a number of the register. Add {suffix} if you are registered for VAT, such "
            f"as {_EXAMPLES[place]}."
        )
    return prefix + match[1] + suffix


def _sentence(place: str, flaw: str) -> str:
    where = f" for {'GR' if place == 'EL' else place}" if place else ""
    example = _EXAMPLES.get(place, "")
    if flaw == "digits":
        return f"A digit of this VAT number is wrong: its check digits do not fit{where}. Compare it with your papers."
    return f"Enter a valid VAT number{where}{f', such as {example}' if example else ', with all its digits'}."
