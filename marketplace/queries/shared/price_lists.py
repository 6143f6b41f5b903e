"""Price lists as a desk lists them: the store's people read every list of their store, a vendor their own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.catalogue.price_list_form import SCOPES
from marketplace.domain.errors import Forbidden
from marketplace.domain.lifecycle import VendorStatus
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import day
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import reach, store_choices
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import contains

PER_PAGE = 25
VIEWS = ("running", "coming", "over", "archived")
_SORTS = {"title": "lower(l.title), l.id", "-title": "lower(l.title) desc, l.id", "": "l.created_at desc, l.id"}


@dataclass(frozen=True)
class PriceListRow:
    """One line of the list; `owner` is for whom it is, `by` whose list it is."""

    id: str
    title: str
    store: str
    scope: str
    owner: str
    by: str
    currency: str
    priority: str
    valid: str
    offers: str
    state: str
    tone: str
    href: str


@dataclass(frozen=True)
class PriceListPage(Page[PriceListRow]):
    """A page of the lists; `counts` by view for the tabs."""

    counts: dict[str, int]
    stores: tuple[Option, ...]


@dataclass(frozen=True)
class ListReach:
    """Whose lists somebody works with: of a store (None: every store), of one vendor (empty: everybody's)."""

    tenant_id: str | None
    vendor_id: str = ""

    @property
    def path(self) -> str:
        """Where their lists stand."""
        return "/vendor/price-lists" if self.vendor_id else "/admin/price-lists"


def list_reach(db: Session, actor: Actor, *, as_vendor: bool) -> ListReach:
    """What this actor works with at this desk; a vendor that does not sell yet learns of no company.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    if not as_vendor:
        return ListReach(reach(actor, Permission.PRICE_LIST_EDIT))
    grant = vendor_grant(actor)
    require(actor, Permission.PRICE_LIST_EDIT, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    mine = select(Vendor.status).where(Vendor.id == grant.vendor_id, Vendor.tenant_id == grant.tenant_id)
    if db.exec(mine).first() != VendorStatus.APPROVED:
        raise Forbidden("You can agree prices with companies once the store has let you in.")
    return ListReach(grant.tenant_id, str(grant.vendor_id))


LIST_COLUMNS = (
    ("List", "title"),
    ("For", "scope"),
    ("Name", "owner"),
    ("Whose", "by"),
    ("Store", "store"),
    ("Currency", "currency"),
    ("Priority", "priority"),
    ("Valid", "valid"),
    ("Offers", "offers"),
    ("State", "state"),
    ("Identifier", "id"),
)
_FROM = """
    from price_list l
    join tenant t on t.id = l.tenant_id
    left join vendor v on v.id = l.vendor_id and v.tenant_id = l.tenant_id
    left join company_location p on l.kind = 'contract_location' and p.id = l.owner_id and p.tenant_id = l.tenant_id
    left join company c on c.tenant_id = l.tenant_id
        and c.id = case l.kind when 'contract_location' then p.company_id when 'contract_company' then l.owner_id end
    left join company_group g on l.kind = 'group' and g.id = l.owner_id and g.tenant_id = l.tenant_id
    where (cast(:tenant as text) is null or l.tenant_id = :tenant) and (:store = '' or l.tenant_id = :store)
      and (:vendor = '' or l.vendor_id = :vendor) and (:kind = '' or l.kind = :kind)
      and (:q = '' or lower(l.title) like :like or lower(c.name) like :like or lower(g.title) like :like)
"""
_VIEW = """case when l.status = 'archived' then 'archived' when l.ends_at <= :moment then 'over'
    when l.starts_at > :moment then 'coming' else 'running' end"""
_ROWS = """
    select l.*, t.name as store, v.name as vendor, c.name as company, p.name as place, g.title as group_title,
        $view as view, (select count(distinct i.offer_id) from price i
            where i.price_list_id = l.id and i.tenant_id = l.tenant_id) as offers
    $source$narrow order by $order limit :n offset :skip
"""
_STATES = {
    "running": ("Running", "good full"),
    "coming": ("Coming", "half"),
    "over": ("Over", "stop"),
    "archived": ("Archived", "stop"),
}


def list_price_lists(
    db: Session,
    actor: Actor,
    *,
    as_vendor: bool = False,
    view: str = "",
    store: str = "",
    kind: str = "",
    q: str = "",
    sort: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> PriceListPage:
    """Price lists, the newest first; `q` looks in titles and in the names of those they are for.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    mine, moment = list_reach(db, actor, as_vendor=as_vendor), now()
    where: dict[str, Any] = {
        "tenant": mine.tenant_id,
        "vendor": mine.vendor_id,
        "store": store,
        "kind": kind if kind in SCOPES else "",
        "q": q.strip(),
        "like": contains(q.strip().lower()),
        "moment": moment,
    }
    counted = db.connection().execute(
        text(compose("select $view as view, count(*) n $source group by 1", view=_VIEW, source=_FROM)), where
    )
    counts = dict.fromkeys(VIEWS, 0) | {row.view: int(row.n) for row in counted}
    counts["all"] = sum(counts.values())
    view = view if view in VIEWS else ""
    span = span_of(counts[view or "all"], page, per_page, "price list")
    statement = compose(
        _ROWS,
        source=_FROM,
        view=_VIEW,
        narrow=compose(" and $view = :view", view=_VIEW) if view else "",
        order=_SORTS.get(sort, _SORTS[""]),
    )
    rows = db.connection().execute(text(statement), where | {"view": view} | span.window).mappings().all()
    return PriceListPage(
        rows=tuple(_row(dict(row), mine, moment) for row in rows),
        span=span,
        counts=counts,
        stores=store_choices(db) if mine.tenant_id is None else (),
    )


def _row(row: Mapping[str, Any], mine: ListReach, moment: datetime) -> PriceListRow:
    state, tone = _STATES[row["view"]]
    return PriceListRow(
        id=row["id"],
        title=row["title"],
        store=row["store"],
        scope=SCOPES[row["kind"]],
        owner=owner_name(row),
        by=row["vendor"] or row["store"],
        currency=row["currency"],
        priority=str(row["priority"]),
        valid=validity(row["starts_at"], row["ends_at"], moment),
        offers=f"{row['offers']:,}",
        state=state,
        tone=tone,
        href=f"{mine.path}/{row['id']}",
    )


def owner_name(row: Mapping[str, Any]) -> str:
    """For whom a list is: `Aldermoor Rail, York`; empty for the store's, and for whoever is gone."""
    return row["group_title"] or ", ".join(part for part in (row["company"], row["place"]) if part)


def validity(starts_at: datetime | None, ends_at: datetime | None, moment: datetime) -> str:
    """`1 Nov to 31 Dec`; `ends_at` is the first moment that is outside."""
    last = day(ends_at - timedelta(days=1), moment) if ends_at else ""
    if starts_at and last:
        return f"{day(starts_at, moment)} to {last}"
    if starts_at:
        return f"from {day(starts_at, moment)}"
    return f"until {last}" if last else "always"
