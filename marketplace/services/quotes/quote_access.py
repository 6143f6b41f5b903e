"""Who takes part in a quote: the buyer (a person, their company's people, or the holder of a link), and the vendor.

A request is locked before its quotes, and its quotes in the order of their ids.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Session, select

from marketplace.domain.errors import NotFound, Unauthenticated
from marketplace.domain.permissions import Actor, Permission, allows, require
from marketplace.domain.quotes.requester import LINK_PURPOSE, Requester, check_may_act, reads_request
from marketplace.domain.quotes.standing import Side
from marketplace.kit.signed_links import link_key, verify
from marketplace.kit.tokens import hash_token
from marketplace.models.cart import Cart
from marketplace.models.quote import Quote, QuoteRequest
from marketplace.models.vendor import Vendor


@dataclass(frozen=True)
class Seat:
    """A quote, its request and its vendor, under lock, seen from one side."""

    request: QuoteRequest
    quote: Quote
    vendor: Vendor
    side: Side


def quote_link(request: QuoteRequest) -> str:
    """The key with which whoever holds it speaks for a guest's request; nothing for one that has an account."""
    return link_key(LINK_PURPOSE, request.id) if request.user_id is None else ""


def may_read(requester: Requester, request: QuoteRequest) -> bool:
    """Whether a request is theirs, also by a guest's link."""
    holds_link = bool(requester.key) and verify(requester.key, LINK_PURPOSE, request.id)
    return reads_request(requester, request.owner, holds_link=holds_link)


def find_request(db: Session, requester: Requester, tenant_id: str, request_id: str) -> QuoteRequest:
    """A request of this buyer. Raises `NotFound`, `Unauthenticated` for a guest without its link."""
    request = _request(db, tenant_id, request_id)
    if request is None or not may_read(requester, request):
        if requester.actor.user_id is None and not requester.key:
            raise Unauthenticated
        raise NotFound("quote", request_id)
    return request


def open_by_link(db: Session, requester: Requester, tenant_id: str, request_id: str) -> QuoteRequest:
    """A guest's request by the key of its link; a cart that was awarded is bought in this browser from now on.

    Raises `NotFound` for a key that is none.
    """
    request = find_request(db, requester, tenant_id, request_id)
    if request.cart_id is not None and requester.token:
        cart = db.exec(
            select(Cart).where(Cart.id == request.cart_id, Cart.tenant_id == tenant_id).with_for_update()
        ).one()
        if cart.completed_at is None and cart.user_id is None:
            cart.token_hash = hash_token(requester.token)
            db.flush()
    return request


def lock_request(db: Session, requester: Requester, tenant_id: str, request_id: str) -> QuoteRequest:
    """As `find_request`, under lock, for who changes it. Raises `Forbidden` for those who only look on."""
    request = find_request(db, requester, tenant_id, request_id)
    check_may_act(requester, request.owner)
    return _locked(db, tenant_id, request_id)


def lock_seat(db: Session, requester: Requester, tenant_id: str, quote_id: str) -> Seat:
    """One vendor's quote of this buyer's request, to be changed. Raises as `lock_request`."""
    request_id = db.exec(select(Quote.request_id).where(Quote.id == quote_id, Quote.tenant_id == tenant_id)).first()
    if request_id is None:
        raise NotFound("quote", quote_id)
    return _seat(db, lock_request(db, requester, tenant_id, request_id), quote_id, Side.BUYER)


def lock_vendor_seat(db: Session, actor: Actor, quote_id: str, permission: Permission) -> Seat:
    """A quote of the actor's vendor, to be changed. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    quote = db.exec(select(Quote).where(Quote.id == quote_id)).first()
    require(actor, permission, tenant_id=quote.tenant_id if quote else "", vendor_id=quote.vendor_id if quote else "")
    if quote is None:
        raise NotFound("quote", quote_id)
    return _seat(db, _locked(db, quote.tenant_id, quote.request_id), quote.id, Side.VENDOR)


def lock_store_seat(db: Session, actor: Actor, quote_id: str) -> Seat:
    """A quote of a store that the actor runs. Raises `NotFound`, `Forbidden`, `Unauthenticated`."""
    quote = db.exec(select(Quote).where(Quote.id == quote_id)).first()
    require(actor, Permission.QUOTE_GOVERN, tenant_id=quote.tenant_id if quote else "")
    if quote is None:
        raise NotFound("quote", quote_id)
    return _seat(db, _locked(db, quote.tenant_id, quote.request_id), quote.id, Side.STORE)


def find_vendor_quote(db: Session, actor: Actor, quote_id: str) -> Quote:
    """A quote that the actor reads as its vendor or as the store. Raises `NotFound`, `Unauthenticated`."""
    quote = db.exec(select(Quote).where(Quote.id == quote_id)).first()
    if quote is None or not allows(actor, Permission.QUOTE_SEE, tenant_id=quote.tenant_id, vendor_id=quote.vendor_id):
        if actor.user_id is None:
            raise Unauthenticated
        raise NotFound("quote", quote_id)
    return quote


def lock_quotes(db: Session, request: QuoteRequest) -> Sequence[Quote]:
    """Every quote of a locked request, under lock."""
    of = select(Quote).where(Quote.request_id == request.id, Quote.tenant_id == request.tenant_id)
    locked = of.order_by(Quote.id).with_for_update().execution_options(populate_existing=True)
    return db.exec(locked).all()


def _request(db: Session, tenant_id: str, request_id: str) -> QuoteRequest | None:
    mine = select(QuoteRequest).where(QuoteRequest.id == request_id, QuoteRequest.tenant_id == tenant_id)
    return db.exec(mine).first()


def _locked(db: Session, tenant_id: str, request_id: str) -> QuoteRequest:
    mine = select(QuoteRequest).where(QuoteRequest.id == request_id, QuoteRequest.tenant_id == tenant_id)
    return db.exec(mine.with_for_update().execution_options(populate_existing=True)).one()


def _seat(db: Session, request: QuoteRequest, quote_id: str, side: Side) -> Seat:
    of = select(Quote).where(Quote.id == quote_id, Quote.tenant_id == request.tenant_id)
    quote = db.exec(of.with_for_update().execution_options(populate_existing=True)).one()
    vendor = db.exec(select(Vendor).where(Vendor.id == quote.vendor_id, Vendor.tenant_id == request.tenant_id)).one()
    return Seat(request, quote, vendor, side)
