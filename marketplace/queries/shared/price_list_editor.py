"""One price list as its editor shows it: its form, the offers with their prices, and what it can be made for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.catalogue.price_list_form import SCOPES, VENDOR_SCOPES, PriceListForm, StepRow, owner_field
from marketplace.domain.catalogue.pricing import ListKind, PriceSource, Step, amount_at, first_amount
from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import PriceListStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.models.catalogue import Category
from marketplace.models.offer import PriceList
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.amounts import plain_amount, plain_percent
from marketplace.queries.formatting.money import money, percent
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import store_choices
from marketplace.queries.shared.paging import Page, Span, span_of
from marketplace.queries.shared.price_list_warnings import ListWarning, list_warnings
from marketplace.queries.shared.price_lists import ListReach, list_reach, validity
from marketplace.queries.shared.search_conditions import OF_PRODUCT, each_word

PER_PAGE = 25


@dataclass(frozen=True)
class ListChoices:
    """What the form of a list of this store can choose from."""

    store_id: str = ""
    store: str = ""
    scopes: tuple[Option, ...] = ()
    currencies: tuple[Option, ...] = ()
    companies: tuple[Option, ...] = ()
    locations: tuple[Option, ...] = ()
    groups: tuple[Option, ...] = ()
    categories: tuple[Option, ...] = ()
    vendors: tuple[Option, ...] = ()
    stores: tuple[Option, ...] = ()  # that somebody of the platform may make one for


@dataclass(frozen=True)
class ListedOffer:
    """An offer in the grid: `price` is what the list says of it at its first step, empty where it says nothing."""

    offer_id: str
    title: str
    sku: str
    vendor: str
    base: str
    price: str
    steps: str
    against: str  # the base price: `−10 %`
    tone: str
    href: str


@dataclass(frozen=True)
class PriceListView:
    """A list in its editor."""

    id: str = ""
    title: str = ""
    status: str = ""
    by: str = ""
    currency: str = ""
    valid: str = ""
    is_active: bool = False
    offers: int = 0
    csv: str = ""
    form: PriceListForm = field(default_factory=PriceListForm)
    choices: ListChoices = field(default_factory=ListChoices)
    warnings: tuple[ListWarning, ...] = ()


_COMPANIES = text("""
    select id, name from company
    where tenant_id = :tenant and (status = 'approved' or :vendor = '') order by lower(name), id
""")
_LOCATIONS = text("""
    select p.id, c.name || ', ' || p.name as name
    from company_location p join company c on c.id = p.company_id and c.tenant_id = p.tenant_id
    where p.tenant_id = :tenant and (c.status = 'approved' or :vendor = '') order by lower(c.name), lower(p.name), p.id
