"""Who stays in charge of a company, and when a spending limit starts again."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from marketplace.domain.companies.members import CompanyRole, LimitPeriod, Seat, check_administrator_stays, period_start
from marketplace.domain.errors import Conflict
from marketplace.domain.lifecycle import MemberStatus

ADA = Seat("ada", CompanyRole.ADMIN, MemberStatus.ACTIVE)
BEN = Seat("ben", CompanyRole.BUYER, MemberStatus.ACTIVE)
EVE = Seat("eve", CompanyRole.ADMIN, MemberStatus.INVITED)


@pytest.mark.parametrize(
    "changed", [Seat("ada", CompanyRole.BUYER, MemberStatus.ACTIVE), Seat("ada", CompanyRole.ADMIN, MemberStatus.LEFT)]
)
def test_the_last_administrator_stays_one(changed: Seat) -> None:
    with pytest.raises(Conflict) as refused:
        check_administrator_stays([ADA, BEN, EVE], changed)  # an invitation runs no company
    assert refused.value.sentence == "A company needs an administrator. Make somebody else one first."
    joined = Seat("eve", CompanyRole.ADMIN, MemberStatus.ACTIVE)
    check_administrator_stays([ADA, BEN, joined], changed)
    check_administrator_stays([ADA, BEN], Seat("ben", CompanyRole.VIEWER, MemberStatus.LEFT))


@pytest.mark.parametrize(
    ("period", "moment", "zone", "began"),
    [
        (LimitPeriod.MONTH, (2026, 5, 7, 10), "Europe/London", (2026, 4, 30, 23)),
        (LimitPeriod.MONTH, (2026, 4, 30, 23), "Europe/London", (2026, 4, 30, 23)),  # May has begun there
        (LimitPeriod.MONTH, (2026, 4, 30, 22), "Europe/London", (2026, 3, 31, 23)),
        (LimitPeriod.QUARTER, (2026, 5, 7, 10), "Europe/London", (2026, 3, 31, 23)),
        (LimitPeriod.QUARTER, (2026, 12, 31, 23), "Europe/Berlin", (2026, 12, 31, 23)),
        (LimitPeriod.YEAR, (2026, 5, 7, 10), "Europe/Berlin", (2025, 12, 31, 23)),
        (LimitPeriod.YEAR, (2026, 1, 1, 3), "America/New_York", (2025, 1, 1, 5)),
    ],
)
def test_a_period_begins_at_midnight_where_the_company_is(
    period: LimitPeriod, moment: tuple[int, ...], zone: str, began: tuple[int, ...]
) -> None:
    at, expected = (datetime(*parts, tzinfo=UTC) for parts in (moment, began))  # type: ignore[misc]
    assert period_start(period, at, zone) == expected
