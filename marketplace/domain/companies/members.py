"""The people of a company: what each role may do there, and when a spending limit starts again."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from marketplace.domain.errors import Conflict
from marketplace.domain.lifecycle import MemberStatus


class CompanyRole(StrEnum):
    """Each role may do what the ones below it may."""

    ADMIN = "admin"
    APPROVER = "approver"
    BUYER = "buyer"
    VIEWER = "viewer"


ROLE_NAMES = {
    CompanyRole.ADMIN: "Administrator",
    CompanyRole.APPROVER: "Approver",
    CompanyRole.BUYER: "Buyer",
    CompanyRole.VIEWER: "Viewer",
}
ORDERING = frozenset({CompanyRole.ADMIN, CompanyRole.APPROVER, CompanyRole.BUYER})
APPROVING = frozenset({CompanyRole.ADMIN, CompanyRole.APPROVER})


class LimitPeriod(StrEnum):
    """How long a spending limit lasts before it starts again."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


@dataclass(frozen=True)
class Seat:
    """One person in a company, as the rule about the last administrator looks at them."""

    member_id: str
    role: CompanyRole
    status: MemberStatus


def check_administrator_stays(seats: Iterable[Seat], changed: Seat) -> None:
    """Raises `Conflict` when after the change nobody active would administer the company."""
    after = [changed if seat.member_id == changed.member_id else seat for seat in seats]
    if not any(seat.role is CompanyRole.ADMIN and seat.status is MemberStatus.ACTIVE for seat in after):
        raise Conflict("A company needs an administrator. Make somebody else one first.")


def period_start(period: LimitPeriod, moment: datetime, time_zone: str) -> datetime:
    """When the running period began, in UTC: midnight of its first day where the company is.

    `period_start(QUARTER, 2026-05-07T10:00Z, "Europe/London")` is 2026-03-31T23:00Z, the first of April in London.
    """
    year, month = _first_month(period, moment, time_zone)
    return _midnight(year, month, time_zone)


def period_end(period: LimitPeriod, moment: datetime, time_zone: str) -> datetime:
    """When the running period ends and the next one begins, in UTC."""
    year, month = _first_month(period, moment, time_zone)
    month += _MONTHS[period]
    return _midnight(year + (month > 12), month - 12 * (month > 12), time_zone)


_MONTHS = {LimitPeriod.MONTH: 1, LimitPeriod.QUARTER: 3, LimitPeriod.YEAR: 12}


def _first_month(period: LimitPeriod, moment: datetime, time_zone: str) -> tuple[int, int]:
    local = moment.astimezone(ZoneInfo(time_zone))
    return local.year, local.month - (local.month - 1) % _MONTHS[period]


def _midnight(year: int, month: int, time_zone: str) -> datetime:
    return datetime(year, month, 1, tzinfo=ZoneInfo(time_zone)).astimezone(UTC)
