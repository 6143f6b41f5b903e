"""How it is told that goods went into the cart again."""

from __future__ import annotations

from marketplace.services.buying.refilling import Refilled
from marketplace.web.flash import Flash

_NAMED = 6  # differences that are told one by one: a cookie carries them


def refilled_flash(refilled: Refilled) -> Flash:
    """What went into the cart at today's prices, and line by line what is otherwise than it was."""
    goods = f"{refilled.added} {'line is' if refilled.added == 1 else 'lines are'} in your cart, at today’s prices."
    differences = refilled.differences
    more = f" And {len(differences) - _NAMED} more." if len(differences) > _NAMED else ""
    return Flash(" ".join((goods, *differences[:_NAMED])) + more, "warn" if differences else "good")
