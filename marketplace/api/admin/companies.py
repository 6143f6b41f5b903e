"""Companies as a store or the platform decides about them."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import desk_request_schemas
from marketplace.api.desk_lists import OfStore, store_of
from marketplace.api.http.desk_auth import AdminCaller, AdminDesk
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.companies import company_json
from marketplace.queries.store_api.companies import get_any_company, list_any_companies
from marketplace.services.companies.decisions import decide_company

router = APIRouter(tags=["admin"])
ONE = gives(schemas.OneCompany)


class CompaniesParams(OfStore):
    q: str = Field("", max_length=200, description="In names.")
    status: Literal["", "pending", "approved", "rejected", "suspended"] = ""


@router.get("/admin/companies", summary="Companies", responses=gives(schemas.Companies))
def list_companies(caller: AdminDesk, params: CompaniesParams = from_query(CompaniesParams)) -> Response:
    def read(db: Session) -> dict[str, Any]:
        store = store_of(db, caller, params.tenant_id) or caller.scope.tenant_id or ""
        rows, count = list_any_companies(
            db,
            caller.actor,
            tenant_id=store,
            status=params.status,
            q=params.q,
            limit=params.taken,
            offset=params.offset,
        )
        return page("companies", [company_json(row) for row in rows], params, count)

    return reply(caller.run(read))


@router.get("/admin/companies/{id}", summary="One company", responses=ONE)
def get_company(id: str, caller: AdminDesk) -> Response:
    return reply(caller.run(lambda db: {"company": company_json(get_any_company(db, caller.actor, id))}))


@router.post("/admin/companies/{id}/approve", summary="Let a company in", responses=ONE)
def approve(id: str, caller: AdminDesk) -> Response:
    return _decide(caller, id, "approve")


@router.post("/admin/companies/{id}/reject", summary="Decline a company", responses=ONE)
def reject(id: str, body: desk_request_schemas.CompanyReasonBody, caller: AdminDesk) -> Response:
    return _decide(caller, id, "reject", body.reason)


@router.post("/admin/companies/{id}/suspend", summary="Hold a company back", responses=ONE)
def suspend(id: str, body: desk_request_schemas.CompanyReasonBody, caller: AdminDesk) -> Response:
    """Its people buy nothing more for it; what was ordered before is delivered."""
    return _decide(caller, id, "suspend", body.reason)


@router.post("/admin/companies/{id}/reinstate", summary="Let a suspended company buy again", responses=ONE)
def reinstate(id: str, caller: AdminDesk) -> Response:
    return _decide(caller, id, "reinstate")


def _decide(caller: AdminCaller, company_id: str, action: str, reason: str = "") -> Response:
    def apply(db: Session) -> dict[str, Any]:
        decide_company(db, caller.actor, company_id, action, reason=reason)
        return {"company": company_json(get_any_company(db, caller.actor, company_id))}

    return caller.once(apply)
