"""The comparison of a request as a table for spreadsheets: a row for each line and vendor."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.domain.quotes.requester import Requester
from marketplace.models.quote import QuoteRequestLine
from marketplace.queries.formatting.amounts import plain_amount
from marketplace.queries.shared.quote_facts import QuoteFacts, RequestFacts, find_buyer_request, read_facts
from marketplace.queries.storefront.quote_comparison import get_comparison

COMPARISON_HEAD = (
    "Line",
    "Asked for",
    "Wanted",
    "Vendor",
    "Status",
    "Revision",
    "Offered",
    "Article offered",
    "SKU",
    "Each",
    "Pieces",
    "Amount",
    "Currency",
    "Minimum",
    "Lead days",
    "Note",
    "Freight of all",
    "Valid until",
    "Chosen",
)


def list_comparison_rows(
    db: Session, requester: Requester, tenant_id: str, request_id: str
) -> tuple[str, list[list[str]]]:
    """The request's number, and a row for each line and vendor (`COMPARISON_HEAD`); amounts as programs read them.

    Raises `NotFound`, `Unauthenticated`.
    """
    facts = read_facts(db, find_buyer_request(db, requester, tenant_id, request_id))
    choice = get_comparison(db, requester, tenant_id, request_id).choice
    rows = [
        [*_row(facts, at, line, one), "yes" if choice.get(line.id) == one.quote.id else ""]
        for at, line in enumerate(facts.lines, 1)
        for one in facts.quotes
    ]
    return facts.number, rows


def _row(facts: RequestFacts, at: int, line: QuoteRequestLine, one: QuoteFacts) -> list[str]:
    currency, answer, until = facts.currency, one.answer, one.quote.valid_until
    asked_for = [str(at), line.title, str(line.quantity)]
    shown = [*asked_for, one.vendor.name, one.quote.status, str(answer.number) if answer else ""]
    offer = one.column().offered(line.id)
    if answer is None or offer is None:
        return [*shown, "no" if answer else "", *[""] * (len(COMPARISON_HEAD) - len(shown) - 2)]
    return [
        *shown,
        "yes",
        offer.title,
        offer.sku,
        plain_amount(offer.bought_unit_amount, currency),
        str(offer.bought_quantity),
        plain_amount(offer.shown_amount, currency),
        currency,
        str(offer.min_quantity),
        "" if offer.lead_days is None else str(offer.lead_days),
        offer.note,
        plain_amount(answer.terms.freight_amount, currency),
        f"{until:%Y-%m-%d %H:%M} UTC" if until else "",
    ]
