"""A company's rules in the demo: cost centres with budgets, approval rules, and a request in every state."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, func, select

from marketplace.demo.companies import DemoCompany
from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.companies.approvals import Approver, ApproverKind
from marketplace.domain.permissions import Actor
from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Charge
from marketplace.kit.clock import at
from marketplace.kit.ids import new_id
from marketplace.models.cart import Cart
from marketplace.models.company import CompanyMember
from marketplace.models.user import User
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.carts import add_to_cart
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.buying.checkout_release import payment_of
from marketplace.services.buying.placing import place_orders
from marketplace.services.buying.purchase_requests import ask_for_approval, withdraw_request
from marketplace.services.buying.request_decisions import Verdict, decide_request
from marketplace.services.buying.reserving import reserve
from marketplace.services.companies.approval_rules import RuleForm, save_rule
from marketplace.services.companies.cost_centres import CostCentreForm, save_cost_centre
from marketplace.services.identity.grants import grants_of

_APPROVER = (Approver(ApproverKind.ROLE, "approver"),)
_RULES = (
    RuleForm("Large orders", "total", 50_000, _APPROVER),
    RuleForm("Very large orders", "total", 400_000, (*_APPROVER, Approver(ApproverKind.ROLE, "admin"))),
    RuleForm("Own limit", "limit", 0, _APPROVER),
    RuleForm("Bulk", "quantity", 5_000, _APPROVER, is_active=False),
)
# What the demo's shelves show today stays as it was drawn: what is sold came in before.
CAME_IN = text(
    "update stock_level set on_hand = on_hand + :n, stocked = stocked + :n where id = :id and tenant_id = :tenant"
)
_KINDS, _WORTH = 3, 30_000  # of goods in a cart, and for how much of each
_STATES = {"declined": 9, "withdrawn": 6, "placed": 4, "approved": 2, "pending": 0}  # asked for so many days ago


@dataclass(frozen=True)
class Stage:
    """Where the company buys: the market, and what the store sells there (`id`, `amount`, the rule for its quantity)."""

    db: Session
    tenant_id: str
    region_id: str
    currency: str
    company: DemoCompany
    goods: Sequence[Mapping[str, Any]]


def leave_requests(stage: Stage, end: datetime) -> None:
    """Cost centres, rules and a request in each state for the store's company; nothing where it lacks the people."""
    db, tenant_id = stage.db, stage.tenant_id
    admin, approver, buyer = (find_person(stage, role) for role in ("admin", "approver", "buyer"))
    if admin is None or approver is None or buyer is None or not stage.goods:
        return
    with at(end - timedelta(days=40)):
        for centre in stage.company.centres:
            save_cost_centre(db, admin, tenant_id, "", CostCentreForm(*centre))
        for rule in _RULES:
            save_rule(db, admin, tenant_id, "", rule)
    places = sorted(grant for one in buyer.grants for grant in one.location_ids)
    for at_place, (state, days) in enumerate(_STATES.items()):
        with at(end - timedelta(days=days, hours=3)):
            cart = fill_cart(stage, buyer, places[at_place % len(places)])
            form = _form(stage, buyer, cart, state)
            request = ask_for_approval(db, Shopper(buyer), cart.id, form).request_id
            _go_on(stage, (buyer, approver), cart, form, request=request, state=state)


def find_person(stage: Stage, role: str) -> Actor | None:
    """Somebody with this role in the store's company."""
    its = select(User).join(CompanyMember, col(CompanyMember.user_id) == User.id)
    user = stage.db.exec(its.where(CompanyMember.role == role, CompanyMember.tenant_id == stage.tenant_id)).first()
    if user is None:
        return None
    name = f"{user.first_name} {user.last_name}"
    return Actor(user_id=user.id, name=name, email=user.email, grants=grants_of(stage.db, user.id))


def fill_cart(stage: Stage, buyer: Actor, place: str) -> Cart:
    """A cart of something over 600.00; each of a buyer's carts has other goods."""
    carts = (
        select(func.count()).select_from(Cart).where(Cart.user_id == buyer.user_id, Cart.tenant_id == stage.tenant_id)
    )
    start = _KINDS * stage.db.exec(carts).one()
    cart = Cart(
        id=new_id("cart"),
        tenant_id=stage.tenant_id,
        region_id=stage.region_id,
        currency=stage.currency,
        user_id=buyer.user_id,
        company_location_id=place,
        email=buyer.email,
    )
    stage.db.add(cart)
    stage.db.flush()
    goods = [one for one in stage.goods if one["amount"] <= _WORTH]
    for offer in goods[start : start + _KINDS]:
        pieces = QuantityRule(offer["min_quantity"], offer["quantity_step"]).fit(max(1, _WORTH // offer["amount"]))
        stage.db.connection().execute(CAME_IN, {"id": offer["level"], "tenant": stage.tenant_id, "n": pieces})
        add_to_cart(stage.db, cart, offer["id"], pieces)
    return cart


def delivery_to(stage: Stage, buyer: Actor, cart: Cart) -> AddressInput:
    """The place that the cart is for, to the hands of its buyer."""
    first, _, last = buyer.name.partition(" ")
    return replace(stage.company.addresses()[cart.company_location_id or ""], first_name=first, last_name=last)


def _form(stage: Stage, buyer: Actor, cart: Cart, state: str) -> CheckoutForm:
    code = "card" if state == "approved" else "bank_transfer"
    company = stage.company
    return CheckoutForm(
        buyer.email,
        delivery_to(stage, buyer, cart),
        code,
        note=company.notes[state],
        cost_centre=company.centres[0][0],
        po_number=f"{company.purchase_orders}-4471",
        tax_id=company.tax_id,
    )


def _go_on(
    stage: Stage, people: tuple[Actor, Actor], cart: Cart, form: CheckoutForm, *, request: str, state: str
) -> None:
    """Bring a request into its state."""
    db, tenant_id, (buyer, approver) = stage.db, stage.tenant_id, people
    if state == "withdrawn":
        withdraw_request(db, buyer, tenant_id, request)
    elif state == "declined":
        decide_request(db, approver, tenant_id, request, Verdict(is_yes=False, reason=stage.company.refusal))
    elif state != "pending":
        decide_request(db, approver, tenant_id, request, Verdict(is_yes=True))
    if state == "placed":
        checkout = reserve(db, Shopper(buyer), cart.id, form, key=cart.id)
        payment = payment_of(db, checkout)
        charge = Charge(payment.idempotency_key, payment.amount, payment.currency, "Demo order", {})
        place_orders(db, checkout, payment, cart, provider(form.provider).charge(charge))
    elif state in ("declined", "withdrawn"):
        cart.completed_at = cart.updated_at  # nobody goes on with it
