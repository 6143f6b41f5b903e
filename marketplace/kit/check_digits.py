"""Numbers that registers give out: their form and check digits, by python-stdnum."""

from __future__ import annotations

from importlib import import_module

from stdnum import get_cc_module
from stdnum.exceptions import InvalidChecksum, ValidationError
from stdnum.util import NumberValidationModule


def check(scheme: str, number: str) -> tuple[str, str]:
    """The compact form of `number` and what is wrong with it: nothing, its `form`, or its `digits`.

    `scheme` is a module of python-stdnum (`eu.vat`, `iban`), or a country and a dot (`au.`) for the number that
    its tax office gives; a country for which none is known takes every number.
    """
    module = _module(scheme)
    if module is None:
        return number, ""
    try:
        return module.validate(number), ""
    except InvalidChecksum:
        return number, "digits"
    except ValidationError:
        return number, "form"


def _module(scheme: str) -> NumberValidationModule | None:
    if scheme.endswith("."):
        return get_cc_module(scheme[:-1].lower(), "vat")
    return import_module(f"stdnum.{scheme}")
