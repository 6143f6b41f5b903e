"""Purchase requests as the people of a company read them: what waits for whom, and one of them whole."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from sqlmodel import Session, col, func, select

from marketplace.domain.companies.approvals import Person
from marketplace.domain.companies.members import CompanyRole, LimitPeriod, period_start
from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import RequestStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.models.checkout_plan import CheckoutPlan
from marketplace.models.company import Company, CompanyLocation, CompanyMember
from marketplace.models.order import OrderGroup
from marketplace.models.spending import USED_OF_COST_CENTRE, CostCentre
from marketplace.models.vendor import Vendor
from marketplace.queries.company_desk.company_people import people_of
from marketplace.queries.company_desk.desk import CompanyPlace, get_company_place
from marketplace.queries.company_desk.request_words import change_words, reason_words, step_words
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


@dataclass(frozen=True)
class ChangeRow:
    """A difference to what was asked for before."""

    what: str
    was: str
    now: str


@dataclass(frozen=True)
class StepRow:
    """A step: who decides it, and what they said. `state` is done, declined, now or later."""

    who: str
    state: str
    says: str
    reason: str


@dataclass(frozen=True)
class RequestLine:
    """An article that is asked for."""

    title: str
    detail: str
    total: str
    picture: str


@dataclass(frozen=True)
class RequestCard:
    """One request whole. `budget` is empty without a cost centre that has one."""

    id: str = ""
    number: str = ""
    status: str = ""
    digest: str = ""
    who: str = ""
    initials: str = ""
    hue: int = 0
    place: str = ""
    since: str = ""
    since_exact: str = ""
    total: str = ""
    freight: str = ""
    note: str = ""
    cost_centre: str = ""
    budget: str = ""
    budget_percent: int = 0
    budget_tone: str = ""
    reasons: tuple[str, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    steps: tuple[StepRow, ...] = ()
    lines: tuple[RequestLine, ...] = ()
    lines_title: str = ""
    waits_for: str = ""
    may_decide: bool = False
    may_withdraw: bool = False
    is_last_step: bool = True
    places: str = ""
    problem: str = ""
    order: str = ""
    order_href: str = ""
    cart_href: str = ""


@dataclass(frozen=True)
class _Desk:
    """Who looks, and the people of the company by their ids."""

    place: CompanyPlace
    me: str = ""
    people: Sequence[Person] = ()
    names: Mapping[str, str] = field(default_factory=dict)


def list_requests(db: Session, actor: Actor, tenant_id: str, *, tab: str = "mine", page: int = 1) -> RequestPage:
    """A page of the company's requests, the oldest first where they wait. Raises `NotFound`."""
    desk = _desk_of(db, actor, tenant_id)
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


def get_request_card(db: Session, actor: Actor, tenant_id: str, request_id: str) -> RequestCard:
    """One request of the actor's company. Raises `NotFound`."""
    desk = _desk_of(db, actor, tenant_id)
    its = select(PurchaseRequest).where(
        PurchaseRequest.id == request_id, PurchaseRequest.company_id == desk.place.company_id
    )
    request = db.exec(its).first()
    if request is None:
        raise NotFound("request", request_id)
    return _card(db, request, desk)


def get_linked_card(db: Session, request_id: str, member_id: str) -> RequestCard:
    """A request as the reader of its letter sees it; their right to was proven by its link."""
    request = db.exec(select(PurchaseRequest).where(PurchaseRequest.id == request_id)).one()
    people, names = people_of(db, request.company_id)
    return _card(db, request, _Desk(CompanyPlace(company_id=request.company_id), member_id, people, names))


def _desk_of(db: Session, actor: Actor, tenant_id: str) -> _Desk:
    place = get_company_place(db, actor, tenant_id)
    people, names = people_of(db, place.company_id)
    me = select(CompanyMember.id).where(
        CompanyMember.company_id == place.company_id, CompanyMember.user_id == actor.user_id
    )
    return _Desk(place, db.exec(me).first() or "", people, names)


def _open_requests(db: Session, company_id: str) -> list[PurchaseRequest]:
    waiting = select(PurchaseRequest).where(
        PurchaseRequest.company_id == company_id,
        col(PurchaseRequest.status).in_((RequestStatus.PENDING, RequestStatus.APPROVED)),
    )
    return list(db.exec(waiting.order_by(col(PurchaseRequest.asked_at), col(PurchaseRequest.number))))


def _rows(db: Session, requests: Sequence[PurchaseRequest], desk: _Desk) -> tuple[RequestRow, ...]:
    budgets: dict[str, tuple[str, int, str]] = {}
    for one in requests:
        if one.cost_centre_id and one.cost_centre_id not in budgets:
            budgets[one.cost_centre_id] = _budget(db, one)
    return tuple(_row(one, desk, budgets.get(one.cost_centre_id or "", ("", 0, ""))) for one in requests)


def _title(request: PurchaseRequest) -> str:
    """What its buyer says of it, in their note's first line; without a note what is in it."""
    first = request.plan.note.strip().partition("\n")[0].strip()
    if first:
        return first if len(first) <= _TITLE else f"{first[:_TITLE].rstrip()}…"
    lines = request.plan.lines
    more = f" and {len(lines) - 1} more" if len(lines) > 1 else ""
    return f"{lines[0].title}{more}" if lines else ""


