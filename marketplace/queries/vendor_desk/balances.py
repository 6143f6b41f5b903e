"""A vendor's money in one currency: what is pending, free, on its way and paid, and what the calendar pays next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.finance.payouts import next_turn
from marketplace.domain.money import Money
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.amounts import bare
from marketplace.queries.formatting.dates import day, day_name, long_day, short_date
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.payout_words import schedule_words
from marketplace.queries.formatting.wording import count
from marketplace.queries.vendor_desk.vendor_access import own_vendor


@dataclass(frozen=True)
class Bar:
    """One of the last payouts in the small chart; sizes in pixels."""

    x: str
    y: str
    height: str
    tone: str
    title: str


@dataclass(frozen=True)
class Choice:
    """A currency that the vendor has money in."""

    label: str
    href: str
    on: bool


@dataclass(frozen=True)
class VendorMoney:
    """The four stages of a vendor's money in one currency, as text; each with its two lines."""

    currency: str = ""
    choices: tuple[Choice, ...] = ()
    schedule: str = ""
    pending: str = ""
    pending_line: str = ""
    pending_next: str = ""
    available: str = ""
    available_line: str = ""
    available_next: str = ""
    owes: bool = False
    in_transit: str = ""
    in_transit_line: str = ""
    in_transit_next: str = ""
    paid: str = ""
    paid_label: str = ""
    paid_line: str = ""
    next_at: str = ""
    next_amount: str = ""
    next_free: str = ""
    planned_amount: int = 0  # minor units: what the calendar pays next, as far as it is known
    is_scheduled: bool = False
    bars: tuple[Bar, ...] = ()
    bars_first: str = ""
    bars_last: str = ""
    bars_top: str = ""


