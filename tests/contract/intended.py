"""Where our answers differ from Medusa's on purpose, and why."""

from __future__ import annotations

from fnmatch import fnmatchcase

from tests.contract.compare import Difference

# A pattern of paths, and the reason.
INTENDED: dict[str, str] = {
    "payment_collection.payment_sessions[].context.*": (
        "A provider is asked when the cart is completed and is told no more of the person than it needs, so a session"
        " holds no copy of the customer, and there are no account holders."
    ),
    "shipping_options[].prices[].price_rules[]": (
        "The price of a way of delivery is made for the cart by the vendor's own freight rule; it is not picked out of"
        " a set of prices by rules, so it has none."
    ),
}
# A recorded refusal that says something else with us, and the reason.
OTHER_WORDS: dict[str, str] = {}


def fits(pattern: str, one: Difference) -> bool:
    """Whether the pattern names this difference; only `*` has a meaning in it."""
    return fnmatchcase(one.path, pattern.replace("[", "[[]"))
