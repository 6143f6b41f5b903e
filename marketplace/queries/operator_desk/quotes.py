"""Every quote of a store or of all: who waits for whom and for how long, and how often an answer is accepted."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor, Permission
from marketplace.domain.quotes.standing import ANSWER_WITHIN, Side, turn_of
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import ago, exact, lasted, left
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import Mark, reach, store_choices, store_marks
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import each_word

PER_PAGE = 25
_OPEN = "q.status in ('pending','quoted','countered')"
# Of a vendor: over the promise, or past the day that the buyer named. Of a buyer: past the validity.
_LATE = """
    ((q.status in ('pending','countered') and (q.turn_since < :promised or r.answer_by < :now))
     or (q.status = 'quoted' and q.valid_until < :now))
"""
VIEWS = {
    "": _OPEN,
    "overdue": _LATE,
    "vendors": "q.status in ('pending','countered')",
    "buyers": "q.status = 'quoted'",
    "decided": f"not {_OPEN}",
    "all": "true",
}
STATUSES = ("pending", "quoted", "countered", "accepted", "declined", "expired", "withdrawn", "rejected")
_FROM = """
    from quote q join quote_request r on r.id = q.request_id and r.tenant_id = q.tenant_id
    join vendor v on v.id = q.vendor_id and v.tenant_id = q.tenant_id
    where (cast(:tenant as text) is null or q.tenant_id = :tenant) and (:store = '' or q.tenant_id = :store)
      and (:vendor = '' or q.vendor_id = :vendor) and (:status = '' or q.status = :status)
"""
_FIND = """
    concat('q-', r.number) like $like or lower(r.title) like $like or lower(r.name) like $like
    or lower(v.name) like $like
    or exists (select 1 from company c where c.id = r.company_id and c.tenant_id = r.tenant_id
               and lower(c.name) like $like)
"""
_ROWS = """
    select q.id, q.tenant_id, q.status, q.turn_since, q.valid_until, q.answered_at, q.created_at, q.ended_at,
        r.number, r.title, r.name, r.currency, r.answer_by, v.name as vendor, v.id as vendor_id,
        (select c.name from company c where c.id = r.company_id and c.tenant_id = r.tenant_id) as company,
        (select x.total_amount from quote_revision x where x.quote_id = q.id and x.tenant_id = q.tenant_id
            and x.side = 'vendor' and x.taken_back_at is null order by x.number desc limit 1) as total,
        $late as is_late
    $source and $rule order by $order limit :n offset :skip
"""
_WORST_FIRST = f"{_LATE} desc, q.turn_since, q.id"
_NEWEST = "r.number desc, q.id"


@dataclass(frozen=True)
class QuoteRow:
    """One vendor's quote; `age` is how long it is whose turn it is."""

    id: str
    number: str
    title: str
    buyer: str
    vendor: str
    mark: Mark
    status: str
    turn: str
    age: str
    age_exact: str
    age_tone: str
    due: str
    due_tone: str
    answered_in: str
    total: str
    href: str


@dataclass(frozen=True)
class QuotePage(Page[QuoteRow]):
    """A page of the list; `counts` by view for the tabs, `vendors` those that the filter can name."""

    counts: dict[str, int]
    stores: tuple[Option, ...]
    vendors: tuple[Option, ...]


@dataclass(frozen=True)
class QuoteFilter:
    """Which quotes: `view` is a key of `VIEWS`; empty words narrow nothing."""

    view: str = ""
    store: str = ""
    vendor: str = ""
    status: str = ""
    q: str = ""

    def values(self, actor: Actor) -> dict[str, Any]:
        """What the statements bind; how far the actor sees is in it."""
        moment = now()
        return {
            "tenant": reach(actor, Permission.QUOTE_GOVERN),
            "store": self.store,
            "vendor": self.vendor,
            "status": self.status if self.status in STATUSES else "",
            "now": moment,
            "promised": moment - ANSWER_WITHIN,
        }


def list_quotes(
    db: Session, actor: Actor, wanted: QuoteFilter, *, page: int = 1, per_page: int = PER_PAGE
) -> QuotePage:
    """Quotes that this actor may see, what waits longest first. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    where = wanted.values(actor)
    source = _FROM + each_word(wanted.q, _FIND, where)
    tally = ", ".join(f"count(*) filter (where {rule}) as v_{name or 'open'}" for name, rule in VIEWS.items())
    counted = db.connection().execute(text(compose("select $tally $source", tally=tally, source=source)), where)
    counts = {name.removeprefix("v_"): int(number) for name, number in counted.mappings().one().items()}
    view = wanted.view if wanted.view in VIEWS else ""
    span = span_of(counts[view or "open"], page, per_page, "quote")
    order = _NEWEST if view in ("decided", "all") else _WORST_FIRST
    statement = compose(_ROWS, late=_LATE, source=source, rule=VIEWS[view], order=order)
    rows = db.connection().execute(text(statement), where | span.window).all()
    marks, moment = store_marks(db), now()
    return QuotePage(
        rows=tuple(_row(one, marks[one.tenant_id], moment) for one in rows),
        span=span,
        counts=counts,
        stores=store_choices(db) if where["tenant"] is None else (),
        vendors=_vendors(db, where),
    )


def _vendors(db: Session, where: dict[str, Any]) -> tuple[Option, ...]:
    """Who was asked anything, by name."""
    statement = text("""
        select distinct v.id, v.name from quote q join vendor v on v.id = q.vendor_id and v.tenant_id = q.tenant_id
        where (cast(:tenant as text) is null or q.tenant_id = :tenant) and (:store = '' or q.tenant_id = :store)
        order by v.name limit 100
    """)
    return tuple(Option(row.id, row.name) for row in db.connection().execute(statement, where))


def _row(row: Any, mark: Mark, moment: datetime) -> QuoteRow:
    turn = turn_of(row.status)
    deadline = row.answer_by if turn is Side.VENDOR and row.answered_at is None else row.valid_until
    due, tone = left(deadline, moment) if turn and deadline else ("", "")
    since = row.turn_since if turn else row.ended_at or row.turn_since
    return QuoteRow(
        id=row.id,
        number=f"Q-{row.number}",
        title=row.title,
        buyer=row.company or row.name,
        vendor=row.vendor,
        mark=mark,
        status=row.status,
        turn="" if turn is None else "The vendor’s" if turn is Side.VENDOR else "The buyer’s",
        age=ago(since, moment),
        age_exact=exact(since),
        age_tone="warn" if row.is_late and turn else "",
        due=due,
        due_tone=tone,
        answered_in=lasted((row.answered_at - row.created_at).total_seconds()) if row.answered_at else "",
        total="" if row.total is None else money(row.total, row.currency),
        href=f"/admin/quotes/{row.id}",
    )
