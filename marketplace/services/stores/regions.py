"""Where a store sells: regions with their countries and taxes, and the delivery a vendor has until it sets its own."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.lifecycle import VendorStatus
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.domain.stores.region_form import DeliveryFacts, RateFacts, RegionFacts
from marketplace.domain.topics import Topic
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.kit.outbox import publish
from marketplace.models.catalogue import Category
from marketplace.models.region import Region, RegionCountry, TaxRate
from marketplace.models.shipping import ShippingOption, ShippingProfile
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor


def countries_of(db: Session, tenant_id: str, region_id: str) -> Sequence[str]:
    """The countries of a region, ISO 3166-1 alpha-2 in upper case."""
    return db.connection().execute(_COUNTRIES, {"tenant": tenant_id, "region": region_id}).scalars().all()


_COUNTRIES = text("select country from region_country where tenant_id = :tenant and region_id = :region")


def add_region(db: Session, actor: Actor, tenant_id: str, facts: RegionFacts) -> str:
    """A further region of a store; returns its id. Raises `NotFound`, `Forbidden`, `Invalid` per field."""
    tenant = _store(db, actor, tenant_id)
    _check(db, tenant, facts)
    position = len(db.exec(select(Region.id).where(Region.tenant_id == tenant_id)).all())
    region = Region(id=new_id("reg"), tenant_id=tenant_id, position=position, **_columns(facts))
    db.add(region)
    db.flush()
    _set_countries(db, region, facts.countries)
    _record_change(db, actor, tenant, region=region, action=AuditAction.REGION_ADDED, after=_said(facts))
    return region.id


def change_region(db: Session, actor: Actor, region_id: str, facts: RegionFacts) -> None:
    """Change name, countries or whether prices are shown with tax. Orders keep what they were charged.

    The currency stays: its carts and deliveries are in it. Raises as `add_region` does.
    """
    region, tenant = _load(db, actor, region_id)
    if facts.currency != region.currency:
        raise Invalid({"currency": "A region keeps its currency. Add another region for another one."})
    _check(db, tenant, facts, but=region.id)
    region.name, region.tax_inclusive = facts.name, facts.tax_inclusive
    _set_countries(db, region, facts.countries)
    _record_change(db, actor, tenant, region=region, action=AuditAction.REGION_CHANGED, after=_said(facts))


def set_rate(db: Session, actor: Actor, region_id: str, facts: RateFacts) -> None:
    """The tax of a category (or of everything without a rate of its own) in a region. Raises as `add_region` does."""
    region, tenant = _load(db, actor, region_id)
    categories = select(Category.id).where(Category.id == facts.category_id, Category.tenant_id == tenant.id)
    if facts.category_id and db.exec(categories).first() is None:
        raise Invalid({"category_id": "Choose a category of this store."})
    rate = _rate(db, region, facts.category_id)
    if rate is None:
        rate = TaxRate(
            id=new_id("txr"),
            tenant_id=tenant.id,
            region_id=region.id,
            category_id=facts.category_id,
            name="",
            rate_bps=0,
        )
        db.add(rate)
    tax = facts.tax
    rate.name, rate.rate_bps, rate.tax_category = facts.name, tax.rate_bps, tax.category
    rate.reason, rate.reason_code = tax.reason, tax.reason_code
    recorded = {"rate": tax.rate_bps, "category": facts.category_id or "all", "ground": tax.reason}
    _record_change(db, actor, tenant, region=region, action=AuditAction.REGION_TAXED, after=recorded)


def remove_rate(db: Session, actor: Actor, rate_id: str) -> None:
    """A category takes the rate of the one above it again. Raises `Conflict` for a region's general rate."""
    rate = db.exec(select(TaxRate).where(TaxRate.id == rate_id)).first()
    require(actor, Permission.REGION_EDIT, tenant_id=rate.tenant_id if rate else "")
    if rate is None:
        raise NotFound("tax rate", rate_id)
    if rate.category_id is None:
        raise Conflict("Every region keeps a general rate. Set it to 0 where nothing is charged.")
    region, tenant = _load(db, actor, rate.region_id)
    db.delete(rate)
    _record_change(db, actor, tenant, region=region, action=AuditAction.REGION_TAXED, after={"removed": rate.name})


def set_default_delivery(db: Session, actor: Actor, region_id: str, facts: DeliveryFacts) -> int:
    """What a vendor without a delivery of its own charges in a region; returns how many vendors have it now."""
    region, tenant = _load(db, actor, region_id)
    deliveries = {**tenant.settings.deliveries, region.id: facts}
    tenant.settings = tenant.settings.model_copy(update={"deliveries": deliveries})
    vendors = db.exec(select(Vendor).where(Vendor.tenant_id == tenant.id, Vendor.status == VendorStatus.APPROVED)).all()
    given = sum(give_default_deliveries(db, tenant, vendor) for vendor in vendors)
    _record_change(db, actor, tenant, region=region, action=AuditAction.REGION_DELIVERY_SET, after=vars(facts))
    return given


