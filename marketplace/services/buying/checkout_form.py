"""What a shopper says to buy a cart, and what is left of it once it is checked."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from sqlmodel import Session

from marketplace.domain.buying.addresses import AddressInput, checked_address
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.errors import Invalid
from marketplace.domain.permissions import Actor
from marketplace.kit.emails import read_email
from marketplace.kit.postal_codes import read_postal_code
from marketplace.models.cart import Cart
from marketplace.services.buying.buyer_tax_ids import buyers_tax_id, tax_country
from marketplace.services.buying.cart_access import place_for
from marketplace.services.companies.cost_centres import chosen_cost_centre
from marketplace.services.finance.credit import asks_for_po
from marketplace.services.finance.receiving_accounts import is_offered
from marketplace.services.finance.saved_cards import usable_card
from marketplace.services.stores.regions import countries_of

LONGEST_TITLE = 80


@dataclass(frozen=True)
class CheckoutForm:
    """What the shopper says. `seen_total_amount` (minor units) is the total they agreed to, None for no comparison;
    `seen_market` the currency and the region that it was in.
    """

    email: str
    shipping: AddressInput
    provider: str
    billing: AddressInput | None = None
    payment_details: Mapping[str, str] = field(default_factory=dict)
    note: str = ""
    po_number: str = ""
    cost_centre: str = ""  # of the buyer's company: its code or its id
    request_title: str = ""  # what a purchase request of it is called
    saved_card_id: str = ""  # one that the shopper keeps pays, at its own provider
    keep_card: bool = False  # for the next time
    keep_address: bool = False  # in the shopper's address book
    tax_id: str | None = None  # the buyer's, as typed; None: the one that the buyer's company has on file
    seen_total_amount: int | None = None
    seen_market: tuple[str, str] | None = None


@dataclass(frozen=True)
class CheckedForm:
    """The form once it is checked: addresses and VAT number in their one form, texts at their length."""

    email: str
    shipping: dict[str, Any]
    billing: dict[str, Any]
    tax_id: str
    provider: str
    note: str
    po_number: str
    cost_centre_id: str | None = None
    cost_centre: str = ""
    request_title: str = ""


def check_form(db: Session, actor: Actor, cart: Cart, form: CheckoutForm) -> CheckedForm:
    """Addresses, e-mail, VAT number and way to pay, as they may be used. Raises `Invalid` per field."""
    problems: dict[str, str] = {}
    countries = countries_of(db, cart.tenant_id, cart.region_id)
    check = partial(checked_address, problems=problems, read_postal_code=read_postal_code)
    shipping = check(form.shipping, "shipping", countries=tuple(countries))
    billing = check(form.billing, "billing") if form.billing else shipping
    email = ""
    try:
        # Who acts in a member's name cannot have the order's letters, and its link, sent to somebody else.
        email = read_email(actor.email if actor.impersonator_id else form.email)
    except ValueError as error:
        problems["email"] = str(error)
    tax_id = ""
    try:
        tax_id = buyers_tax_id(db, actor, cart, form.tax_id, tax_country(shipping, billing))
    except ValueError as error:
        problems["tax_id"] = str(error)
    provider, place = form.provider, place_for(actor, cart)
    if not form.po_number.strip() and (name := asks_for_po(db, place)):
        problems["po_number"] = f"Enter the number of your purchase order: {name} has one on every order."
    try:
        if form.saved_card_id:
            provider = usable_card(db, actor, cart.tenant_id, form.saved_card_id).provider
        if not is_offered(db, cart.tenant_id, cart.currency, provider, location_id=place):
            problems["payment"] = "Choose how to pay."
    except Invalid as error:
        problems |= error.fields
    centre = None
    try:
        centre = chosen_cost_centre(db, buyer_of(actor, cart.tenant_id, cart.company_location_id), form.cost_centre)
    except Invalid as error:
        problems |= error.fields
    if problems:
        raise Invalid(problems)
    note, po_number = form.note[:1000], form.po_number.strip()[:60]
    checked = CheckedForm(email, shipping, billing, tax_id=tax_id, provider=provider, note=note, po_number=po_number)
    checked = replace(checked, request_title=" ".join(form.request_title.split())[:LONGEST_TITLE])
    return replace(checked, cost_centre_id=centre.id, cost_centre=centre.label) if centre else checked
