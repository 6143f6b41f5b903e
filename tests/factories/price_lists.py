"""Price lists with prices, and groups of companies."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import Session

from marketplace.kit.ids import new_id
from marketplace.models.company_group import CompanyGroup, CompanyGroupMember
from marketplace.models.offer import Price, PriceList


def make_group(db: Session, tenant_id: str, *company_ids: str, title: str = "Railways") -> str:
    """A group of these companies; returns its id."""
    group = CompanyGroup(id=new_id("cgr"), tenant_id=tenant_id, title=title)
    db.add(group)
    db.flush()
    for company_id in company_ids:
        db.add(CompanyGroupMember(id=new_id("cgm"), tenant_id=tenant_id, group_id=group.id, company_id=company_id))
    db.flush()
    return group.id


def make_list(
    db: Session,
    tenant_id: str,
    kind: str,
    owner_id: str | None,
    *,
    title: str = "",
    currency: str = "EUR",
    priority: int = 0,
    starts_at: datetime | None = None,
    ends_at: datetime | None = None,
    vendor_id: str | None = None,
    prices: dict[str, int | tuple[tuple[int, int], ...]] | None = None,
) -> str:
    """An active list with prices by offer, for one piece or as steps `(from, amount)`; returns its id."""
    row = PriceList(
        id=new_id("plt"),
        tenant_id=tenant_id,
        title=title or f"{kind} list",
        kind=kind,
        owner_id=owner_id,
        vendor_id=vendor_id,
        currency=currency,
        priority=priority,
        starts_at=starts_at,
        ends_at=ends_at,
    )
    db.add(row)
    db.flush()
    for offer_id, steps in (prices or {}).items():
        for start, amount in ((1, steps),) if isinstance(steps, int) else steps:
            db.add(
                Price(
                    id=new_id("pri"),
                    tenant_id=tenant_id,
                    offer_id=offer_id,
                    price_list_id=row.id,
                    currency=currency,
                    min_quantity=start,
                    amount=amount,
                )
            )
    db.flush()
    return row.id