def give_default_deliveries(db: Session, tenant: Tenant, vendor: Vendor) -> int:
    """The store's deliveries for every region where this vendor has none; returns how many were made.

    Without one nothing of a new vendor could be bought.
    """
    defaults = tenant.settings.deliveries
    regions = db.exec(select(Region).where(Region.tenant_id == tenant.id, col(Region.id).in_(defaults))).all()
    has = set(db.connection().execute(_SERVED, {"tenant": tenant.id, "vendor": vendor.id}).scalars())
    lacking = [region for region in regions if region.id not in has]
    if not lacking:
        return 0
    profile = _profile(db, vendor)
    for region in lacking:
        db.add(
            ShippingOption(
                id=new_id("sop"),
                tenant_id=tenant.id,
                profile_id=profile.id,
                region_id=region.id,
                currency=region.currency,
                **vars(defaults[region.id]),
            )
        )
    db.flush()
    return len(lacking)


_SERVED = text("""
    select distinct o.region_id from shipping_option o
    join shipping_profile p on p.id = o.profile_id and p.tenant_id = o.tenant_id
    where p.tenant_id = :tenant and p.vendor_id = :vendor
""")


def _profile(db: Session, vendor: Vendor) -> ShippingProfile:
    profile = db.exec(
        select(ShippingProfile).where(
            ShippingProfile.vendor_id == vendor.id, ShippingProfile.tenant_id == vendor.tenant_id
        )
    ).first()
    if profile is None:
        profile = ShippingProfile(id=new_id("spr"), tenant_id=vendor.tenant_id, vendor_id=vendor.id, name="Parcels")
        db.add(profile)
        db.flush()
    return profile


def _store(db: Session, actor: Actor, tenant_id: str) -> Tenant:
    require(actor, Permission.REGION_EDIT, tenant_id=tenant_id)
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id).with_for_update(key_share=True)).first()
    if tenant is None:
        raise NotFound("store", tenant_id)
    return tenant


def _load(db: Session, actor: Actor, region_id: str) -> tuple[Region, Tenant]:
    region = db.exec(select(Region).where(Region.id == region_id)).first()
    require(actor, Permission.REGION_EDIT, tenant_id=region.tenant_id if region else "")
    if region is None:
        raise NotFound("region", region_id)
    return region, _store(db, actor, region.tenant_id)


def _check(db: Session, tenant: Tenant, facts: RegionFacts, *, but: str = "") -> None:
    problems: dict[str, str] = {}
    if facts.currency not in tenant.sells_in():
        problems["currency"] = "Choose a currency of the store."
    named = select(Region.id).where(Region.tenant_id == tenant.id, Region.name == facts.name, Region.id != but)
    if db.exec(named).first():
        problems["name"] = "Another region has this name."
    taken = db.exec(
        select(RegionCountry.country).where(
            RegionCountry.tenant_id == tenant.id,
            RegionCountry.region_id != but,
            col(RegionCountry.country).in_(facts.countries),
        )
    ).all()
    if taken:
        problems["countries"] = f"{', '.join(sorted(taken))}: already in another region."
    if problems:
        raise Invalid(problems)


def _set_countries(db: Session, region: Region, countries: Sequence[str]) -> None:
    rows = db.exec(
        select(RegionCountry).where(RegionCountry.region_id == region.id, RegionCountry.tenant_id == region.tenant_id)
    ).all()
    for row in rows:
        if row.country not in countries:
            db.delete(row)
    for country in countries:
        if country not in {row.country for row in rows}:
            db.add(RegionCountry(id=new_id("rct"), tenant_id=region.tenant_id, region_id=region.id, country=country))
    db.flush()


def _rate(db: Session, region: Region, category_id: str | None) -> TaxRate | None:
    of = col(TaxRate.category_id)
    return db.exec(
        select(TaxRate).where(
            TaxRate.region_id == region.id,
            TaxRate.tenant_id == region.tenant_id,
            of == category_id if category_id else of.is_(None),
        )
    ).first()


def _columns(facts: RegionFacts) -> dict[str, Any]:
    return {"name": facts.name, "currency": facts.currency, "tax_inclusive": facts.tax_inclusive}


def _said(facts: RegionFacts) -> dict[str, Any]:
    return {**_columns(facts), "countries": list(facts.countries)}


def _record_change(
    db: Session, actor: Actor, tenant: Tenant, region: Region, action: AuditAction, after: dict[str, Any]
) -> None:
    tenant.content_version += 1  # prices on its pages are shown with other taxes now
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=tenant.id,
        object_type="region",
        object_id=region.id,
        object_name=region.name,
        after=after,
    )
    publish(db, Topic.REGION_CHANGED, tenant_id=tenant.id, aggregate="region", aggregate_id=region.id)