""")
_GROUPS = text("select id, title as name from company_group where tenant_id = :tenant order by lower(title), id")


def get_list_choices(db: Session, actor: Actor, store_id: str = "", *, as_vendor: bool = False) -> ListChoices:
    """What a new list can be made of: in the asked store, or the first that sells. Raises as `list_reach`, and
    `NotFound`."""
    mine = list_reach(db, actor, as_vendor=as_vendor)
    wanted = mine.tenant_id or store_id
    stores = select(Tenant).where(Tenant.id == wanted) if wanted else select(Tenant).where(Tenant.is_active)
    store = db.exec(stores.order_by(Tenant.name)).first()
    if store is None:
        raise NotFound("store")
    return _choices(db, store, mine)


def get_price_list(db: Session, actor: Actor, list_id: str, *, as_vendor: bool = False) -> PriceListView:
    """The list with its form and what it can choose from.

    Raises `Unauthenticated`, `Forbidden`, and `NotFound` also for a list that is not this actor's.
    """
    mine = list_reach(db, actor, as_vendor=as_vendor)
    row = find_list(db, mine, list_id)
    store = db.exec(select(Tenant).where(Tenant.id == row.tenant_id)).one()
    vendor = db.exec(select(Vendor.name).where(Vendor.id == row.vendor_id, Vendor.tenant_id == row.tenant_id)).first()
    offers = select_count(db, row)
    return PriceListView(
        id=row.id,
        title=row.title,
        status=row.status,
        by=vendor or store.name,
        currency=row.currency,
        valid=validity(row.starts_at, row.ends_at, now()),
        is_active=row.status == PriceListStatus.ACTIVE,
        offers=offers,
        csv=f"{mine.path}/{row.id}/prices.csv",
        form=_form(row),
        choices=_choices(db, store, mine),
        warnings=list_warnings(db, row, vendor_id=mine.vendor_id),
    )


def find_list(db: Session, mine: ListReach, list_id: str) -> PriceList:
    """The list, where it is within reach. Raises `NotFound`."""
    row = db.exec(select(PriceList).where(PriceList.id == list_id)).first()
    within = row is not None and mine.tenant_id in (None, row.tenant_id) and mine.vendor_id in ("", row.vendor_id)
    if row is None or not within:
        raise NotFound("price list", list_id)
    return row


def select_count(db: Session, row: PriceList) -> int:
    """How many offers a list has."""
    statement = text("select count(distinct offer_id) from price where tenant_id = :tenant and price_list_id = :id")
    return int(db.connection().execute(statement, {"tenant": row.tenant_id, "id": row.id}).scalar_one())


_GRID = """
    from offer o
    join product p on p.id = o.product_id and p.tenant_id = o.tenant_id and p.status <> 'archived'
    join variant a on a.id = o.variant_id and a.tenant_id = o.tenant_id
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and (:vendor = '' or o.vendor_id = :vendor)
      and (:everything or exists (select 1 from price x where x.tenant_id = o.tenant_id and x.offer_id = o.id
           and x.price_list_id = :list))
"""
_GRID_ROWS = """
    select o.id, o.sku, p.title, a.title as variant, v.name as vendor, o.min_quantity,
        (select jsonb_agg(jsonb_build_array(i.min_quantity, i.amount, i.percent_off_bps) order by i.min_quantity)
         from price i where i.tenant_id = o.tenant_id and i.offer_id = o.id and i.price_list_id is null
           and i.currency = :currency) as base,
        (select jsonb_agg(jsonb_build_array(i.min_quantity, i.amount, i.percent_off_bps) order by i.min_quantity)
         from price i where i.tenant_id = o.tenant_id and i.offer_id = o.id and i.price_list_id = :list
           and i.currency = :currency) as steps
    $source order by lower(p.title), o.sku, o.id limit :n offset :skip
