"""People, approvals, budgets, terms and accounts of companies, and their groups, at the store's side."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import BaseModel, Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.desk_lists import OfStore, store_of
from marketplace.api.desk_schemas import Deleted
from marketplace.api.http.desk_auth import AdminCaller, AdminDesk
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.approvals import approval_json, budget_json
from marketplace.api.store.companies import company_json
from marketplace.api.store.company_json import (
    Amount,
    InvoiceParams,
    Invoices,
    Members,
    OneStatement,
    StatementParams,
    account_json,
    invoice_json,
    member_json,
    minor,
)
from marketplace.api.store.request_schemas import Body, Text
from marketplace.api.store.schemas import Page, Shape
from marketplace.domain.errors import Invalid
from marketplace.queries.store_api import billing
from marketplace.queries.store_api.approvals import list_any_approvals, list_budgets
from marketplace.queries.store_api.companies import (
    GroupFacts,
    find_any_company,
    find_any_place,
    get_any_company,
    get_any_group,
    list_any_groups,
)
from marketplace.queries.store_api.company_people import INVITED, PEOPLE, list_member_facts
from marketplace.services.companies.groups import remove_group, save_group
from marketplace.services.companies.terms import TermsForm, set_terms

router = APIRouter(tags=["admin"])


class Groups(Page):
    company_groups: list[Shape]


class OneGroup(BaseModel):
    company_group: Shape


class TermsBody(Body):
    """The whole of what is agreed. `net_days` null: paid with the order; 0 beside `end_of_month`: at the month's end.
    `credit_limit` null is no limit."""

    net_days: Annotated[int, Field(ge=0, le=365)] | None
    end_of_month: bool = False
    credit_limit: Amount | None
    requires_po: bool = False


class GroupBody(Body):
    """A group with all its companies."""

    title: Text
    company_ids: list[Text] = Field(default_factory=list, max_length=1_000)
    tenant_id: Text = Field("", description="Of the platform's callers: the store, for a new group.")


@router.get("/admin/companies/{id}/members", summary="Its people and who is invited", responses=gives(Members))
def list_members(id: str, caller: AdminDesk, params: ListParams = from_query(ListParams)) -> Response:
    rows = caller.run(lambda db: list_member_facts(db, find_any_company(db, caller.actor, id).id, (*PEOPLE, *INVITED)))
    return reply(page("members", [member_json(one) for one in rows], params))


@router.get("/admin/companies/{id}/approvals", summary="Its purchase requests", responses=gives(schemas.Approvals))
def list_approvals(id: str, caller: AdminDesk, params: ListParams = from_query(ListParams)) -> Response:
    """Newest first; decided by the company's own people alone."""
    rows = caller.run(lambda db: list_any_approvals(db, caller.actor, find_any_company(db, caller.actor, id).id))
    return reply(page("approvals", [approval_json(one) for one in rows], params))


@router.get("/admin/companies/{id}/budgets", summary="Its cost centres", responses=gives(schemas.Budgets))
def list_company_budgets(id: str, caller: AdminDesk, params: ListParams = from_query(ListParams)) -> Response:
    rows = caller.run(lambda db: list_budgets(db, find_any_company(db, caller.actor, id).id))
    return reply(page("budgets", [budget_json(one) for one in rows], params))


@router.get("/admin/companies/{id}/invoices", summary="What it was billed", responses=gives(Invoices))
def list_invoices(id: str, caller: AdminDesk, params: InvoiceParams = from_query(InvoiceParams)) -> Response:
    rows, count = caller.run(
        lambda db: billing.list_company_invoices(db, caller.actor, id, params.wanted, params.window)
    )
    return reply(page("invoices", [invoice_json(one) for one in rows], params, count))


@router.get("/admin/company-locations/{id}/statement", summary="The account of a place", responses=gives(OneStatement))
def get_statement(id: str, caller: AdminDesk, params: StatementParams = from_query(StatementParams)) -> Response:
    facts = caller.run(lambda db: billing.get_place_account(db, caller.actor, id, params.since, params.until))
    return reply({"statement": account_json(facts)})


@router.post("/admin/company-locations/{id}/terms", summary="Set terms and credit", responses=gives(schemas.OneCompany))
def set_location_terms(id: str, body: TermsBody, caller: AdminDesk) -> Response:
    """From its next order on. For people: no key opens credit."""

    def apply(db: Session) -> dict[str, Any]:
        place = find_any_place(db, caller.actor, id)
        limit = minor(body.credit_limit, place.currency, "credit_limit")
        set_terms(db, caller.actor, id, TermsForm(body.net_days, body.end_of_month, limit, body.requires_po))
        return {"company": company_json(get_any_company(db, caller.actor, place.company_id))}

    return caller.once(apply)


@router.get("/admin/company-groups", summary="Groups of companies", responses=gives(Groups))
def list_groups(caller: AdminDesk, params: OfStore = from_query(OfStore)) -> Response:
    """A price list with the scope `group` holds for the companies of one."""

    def read(db: Session) -> list[dict[str, Any]]:
        store = store_of(db, caller, params.tenant_id) or caller.scope.tenant_id or ""
        return [_group(one) for one in list_any_groups(db, caller.actor, store)]

    return reply(page("company_groups", caller.run(read), params))


@router.post("/admin/company-groups", summary="Make a group", responses=gives(OneGroup))
def make_group(body: GroupBody, caller: AdminDesk) -> Response:
    def make(db: Session) -> dict[str, Any]:
        store = store_of(db, caller, body.tenant_id) or caller.scope.tenant_id
        if not store:
            raise Invalid({"tenant_id": "Name the store."})
        return _saved(db, caller, store, body)

    return caller.once(make)


@router.post("/admin/company-groups/{id}", summary="Give it a title and companies", responses=gives(OneGroup))
def change_group(id: str, body: GroupBody, caller: AdminDesk) -> Response:
    return caller.once(lambda db: _saved(db, caller, get_any_group(db, caller.actor, id).tenant_id, body, id))


@router.delete("/admin/company-groups/{id}", summary="Take a group away", responses=gives(Deleted))
def delete_group(id: str, caller: AdminDesk) -> Response:
    """409 while a price list is for it."""

    def remove(db: Session) -> dict[str, Any]:
        remove_group(db, caller.actor, get_any_group(db, caller.actor, id).tenant_id, id)
        return {"id": id, "object": "company_group", "deleted": True}

    return caller.once(remove)


def _saved(db: Session, caller: AdminCaller, store: str, body: GroupBody, group_id: str = "") -> dict[str, Any]:
    key = save_group(db, caller.actor, store, body.title, set(body.company_ids), group_id=group_id)
    return {"company_group": _group(get_any_group(db, caller.actor, key))}


def _group(one: GroupFacts) -> dict[str, Any]:
    return {"id": one.id, "tenant_id": one.tenant_id, "title": one.title, "company_ids": list(one.company_ids)}
