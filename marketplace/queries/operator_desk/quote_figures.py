"""How quotes go: what waits for how long, how fast vendors answer, and how often an answer is accepted."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor, Permission
from marketplace.domain.quotes.standing import ANSWER_WITHIN
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import lasted
from marketplace.queries.formatting.money import whole_percent
from marketplace.queries.operator_desk.access_scope import reach

DAYS = 90
_MOST = 12
# `late`: not answered within the promise, whether it was answered afterwards or is still open.
_SUMS = """
    count(*) asked, count(q.answered_at) answered, count(*) filter (where q.status = 'accepted') accepted,
    percentile_cont(0.5) within group (order by extract(epoch from q.answered_at - q.created_at))
        filter (where q.answered_at is not null) median,
    count(*) filter (where q.answered_at - q.created_at <= :promise) kept,
    count(*) filter (where q.answered_at is not null or q.created_at < :promised) due
"""
_WHERE = """
    where (cast(:tenant as text) is null or q.tenant_id = :tenant) and (:store = '' or q.tenant_id = :store)
      and q.created_at >= :since
"""
_ALL = text(compose("select $sums from quote q $where", sums=_SUMS, where=_WHERE))
_BY_VENDOR = text(
    compose(
        """select v.name, $sums from quote q join vendor v on v.id = q.vendor_id and v.tenant_id = q.tenant_id $where
        group by v.id, v.name order by asked desc, v.name limit :most""",
        sums=_SUMS,
        where=_WHERE,
    )
)
_BY_CATEGORY = text(
    compose(
        """select c.name, $sums from quote q join (
            select distinct l.tenant_id, l.request_id, p.category_id from quote_request_line l
            join product p on p.id = l.product_id and p.tenant_id = l.tenant_id) k
            on k.request_id = q.request_id and k.tenant_id = q.tenant_id
        join category c on c.id = k.category_id and c.tenant_id = k.tenant_id $where
        group by c.id, c.name order by asked desc, c.name limit :most""",
        sums=_SUMS,
        where=_WHERE,
    )
)
_AGES = text("""
    select count(*) filter (where q.turn_since > :promised) fresh,
        count(*) filter (where q.turn_since <= :promised and q.turn_since > :day) today,
        count(*) filter (where q.turn_since <= :day and q.turn_since > :days) days,
        count(*) filter (where q.turn_since <= :days) older
    from quote q where (cast(:tenant as text) is null or q.tenant_id = :tenant)
      and (:store = '' or q.tenant_id = :store) and q.status in ('pending','countered')
""")


@dataclass(frozen=True)
class Conversion:
    """Of one vendor or category: how many were asked for, answered and accepted, and how fast."""

    name: str = ""
    requests: str = ""
    answered: str = ""
    accepted: str = ""
    share: str = ""  # accepted of answered
    median: str = ""
    median_tone: str = ""


@dataclass(frozen=True)
class QuoteFigures:
    """Of the last 90 days; `ages` are open quotes that wait for their vendors, by how long."""

    whole: Conversion = Conversion()
    kept: str = ""  # answered within the promise, of all that are due
    fresh: str = ""
    today: str = ""
    days: str = ""
    older: str = ""
    vendors: list[Conversion] = field(default_factory=list)
    categories: list[Conversion] = field(default_factory=list)


def get_quote_figures(db: Session, actor: Actor, *, store: str = "") -> QuoteFigures:
    """How quotes go in the stores that this actor runs. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    moment = now()
    where: dict[str, Any] = {
        "tenant": reach(actor, Permission.QUOTE_GOVERN),
        "store": store,
        "since": moment - timedelta(days=DAYS),
        "promise": ANSWER_WITHIN,
        "promised": moment - ANSWER_WITHIN,
        "day": moment - timedelta(days=1),
        "days": moment - timedelta(days=3),
        "most": _MOST,
    }
    read = db.connection()
    whole, ages = read.execute(_ALL, where).one(), read.execute(_AGES, where).one()
    return QuoteFigures(
        whole=_conversion("", whole),
        kept=_share(whole.kept, whole.due),
        fresh=f"{ages.fresh:,}",
        today=f"{ages.today:,}",
        days=f"{ages.days:,}",
        older=f"{ages.older:,}",
        vendors=[_conversion(row.name, row) for row in read.execute(_BY_VENDOR, where)],
        categories=[_conversion(row.name, row) for row in read.execute(_BY_CATEGORY, where)],
    )


def _conversion(name: str, row: Any) -> Conversion:
    seconds = None if row.median is None else float(row.median)
    is_slow = seconds is not None and seconds > ANSWER_WITHIN.total_seconds()
    return Conversion(
        name=name,
        requests=f"{row.asked:,}",
        answered=f"{row.answered:,}",
        accepted=f"{row.accepted:,}",
        share=_share(row.accepted, row.answered),
        median=lasted(seconds) or "none yet",
        median_tone="warn" if is_slow else "",
    )


def _share(part: int, whole: int) -> str:
    return whole_percent(round(part * 10_000 / whole)) if whole else "none yet"
