"""The places that somebody may buy for in a store, and the one that they buy for now."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.buying.buyer import buyer_of, company_grants
from marketplace.domain.permissions import Actor
from marketplace.models.company import Company, CompanyLocation


@dataclass(frozen=True)
class PlaceChoice:
    """A place that somebody may buy for; `value` chooses it, `is_current` is the one they buy for now."""

    value: str
    label: str
    company: str
    is_current: bool = False


def list_place_choices(db: Session, actor: Actor, tenant_id: str) -> list[PlaceChoice]:
    """Every place the actor may buy for in this store now, by company, oldest first."""
    grants = [grant for grant in company_grants(actor, tenant_id) if grant.may_buy]
    keys = [key for grant in grants for key in grant.location_ids]
    if not keys:
        return []
    rows = db.exec(
        select(CompanyLocation.id, CompanyLocation.name, Company.name)
        .join(Company, col(Company.id) == CompanyLocation.company_id)
        .where(col(CompanyLocation.id).in_(keys), CompanyLocation.tenant_id == tenant_id)
    ).all()
    names = {key: (name, company) for key, name, company in rows}
    chosen = buyer_of(actor, tenant_id).location_id
    return [PlaceChoice(key, *names[key], is_current=key == chosen) for key in keys if key in names]
