"""Quotes as JSON: the buyer's request with all its quotes, and one vendor's quote at a desk. Money in major units."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from marketplace.api.http.responses import major
from marketplace.api.store.schemas import Page, Shape
from marketplace.domain.quotes.standing import Side, turn_of
from marketplace.domain.quotes.terms import Break, QuotedLine, totals_of
from marketplace.kit.clock import iso
from marketplace.queries.desk_api.quotes import QuoteRow
from marketplace.queries.shared.quote_document import QuoteDocument
from marketplace.queries.shared.quote_facts import QuoteFacts
from marketplace.queries.store_api.quotes import RequestRow
from marketplace.settings import settings


class VendorQuote(Shape):
    """One vendor's side. `status` is one of eight words, `turn` who acts next; `revisions` are all that were sent."""

    status: str = Field(examples=["quoted"])
    turn: str | None = Field(None, examples=["buyer"])
    revision: int
    revisions: list[dict[str, Any]] = []
    messages: list[dict[str, Any]] = []


class QuoteRequest(Shape):
    """`status` is pending, quoted, accepted, declined or expired; `link` lets a guest back in."""

    display_id: str = Field(examples=["Q-1001"])
    status: str = Field(examples=["pending"])
    currency_code: str
    cart_id: str | None = Field(None, description="What was accepted, to be completed as any cart.")
    items: list[dict[str, Any]] = []
    vendor_quotes: list[dict[str, Any]] = []


class OneQuoteRequest(BaseModel):
    quote: QuoteRequest


class QuoteRequests(Page):
    quotes: list[QuoteRequest]


class OneVendorQuote(BaseModel):
    model_config = ConfigDict(extra="allow")

    quote: VendorQuote


class VendorQuotes(Page):
    quotes: list[Shape]


class AnsweredQuote(OneVendorQuote):
    """`below_margin` are the items whose prices leave less than the vendor's margin: the answer waits for an owner."""

    below_margin: list[str]


def request_json(document: QuoteDocument) -> dict[str, Any]:
    """The whole request, as its buyer reads it."""
    facts, request = document.facts, document.facts.request
    return {
        "id": request.id,
        "display_id": facts.number,
        "title": request.title,
        "note": request.note or None,
        "status": document.word,
        "source": request.source,
        "region_id": request.region_id,
        "currency_code": facts.currency.lower(),
        "name": request.name or None,
        "email": request.email,
        "ship_to": ship_to_json(document),
        "answer_by": iso(request.answer_by),
        "hides_vendors": request.hides_vendors,
        "shares_targets": request.shares_targets,
        "created_at": iso(request.created_at),
        "awarded_at": _iso(request.awarded_at),
        "cart_id": request.cart_id,
        "items": items_json(document),
        "chosen": [{"item_id": item, "vendor_quote_id": quote} for item, quote in request.choice.items()],
        "vendor_quotes": [quote_json(document, one) for one in facts.quotes],
        **_link(document),
    }


def _link(document: QuoteDocument) -> dict[str, str]:
    if not document.key:
        return {}
    path = f"/s/{document.facts.store.handle}/quotes/open/{document.facts.request.id}/{document.key}"
    return {"key": document.key, "link": settings().base_url + path}


def desk_quote_json(document: QuoteDocument) -> dict[str, Any]:
    """One vendor's quote, with what its buyer asks for. A vendor reads no address, and nothing of other vendors."""
    facts, request = document.facts, document.facts.request
    one = facts.quotes[0]
    known = {"email": request.email} if document.side is Side.STORE else {}
    return quote_json(document, one) | {
        "request_id": request.id,
        "display_id": facts.number,
        "tenant_id": request.tenant_id,
        "title": request.title,
        "note": request.note or None,
        "currency_code": facts.currency.lower(),
        "buyer": {"name": request.name or None, **known},
        "ship_to": ship_to_json(document),
        "answer_by": iso(request.answer_by),
        "created_at": iso(one.quote.created_at),
        "items": items_json(document),
    }


def ship_to_json(document: QuoteDocument) -> dict[str, Any]:
    """What freight depends on."""
    place = document.facts.request.ship_to
    return {
        "country_code": str(place.get("country", "")).lower() or None,
        "postal_code": place.get("postal_code") or None,
        "city": place.get("city") or None,
    }


def items_json(document: QuoteDocument) -> list[dict[str, Any]]:
    """The lines that are asked for."""
    currency = document.facts.currency
    shown = []
    for line in document.facts.lines:
        target = line.target_amount if document.shows_targets else None
        is_told = document.shows_article(line)
        shown.append(
            {
                "id": line.id,
                "offer_id": line.offer_id if is_told else None,
                "variant_id": line.variant_id if is_told else None,
                "product_id": line.product_id if is_told else None,
                "sku": (line.sku or None) if is_told else None,
                "title": line.title,
                "unit": line.unit,
                "quantity": line.quantity,
                "target_price": None if target is None else major(target, currency),
                "wanted_on": line.wanted_on.isoformat() if line.wanted_on else None,
                "note": line.note or None,
            }
        )
    return shown


