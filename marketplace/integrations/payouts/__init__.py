"""Paying vendors out, by whoever moves the money: one Protocol, and the providers there are."""

from __future__ import annotations

from marketplace.integrations.payouts.manual import Manual
from marketplace.integrations.payouts.protocol import PayoutProvider


def provider(code: str) -> PayoutProvider:
    """The provider with this code. Raises KeyError for one that there is not."""
    return {Manual.code: Manual()}[code]