def get_vendor_money(db: Session, actor: Actor, currency: str = "") -> VendorMoney:
    """The actor's own vendor's money; an unknown currency is the store's main one.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    vendor, store = own_vendor(db, actor)
    known = store.sells_in()
    chosen = currency if currency in known else store.default_currency
    where = {"tenant": store.id, "vendor": vendor.id, "owner": f"vendor:{vendor.id}", "currency": chosen}
    moment = now()
    figures = db.connection().execute(_FIGURES, {**where, "year": moment.year}).one()
    used = [row.currency for row in db.connection().execute(_CURRENCIES, where)]
    due = next_turn(vendor.payout_schedule, vendor.payout_anchor, vendor.time_zone, moment)
    held, soon = db.connection().execute(_FREE, where).one(), _soon(db, vendor, where, due)
    bars, first, last, top = _bars(db, where)
    return VendorMoney(
        currency=chosen,
        choices=tuple(
            Choice(code, f"/vendor/payouts?currency={code}", code == chosen) for code in known if code in used
        )
        if len(used) > 1
        else (),
        schedule=schedule_words(vendor),
        pending=money(figures.pending, chosen),
        pending_line=f"{count(figures.pending_n, 'earning')} on hold after the payment.",
        pending_next=_next_free(figures, chosen, moment),
        available=money(figures.available, chosen),
        available_line=f"{count(figures.available_n, 'earning')}, {money(figures.reserve, chosen)} kept in reserve.",
        available_next="Later sales make up for it"
        if figures.available < 0
        else "You can ask for all of it now"
        if figures.available
        else "What is free shows up here",
        owes=figures.available < 0,
        in_transit=money(figures.in_transit, chosen),
        in_transit_line=_moving(figures),
        in_transit_next=_expected(figures, moment),
        paid=money(figures.paid, chosen),
        paid_label=f"Paid in {moment.year}",
        paid_line=count(figures.paid_n, "payout"),
        next_at=_at(due, vendor.time_zone),
        next_amount=money(max(0, held.free + soon), chosen),
        next_free=_next_words(held, soon, chosen),
        planned_amount=held.free + soon,
        is_scheduled=due is not None,
        bars=bars,
        bars_first=first,
        bars_last=last,
        bars_top=top,
    )


def _next_free(figures: Any, currency: str, moment: datetime) -> str:
    if figures.next_at is None:
        return "What is paid for shows up here at once"
    when = f"{day_name(figures.next_at.date())} {day(figures.next_at, moment)}"
    return f"Next to be free: {money(figures.next_amount, currency)} on {when}"


def _moving(figures: Any) -> str:
    if not figures.moving_n:
        return "Nothing is on its way."
    return (
        f"{figures.moving_number}, {figures.moving_status.replace('_', ' ')}."
        if figures.moving_n == 1
        else (f"{count(figures.moving_n, 'payout')} on their way.")
    )


def _expected(figures: Any, moment: datetime) -> str:
    on: date | None = figures.expected
    return f"Expected at your bank on {day_name(on)} {short_date(on)}" if on else ""


def _at(due: datetime | None, zone: str) -> str:
    if due is None:
        return "When you ask for it"
    city, local = zone.rpartition("/")[2].replace("_", " "), due.astimezone(ZoneInfo(zone))
    return f"{day_name(local.date())} {long_day(local.date(), local.date())}, {local:%H:%M} {city}"


def _soon(db: Session, vendor: Vendor, where: dict[str, Any], due: datetime | None) -> int:
    """What is free by then, less what is kept in reserve of the sales in it."""
    if due is None:
        return 0
    rows = db.connection().execute(_SOON, {**where, "due": due}).all()
    kept = (
        Money(max(row.amount, 0), where["currency"]).share(vendor.reserve_bps).amount
        for row in rows
        if row.kind == "sale"
    )
    return int(sum(row.amount for row in rows)) - sum(kept)


def _next_words(held: Any, soon: int, currency: str) -> str:
    """What the next payout is made of, and what is free and yet not in it."""
    return "".join(
        (
            f"{bare(held.free, currency)} available now",
            f" + {bare(soon, currency)} free before then" if soon else "",
            f"; {bare(held.disputed, currency)} more waits for a dispute" if held.disputed else "",
        )
    )


def _bars(db: Session, where: dict[str, Any]) -> tuple[tuple[Bar, ...], str, str, str]:
    rows = list(db.connection().execute(_LAST, where))[::-1]
    highest = max((row.amount for row in rows), default=1)
    bars = []
    for at, row in enumerate(rows):
        height = max(2.0, 62 * row.amount / highest)
        tone = (
            "bad"
            if row.status in ("failed", "returned")
            else "now"
            if row.status not in ("paid",)
            else ("top" if row.amount == highest else "old")
        )
        bars.append(
            Bar(
                f"{3 + at * 24.33:.1f}",
                f"{76 - height:.1f}",
                f"{height:.1f}",
                tone,
                f"{row.number}: {money(row.amount, where['currency'])}",
            )
        )
    first, last = (rows[0].number, rows[-1].number) if rows else ("", "")
    return tuple(bars), first[-4:], last[-4:], money(highest, where["currency"]) if rows else ""


_FIGURES = text("""
    with e as (select * from earning where tenant_id = :tenant and vendor_id = :vendor and currency = :currency
               and status in ('pending', 'available')),
      a as (select kind, posted_balance from ledger_account
            where tenant_id = :tenant and owner = :owner and currency = :currency),
      next as (select (available_at at time zone 'UTC')::date as on_day, min(available_at) as at, sum(amount) as amount
               from e where status = 'pending' and kind <> 'reserve_back' group by 1 order by 1 limit 1),
      moving as (select number, status, expected_on from payout where tenant_id = :tenant and vendor_id = :vendor
                 and currency = :currency and status in ('requested', 'held', 'queued', 'sending', 'in_transit'))
    select coalesce((select posted_balance from a where kind = 'pending'), 0)::bigint as pending,
      coalesce((select posted_balance from a where kind = 'available'), 0)::bigint as available,
      coalesce((select posted_balance from a where kind = 'reserve'), 0)::bigint as reserve,
      coalesce((select posted_balance from a where kind = 'in_transit'), 0)::bigint as in_transit,
      (select count(*) from e where status = 'pending' and kind <> 'reserve_back') as pending_n,
      (select count(*) from e where status = 'available') as available_n,
      (select at from next) as next_at, coalesce((select amount from next), 0)::bigint as next_amount,
      (select count(*) from moving) as moving_n, (select min(number) from moving) as moving_number,
      (select min(status) from moving) as moving_status, (select max(expected_on) from moving) as expected,
      (select count(*) from payout where tenant_id = :tenant and vendor_id = :vendor and currency = :currency
       and status = 'paid' and extract(year from paid_at) = :year) as paid_n,
      (select coalesce(sum(amount), 0)::bigint from payout where tenant_id = :tenant and vendor_id = :vendor
       and currency = :currency and status = 'paid' and extract(year from paid_at) = :year) as paid
""")
_CURRENCIES = text("select distinct currency from ledger_account where tenant_id = :tenant and owner = :owner")
# As payouts count (services/finance/payable_amounts.py): what is owed counts, what is in dispute waits.
_OWN = "e.tenant_id = :tenant and e.vendor_id = :vendor and e.currency = :currency"
_COUNTS = """(e.amount < 0 or not exists (select 1 from vendor_order o where o.id = e.order_id
    and o.tenant_id = e.tenant_id and o.disputed_at is not null))"""
_FREE = text(
    compose(
        """
    select coalesce(sum(amount) filter (where $counts), 0)::bigint as free,
           coalesce(sum(amount) filter (where not $counts), 0)::bigint as disputed
    from earning e where status = 'available' and $own
""",
        counts=_COUNTS,
        own=_OWN,
    )
)
_SOON = text(
    compose(
        """
    select kind, amount from earning e where status = 'pending' and available_at <= :due and $own and $counts
""",
        counts=_COUNTS,
        own=_OWN,
    )
)
_LAST = text("""
    select number, amount, status from payout where tenant_id = :tenant and vendor_id = :vendor
    and currency = :currency and status <> 'cancelled' order by created_at desc, number desc limit 12
""")
