"""The requests of a buyer: their own, and their company's."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.buying.buyer import company_grants
from marketplace.domain.errors import Unauthenticated
from marketplace.domain.lifecycle import QuoteStatus
from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.standing import OPEN, standing_of
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import ago, exact, left
from marketplace.queries.formatting.wording import count
from marketplace.queries.shared.paging import Page, span_of

PER_PAGE = 25
VIEWS = ("open", "mine", "decided", "all")
_TURN = """
    case when exists (select 1 from quote q where q.request_id = r.id and q.tenant_id = r.tenant_id
                      and q.status in ('pending','quoted','countered')) then 'open' else 'decided' end
"""
_FROM = """
    from quote_request r
    where r.tenant_id = :tenant
      and ((r.company_id is null and r.user_id = :user)
        or (r.company_id = any(cast(:companies as text[]))
            and (r.user_id = :user or r.location_id = any(cast(:places as text[])))))
      and (:view = 'all' or (:view = 'mine' and r.user_id = :user) or $turn = :view)
"""
_ROWS = """
    select r.id, r.number, r.title, r.name, r.created_at, r.answer_by, r.awarded_at,
        (select count(*) from quote_request_line l where l.request_id = r.id and l.tenant_id = r.tenant_id) as lines,
        (select jsonb_agg(jsonb_build_array(q.status, q.valid_until, q.answered_at is not null, q.seen_at is null)
                order by q.id)
         from quote q where q.request_id = r.id and q.tenant_id = r.tenant_id) as quotes
    $source order by r.number desc limit :n offset :skip
"""
_SOURCE = compose(_FROM, turn=_TURN)
_COUNT = text(compose("select count(*) $source", source=_SOURCE))
_PAGE = text(compose(_ROWS, source=_SOURCE))


@dataclass(frozen=True)
class RequestRow:
    """A request in the list. `unread` are answers that nobody on the buyer's side has opened."""

    id: str
    number: str
    title: str
    who: str
    detail: str
    status: str
    answers: str
    unread: str
    until: str
    until_tone: str
    since: str
    since_exact: str
    href: str


def list_buyer_requests(
    db: Session, actor: Actor, tenant_id: str, handle: str, *, view: str = "open", page: int = 1
) -> Page[RequestRow]:
    """The requests that the actor reads here, the latest first. Raises `Unauthenticated` for a guest."""
    if actor.user_id is None:
        raise Unauthenticated
    grants = company_grants(actor, tenant_id)
    where = {
        "tenant": tenant_id,
        "user": actor.user_id,
        "companies": [one.company_id for one in grants],
        "places": [key for one in grants for key in one.location_ids],
        "view": view if view in VIEWS else "open",
    }
    span = span_of(int(db.connection().execute(_COUNT, where).scalar_one()), page, PER_PAGE, "request")
    rows = db.connection().execute(_PAGE, where | span.window)
    return Page(tuple(_row(row, handle, now()) for row in rows), span)


def count_unread(db: Session, actor: Actor, tenant_id: str) -> int:
    """Answers to the actor's own requests that nobody has opened."""
    mine = text("""
        select count(*) from quote q join quote_request r on r.id = q.request_id and r.tenant_id = q.tenant_id
        where q.tenant_id = :tenant and r.user_id = :user and q.status = 'quoted' and q.seen_at is null
    """)
    return int(db.connection().execute(mine, {"tenant": tenant_id, "user": actor.user_id}).scalar_one())


def _row(row: Any, handle: str, moment: datetime) -> RequestRow:
    quotes: Sequence[list[Any]] = row.quotes or []
    status = standing_of(one[0] for one in quotes)
    ends = [datetime.fromisoformat(one[1]) for one in quotes if one[1] and one[0] in OPEN]
    words, tone = left(min(ends) if ends else row.answer_by, moment) if status in OPEN else ("", "")
    unread = sum(one[0] == QuoteStatus.QUOTED and one[3] for one in quotes)
    return RequestRow(
        id=row.id,
        number=f"Q-{row.number}",
        title=row.title,
        who=row.name,
        detail=f"{count(row.lines, 'line')}, {count(len(quotes), 'vendor')}",
        status=status,
        answers=f"{sum(bool(one[2]) for one in quotes)} of {len(quotes)}",
        unread=str(unread or ""),
        until=f"answers due: {words}" if words and not ends else words,
        until_tone=tone,
        since=ago(row.created_at, moment),
        since_exact=exact(row.created_at),
        href=f"/s/{handle}/quotes/{row.id}",
    )
