"""What Today says first: what the person at the desk may settle, and in order only where nothing waits."""

from __future__ import annotations

from typing import Any

import pytest

from marketplace.queries.vendor_desk.desk import VendorPlace
from marketplace.queries.vendor_desk.today import headline, needs_of

OPEN: dict[str, Any] = {"status": "approved", "products": 9, "can_edit": True, "sees_orders": True}


@pytest.mark.parametrize(
    ("fields", "failed", "expected", "titles"),
    [
        ({}, False, "Sunday. Everything is in order.", []),
        ({"returns_open": 2}, False, "Sunday. 2 returns waiting.", ["2 returns waiting for you"]),
        ({"quotes_to_answer": 3, "quotes_late": 1}, False, "Sunday. 3 quotes to answer.", ["3 quotes to answer"]),
        ({"status": "draft"}, False, "Sunday. 1 thing needs you.", ["Your application is not sent yet"]),
        ({"cancel_wishes": 1}, False, "Sunday. 1 thing needs you.", ["1 buyer asking to cancel"]),
        ({}, True, "Sunday. A payout did not arrive.", []),
        (
            {"orders_to_fulfil": 14, "orders_late": 1, "drafts": 2},
            False,
            "Sunday. 14 orders to send, 1 of them late, 2 drafts.",
            ["2 drafts not in the store"],
        ),
        ({"drafts": 2, "no_stock": 1, "low_stock": 4, "can_edit": False}, False, "Sunday. Everything is in order.", []),
    ],
)
def test_what_waits_and_what_is_said_agree(
    fields: dict[str, Any], failed: bool, expected: str, titles: list[str]
) -> None:
    place = VendorPlace(**{**OPEN, **fields})
    needs = needs_of(place)
    assert ([need.title for need in needs], headline(place, needs, "Sunday", payout_failed=failed)) == (
        titles,
        expected,
    )