"""


def list_grid(
    db: Session,
    actor: Actor,
    list_id: str,
    *,
    as_vendor: bool = False,
    q: str = "",
    everything: bool = False,
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Page[ListedOffer]:
    """The offers of a list with their prices, or with `everything` all offers that may be in it.

    Raises as `get_price_list`.
    """
    mine = list_reach(db, actor, as_vendor=as_vendor)
    row = find_list(db, mine, list_id)
    where: dict[str, Any] = {
        "tenant": row.tenant_id,
        "vendor": row.vendor_id or "",
        "list": row.id,
        "currency": row.currency,
        "everything": everything,
    }
    source = _GRID + each_word(q, OF_PRODUCT, where)
    total = db.connection().execute(text(compose("select count(*) $source", source=source)), where).scalar_one()
    span: Span = span_of(int(total), page, per_page, "offer")
    rows = db.connection().execute(text(compose(_GRID_ROWS, source=source)), where | span.window).mappings()
    return Page(tuple(_offer(dict(one), row, mine) for one in rows), span)


def get_step_rows(db: Session, actor: Actor, list_id: str, offer_id: str, *, as_vendor: bool = False) -> list[StepRow]:
    """What the list says of one offer, as it is typed; one empty row where it says nothing. Raises as
    `get_price_list`."""
    row = find_list(db, list_reach(db, actor, as_vendor=as_vendor), list_id)
    statement = text("""select min_quantity, amount, percent_off_bps from price
        where tenant_id = :tenant and price_list_id = :list and offer_id = :offer order by min_quantity""")
    params = {"tenant": row.tenant_id, "list": row.id, "offer": offer_id}
    steps = [
        StepRow(str(start), plain_amount(amount, row.currency), plain_percent(off))
        for start, amount, off in db.connection().execute(statement, params)
    ]
    return steps or [StepRow("1")]


def _offer(one: Mapping[str, Any], row: PriceList, mine: ListReach) -> ListedOffer:
    base, steps = _steps(one["base"]), _steps(one["steps"])
    least = max(one["min_quantity"], min((step.min_quantity for step in steps), default=1))
    reference = first_amount(PriceSource(ListKind.BASE, base)) if base else None
    listed = amount_at(PriceSource(ListKind.BASE, base), least, reference) if base else None
    mine_at = amount_at(PriceSource(ListKind.STORE, steps), least, reference) if steps else None
    against = round((mine_at - listed) * 1000 / listed) / 10 if mine_at is not None and listed else None
    return ListedOffer(
        offer_id=one["id"],
        title=one["title"],
        sku=" · ".join(part for part in (one["sku"], one["variant"] if one["variant"] != one["title"] else "") if part),
        vendor=one["vendor"],
        base=money(listed, row.currency) if listed is not None else "",
        price=money(mine_at, row.currency) if mine_at is not None else ("as the base price" if steps else ""),
        steps=", ".join(_step(step, row.currency) for step in steps),
        against="" if against is None else (f"{against:+g} %".replace("-", "−") if against else "same"),
        tone="" if against is None else ("good" if against < 0 else "bad" if against > 0 else "ink3"),
        href=f"{mine.path}/{row.id}?offer={one['id']}",
    )


def _steps(rows: Sequence[Sequence[Any]] | None) -> tuple[Step, ...]:
    return tuple(Step(*row) for row in rows or ())


def _step(step: Step, currency: str) -> str:
    what = money(step.amount, currency) if step.amount is not None else f"{percent(step.percent_off_bps or 0)} off"
    return what if step.min_quantity == 1 else f"{what} from {step.min_quantity:,}"


def _form(row: PriceList) -> PriceListForm:
    owner = {owner_field(row.kind): row.owner_id or ""} if row.owner_id else {}
    return PriceListForm(
        title=row.title,
        currency=row.currency,
        kind=row.kind,
        priority=str(row.priority),
        starts_on=f"{row.starts_at:%Y-%m-%d}" if row.starts_at else "",
        ends_on=f"{row.ends_at - timedelta(days=1):%Y-%m-%d}" if row.ends_at else "",
        **owner,
    )


def _choices(db: Session, store: Tenant, mine: ListReach) -> ListChoices:
    params = {"tenant": store.id, "vendor": mine.vendor_id}

    def read(statement: Any) -> tuple[Option, ...]:
        return tuple(Option(row.id, row.name) for row in db.connection().execute(statement, params))

    categories = select(Category.id, Category.name).where(Category.tenant_id == store.id).order_by(Category.path)
    vendors = select(Vendor.id, Vendor.name).where(Vendor.tenant_id == store.id).order_by(Vendor.name)
    scopes = VENDOR_SCOPES if mine.vendor_id else tuple(SCOPES)
    return ListChoices(
        store_id=store.id,
        store=store.name,
        scopes=tuple(Option(kind, SCOPES[kind]) for kind in scopes),
        currencies=tuple(Option(code, code) for code in store.sells_in()),
        companies=read(_COMPANIES),
        locations=read(_LOCATIONS),
        groups=() if mine.vendor_id else read(_GROUPS),
        categories=tuple(Option(key, name) for key, name in db.exec(categories)),
        vendors=() if mine.vendor_id else tuple(Option(key, name) for key, name in db.exec(vendors)),
        stores=store_choices(db) if mine.tenant_id is None else (),
    )
