"""The settings of the actor's own shop, as its pages show them."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial

from sqlmodel import Session, col, select

from marketplace.domain.lifecycle import AccountChangeStatus
from marketplace.domain.permissions import Actor, Permission, allows, vendor_grant
from marketplace.domain.vendors.onboarding import mask_iban
from marketplace.kit.clock import now
from marketplace.models.region import Region
from marketplace.models.shipping import ShippingOption, ShippingProfile
from marketplace.models.user import User
from marketplace.models.vendor import Vendor, VendorAccountChange, VendorRequirement
from marketplace.queries.formatting.amounts import plain_percent
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.shared.delivery_form import delivery_form, delivery_words
from marketplace.queries.shared.market import country_name


@dataclass(frozen=True)
class HeldAccount:
    """A bank account that waits for an owner; empty when none does."""

    account: str = ""
    who: str = ""
    since: str = ""
    since_exact: str = ""
    until: str = ""


@dataclass(frozen=True)
class FreightRow:
    """One delivery of the shop: in words, and as the text of its form's fields."""

    id: str
    name: str
    region: str
    says: str
    days: str
    currency: str
    form: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ShopSettings:
    """What the shop says about itself, and what the actor may change of it. The IBAN is never shown in full."""

    legal_name: str = ""
    holder: str = ""
    account: str = ""
    bic: str = ""
    held: HeldAccount = HeldAccount()
    address: dict[str, str] = field(default_factory=dict)
    country: str = ""
    dispatch: dict[str, str] = field(default_factory=dict)
    zone: str = ""
    freight: tuple[FreightRow, ...] = ()
    edits_account: bool = False
    edits_shop: bool = False
    edits_shipping: bool = False
    margin: str = ""  # in per cent, as its field shows it; of owners alone
    edits_margin: bool = False


def get_shop_settings(db: Session, actor: Actor) -> ShopSettings:
    """The actor's own shop. Who keeps no money sees no bank account. Raises `Unauthenticated`, `Forbidden`."""
    grant = vendor_grant(actor)
    vendor = db.exec(select(Vendor).where(Vendor.id == grant.vendor_id, Vendor.tenant_id == grant.tenant_id)).one()
    may = partial(allows, actor, tenant_id=vendor.tenant_id, vendor_id=vendor.id)
    sees_account = may(Permission.PAYOUT_ACCOUNT_EDIT)
    holder, account, bic = _account(db, vendor) if sees_account else ("", "", "")
    return ShopSettings(
        legal_name=vendor.legal_name,
        holder=holder,
        account=account,
        bic=bic,
        held=_held(db, vendor) if sees_account else HeldAccount(),
        address={
            **{name: str(vendor.address.get(name, "")) for name in ("street", "postal_code", "city")},
            "email": vendor.email,
            "phone": vendor.phone,
        },
        country=country_name(vendor.country) if vendor.country else "",
        dispatch={
            "ships_from": vendor.ships_from,
            "cutoff_hour": str(vendor.cutoff_hour),
            "lead_days": str(vendor.lead_time_days),
        },
        zone=vendor.time_zone,
        freight=tuple(_freight(db, vendor)),
        edits_account=sees_account,
        edits_shop=may(Permission.SHOP_EDIT),
        edits_shipping=may(Permission.SHIPPING_EDIT),
        margin=plain_percent(vendor.quote_margin_bps) if may(Permission.QUOTE_BELOW_MARGIN) else "",
        edits_margin=may(Permission.QUOTE_BELOW_MARGIN),
    )


def _account(db: Session, vendor: Vendor) -> tuple[str, str, str]:
    """Holder, masked IBAN, BIC of the account in use: given in the settings, or with the application."""
    given = vendor.payout_account
    if given.get("iban"):
        return str(given.get("holder", "")), mask_iban(str(given["iban"])), str(given.get("bic", ""))
    evidence = select(VendorRequirement.note).where(
        VendorRequirement.vendor_id == vendor.id,
        VendorRequirement.tenant_id == vendor.tenant_id,
        VendorRequirement.key == "payout_account",
    )
    iban, _, holder = (db.exec(evidence).first() or "").partition(", ")
    return holder, mask_iban(iban), ""


def _held(db: Session, vendor: Vendor) -> HeldAccount:
    row = db.exec(
        select(VendorAccountChange, User.first_name, User.last_name)
        .join(User, col(User.id) == VendorAccountChange.asked_by)
        .where(
            VendorAccountChange.vendor_id == vendor.id,
            VendorAccountChange.tenant_id == vendor.tenant_id,
            VendorAccountChange.status == AccountChangeStatus.REQUESTED,
            col(VendorAccountChange.expires_at) > now(),
        )
    ).first()
    if row is None:
        return HeldAccount()
    change, first, last = row
    return HeldAccount(
        mask_iban(change.account["iban"]),
        f"{first} {last}".strip(),
        ago(change.created_at, now()),
        exact(change.created_at),
        exact(change.expires_at),
    )


def _freight(db: Session, vendor: Vendor) -> list[FreightRow]:
    rows = db.exec(
        select(ShippingOption, Region.name)
        .join(ShippingProfile, col(ShippingProfile.id) == ShippingOption.profile_id)
        .join(Region, col(Region.id) == ShippingOption.region_id)
        .where(ShippingProfile.vendor_id == vendor.id, ShippingProfile.tenant_id == vendor.tenant_id)
        .order_by(col(Region.position), col(ShippingOption.amount), col(ShippingOption.id))
    )
    return [
        FreightRow(
            id=option.id,
            name=option.name,
            region=region,
            says=delivery_words(option.model_dump(), option.currency),
            days=_days(option.days_min, option.days_max),
            currency=option.currency,
            form=delivery_form(option.model_dump(), option.currency),
        )
        for option, region in rows
    ]


def _days(least: int, most: int) -> str:
    span = f"{least}" if least == most else f"{least} to {most}"
    return f"{span} working day{'' if least == most == 1 else 's'}"