def _row(request: PurchaseRequest, desk: _Desk, budget: tuple[str, int, str]) -> RequestRow:
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
        why=why if desk.me in deciders or not deciders else f"Waits for {_names(deciders, desk)}",
        total=money(request.total_amount, request.currency),
        since=ago(request.asked_at, now()),
        since_exact=exact(request.asked_at),
        status=request.status,
        waits_for=_names(deciders, desk),
        budget=budget[0],
        budget_tone=budget[2],
        digest=request.digest,
        may_decide=desk.me in deciders,
        may_remind=bool(deciders) and desk.me not in deciders and desk.me == request.member_id,
        href=f"{desk.place.home}/approvals?request={request.id}",
        decline_href=f"{desk.place.home}/approvals?request={request.id}&decline=1",
    )


def _names(member_ids: Sequence[str], desk: _Desk) -> str:
    names = [desk.names.get(one, "") for one in member_ids]
    return " or ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else "".join(names)


def _card(db: Session, request: PurchaseRequest, desk: _Desk) -> RequestCard:
    who, plan = desk.names.get(request.member_id, ""), request.plan
    deciders = request.waits_for(desk.people)
    is_admin = any(one.member_id == desk.me and one.role is CompanyRole.ADMIN for one in desk.people)
    is_open = request.status in (RequestStatus.PENDING, RequestStatus.APPROVED)
    group = db.exec(select(OrderGroup).where(OrderGroup.id == (request.group_id or ""))).first()
    budget = _budget(db, request)
    return RequestCard(
        id=request.id,
        number=f"PR-{request.number}",
        status=request.status,
        digest=request.digest,
        who=who,
        initials=initials(who),
        hue=hue(who),
        place=db.exec(select(CompanyLocation.name).where(CompanyLocation.id == request.location_id)).one(),
        since=ago(request.asked_at, now()),
        since_exact=exact(request.asked_at),
        total=money(request.total_amount, request.currency),
        freight=money(plan.freight, plan.currency) if plan.freight else "",
        note=plan.note,
        cost_centre=plan.cost_centre,
        budget=budget[0],
        budget_percent=budget[1],
        budget_tone=budget[2],
        reasons=tuple(f"{reason_words(one, request.currency)} (rule “{one['name']}”)" for one in request.reasons),
        changes=tuple(ChangeRow(*change_words(one, request.currency)) for one in request.changes),
        steps=_steps(request, desk),
        lines=_lines(db, plan),
        lines_title=f"{count(len(plan.lines), 'line')}, {count(len(plan.parts), 'vendor')}",
        waits_for=_names(deciders, desk),
        may_decide=desk.me in deciders,
        may_withdraw=is_open and (is_admin or request.member_id == desk.me),
        is_last_step=request.step + 1 >= len(request.steps),
        places=_places(request),
        problem=request.problem,
        order=str(group.number) if group else "",
        order_href=f"/s/{desk.place.handle}/orders/{group.number}" if group else "",
        cart_href=f"/s/{desk.place.handle}/checkout" if request.member_id == desk.me else "",
    )


def _places(request: PurchaseRequest) -> str:
    """What follows the last yes."""
    if request.places_itself:
        return "After the last yes it is ordered by itself where its payment needs nobody."
    return "After the last yes its buyer places it."


def _steps(request: PurchaseRequest, desk: _Desk) -> tuple[StepRow, ...]:
    rows = []
    for at, step in enumerate(request.steps):
        verdict = str(step["verdict"])
        waits = request.status == RequestStatus.PENDING and at == request.step
        state = {"approved": "done", "declined": "declined"}.get(verdict, "now" if waits else "later")
        says = f"{step['name']}, {verdict}" if verdict else "decides now" if waits else ""
        rows.append(StepRow(step_words(step, desk.names), state, says, str(step["reason"])))
    return tuple(rows)


def _lines(db: Session, plan: CheckoutPlan) -> tuple[RequestLine, ...]:
    wanted = [part.vendor_id for part in plan.parts]
    vendors = dict(db.exec(select(Vendor.id, Vendor.name).where(col(Vendor.id).in_(wanted))).all())
    return tuple(
        RequestLine(
            title=f"{line.title}, {line.variant_title}" if line.variant_title else line.title,
            detail=f"{line.quantity} × {money(line.unit_amount, plan.currency)}, {vendors.get(part.vendor_id, '')}",
            total=money(line.total_amount, plan.currency),
            picture=line.picture,
        )
        for part in plan.parts
        for line in part.lines
    )


def _budget(db: Session, request: PurchaseRequest) -> tuple[str, int, str]:
    """What a cost centre's budget has left with this request in it, how much is used, and the tone of the bar."""
    centre = db.exec(select(CostCentre).where(CostCentre.id == (request.cost_centre_id or ""))).first()
    if centre is None or not centre.budget_amount:
        return "", 0, ""
    company = db.exec(select(Company).where(Company.id == request.company_id)).one()
    since = period_start(LimitPeriod(centre.period), now(), company.time_zone)
    where = {"tenant": centre.tenant_id, "subject": centre.id, "currency": company.currency, "since": since}
    used = int(db.connection().execute(USED_OF_COST_CENTRE, where).scalar_one())
    left = centre.budget_amount - used
    words = f"{money(abs(left), company.currency)} {'left' if left >= 0 else 'over'}"
    percent = min(100, used * 100 // centre.budget_amount)
    return words, percent, "bad" if left < 0 else "warn" if percent >= 80 else ""
