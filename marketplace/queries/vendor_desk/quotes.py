"""A vendor's quotes as a work list: what has to be answered first, and whose turn each is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.domain.quotes.standing import ANSWER_WITHIN, Side, turn_of
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import ago, exact, left
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import each_word

PER_PAGE = 25
VIEWS = {
    "": "q.status in ('pending','quoted','countered')",
    "mine": "q.status in ('pending','countered')",
    "waiting": "q.status = 'quoted'",
    "decided": "q.status not in ('pending','quoted','countered')",
}
_FROM = """
    from quote q join quote_request r on r.id = q.request_id and r.tenant_id = q.tenant_id
    where q.tenant_id = :tenant and q.vendor_id = :vendor
"""
# Not the SKU of a line: it is that of whoever sells the article that was asked for.
_FIND = """
    concat('q-', r.number) like $like or lower(r.title) like $like or lower(r.name) like $like
    or exists (select 1 from company c where c.id = r.company_id and c.tenant_id = r.tenant_id
               and lower(c.name) like $like)
    or exists (select 1 from quote_request_line l where l.request_id = r.id and l.tenant_id = r.tenant_id
               and lower(l.title) like $like)
"""
# A buyer names a day for the first answer; afterwards the validity of the last one counts.
_DUE = "case when q.status = 'pending' then r.answer_by else coalesce(q.valid_until, r.answer_by) end"
_ROWS = """
    select q.id, q.status, q.revision, q.turn_since, q.seen_at, q.ended_at, $due as due,
        r.number, r.title, r.name, r.currency,
        (select c.name from company c where c.id = r.company_id and c.tenant_id = r.tenant_id) as company,
        (select count(*) from quote_request_line l where l.request_id = r.id and l.tenant_id = r.tenant_id) as lines,
        (select v.total_amount from quote_revision v where v.quote_id = q.id and v.tenant_id = q.tenant_id
            and v.side = 'vendor' and v.taken_back_at is null order by v.number desc limit 1) as total,
        exists (select 1 from quote_draft d where d.quote_id = q.id and d.tenant_id = q.tenant_id
            and d.side = 'vendor' and d.waits_since is not null) as is_held
    $source and $rule order by $order limit :n offset :skip
"""
_BY_DEADLINE = f"q.status = 'quoted', {_DUE}, q.id"
_NEWEST = "coalesce(q.ended_at, q.turn_since) desc, q.id desc"


@dataclass(frozen=True)
class VendorQuoteRow:
    """A quote in the work list. `turn` is "Yours", "The buyer’s" or empty; `waits` how long it has been so."""

    id: str
    number: str
    title: str
    buyer: str
    lines: str
    status: str
    turn: str
    waits: str
    waits_exact: str
    waits_tone: str
    due: str
    due_exact: str
    due_tone: str
    total: str
    mark: str
    href: str


@dataclass(frozen=True)
class VendorQuotePage(Page[VendorQuoteRow]):
    """A page of the list; `counts` by view for the tabs."""

    counts: dict[str, int]


def list_vendor_quotes(
    db: Session, actor: Actor, *, view: str = "", q: str = "", page: int = 1, per_page: int = PER_PAGE
) -> VendorQuotePage:
    """The quotes of the actor's own vendor; `view` is a key of `VIEWS`, `q` looks in number, title, buyer and lines.

    Raises `Unauthenticated`, `Forbidden`.
    """
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_SEE, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    where: dict[str, Any] = {"tenant": grant.tenant_id, "vendor": grant.vendor_id}
    source = _FROM + each_word(q, _FIND, where)
    tally = ", ".join(f"count(*) filter (where {rule}) as v_{name or 'open'}" for name, rule in VIEWS.items())
    counted = db.connection().execute(text(compose("select $tally $source", tally=tally, source=source)), where)
    counts = {name.removeprefix("v_"): int(number) for name, number in counted.mappings().one().items()}
    view = view if view in VIEWS else ""
    span = span_of(counts[view or "open"], page, per_page, "quote")
    order = _NEWEST if view == "decided" else _BY_DEADLINE
    statement = compose(_ROWS, due=_DUE, source=source, rule=VIEWS[view], order=order)
    rows = db.connection().execute(text(statement), where | span.window)
    moment = now()
    return VendorQuotePage(rows=tuple(_row(one, moment) for one in rows), span=span, counts=counts)


def _row(row: Any, moment: datetime) -> VendorQuoteRow:
    turn = turn_of(row.status)
    due, tone = left(row.due, moment) if turn else ("", "")
    is_slow = turn is Side.VENDOR and moment - row.turn_since > ANSWER_WITHIN
    return VendorQuoteRow(
        id=row.id,
        number=f"Q-{row.number}",
        title=row.title,
        buyer=row.company or row.name,
        lines=count(row.lines, "line"),
        status=row.status,
        turn="" if turn is None else "Yours" if turn is Side.VENDOR else "The buyer’s",
        waits=ago(row.ended_at or row.turn_since, moment),
        waits_exact=exact(row.ended_at or row.turn_since),
        waits_tone="warn" if is_slow else "",
        due=due,
        due_exact=exact(row.due) if turn else "",
        due_tone=tone,
        total="" if row.total is None else money(row.total, row.currency),
        mark="below margin" if row.is_held else "not seen" if turn is Side.BUYER and row.seen_at is None else "",
        href=f"/vendor/quotes/{row.id}",
    )
