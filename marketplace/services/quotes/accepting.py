"""An award: the chosen lines become one cart at the quoted prices, once, whatever is clicked twice."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict, Invalid
from marketplace.domain.lifecycle import QUOTE, QuoteStatus, VendorStatus, after, can
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.standing import check_holds
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.domain.topics import Topic
from marketplace.kit.clock import now
from marketplace.models.cart import Cart
from marketplace.models.quote import Quote, QuoteRequest, QuoteRevision
from marketplace.models.vendor import Vendor
from marketplace.services.quotes.negotiating import decline_the_rest
from marketplace.services.quotes.quote_access import lock_quotes, lock_request
from marketplace.services.quotes.quote_carts import Awarded, make_quote_cart
from marketplace.services.quotes.quote_changes import Happened, record_change
from marketplace.services.quotes.revisions import RevisionMoved, last_revision

# Approvals take their time: so long after the award its prices are held, though the validity may end before.
HELD_FOR = timedelta(days=14)


class AlreadyAwarded(Conflict):
    """The request was awarded before, with another choice."""

    def __init__(self) -> None:
        super().__init__("This request is awarded already. Open its cart to order what was chosen.")


@dataclass(frozen=True)
class AwardForm:
    """The choice: line -> quote. `revisions` are those that were looked at, by quote: another one is not accepted."""

    choice: Mapping[str, str]
    revisions: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True)
class _Chosen:
    quote: Quote
    vendor: Vendor
    revision: QuoteRevision
    lines: tuple[QuotedLine, ...]


def award_request(db: Session, requester: Requester, tenant_id: str, request_id: str, form: AwardForm) -> Cart:
    """Accept the chosen lines: one cart of all of them, and the end of what was not chosen.

    The same choice again answers the same cart. Raises `NotFound`, `Forbidden`, `AlreadyAwarded`, `RevisionMoved`,
    `QuoteExpired`, `Conflict` for a vendor that is closed, `Invalid` for `choice`.
    """
    request = lock_request(db, requester, tenant_id, request_id)
    quotes = lock_quotes(db, request)
    if request.cart_id is not None:
        return _known(db, request, form)
    if not form.choice:
        raise Invalid({"choice": "Choose an offer for at least one line."})
    vendors = _vendors(db, tenant_id, quotes)
    chosen = _chosen(db, quotes, vendors, form)
    moment = now()
    awards = [Awarded(one.quote, one.revision, one.lines) for one in chosen]
    cart = make_quote_cart(db, requester, request, awards, holds_until=moment + HELD_FOR)
    request.cart_id, request.awarded_at, request.choice = cart.id, moment, dict(form.choice)
    for one in chosen:
        one.quote.status = after(QUOTE, "accept", one.quote.status)
        one.quote.ended_at = moment
        record_change(
            db,
            requester.actor,
            one.quote,
            request,
            Happened(AuditAction.QUOTE_ACCEPTED, Topic.QUOTE_ACCEPTED, "mail.quote_accepted"),
            vendor=one.vendor.name,
            lines=len(one.lines),
            revision=one.revision.number,
        )
    taken = {one.quote.id for one in chosen}
    for quote in quotes:
        if quote.id not in taken and can(QUOTE, "decline", quote.status):
            decline_the_rest(db, requester, request, vendors[quote.vendor_id], quote)
    return cart


def keep_choice(db: Session, requester: Requester, tenant_id: str, request_id: str, choice: Mapping[str, str]) -> None:
    """Remember what the buyer has picked so far; nothing is promised by it. Raises as `lock_request`, `AlreadyAwarded`,
    `Invalid` for a quote that is not of this request."""
    request = lock_request(db, requester, tenant_id, request_id)
    if request.cart_id is not None:
        raise AlreadyAwarded
    quote_ids = set(db.exec(select(Quote.id).where(Quote.request_id == request.id, Quote.tenant_id == tenant_id)))
    if set(choice.values()) - quote_ids:
        raise Invalid({"choice": "One of these offers is not of this request. Reload the page and choose again."})
    request.choice, request.has_chosen = dict(choice), True
    db.flush()


def accept_quote(db: Session, requester: Requester, tenant_id: str, quote_id: str, *, revision: int = 0) -> Cart:
    """Take everything that one vendor offers. `revision` is the one that was seen, 0 for the last. Raises as
    `award_request`."""
    quote = db.exec(select(Quote).where(Quote.id == quote_id, Quote.tenant_id == tenant_id)).first()
    if quote is None:
        raise Conflict("This quote does not exist, or not for you.")
    standing = last_revision(db, quote)
    lines = standing.terms.lines if standing else ()
    choice = {one.line_id: quote.id for one in lines if not one.cannot}
    seen = {quote.id: revision} if revision else {}
    return award_request(db, requester, tenant_id, quote.request_id, AwardForm(choice, seen))


def _known(db: Session, request: QuoteRequest, form: AwardForm) -> Cart:
    cart = db.exec(select(Cart).where(Cart.id == request.cart_id, Cart.tenant_id == request.tenant_id)).one()
    if form.choice and (cart.quoted is None or dict(form.choice) != cart.quoted.choice):
        raise AlreadyAwarded
    return cart


def _vendors(db: Session, tenant_id: str, quotes: Sequence[Quote]) -> dict[str, Vendor]:
    of = select(Vendor).where(Vendor.tenant_id == tenant_id, col(Vendor.id).in_([one.vendor_id for one in quotes]))
    return {one.id: one for one in db.exec(of)}


def _chosen(db: Session, quotes: Sequence[Quote], vendors: Mapping[str, Vendor], form: AwardForm) -> list[_Chosen]:
    by_id = {one.id: one for one in quotes}
    if set(form.choice.values()) - set(by_id):
        raise Invalid({"choice": "One of these offers is not of this request. Reload the page and choose again."})
    return [_one(db, by_id[key], vendors[by_id[key].vendor_id], form) for key in sorted(set(form.choice.values()))]


def _one(db: Session, quote: Quote, vendor: Vendor, form: AwardForm) -> _Chosen:
    if quote.status != QuoteStatus.QUOTED:
        raise Conflict(f"{vendor.name} has no offer that could be accepted: it is {quote.status}.")
    check_holds(quote.valid_until, now())
    if vendor.status != VendorStatus.APPROVED:
        raise Conflict(f"{vendor.name} does not sell here any more. Choose another offer.")
    revision = last_revision(db, quote)
    assert revision is not None, quote.id
    if form.revisions.get(quote.id, revision.number) != revision.number:
        raise RevisionMoved(revision.number)
    wanted = {line for line, key in form.choice.items() if key == quote.id}
    lines = tuple(one for one in revision.terms.lines if one.line_id in wanted and not one.cannot)
    if len(lines) < len(wanted):
        raise Invalid({"choice": f"{vendor.name} does not offer one of the chosen lines. Choose again."})
    return _Chosen(quote, vendor, revision, lines)
