"""Whose a tab's state is: what may stay when roles change, and what may not."""

from __future__ import annotations

import pytest

from marketplace.domain.permissions import GUEST, Actor, Grant, Role
from marketplace.state.belonging import owner_of, still_owns

BUYER, VIEWER = (Grant(Role.COMPANY_CONTACT, "ten_1", company_id="com_1", title=title) for title in ("buyer", "viewer"))
OWNER = Grant(Role.VENDOR_MEMBER, "ten_1", "ven_1", title="owner")


def of(session: str, *grants: Grant) -> str:
    return owner_of(Actor(user_id="usr_1", session_id=session, grants=grants))


@pytest.mark.parametrize(
    ("before", "after", "stays"),
    [
        ("", of("ses_1", BUYER), True),  # a guest's, which holds nothing of anybody
        (of("ses_1", BUYER), of("ses_1", BUYER), True),
        (of("ses_1", BUYER), of("ses_1", OWNER, BUYER), True),  # a role more takes nothing away
        (of("ses_1", OWNER, BUYER), of("ses_1", BUYER), False),
        (of("ses_1", BUYER), of("ses_1", VIEWER), False),
        (of("ses_1", BUYER), of("ses_2", BUYER), False),
        (of("ses_1"), of("ses_2"), False),
        (of("ses_1", BUYER), owner_of(GUEST), False),
        (of("ses_1"), owner_of(GUEST), False),
    ],
)
def test_what_may_stay(before: str, after: str, stays: bool) -> None:
    assert still_owns(before, after) is stays
