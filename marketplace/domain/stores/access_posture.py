"""What a store shows to whom: decided here, and asked by pages, forms, events, the API, feeds and links in letters."""

from __future__ import annotations

from enum import StrEnum


class Posture(StrEnum):
    """`tenant.access_posture`."""

    OPEN = "open"
    PRICES_AFTER_LOGIN = "prices_after_login"
    LOGIN_REQUIRED = "login_required"


def may_enter(posture: str, *, signed_in: bool) -> bool:
    """Whether somebody may see anything of the store at all; a posture that nobody knows shuts the door."""
    return signed_in or posture in (Posture.OPEN, Posture.PRICES_AFTER_LOGIN)


def may_see_prices(posture: str, *, signed_in: bool) -> bool:
    """Whether somebody is shown prices. Who is not, has no cart either: a cart is made of prices."""
    return signed_in or posture == Posture.OPEN
