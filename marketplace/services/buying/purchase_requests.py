"""A basket that needs a yes becomes a purchase request: asked for, asked anew when it changed, taken back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.companies.approvals import differences
from marketplace.domain.errors import Conflict, Forbidden, NotFound
from marketplace.domain.lifecycle import REQUEST, after
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.models.approval import ApprovalLink, PurchaseRequest
from marketplace.models.cart import Cart
from marketplace.models.checkout_plan import CheckoutPlan
from marketplace.models.company import CompanyMember
from marketplace.services.buying.approval_check import Needed, approvals_needed, plan_digest, snapshot_of
from marketplace.services.buying.cart_access import Shopper, buyer_for, lock_cart
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.checkout_release import give_up_open_checkout
from marketplace.services.buying.reserving import BasketMoved, price_cart
from marketplace.services.buying.spending import OPEN_REQUESTS, end_request, note_request, open_request
from marketplace.services.companies.approval_rules import people_of
from marketplace.services.companies.company_access import is_administrator, own_company
from marketplace.services.companies.spending import Spender, check_spending, hold_spending, lock_spender
from marketplace.services.stores.numbering import next_number


@dataclass(frozen=True)
class Asked:
    """A request that waits: who decides it now, by their ids, and whether it is a new one."""

    request_id: str
    number: int
    deciders: tuple[str, ...] = ()


class ApprovalAsked(Conflict):
    """Nothing was ordered: the basket is a purchase request now."""

    def __init__(self, request: Asked) -> None:
        super().__init__(
            f"This order needs approval. Request PR-{request.number} is with your company’s approvers; nothing is "
            "ordered or charged before."
        )
        self.request = request


def ask_for_approval(db: Session, shopper: Shopper, cart_id: str, form: CheckoutForm) -> Asked:
    """Make the basket of a cart a request, or ask anew where it is another than was asked for.

    The same basket once more is the same request. Raises what `price_cart` and `check_spending` raise, and
    `BasketMoved` where no yes is needed any more.
    """
    cart = lock_cart(db, shopper, cart_id)
    buyer = buyer_for(shopper.actor, cart)
    priced = price_cart(db, shopper, cart, form)
    plan, request = priced.plan, open_request(db, cart)
    spender = lock_spender(
        db, buyer.company_id, shopper.actor.user_id, plan.cost_centre_id, request_id=request.id if request else ""
    )
    if request is not None and request.digest == plan_digest(cart, plan):
        _retitle(request, plan.request_title)
        return _standing(db, request)
    needed = approvals_needed(db, spender, buyer.location_id, plan)
    if not needed.steps:
        raise BasketMoved
    cart.shipping_address = priced.checked.shipping
    if request is None:
        request = _new_request(db, cart, spender, plan)
    request.form = _form_values(form)
    ask(db, shopper.actor, request, Question(cart, spender, plan, needed))
    return _standing(db, request)


@dataclass(frozen=True)
class Question:
    """What is asked for: the basket of a cart, whose money it takes, and whose yes it needs."""

    cart: Cart
    spender: Spender
    plan: CheckoutPlan
    needed: Needed


def ask(db: Session, actor: Actor, request: PurchaseRequest, question: Question) -> None:
    """Write down what is asked for, hold its money and send the letters of the first step.

    The caller holds the locks of cart, request and spender. Raises what `check_spending` raises.
    """
    cart, spender, plan, needed = question.cart, question.spender, question.plan, question.needed
    is_again = bool(request.digest)
    check_spending(db, spender, plan.currency, plan.total, exceeds_limit=needed.exceeds_limit)
    if is_again:
        changes = differences(
            snapshot_of(db, request.location_id, request.plan), snapshot_of(db, cart.company_location_id, plan)
        )
        request.changes = [asdict(one) for one in changes]
        request.status = after(REQUEST, "ask_again", request.status)
    request.location_id = cart.company_location_id or request.location_id
    request.cost_centre_id, request.plan, request.digest = plan.cost_centre_id, plan, plan_digest(cart, plan)
    request.total_amount, request.currency = plan.total, plan.currency
    request.reasons, request.steps, request.step = list(needed.reasons), list(needed.steps), 0
    request.places_itself, request.problem = spender.company.places_approved, ""
    db.add(request)
    db.flush()
    hold_spending(db, spender, plan.currency, plan.total, request_id=request.id)
    note_request(db, actor, request, _ASKED[is_again])
    open_step(db, request)


_ASKED = {False: AuditAction.COMPANY_REQUEST_ASKED, True: AuditAction.COMPANY_REQUEST_CHANGED}


def open_step(db: Session, request: PurchaseRequest) -> None:
    """The step that waits now begins: its approvers get a letter each."""
    request.asked_at, request.reminded_at, request.escalated_at = now(), None, None
    db.flush()
    write_to_deciders(db, request)


def write_to_deciders(db: Session, request: PurchaseRequest) -> None:
    """A letter with a link of its own to everybody who may decide the step that waits."""
    for member_id in deciders_of(db, request):
        link = ApprovalLink(
            id=new_id("apl"),
            tenant_id=request.tenant_id,
            request_id=request.id,
            member_id=member_id,
            digest=request.digest,
            step=request.step,
        )
        db.add(link)
        db.flush()
        enqueue(
            db, "mail.approval_asked", tenant_id=request.tenant_id, payload={"approval_link_id": link.id}, priority=20
        )


def deciders_of(db: Session, request: PurchaseRequest) -> tuple[str, ...]:
    """The members who may decide the step that waits; nobody for a request that does not wait."""
    return request.waits_for(people_of(db, request.company_id))


def withdraw_request(db: Session, actor: Actor, tenant_id: str, request_id: str) -> PurchaseRequest:
    """Take a request back: by who asked, or an administrator.

    Raises `NotFound`, `Forbidden`, `Conflict`, `BeingPaid`.
    """
    request = lock_request(db, actor, tenant_id, request_id)
    company = own_company(db, actor, tenant_id)
    asker = db.exec(select(CompanyMember.user_id).where(CompanyMember.id == request.member_id)).one()
    if asker != actor.user_id and not is_administrator(actor, company):
        raise Forbidden("Only who asked takes a request back, or an administrator of the company.")
    if request.status not in OPEN_REQUESTS:
        raise Conflict("This request is decided already.")
    cart = db.exec(select(Cart).where(Cart.id == request.cart_id)).one()
    give_up_open_checkout(db, cart, problem="Its purchase request was taken back.")
    end_request(db, actor, request)
    return request


def lock_request(db: Session, actor: Actor, tenant_id: str, request_id: str) -> PurchaseRequest:
    """A request of the actor's company, with its cart, under lock: a decision and a change of the basket wait for each
    other. Raises `Unauthenticated`, `NotFound`."""
    company = own_company(db, actor, tenant_id)
    return lock_of_company(db, company.id, request_id)


def lock_of_company(db: Session, company_id: str, request_id: str) -> PurchaseRequest:
    """As `lock_request`, for a company whose right to see it was proven otherwise."""
    mine = (PurchaseRequest.id == request_id, PurchaseRequest.company_id == company_id)
    cart_id = db.exec(select(PurchaseRequest.cart_id).where(*mine)).first()
    if cart_id is None:
        raise NotFound("request", request_id)
    db.exec(select(Cart).where(Cart.id == cart_id).with_for_update().execution_options(populate_existing=True)).one()
    locked = select(PurchaseRequest).where(*mine).with_for_update()
    return db.exec(locked.execution_options(populate_existing=True)).one()


def read_form(values: Mapping[str, Any]) -> CheckoutForm:
    """The form of a request as it was sent; no total that was seen, and no card."""
    billing = values.get("billing")
    return CheckoutForm(
        **{name: value for name, value in values.items() if name not in ("shipping", "billing", "seen_market")},
        shipping=AddressInput(**values["shipping"]),
        billing=AddressInput(**billing) if billing else None,
    )


def _form_values(form: CheckoutForm) -> dict[str, Any]:
    bare = replace(form, payment_details={}, seen_total_amount=None, seen_market=None, keep_card=False)
    return {name: value for name, value in asdict(bare).items() if value is not None}


def _new_request(db: Session, cart: Cart, spender: Spender, plan: CheckoutPlan) -> PurchaseRequest:
    return PurchaseRequest(
        id=new_id("prq"),
        tenant_id=cart.tenant_id,
        company_id=spender.company.id,
        location_id=cart.company_location_id or "",
        member_id=spender.member.id,
        cart_id=cart.id,
        number=next_number(db, cart.tenant_id, "request"),
        total_amount=plan.total,
        currency=plan.currency,
        plan=plan,
        digest="",
    )


def _retitle(request: PurchaseRequest, title: str) -> None:
    """The same basket is asked for again under another name: its approvers go on reading the same request."""
    if title and title != request.plan.request_title:
        request.plan = request.plan.model_copy(update={"request_title": title})
        request.form = {**request.form, "request_title": title}


def _standing(db: Session, request: PurchaseRequest) -> Asked:
    return Asked(request.id, request.number, deciders_of(db, request))
