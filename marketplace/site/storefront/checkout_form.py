"""The checkout's form: what it offers to whom, and what it says when it is sent."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlmodel import Session
from starlette.datastructures import FormData

from marketplace.components.storefront.checkout_address import Book
from marketplace.components.storefront.checkout_form import CostCentres, Means
from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.finance.credit import ON_ACCOUNT
from marketplace.domain.forms import FormReader
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.kit.postal_codes import postal_rule
from marketplace.queries.account.saved_cards import list_cards
from marketplace.queries.company_desk.cost_centres import list_cost_centre_choices
from marketplace.queries.shared.market import country_name, list_regions
from marketplace.queries.storefront.known_addresses import (
    KnownAddress,
    bill_addresses,
    default_bill_address,
    known_addresses,
)
from marketplace.services.buying.buyer_tax_ids import tax_id_on_file
from marketplace.services.buying.cart_access import Shopper, place_for
from marketplace.services.buying.checkout_form import CheckoutForm
from marketplace.services.finance.credit import asks_for_po, find_account
from marketplace.services.finance.payment_methods import list_methods
from marketplace.services.finance.saved_cards import may_keep
from marketplace.services.identity.access import find_store
from marketplace.services.identity.address_book import has_room, own_address
from marketplace.site.storefront.shopper_page import ShopperRequest

_FIELDS = tuple(f"shipping.{name}" for name in AddressInput.__dataclass_fields__)
_TEXTS = ("email", "provider", "card", "note", "po_number", "cost_centre", "request_title", "tax_id", "billing")
NAMES = (*_TEXTS, "keep_address", "keep_card", *_FIELDS)
_SAVED = "saved:"  # before the id of a kept card, among the ways to pay
_MINOR_UNITS = re.compile(r"[0-9]{1,15}")


def known_of(request: ShopperRequest) -> list[KnownAddress]:
    """The shopper's own addresses that can be delivered to from here."""
    countries = {code for code, _ in countries_of(request)}
    return known_addresses(request.page_request.db, request.shopper.actor, request.page_request.tenant.id, countries)


def book_of(request: ShopperRequest, known: Sequence[KnownAddress]) -> Book:
    """Their addresses as the form offers them."""
    db, actor, tenant_id = request.page_request.db, request.shopper.actor, request.page_request.tenant.id
    bills = [(one.key, f"{one.title}, {one.line}") for one in bill_addresses(db, actor, tenant_id)]
    return Book(
        known, bills, has_room(db, actor, tenant_id), f"/account/addresses?store={request.page_request.tenant.handle}"
    )


def fields_of(values: Mapping[str, Any]) -> dict[str, str]:
    """An address by the names of the form's fields."""
    return {f"shipping.{name}": str(value) for name, value in values.items()}


def first_values(request: ShopperRequest, addresses: Sequence[KnownAddress]) -> dict[str, str]:
    """What is known already: the cart's last address, the likeliest of the person's own, or the person's name."""
    cart, actor = request.cart, request.shopper.actor
    known = fields_of((cart and cart.shipping_address) or (addresses[0].values if addresses else {}))
    first, _, last = actor.name.partition(" ") if actor.user_id else ("", "", "")
    base = {
        "shipping.country": request.page_request.market.country,
        "shipping.first_name": first,
        "shipping.last_name": last,
    }
    tax_id = (cart and cart.tax_id) or tax_id_on_file(request.page_request.db, actor, request.page_request.tenant.id)
    return {
        **base,
        **known,
        "email": (cart and cart.email) or actor.email,
        "tax_id": print_tax_number(tax_id),
        "billing": default_bill_address(request.page_request.db, actor, request.page_request.tenant.id),
    }


def countries_of(request: ShopperRequest) -> list[tuple[str, str]]:
    """The countries of the region, with their names."""
    here = request.page_request.market.region_id
    return [
        (code, country_name(code))
        for region, code in list_regions(request.page_request.db, request.page_request.tenant)
        if region.id == here
    ]


