"""Purchase requests as the people of a company read them: what waits for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, func, select

from marketplace.domain.lifecycle import RequestStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.queries.company_desk.request_desk import RequestDesk, budget_left, names_of, request_desk_of
from marketplace.queries.company_desk.request_words import reason_words
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count, hue, initials
from marketplace.queries.shared.paging import Page, span_of

PER_PAGE, _TITLE = 50, 60
TABS = ("mine", "asked", "open", "decided")
_DECIDED = (RequestStatus.DECLINED, RequestStatus.WITHDRAWN, RequestStatus.PLACED)


@dataclass(frozen=True)
class RequestRow:
    """One line of the queue."""

    id: str
    number: str
    title: str
    who: str
    initials: str
    hue: int
    lines: str
    why: str
    total: str
    since: str
    since_exact: str
    status: str
    waits_for: str
    budget: str  # of its cost centre, with this request in it
    budget_tone: str
    digest: str  # what a yes from the list is for
    may_decide: bool
    may_remind: bool
    href: str
    decline_href: str


@dataclass(frozen=True)
class RequestPage(Page[RequestRow]):
    """A page of the queue; `counts` by tab."""

    summary: str
    counts: Mapping[str, int]


def list_requests(db: Session, actor: Actor, tenant_id: str, *, tab: str = "mine", page: int = 1) -> RequestPage:
    """A page of the company's requests, the oldest first where they wait. Raises `NotFound`."""
    desk = request_desk_of(db, actor, tenant_id)
    open_rows = _open_requests(db, desk.place.company_id)
    mine = [one for one in open_rows if desk.me in one.waits_for(desk.people)]
    asked_by_me = [one for one in open_rows if one.member_id == desk.me]
    decided = select(PurchaseRequest).where(
        PurchaseRequest.company_id == desk.place.company_id, col(PurchaseRequest.status).in_(_DECIDED)
    )
    total_decided = db.exec(select(func.count()).select_from(decided.subquery())).one()
    counts = {"mine": len(mine), "asked": len(asked_by_me), "open": len(open_rows), "decided": total_decided}
    skip = (max(1, page) - 1) * PER_PAGE
    if tab == "decided":
        newest = decided.order_by(col(PurchaseRequest.decided_at).desc(), col(PurchaseRequest.number).desc())
        rows = list(db.exec(newest.offset(skip).limit(PER_PAGE)))
    else:
        rows = {"mine": mine, "asked": asked_by_me}.get(tab, open_rows)[skip : skip + PER_PAGE]
    waiting = sum(one.total_amount for one in mine)
    summary = f"{count(len(mine), 'request waits', 'requests wait')} for you"
    summary += f", {money(waiting, mine[0].currency)} in all." if mine else "."
    return RequestPage(
        rows=_rows(db, rows, desk),
        span=span_of(counts.get(tab, len(open_rows)), page, PER_PAGE, "request", "requests"),
        summary=summary,
        counts=counts,
    )


def _open_requests(db: Session, company_id: str) -> list[PurchaseRequest]:
    waiting = select(PurchaseRequest).where(
        PurchaseRequest.company_id == company_id,
        col(PurchaseRequest.status).in_((RequestStatus.PENDING, RequestStatus.APPROVED)),
    )
    return list(db.exec(waiting.order_by(col(PurchaseRequest.asked_at), col(PurchaseRequest.number))))


def _rows(db: Session, requests: Sequence[PurchaseRequest], desk: RequestDesk) -> tuple[RequestRow, ...]:
    budgets: dict[str, tuple[str, int, str]] = {}
    for one in requests:
        if one.cost_centre_id and one.cost_centre_id not in budgets:
            budgets[one.cost_centre_id] = budget_left(db, one)
    return tuple(_row(one, desk, budgets.get(one.cost_centre_id or "", ("", 0, ""))) for one in requests)


def _title(request: PurchaseRequest) -> str:
    """What its buyer calls it, else their note's first line; without a note what is in it."""
    if request.plan.request_title:
        return request.plan.request_title
    first = request.plan.note.strip().partition("\n")[0].strip()
    if first:
        return first if len(first) <= _TITLE else f"{first[:_TITLE].rstrip()}…"
    lines = request.plan.lines
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{lines[0].title}{more}" if lines else ""


def _row(request: PurchaseRequest, desk: RequestDesk, budget: tuple[str, int, str]) -> RequestRow:
    who = desk.names.get(request.member_id, "")
    deciders = request.waits_for(desk.people)
    whose = "you" if request.member_id == desk.me else who
    vendors = count(len(request.plan.parts), "vendor")
    why = reason_words(request.reasons[0], request.currency) if request.reasons else ""
    return RequestRow(
        id=request.id,
        number=f"PR-{request.number}",
        title=_title(request),
        who=whose,
        initials=initials(who),
        hue=hue(who),
        lines=f"{whose}, {count(len(request.plan.lines), 'line')}, {vendors}",
        why=why if desk.me in deciders or not deciders else f"Waits for {names_of(deciders, desk)}",
        total=money(request.total_amount, request.currency),
        since=ago(request.asked_at, now()),
        since_exact=exact(request.asked_at),
        status=request.status,
        waits_for=names_of(deciders, desk),
        budget=budget[0],
        budget_tone=budget[2],
        digest=request.digest,
        may_decide=desk.me in deciders,
        may_remind=bool(deciders) and desk.me not in deciders and desk.me == request.member_id,
        href=f"{desk.place.home}/approvals?request={request.id}",
        decline_href=f"{desk.place.home}/approvals?request={request.id}&decline=1",
    )
