"""Stores of the platform. An administrator of one store sees that one; operators and platform keys change them."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api import desk_request_schemas, desk_schemas
from marketplace.api.admin.store_serializer import tenant_json
from marketplace.api.desk_lists import MOMENTS, sort_of
from marketplace.api.http.desk_auth import AdminDesk
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.queries.desk_api.stores import get_store, list_stores
from marketplace.services.stores import tenants
from marketplace.services.stores.tenants import TenantFacts

router = APIRouter(tags=["admin"])
ONE = gives(desk_schemas.OneTenant)


class TenantsParams(ListParams):
    q: str = Field("", max_length=200, description="In names, handles, domains.")
    is_active: bool | None = None


@router.get("/admin/tenants", summary="Stores", responses=gives(desk_schemas.Tenants))
def list_tenants(caller: AdminDesk, params: TenantsParams = from_query(TenantsParams)) -> Response:
    sort = sort_of(params, {**MOMENTS, "name": "name"}, "name")
    rows, count = caller.run(
        lambda db: list_stores(
            db,
            caller.actor,
            q=params.q,
            is_active=params.is_active,
            sort=sort,
            limit=params.taken,
            offset=params.offset,
        )
    )
    return reply(page("tenants", [tenant_json(row) for row in rows], params, count))


@router.post("/admin/tenants", summary="Make a store", responses=gives(desk_schemas.NewTenant))
def create_tenant(body: desk_request_schemas.NewTenantBody, caller: AdminDesk) -> Response:
    """It begins closed, with a region per currency and a publishable key."""

    def make(db: Session) -> dict[str, Any]:
        made = tenants.create_tenant(db, caller.actor, TenantFacts(**body.given()), handle=body.handle)
        db.flush()
        return {"tenant": tenant_json(get_store(db, caller.actor, made.id)), "publishable_key": made.publishable_key}

    return caller.once(make)


@router.get("/admin/tenants/{id}", summary="One store", responses=ONE)
def get_tenant(id: str, caller: AdminDesk) -> Response:
    return reply({"tenant": tenant_json(caller.run(lambda db: get_store(db, caller.actor, id)))})


@router.patch("/admin/tenants/{id}", summary="Change a store, by another method", responses=ONE)
def patch_tenant(id: str, body: desk_request_schemas.TenantChange, caller: AdminDesk) -> Response:
    return update_tenant(id, body, caller)


@router.post("/admin/tenants/{id}", summary="Change a store", responses=ONE)
def update_tenant(id: str, body: desk_request_schemas.TenantChange, caller: AdminDesk) -> Response:
    """What is left out stays. `is_active` opens and closes it."""

    def change(db: Session) -> dict[str, Any]:
        tenants.edit_named(db, caller.actor, id, body.given(), is_active=body.is_active)
        db.flush()
        return {"tenant": tenant_json(get_store(db, caller.actor, id))}

    return caller.once(change)
