"""A delivery as text: in the fields of its form, and in words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from marketplace.domain.stores.region_form import DELIVERY_KINDS
from marketplace.queries.formatting.amounts import plain_amount
from marketplace.queries.formatting.money import money


def delivery_form(facts: Mapping[str, Any], currency: str) -> dict[str, str]:
    """The fields that `domain.region_form.read_delivery` reads, out of what is stored; a first offer for nothing."""
    if not facts:
        return {"kind": "flat", "delivery_name": "Standard", "days_min": "2", "days_max": "4"}
    by_price = facts["kind"] == "by_price"
    step = plain_amount(facts["step_size"], currency) if by_price else str(facts["step_size"] or "")
    return {
        "delivery_name": facts["name"],
        "kind": facts["kind"],
        "amount": plain_amount(facts["amount"], currency),
        "step_size": step,
        "step_amount": plain_amount(facts["step_amount"], currency),
        "free_from": plain_amount(facts["free_from_amount"], currency),
        "min_order": plain_amount(facts["min_order_amount"], currency),
        "days_min": str(facts["days_min"]),
        "days_max": str(facts["days_max"]),
    }


def delivery_words(facts: Mapping[str, Any], currency: str) -> str:
    """`€6.90, free from €150.00`."""
    if not facts:
        return "None: a vendor must set its own"
    words = money(facts["amount"], currency)
    if facts["kind"] != "flat":
        words = f"{DELIVERY_KINDS[facts['kind']]}, from {words}"
    if facts["free_from_amount"] is not None:
        words += f", free from {money(facts['free_from_amount'], currency)}"
    return words