def quote_json(document: QuoteDocument, one: QuoteFacts) -> dict[str, Any]:
    """One vendor's side of a request, as the document's side reads it."""
    quote = one.quote
    return {
        "id": quote.id,
        "status": quote.status,
        "turn": turn_of(quote.status),
        "vendor": {"id": one.vendor.id, "name": one.vendor.name, "handle": one.vendor.handle},
        "revision": quote.revision,
        "valid_until": _iso(quote.valid_until),
        "reserves_stock": quote.reserves_stock,
        "answered_at": _iso(quote.answered_at),
        "ended_at": _iso(quote.ended_at),
        "end_reason": quote.end_reason or None,
        "revisions": _revisions(document, one),
        "messages": _messages(document, one),
    }


def _revisions(document: QuoteDocument, one: QuoteFacts) -> list[dict[str, Any]]:
    currency, shown = document.facts.currency, []
    for revision in one.revisions:
        terms = revision.terms
        sums = totals_of(terms.lines, terms.freight_amount, terms.freight_tax, inclusive=terms.is_tax_inclusive)
        shown.append(
            {
                "number": revision.number,
                "side": revision.side,
                "author": revision.author,
                "created_at": iso(revision.created_at),
                "valid_until": _iso(revision.valid_until),
                "payment_terms": terms.payment_terms or None,
                "note": terms.note or None,
                "is_tax_inclusive": terms.is_tax_inclusive,
                "freight": major(terms.freight_amount, currency),
                "item_total": major(sums.goods, currency),
                "shipping_total": major(sums.freight, currency),
                "tax_total": major(sums.tax, currency),
                "total": major(sums.total, currency),
                "items": [_line(line, currency) for line in terms.lines],
            }
        )
    return shown


def _line(line: QuotedLine, currency: str) -> dict[str, Any]:
    return {
        "item_id": line.line_id,
        "cannot": line.cannot,
        "offer_id": line.offer_id or None,
        "title": line.title or None,
        "sku": line.sku or None,
        "is_substitute": line.is_substitute,
        "quantity": line.bought_quantity,
        "min_quantity": line.min_quantity,
        "unit_price": None if line.cannot else major(line.bought_unit_amount, currency),
        "breaks": [
            {"min_quantity": one.min_quantity, "unit_price": major(one.amount, currency)} for one in line.breaks
        ],
        "lead_days": line.lead_days,
        "note": line.note or None,
        "total": major(line.shown_amount, currency),
    }


def _step(one: Break, currency: str) -> dict[str, Any]:
    return {"min_quantity": one.min_quantity, "unit_price": major(one.amount, currency)}


def _messages(document: QuoteDocument, one: QuoteFacts) -> list[dict[str, Any]]:
    return [
        {
            "id": comment.id,
            "item_id": comment.line_id,
            "side": comment.side,
            "author": comment.author,
            "is_internal": comment.is_internal,
            "body": comment.body,
            "created_at": iso(comment.created_at),
        }
        for comment in document.comments[one.quote.id]
    ]


def request_row_json(row: RequestRow) -> dict[str, Any]:
    """A request in a list: without lines and revisions."""
    return {
        "id": row.id,
        "display_id": f"Q-{row.number}",
        "title": row.title,
        "status": row.word,
        "currency_code": row.currency.lower(),
        "name": row.name or None,
        "answer_by": iso(row.answer_by),
        "created_at": iso(row.created_at),
        "awarded_at": _iso(row.awarded_at),
        "cart_id": row.cart_id,
        "vendor_quotes": [
            {
                "id": one["id"],
                "status": one["status"],
                "turn": turn_of(one["status"]),
                "vendor": {"id": one["vendor_id"], "name": one["vendor"], "handle": one["handle"]},
                "revision": one["revision"],
                "valid_until": _iso(datetime.fromisoformat(one["valid_until"])) if one["valid_until"] else None,
            }
            for one in row.quotes
        ],
    }


def quote_row_json(row: QuoteRow) -> dict[str, Any]:
    """A vendor's quote in a list of a desk."""
    return {
        "id": row.id,
        "tenant_id": row.tenant_id,
        "request_id": row.request_id,
        "display_id": f"Q-{row.number}",
        "title": row.title,
        "buyer": {"name": row.buyer or None},
        "vendor": {"id": row.vendor_id, "name": row.vendor, "handle": row.vendor_handle},
        "status": row.status,
        "turn": turn_of(row.status),
        "revision": row.revision,
        "currency_code": row.currency.lower(),
        "total": None if row.total_amount is None else major(row.total_amount, row.currency),
        "answer_by": iso(row.answer_by),
        "valid_until": _iso(row.valid_until),
        "answered_at": _iso(row.answered_at),
        "ended_at": _iso(row.ended_at),
        "created_at": iso(row.created_at),
    }


def _iso(moment: datetime | None) -> str | None:
    return iso(moment) if moment else None