def cost_centres_of(request: ShopperRequest) -> CostCentres:
    """Those of the company that is bought for."""
    actor, tenant_id = request.shopper.actor, request.page_request.tenant.id
    if not (company_id := buyer_of(actor, tenant_id).company_id):
        return CostCentres()
    return CostCentres(*list_cost_centre_choices(request.page_request.db, company_id))


def postal_codes_of(request: ShopperRequest) -> str:
    """What each country expects, as catalogue.js reads it."""
    rules = {code: postal_rule(code) for code, _ in countries_of(request)}
    return json.dumps({code: [rule.pattern, rule.says] for code, rule in rules.items() if rule.pattern})


def means_of(request: ShopperRequest) -> list[Means]:
    """The ways to pay: the cards that the shopper keeps, then what the store offers."""
    notes = {"card": "Charged when you place the order", "bank_transfer": "Ships once paid"}
    db, actor, tenant_id = request.page_request.db, request.shopper.actor, request.page_request.tenant.id
    kept = [
        Means(_SAVED + one.id, one.title, one.says, is_closed=one.is_expired)
        for one in list_cards(db, actor, tenant_id)
    ]
    room = may_keep(db, actor, tenant_id)
    if request.cart is None:
        return kept
    place = place_for(actor, request.cart)
    account = find_account(db, place, request.cart.currency)
    why_closed = account.why_closed(request.page.total_amount) if account else ""
    if account:
        notes[ON_ACCOUNT] = why_closed or f"{account.terms.words}, from the day the goods leave"
    return kept + [
        Means(
            one.code,
            "Another card" if kept and one.keeps_cards else one.title,
            notes.get(one.code, ""),
            one.test_cards,
            is_closed=one.code == ON_ACCOUNT and bool(why_closed),
            can_keep=one.keeps_cards and room,
        )
        for one in list_methods(db, tenant_id, request.cart.currency, location_id=place)
    ]


def po_place_of(request: ShopperRequest) -> str:
    """The name of the place that has the number of a purchase order on every order; empty otherwise."""
    place = place_for(request.shopper.actor, request.cart) if request.cart else ""
    return asks_for_po(request.page_request.db, place)


def at_fields(problems: Mapping[str, str]) -> dict[str, str]:
    """What is wrong with an address of the book is said where it was chosen."""
    errors = {name: sentence for name, sentence in problems.items() if not name.startswith("billing.")}
    wrong = [sentence for name, sentence in problems.items() if name.startswith("billing.")]
    return errors | ({"billing": f"Complete it in your address book first: {wrong[0]}"} if wrong else {})


def read_form(db: Session, shopper: Shopper, handle: str, values: Mapping[str, str], form: FormData) -> CheckoutForm:
    """What the shopper says; `seen` is what they were shown. Raises `Invalid` for an address that is not theirs."""
    typed = FormReader(form)
    seen, market, means = typed.raw("seen"), typed.raw("seen_market"), values["provider"]
    is_kept = means.startswith(_SAVED)
    return CheckoutForm(
        values["email"],
        AddressInput(**{name.removeprefix("shipping."): values[name] for name in _FIELDS}),
        "" if is_kept else means,
        saved_card_id=means.removeprefix(_SAVED) if is_kept else "",
        keep_card=values["keep_card"] == "yes",
        keep_address=values["keep_address"] == "yes",
        billing=_billing(db, shopper, handle, values["billing"]),
        payment_details={"card": values["card"] or "4242"},
        note=values["note"],
        po_number=values["po_number"],
        cost_centre=values["cost_centre"],
        request_title=values["request_title"],
        tax_id=values["tax_id"],
        seen_total_amount=int(seen) if _MINOR_UNITS.fullmatch(seen) else None,
        seen_market=(market[:3], market[4:64]) if market else None,
    )


def _billing(db: Session, shopper: Shopper, handle: str, key: str) -> AddressInput | None:
    """The address of the shopper's book that the invoice goes to; None for the delivery address."""
    if not key:
        return None
    try:
        row = own_address(db, shopper.actor, find_store(db, handle).id, key)
    except NotFound:
        raise Invalid({"billing": "This address is not in your address book. Choose another."}) from None
    return AddressInput(**{name: getattr(row, name) for name in AddressInput.__dataclass_fields__})
