"""A store as a company sees it: its prices on a day for a quantity, each with the whole story of how it came about."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.domain.catalogue.pricing import (
    Considered,
    ListKind,
    ListTerms,
    PriceAnswer,
    Verdict,
    read_sources,
    resolve,
)
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import reach
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.price_context import read_list_terms
from marketplace.queries.shared.search_conditions import OF_PRODUCT, each_word

PER_PAGE = 25
_KINDS = {
    ListKind.CONTRACT_LOCATION: "Contract of the location",
    ListKind.CONTRACT_COMPANY: "Contract of the company",
    ListKind.GROUP: "List of a group",
    ListKind.STORE: "List of the store",
    ListKind.BASE: "Base price",
}


@dataclass(frozen=True)
class Viewpoint:
    """Whose eyes to look through: a company's location (or nobody's), on a day, for a quantity, in a currency."""

    store_id: str = ""
    location_id: str = ""
    on: str = ""  # an ISO day; today without one
    quantity: int = 1
    currency: str = ""
    q: str = ""
    offer_id: str = ""


@dataclass(frozen=True)
class TraceRow:
    """A list that was considered, and what became of it."""

    title: str
    kind: str
    amount: str
    verdict: str
    is_winner: bool


@dataclass(frozen=True)
class PreviewRow:
    """An offer as that buyer finds it."""

    offer_id: str
    title: str
    sku: str
    vendor: str
    quantity: str  # raised to what it is sold in
    base: str
    price: str
    source: str
    kind: str


@dataclass(frozen=True)
class PricePreview(Page[PreviewRow]):
    """The page of offers, the trace of the one that is open, and what can be asked."""

    store_id: str
    store: str
    buyer: str
    on: str
    currency: str
    quantity: int
    stores: tuple[Option, ...]
    locations: tuple[Option, ...]
    currencies: tuple[Option, ...]
    trace: tuple[TraceRow, ...] = ()
    traced: str = ""  # the SKU whose trace it is


_FROM = """
    from offer o
    join product p on p.id = o.product_id and p.tenant_id = o.tenant_id and p.status = 'published'
    join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id and v.status = 'approved'
    where o.tenant_id = :tenant and o.status = 'live' and :vendor = ''
"""
_ROWS = """
    select o.id, o.sku, p.title, v.name as vendor, o.min_quantity, o.quantity_step,
        (select coalesce(jsonb_agg(jsonb_build_array(i.price_list_id, i.currency, i.min_quantity, i.amount,
                i.percent_off_bps)), '[]')
         from price i where i.tenant_id = o.tenant_id and i.offer_id = o.id and i.currency = :currency
           and (i.price_list_id is null or i.price_list_id = any(cast(:lists as text[])))) as steps
    $source$one order by lower(p.title), o.sku, o.id limit :n offset :skip
"""
_LOCATIONS = text("""
    select l.id, c.name || ', ' || l.name as name
    from company_location l join company c on c.id = l.company_id and c.tenant_id = l.tenant_id
    where l.tenant_id = :tenant order by lower(c.name), lower(l.name), l.id
""")


def get_price_preview(db: Session, actor: Actor, viewpoint: Viewpoint, *, page: int = 1) -> PricePreview:
    """What a buyer of this location pays, offer by offer. Without a location it is what a guest pays.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    own_store_id = reach(actor, Permission.PRICE_LIST_EDIT)
    stores = list(db.exec(select(Tenant).where(Tenant.is_active).order_by(Tenant.name)))
    wanted = own_store_id or viewpoint.store_id or (stores[0].id if stores else "")
    store = db.exec(select(Tenant).where(Tenant.id == wanted)).first()
    if store is None:
        raise NotFound("store")
    buyer, name = _buyer(db, store, viewpoint.location_id)
    currency = viewpoint.currency if viewpoint.currency in store.sells_in() else store.default_currency
    on, moment = _moment(viewpoint.on)
    lists = read_list_terms(db, store.id, buyer)
    where: dict[str, Any] = {"tenant": store.id, "vendor": "", "currency": currency, "lists": list(lists)}
    source = _FROM + each_word(viewpoint.q, OF_PRODUCT, where)
    total = int(db.connection().execute(text(compose("select count(*) $source", source=source)), where).scalar_one())
    span = span_of(total, page, PER_PAGE, "offer")
    shown = text(compose(_ROWS, source=source, one=""))
    rows = [dict(row) for row in db.connection().execute(shown, where | span.window).mappings()]
    sku, trace = _trace(db, where, lists, viewpoint, moment=moment)
    return PricePreview(
        rows=tuple(_row(row, lists, currency, viewpoint.quantity, moment) for row in rows),
        span=span,
        store_id=store.id,
        store=store.name,
        buyer=name,
        on=on.isoformat(),
        currency=currency,
        quantity=viewpoint.quantity,
        stores=() if own_store_id else tuple(Option(one.id, one.name) for one in stores),
        locations=tuple(Option(row.id, row.name) for row in db.connection().execute(_LOCATIONS, {"tenant": store.id})),
        currencies=tuple(Option(code, code) for code in store.sells_in()),
        trace=trace,
        traced=sku,
    )


