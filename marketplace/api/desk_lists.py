"""What lists of the desks have in common: an order by the name of a field, a store to narrow by."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field
from sqlmodel import Session

from marketplace.api.http.desk_auth import AdminCaller
from marketplace.api.http.errors import InvalidData
from marketplace.api.http.query_params import ListParams
from marketplace.domain.errors import NotFound
from marketplace.queries.desk_api.stores import check_store

MOMENTS = {"created_at": "oldest", "-created_at": "newest"}


class OfStore(ListParams):
    """A list of an operator can be narrowed to one store."""

    tenant_id: str = Field("", max_length=100, description="Only this store's.")


def sort_of(params: ListParams, known: Mapping[str, str], otherwise: str) -> str:
    """The sort that an `order` means. Raises `InvalidData` for a field that the list is not ordered by."""
    if params.order is None:
        return otherwise
    if params.order not in known:
        raise InvalidData(f"This list is not ordered by {params.order!r}; possible are {', '.join(known)}.")
    return known[params.order]


def store_of(db: Session, caller: AdminCaller, tenant_id: str) -> str:
    """The store that was asked for; empty for all that the caller runs. Raises `NotFound` beyond their reach."""
    if tenant_id:
        if caller.scope.tenant_id not in (None, tenant_id):
            raise NotFound("store", tenant_id)
        check_store(db, tenant_id)
    return tenant_id
