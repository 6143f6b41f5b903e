"""Vendors as a store or the platform decides about them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import desk_request_schemas, desk_schemas
from marketplace.api.admin.store_serializer import vendor_json
from marketplace.api.desk_lists import MOMENTS, OfStore, sort_of, store_of
from marketplace.api.http.desk_auth import AdminCaller, AdminDesk
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import from_query
from marketplace.api.http.responses import page, reply
from marketplace.queries.desk_api.stores import get_any_vendor, read_any_vendors
from marketplace.queries.operator_desk.vendors import find_vendors
from marketplace.services.vendors.vendor_decisions import approve_vendor, reject_vendor

router = APIRouter(tags=["admin"])
ONE = gives(desk_schemas.OneVendor)


class VendorsParams(OfStore):
    """`pending` wait for an answer, `draft` were not sent yet."""

    q: str = Field("", max_length=200, description="In names and handles.")
    status: Literal["", "pending", "approved", "suspended", "rejected", "terminated", "draft"] = ""


@router.get("/admin/vendors", summary="Vendors and applications", responses=gives(desk_schemas.Vendors))
def list_vendors(caller: AdminDesk, params: VendorsParams = from_query(VendorsParams)) -> Response:
    sort = sort_of(params, {**MOMENTS, "name": "name", "-name": "-name", "applied_at": "due"}, "newest")

    def read(db: Session) -> dict[str, Any]:
        ids, count = find_vendors(
            db,
            caller.actor,
            status=params.status,
            store=store_of(db, caller, params.tenant_id),
            q=params.q,
            sort=sort,
            limit=params.taken,
            offset=params.offset,
        )
        return page("vendors", [vendor_json(row) for row in read_any_vendors(db, caller.actor, ids)], params, count)

    return reply(caller.run(read))


@router.get("/admin/vendors/{id}", summary="One vendor", responses=ONE)
def get_vendor(id: str, caller: AdminDesk) -> Response:
    return reply(caller.run(lambda db: _shown(db, caller, id)))


@router.post("/admin/vendors/{id}/approve", summary="Open a vendor's shop", responses=ONE)
def approve(id: str, caller: AdminDesk, body: desk_request_schemas.ApproveBody | None = None) -> Response:
    """`reason` is needed where the checklist has open lines; it stays in the trail."""
    decision = body or desk_request_schemas.ApproveBody()
    bps = decision.commission_bps
    return _decide(
        caller,
        id,
        lambda db: approve_vendor(
            db,
            caller.actor,
            id,
            reason=decision.reason,
            message=decision.message,
            commission_bps=bps,
            payout_schedule=decision.payout_schedule or "",
        ),
    )


@router.post("/admin/vendors/{id}/reject", summary="Decline an application for good", responses=ONE)
def reject(id: str, body: desk_request_schemas.RejectBody, caller: AdminDesk) -> Response:
    return _decide(caller, id, lambda db: reject_vendor(db, caller.actor, id, reason=body.reason))


def _decide(caller: AdminCaller, vendor_id: str, decide: Callable[[Session], None]) -> Response:
    def apply(db: Session) -> dict[str, Any]:
        decide(db)
        return _shown(db, caller, vendor_id)

    return caller.once(apply)


def _shown(db: Session, caller: AdminCaller, vendor_id: str) -> dict[str, Any]:
    db.flush()
    return {"vendor": vendor_json(get_any_vendor(db, caller.actor, vendor_id))}
