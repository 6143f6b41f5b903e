"""What a person may do where, as plain values: read with every event and every call."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session, col, or_, select

from marketplace.domain.lifecycle import CompanyStatus, MemberStatus
from marketplace.domain.permissions import Grant, Role
from marketplace.kit.columns import StoreRow
from marketplace.models.company import BuyingPlace, Company, CompanyLocation, CompanyMember, CompanyMemberLocation
from marketplace.models.user import Membership


def grants_of(db: Session, user_id: str) -> tuple[Grant, ...]:
    """Every role of a person, as plain values; the eldest first, companies that were declined last."""
    its_company = (col(Company.id) == Membership.company_id) & (col(Company.tenant_id) == Membership.tenant_id)
    mine = select(Membership, Company.status).outerjoin(Company, its_company).where(Membership.user_id == user_id)
    rows = sorted(db.exec(mine.order_by(Membership.id)), key=lambda row: row[1] == CompanyStatus.REJECTED)
    places = _places_of(db, user_id) if any(m.company_id for m, _ in rows) else {}
    return tuple(
        Grant(
            role=Role(m.role),
            tenant_id=m.tenant_id,
            vendor_id=m.vendor_id,
            company_id=m.company_id,
            title=m.title,
            may_buy=status in (None, CompanyStatus.APPROVED),
            location_ids=places.get(m.company_id or "", ((), ""))[0],
            place=places.get(m.company_id or "", ((), ""))[1],
        )
        for m, status in rows
    )


def _places_of(db: Session, user_id: str) -> dict[str, tuple[tuple[str, ...], str]]:
    """By company: the places a person buys for, oldest first, and the one of them that was chosen, if one was."""
    theirs = (
        select(CompanyMember.company_id, CompanyLocation.id, BuyingPlace.id)
        .join(CompanyLocation, _same(CompanyLocation.company_id, CompanyMember.company_id, CompanyLocation))
        .outerjoin(
            CompanyMemberLocation,
            _same(CompanyMemberLocation.member_id, CompanyMember.id, CompanyMemberLocation)
            & (col(CompanyMemberLocation.location_id) == CompanyLocation.id),
        )
        .outerjoin(
            BuyingPlace,
            _same(BuyingPlace.location_id, CompanyLocation.id, BuyingPlace)
            & (col(BuyingPlace.user_id) == CompanyMember.user_id),
        )
        .where(CompanyMember.user_id == user_id, CompanyMember.status == MemberStatus.ACTIVE)
        .where(or_(col(CompanyMember.all_locations), col(CompanyMemberLocation.id).is_not(None)))
        .order_by(col(CompanyLocation.created_at), col(CompanyLocation.id))
    )
    places: dict[str, tuple[tuple[str, ...], str]] = {}
    for company_id, location_id, chosen in db.exec(theirs):
        known, place = places.get(company_id, ((), ""))
        places[company_id] = ((*known, location_id), location_id if chosen else place)
    return places


def _same(left: Any, right: Any, table: type[StoreRow]) -> Any:
    return (col(left) == right) & (col(table.tenant_id) == CompanyMember.tenant_id)
