"""The buyer's VAT number on a purchase: what their company has on file, or what was typed for this one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.tax_numbers import print_tax_number, read_tax_number
from marketplace.kit import check_digits
from marketplace.models.cart import Cart
from marketplace.models.company import Company


def tax_country(shipping: Mapping[str, Any] | None, billing: Mapping[str, Any] | None) -> str:
    """Whose form a buyer's number has where it names no country itself: the billing address's, else the shipping
    address's (ISO 3166-1 alpha-2); empty before either is known."""
    return str((billing or {}).get("country") or (shipping or {}).get("country") or "")


def tax_id_on_file(db: Session, actor: Actor, tenant_id: str, location_id: str | None = None) -> str:
    """The VAT number of the company this person buys for, there or at that place; empty where there is none."""
    company_id = buyer_of(actor, tenant_id, location_id).company_id
    tax_ids = select(Company.tax_id).where(Company.id == company_id, Company.tenant_id == tenant_id)
    return (db.exec(tax_ids).first() or "") if company_id else ""


def buyers_tax_id(db: Session, actor: Actor, cart: Cart, typed: str | None, country: str) -> str:
    """The number that papers name: what was typed, in its canonical form, or what is on file where nothing was said.

    A number on file is taken as it is, also when a form gave it back: it was judged where it was given, and an old
    one keeps nobody from buying. Raises ValueError with a sentence for what was typed and is no number.
    """
    on_file = tax_id_on_file(db, actor, cart.tenant_id, cart.company_location_id)
    if typed is None or typed.strip() in (on_file, print_tax_number(on_file)):
        return on_file
    return read_tax_number(typed, country, check_digits.check) if typed.strip() else ""