def _buyer(db: Session, store: Tenant, location_id: str) -> tuple[Buyer, str]:
    found_row = db.exec(
        select(Company.id, Company.name, CompanyLocation.name)
        .join(CompanyLocation, col(CompanyLocation.company_id) == Company.id)
        .where(CompanyLocation.id == location_id, CompanyLocation.tenant_id == store.id, Company.tenant_id == store.id)
    ).first()
    if found_row is None:
        return GUEST, "a guest"
    return Buyer(found_row[0], location_id), f"{found_row[1]}, {found_row[2]}"


def _moment(on: str) -> tuple[date, datetime]:
    """A coming or past day is looked at from its noon, today from now."""
    moment = now()
    try:
        day = date.fromisoformat(on) if on else moment.date()
    except ValueError:
        day = moment.date()
    return day, moment if day == moment.date() else datetime.combine(day, time(12), moment.tzinfo)


def _answer(
    row: Mapping[str, Any], lists: Mapping[str, ListTerms], currency: str, quantity: int, moment: datetime
) -> tuple[int, PriceAnswer | None]:
    fit = QuantityRule(row["min_quantity"], row["quantity_step"]).fit(quantity)
    return fit, resolve(read_sources(row["steps"], currency, lists), fit, moment)


def _row(
    row: Mapping[str, Any], lists: Mapping[str, ListTerms], currency: str, quantity: int, moment: datetime
) -> PreviewRow:
    fit, answer = _answer(row, lists, currency, quantity, moment)
    listed = answer.list_amount if answer else None
    return PreviewRow(
        offer_id=row["id"],
        title=row["title"],
        sku=row["sku"],
        vendor=row["vendor"],
        quantity=f"{fit:,}",
        base=money(listed, currency) if listed is not None else "",
        price=money(answer.amount, currency) if answer else "",
        source=answer.source.title if answer else "no price",
        kind=_KINDS.get(answer.source.kind, "") if answer else "",
    )


def _trace(
    db: Session, where: Mapping[str, Any], lists: Mapping[str, ListTerms], viewpoint: Viewpoint, *, moment: datetime
) -> tuple[str, tuple[TraceRow, ...]]:
    currency = where["currency"]
    if not viewpoint.offer_id:
        return "", ()
    statement = text(compose(_ROWS, source=_FROM, one=" and o.id = :offer"))
    params = {**where, "offer": viewpoint.offer_id, "n": 1, "skip": 0}
    row = db.connection().execute(statement, params).mappings().first()
    if row is None:
        return "", ()
    _, answer = _answer(dict(row), lists, currency, viewpoint.quantity, moment)
    considered = answer.trace if answer else ()
    silent = [terms for key, terms in lists.items() if key not in {one.source.list_id for one in considered}]
    lines = [_line(one, currency) for one in considered]
    lines += [TraceRow(one.title, _KINDS[one.kind], "", f"has no price in {currency} for it", False) for one in silent]
    return row["sku"], tuple(lines)


def _line(line: Considered, currency: str) -> TraceRow:
    source = line.source
    verdicts = {
        Verdict.WON: "holds",
        Verdict.PRECEDENCE: "a stronger kind of list has a price",
        Verdict.PRIORITY: f"priority {source.priority}, and another list has a higher one",
        Verdict.DEARER: "same kind and priority, and not the lower price",
        Verdict.NOT_YET: f"begins on {source.starts_at:%d %b %Y}" if source.starts_at else "",
        Verdict.ENDED: f"ended on {source.ends_at:%d %b %Y}" if source.ends_at else "",
        Verdict.QUANTITY: f"begins at {min(step.min_quantity for step in source.steps):,} pieces",
    }
    return TraceRow(
        title=source.title,
        kind=_KINDS[source.kind],
        amount=money(line.amount, currency) if line.amount is not None else "",
        verdict=verdicts[line.verdict],
        is_winner=line.verdict is Verdict.WON,
    )
