"""The first page of a company's desk: its places, and what its people ordered last."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.kit.clock import now
from marketplace.models.company import Company, CompanyLocation
from marketplace.models.order import OrderGroup
from marketplace.models.user import User
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.market import country_name

_RECENT = 8


@dataclass(frozen=True)
class LocationLine:
    """A place with its address and terms. The actor buys for the one that `is_current`, or may choose another."""

    id: str
    name: str
    address: str
    terms: str
    is_current: bool
    may_choose: bool


@dataclass(frozen=True)
class OrderLineView:
    """A purchase of somebody in the company."""

    number: str
    who: str
    place: str
    total: str
    placed: str
    placed_exact: str


@dataclass(frozen=True)
class CompanyOverview:
    """What the page shows beside the rail."""

    tax_id: str = ""
    register_number: str = ""
    industry: str = ""
    locations: tuple[LocationLine, ...] = ()
    orders: tuple[OrderLineView, ...] = ()


def get_overview(db: Session, actor: Actor, tenant_id: str) -> CompanyOverview:
    """The company that the actor buys for here. Raises `Unauthenticated`, `NotFound`."""
    place = get_company_place(db, actor, tenant_id)
    company = db.exec(select(Company).where(Company.id == place.company_id)).first()
    if company is None:
        raise NotFound("company", place.company_id)
    locations = db.exec(
        select(CompanyLocation)
        .where(CompanyLocation.company_id == company.id)
        .order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))
    ).all()
    current = {choice.value: choice.is_current for choice in place.choices}
    return CompanyOverview(
        tax_id=print_tax_number(company.tax_id),
        register_number=company.register_number,
        industry=company.industry,
        locations=tuple(
            LocationLine(
                id=one.id,
                name=one.name,
                address=_address(one),
                terms=f"Net {one.net_days} days" if one.net_days else "Paid with the order",
                is_current=current.get(one.id, False),
                may_choose=one.id in current and not current[one.id],
            )
            for one in locations
        ),
        orders=_orders(db, [one.id for one in locations]),
    )


def _address(one: CompanyLocation) -> str:
    line1, code = (str(one.shipping_address.get(name, "")) for name in ("line1", "postal_code"))
    parts = [line1, f"{code} {one.city}".strip(), country_name(one.country)]
    return ", ".join(part for part in parts if part)


def _orders(db: Session, locations: list[str]) -> tuple[OrderLineView, ...]:
    rows = db.exec(
        select(OrderGroup, User.first_name, User.last_name, CompanyLocation.name)
        .join(CompanyLocation, col(CompanyLocation.id) == OrderGroup.company_location_id)
        .outerjoin(User, col(User.id) == OrderGroup.user_id)
        .where(col(OrderGroup.company_location_id).in_(locations))
        .order_by(col(OrderGroup.placed_at).desc(), col(OrderGroup.id))
        .limit(_RECENT)
    )
    moment = now()
    return tuple(
        OrderLineView(
            number=str(group.number),
            who=f"{first or ''} {last or ''}".strip() or group.email,
            place=name,
            total=money(group.total_amount, group.currency),
            placed=ago(group.placed_at, moment),
            placed_exact=exact(group.placed_at),
        )
        for group, first, last, name in rows
    )
