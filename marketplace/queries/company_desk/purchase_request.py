"""One purchase request whole, as the people of its company read it."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.companies.members import CompanyRole
from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import RequestStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.approval import PurchaseRequest
from marketplace.models.checkout_plan import CheckoutPlan
from marketplace.models.company import CompanyLocation
from marketplace.models.order import OrderGroup
from marketplace.models.vendor import Vendor
from marketplace.queries.company_desk.company_people import people_of
from marketplace.queries.company_desk.desk import CompanyPlace
from marketplace.queries.company_desk.request_desk import RequestDesk, budget_left, names_of, request_desk_of
from marketplace.queries.company_desk.request_words import change_words, reason_words, step_words
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count, hue, initials


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
    title: str = ""  # what its buyer calls it
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


def get_request_card(db: Session, actor: Actor, tenant_id: str, request_id: str) -> RequestCard:
    """One request of the actor's company. Raises `NotFound`."""
    desk = request_desk_of(db, actor, tenant_id)
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
    return _card(db, request, RequestDesk(CompanyPlace(company_id=request.company_id), member_id, people, names))


def _card(db: Session, request: PurchaseRequest, desk: RequestDesk) -> RequestCard:
    who, plan = desk.names.get(request.member_id, ""), request.plan
    deciders = request.waits_for(desk.people)
    is_admin = any(one.member_id == desk.me and one.role is CompanyRole.ADMIN for one in desk.people)
    is_open = request.status in (RequestStatus.PENDING, RequestStatus.APPROVED)
    group = db.exec(select(OrderGroup).where(OrderGroup.id == (request.group_id or ""))).first()
    budget = budget_left(db, request)
    return RequestCard(
        id=request.id,
        number=f"PR-{request.number}",
        title=plan.request_title,
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
        waits_for=names_of(deciders, desk),
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


def _steps(request: PurchaseRequest, desk: RequestDesk) -> tuple[StepRow, ...]:
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
            title=line.full_title,
            detail=f"{line.quantity} × {money(line.unit_amount, plan.currency)}, {vendors.get(part.vendor_id, '')}",
            total=money(line.total_amount, plan.currency),
            picture=line.picture,
        )
        for part in plan.parts
        for line in part.lines
    )
