"""The cart of an award: quoted prices, taxes and freight, written down; stock held where the vendor said so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.kit.ids import new_id
from marketplace.kit.tokens import hash_token
from marketplace.models.cart import Cart, CartLine
from marketplace.models.quote import Quote, QuoteRequest, QuoteRevision
from marketplace.models.quoted import QuotedCart, QuotedGoods
from marketplace.services.buying.reservations import Holder, Wanted, hold_stock
from marketplace.services.quotes.made_to_order import offer_for_goods
from marketplace.services.quotes.quote_changes import number_of
from marketplace.services.quotes.tax_terms import tax_terms


@dataclass(frozen=True)
class Awarded:
    """What one vendor delivers of an award."""

    quote: Quote
    revision: QuoteRevision
    lines: tuple[QuotedLine, ...]


def make_quote_cart(
    db: Session, requester: Requester, request: QuoteRequest, awards: Sequence[Awarded], *, holds_until: datetime
) -> Cart:
    """One cart of everything that was awarded. It is its asker's: a colleague who awards leaves it with them.

    Raises `SoldOut` where a vendor promised stock that is not there any more.
    """
    taxes = tax_terms(db, request, for_buyer=False)
    cart = Cart(
        id=new_id("cart"),
        tenant_id=request.tenant_id,
        region_id=request.region_id,
        currency=request.currency,
        user_id=request.user_id,
        company_location_id=request.location_id,
        token_hash=hash_token(requester.token) if request.user_id is None and requester.token else None,
        email=request.email,
        quote_request_id=request.id,
        quoted=QuotedCart(
            holds_until=max([holds_until, *(one.quote.valid_until or holds_until for one in awards)]),
            choice={line.line_id: one.quote.id for one in awards for line in one.lines},
            freights={one.quote.vendor_id: one.revision.terms.freight_amount for one in awards},
            freight_tax=taxes.freight,
            is_tax_inclusive=taxes.is_inclusive,
        ),
    )
    db.add(cart)
    db.flush()
    for one in awards:
        wanted = [_put_in(db, cart, request, one, line) for line in one.lines]
        if one.quote.reserves_stock and one.quote.valid_until is not None:
            holder = Holder(cart.tenant_id, cart.id)
            hold_stock(db, holder, wanted, backorder=[line.offer_id for line in wanted], until=one.quote.valid_until)
    return cart


def _put_in(db: Session, cart: Cart, request: QuoteRequest, award: Awarded, line: QuotedLine) -> Wanted:
    offer_id = line.offer_id or offer_for_goods(db, request, award.quote.vendor_id, line)
    row = CartLine(
        id=new_id("cln"),
        tenant_id=cart.tenant_id,
        cart_id=cart.id,
        offer_id=offer_id,
        quantity=line.bought_quantity,
        seen_unit_amount=line.bought_unit_amount,
        meta={"quote_line_id": line.line_id},
        quoted=QuotedGoods(
            unit_amount=line.bought_unit_amount,
            tax=line.tax,
            source=f"{number_of(request)}, revision {award.revision.number}",
            title=line.title if not line.offer_id else "",
            lead_days=line.lead_days,
        ),
    )
    db.add(row)
    db.flush()
    return Wanted(row.id, offer_id, row.quantity)
