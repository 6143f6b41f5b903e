"""A buyer's requests for quotes as their programs read them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.buying.buyer import company_grants
from marketplace.domain.errors import Invalid, NotFound, Unauthenticated
from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.requester import LINK_PURPOSE, Requester
from marketplace.domain.quotes.standing import Side
from marketplace.kit.signed_links import link_key
from marketplace.kit.sql import compose
from marketplace.models.quote import Quote
from marketplace.queries.shared.quote_document import QuoteDocument, read_document
from marketplace.queries.shared.quote_facts import find_buyer_request

WORDS = ("pending", "quoted", "accepted", "declined", "expired")
# The liveliest quote decides, as in `standing_of`; then the five words of `API_WORDS`.
_OWN = """
    from (select r.*, (select array_agg(q.status) from quote q
                       where q.request_id = r.id and q.tenant_id = r.tenant_id) as statuses
          from quote_request r
          where r.tenant_id = :tenant
            and ((r.company_id is null and r.user_id = :user)
              or (r.company_id = any(cast(:companies as text[]))
                  and (r.user_id = :user or r.location_id = any(cast(:places as text[])))))) r
    cross join lateral (select case
        when 'accepted' = any(r.statuses) then 'accepted'
        when 'quoted' = any(r.statuses) then 'quoted'
        when 'countered' = any(r.statuses) or 'pending' = any(r.statuses) then 'pending'
        when 'expired' = any(r.statuses) then 'expired'
        else 'declined' end as word) w
    where :word in ('', w.word)
"""
_COUNT = text(compose("select count(*) $source", source=_OWN))
_ROWS = """
    select r.id, r.number, r.title, w.word, r.currency, r.name, r.answer_by, r.created_at, r.awarded_at, r.cart_id,
        (select jsonb_agg(jsonb_build_object('id', q.id, 'status', q.status, 'vendor_id', v.id, 'vendor', v.name,
                    'handle', v.handle, 'revision', q.revision, 'valid_until', q.valid_until) order by v.name, q.id)
         from quote q join vendor v on v.id = q.vendor_id and v.tenant_id = q.tenant_id
         where q.request_id = r.id and q.tenant_id = r.tenant_id) as quotes
    $source order by r.number desc limit :limit offset :offset
"""
_PAGE = text(compose(_ROWS, source=_OWN))


@dataclass(frozen=True)
class RequestRow:
    """A request in a list; `quotes` are dicts of id, status, vendor, revision and validity."""

    id: str
    number: int
    title: str
    word: str
    currency: str
    name: str
    answer_by: datetime
    created_at: datetime
    awarded_at: datetime | None
    cart_id: str | None
    quotes: Sequence[Mapping[str, Any]]


def list_own_requests(
    db: Session, actor: Actor, tenant_id: str, *, word: str, limit: int, offset: int
) -> tuple[list[RequestRow], int]:
    """A page of what the actor reads here, newest first, and how many there are. Raises `Unauthenticated`."""
    if actor.user_id is None:
        raise Unauthenticated
    grants = company_grants(actor, tenant_id)
    where = {
        "tenant": tenant_id,
        "user": actor.user_id,
        "companies": [one.company_id for one in grants],
        "places": [key for one in grants for key in one.location_ids],
        "word": word,
    }
    count = int(db.connection().execute(_COUNT, where).scalar_one())
    rows = db.connection().execute(_PAGE, where | {"limit": limit, "offset": offset}).mappings()
    return [RequestRow(**{**row, "quotes": row["quotes"] or []}) for row in rows], count


def get_own_request(db: Session, requester: Requester, tenant_id: str, request_id: str) -> QuoteDocument:
    """One request that this buyer reads, a guest by the key of its link. Raises `NotFound`, `Unauthenticated`."""
    request = find_buyer_request(db, requester, tenant_id, request_id)
    key = link_key(LINK_PURPOSE, request.id) if request.user_id is None else ""
    return read_document(db, request, Side.BUYER, key=key)


def get_vendor_quote_id(db: Session, requester: Requester, tenant_id: str, request_id: str, wanted: str) -> str:
    """The vendor's quote that is meant: the `wanted` one, or without one the only one of the request.

    Raises `NotFound`, `Unauthenticated`, `Invalid` where several vendors were asked and none is named.
    """
    request = find_buyer_request(db, requester, tenant_id, request_id)
    of = select(Quote.id).where(Quote.request_id == request.id, Quote.tenant_id == tenant_id)
    quote_ids = db.exec(of).all()
    if not wanted and len(quote_ids) == 1:
        return quote_ids[0]
    if not wanted:
        raise Invalid({"vendor_quote_id": "Several vendors were asked. Name the quote that you mean."})
    if wanted not in quote_ids:
        raise NotFound("quote", wanted)
    return wanted
