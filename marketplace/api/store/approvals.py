"""Approvals of a company's purchase requests, and the budgets of its cost centres."""

from __future__ import annotations

from functools import partial
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.http.auth import Customer as Buyer
from marketplace.api.http.auth import Store
from marketplace.api.http.errors import NotAllowed
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import major, page, reply
from marketplace.api.store import schemas
from marketplace.api.store.request_schemas import Body, Text
from marketplace.kit.clock import iso
from marketplace.kit.db import run
from marketplace.queries.store_api import approvals as queries
from marketplace.queries.store_api.approvals import ApprovalFacts, BudgetFacts
from marketplace.services.buying.api_checkout import ask_for_cart
from marketplace.services.buying.cart_access import own_cart
from marketplace.services.buying.request_decisions import Verdict, decide_request
from marketplace.services.buying.reserving import BasketMoved
from marketplace.services.companies.company_access import own_company

router = APIRouter(tags=["store"])
ONE, MANY = gives(schemas.OneApproval), gives(schemas.Approvals)
# As the contract calls a no.
_STATUS = {"declined": "rejected", "withdrawn": "canceled"}


class DecisionBody(Body):
    """`digest` is that of the approval as it was read: another basket by now is shown again, and nothing is decided."""

    status: Literal["approved", "rejected"]
    reason: Text = Field("", description="A rejection needs one; who asked reads it.")
    digest: Text = ""


@router.get("/store/approvals", summary="Approvals that wait for the customer, or that they asked for", responses=MANY)
def list_approvals(caller: Buyer, params: ListParams = from_query(ListParams)) -> Response:
    actor = caller.known()
    rows = caller.run(lambda db: queries.list_approvals(db, actor, caller.store.id))
    return reply(page("approvals", [approval_json(one) for one in rows], params))


@router.get("/store/approvals/{id}", summary="One approval of the customer's company", responses=ONE)
def get_approval(id: str, caller: Buyer, params: ReadParams = from_query(ReadParams)) -> Response:
    actor = caller.known()
    return reply(
        {"approval": approval_json(caller.run(lambda db: queries.read_approval(db, actor, caller.store.id, id)))}
    )


@router.post("/store/approvals/{id}", summary="Approve or reject", responses=ONE)
def decide(id: str, body: DecisionBody, caller: Buyer) -> Response:
    """A basket that moved since stays `pending`, with its `changes`: read it and decide anew."""
    actor = caller.known()
    verdict = Verdict(is_yes=body.status == "approved", reason=body.reason, digest=body.digest)

    def answer(db: Session) -> dict[str, Any]:
        decide_request(db, actor, caller.store.id, id, verdict)
        return {"approval": approval_json(queries.read_approval(db, actor, caller.store.id, id))}

    return caller.once(answer)


@router.get("/store/carts/{id}/approvals", summary="Approvals of a cart", responses=MANY)
def list_cart_approvals(id: str, caller: Store, params: ListParams = from_query(ListParams)) -> Response:
    def read(db: Session) -> list[ApprovalFacts]:
        shopper = caller.shopper(id)
        own_cart(db, shopper, id)
        if shopper.actor.user_id is None:
            return []
        return queries.list_approvals(db, shopper.actor, caller.store.id, cart_id=id)

    return reply(page("approvals", [approval_json(one) for one in caller.run(read)], params))


@router.post("/store/carts/{id}/approvals", summary="Ask for the approval of a cart", responses=ONE)
def ask_approval(id: str, caller: Store, params: ReadParams = from_query(ReadParams)) -> Response:
    """As completing the cart would, but a cart that needs no approval is refused instead of bought."""
    shopper = caller.shopper(id)
    try:
        request = ask_for_cart(partial(run, caller.scope), shopper, id)
    except BasketMoved:
        raise NotAllowed("This cart can be bought without an approval.") from None
    facts = caller.run(lambda db: queries.read_approval(db, shopper.actor, caller.store.id, request.request_id))
    return reply({"approval": approval_json(facts)})


@router.get("/store/companies/me/budgets", summary="Cost centres with their budgets", responses=gives(schemas.Budgets))
def list_my_budgets(caller: Buyer, params: ListParams = from_query(ListParams)) -> Response:
    actor = caller.known()
    rows = caller.run(lambda db: queries.list_budgets(db, own_company(db, actor, caller.store.id).id))
    return reply(page("budgets", [budget_json(one) for one in rows], params))


def approval_json(one: ApprovalFacts) -> dict[str, Any]:
    """A purchase request with its steps and what moved since."""
    return {
        "id": one.id,
        "display_id": f"PR-{one.number}",
        "title": one.title or None,
        "cart_id": one.cart_id,
        "status": _STATUS.get(one.status, one.status),
        "currency_code": one.currency.lower(),
        "total": major(one.total_amount, one.currency),
        "digest": one.digest,
        "cost_centre": one.cost_centre or None,
        "order_id": one.group_id,
        "created_by": one.asked_by,
        "reasons": [str(reason["name"]) for reason in one.reasons],
        "changes": [dict(change) for change in one.changes],
        "steps": [
            {
                "kind": step["kind"],
                "value": step["value"] or None,
                "status": _STATUS.get(str(step["verdict"]), step["verdict"]) or "pending",
                "handled_by": step["name"] or None,
                "reason": step["reason"] or None,
            }
            for step in one.steps
        ],
        "step": one.step,
        "may_decide": one.may_decide,
        "created_at": iso(one.created_at),
        "asked_at": iso(one.asked_at),
        "decided_at": iso(one.decided_at) if one.decided_at else None,
    }


def budget_json(one: BudgetFacts) -> dict[str, Any]:
    """A cost centre with what is used and left of its budget."""
    budget = one.budget_amount
    return {
        "id": one.id,
        "code": one.code,
        "name": one.name,
        "currency_code": one.currency.lower(),
        "budget": None if budget is None else major(budget, one.currency),
        "used": major(one.used_amount, one.currency),
        "left": None if budget is None else major(budget - one.used_amount, one.currency),
        "period": one.period,
        "period_started_at": iso(one.starts_at),
        "is_active": one.is_active,
    }
