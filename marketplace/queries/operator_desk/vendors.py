"""Vendors as the platform sees them: the list, and one application with its evidence and its risks."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from marketplace.domain.permissions import Actor, Permission
from marketplace.domain.vendors.onboarding import mask_iban
from marketplace.kit.clock import now
from marketplace.queries.formatting.dates import ago, exact, left
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import Mark, reach, store_choices, store_marks
from marketplace.queries.operator_desk.state_list import StateList
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import each_word

PER_PAGE = 25
ANSWER_WITHIN = timedelta(hours=24)  # what applicants are promised
STATUSES = ("pending", "approved", "suspended", "rejected", "terminated", "draft")
_SORTS = {
    "due": "v.applied_at nulls last, v.id",
    "name": "lower(v.name), v.id",
    "-name": "lower(v.name) desc, v.id",
    "products": "l.live desc nulls last, v.id",
    "-products": "l.live nulls first, v.id",
    "newest": "v.created_at desc, v.id",
    "oldest": "v.created_at, v.id",
}


@dataclass(frozen=True)
class VendorRow:
    """One line of the list; `due` is when a pending application should be answered."""

    id: str
    name: str
    line: str  # legal name, city
    mark: Mark
    status: str
    products: str
    proven: str
    due: str
    due_tone: str
    since: str
    since_exact: str
    href: str


@dataclass(frozen=True)
class VendorPage(Page[VendorRow]):
    """A page of the list; `counts` by status for the tabs."""

    counts: dict[str, int]
    stores: tuple[Option, ...]


_FROM = """
    from vendor v
    left join (select vendor_id, count(*) total from product where status <> 'archived' group by 1) p
               on p.vendor_id = v.id
    left join (select s.id, count(*) live from search_document d, unnest(d.vendor_ids) s(id) group by 1) l
               on l.id = v.id  -- what it sells, as shoppers count it; also what another vendor has drawn up
    left join (select vendor_id, count(*) filter (where done_at is not null) done, count(*) total
               from vendor_requirement group by 1) r on r.vendor_id = v.id
    where (cast(:tenant as text) is null or v.tenant_id = :tenant)
      and (:store = '' or v.tenant_id = :store)
"""
_COLUMNS = """v.*, coalesce(l.live, 0) live, coalesce(p.total, 0) products, coalesce(r.done, 0) done,
    coalesce(r.total, 0) asked"""
_FIND = "lower(v.name) like $like or lower(v.legal_name) like $like or v.handle like $like"
_STATE = "case when v.status = 'pending' and v.applied_at is null then 'draft' else v.status end"


def list_vendors(
    db: Session,
    actor: Actor,
    *,
    status: str = "",
    store: str = "",
    q: str = "",
    sort: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> VendorPage:
    """Vendors that this actor may decide about, applications with the nearest deadline first."""
    matching = _matching(actor, store, q)
    counts = matching.counts(db)
    status = status if status in STATUSES else ""
    span = span_of(counts[status or "all"], page, per_page, "vendor")
    order = _SORTS.get(sort, _SORTS["due"] if status in ("", "pending") else _SORTS["name"])
    if not sort and not status:
        order = f"(v.status = 'pending' and v.applied_at is not null) desc, {order}"
    rows = matching.rows(db, _COLUMNS, status=status, order=order, window=span.window)
    marks, moment = store_marks(db), now()
    return VendorPage(
        rows=tuple(_row(row, marks[row.tenant_id], moment) for row in rows),
        span=span,
        counts=counts,
        stores=store_choices(db) if matching.params["tenant"] is None else (),
    )


def find_vendors(
    db: Session,
    actor: Actor,
    *,
    status: str = "",
    store: str = "",
    q: str = "",
    sort: str = "",
    limit: int,
    offset: int,
) -> tuple[list[str], int]:
    """The identifiers of some of the vendors that `list_vendors` lists, and how many these are in all."""
    order = _SORTS.get(sort, _SORTS["newest"])
    return _matching(actor, store, q).ids(db, "v.id", status=status, order=order, limit=limit, offset=offset)


def _matching(actor: Actor, store: str, q: str) -> StateList:
    params: dict[str, Any] = {"tenant": reach(actor, Permission.VENDOR_SEE), "store": store}
    return StateList(_FROM + each_word(q, _FIND, params), _STATE, STATUSES, params)


def answer_due(applied_at: datetime, moment: datetime) -> tuple[str, str]:
    """How long there is to answer an application sent then, and how urgent that is."""
    return left(applied_at + ANSWER_WITHIN, moment)


def shown_note(note: str) -> str:
    """Evidence as the platform may show it: account numbers are masked."""
    return mask_iban(note)


def _row(row: Any, mark: Mark, moment: datetime) -> VendorRow:
    due, tone = answer_due(row.applied_at, moment) if row.state == "pending" else ("", "")
    since = row.status_changed_at if row.state not in ("pending", "draft") else row.applied_at or row.created_at
    place = ", ".join(part for part in (row.address.get("city", ""), row.country) if part) or row.ships_from
    return VendorRow(
        id=row.id,
        name=row.name,
        line=" · ".join(part for part in (row.legal_name, place) if part),
        mark=mark,
        status=row.state,
        products=f"{row.live:,}" if row.state == "approved" else f"{row.products:,}",
        proven=f"{row.done} of {row.asked}" if row.asked else "",
        due=due,
        due_tone=tone,
        since=ago(since, moment),
        since_exact=exact(since),
        href=f"/admin/vendors/{row.id}",
    )
