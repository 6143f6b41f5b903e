"""What a vendor can answer a request with: its own articles, by what was asked for and by SKU."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor, vendor_grant
from marketplace.domain.quotes.answer_fields import Article
from marketplace.queries.formatting.options import Option
from marketplace.queries.shared.quote_facts import RequestFacts

MOST_OFFERED = 300  # articles that the field for a substitute proposes; any other SKU can be typed
_OF_VARIANTS = text("""
    select o.id, o.variant_id, o.sku, o.cost_amount, o.cost_currency, o.lead_time_days, o.min_quantity from offer o
    where o.tenant_id = :tenant and o.vendor_id = :vendor
      and (o.variant_id = any(cast(:variants as text[])) or o.id = any(cast(:offers as text[])))
""")
_BY_SKU = text("""
    select o.id, o.sku from offer o
    where o.tenant_id = :tenant and o.vendor_id = :vendor and lower(o.sku) = any(cast(:skus as text[]))
""")
_ALL = text("""
    select o.sku, p.title from offer o join product p on p.id = o.product_id and p.tenant_id = o.tenant_id
    where o.tenant_id = :tenant and o.vendor_id = :vendor and o.status = 'live' and p.status = 'published'
    order by o.sku limit :most
""")


@dataclass(frozen=True)
class OwnArticle:
    """An article of the vendor; `cost_amount` in the currency of the request, None where it is not known."""

    offer_id: str
    sku: str
    lead_days: int
    min_quantity: int
    cost_amount: int | None


def own_article_of_lines(db: Session, facts: RequestFacts, vendor_id: str) -> Mapping[str, OwnArticle]:
    """By line: what this vendor sells of it. Lines that it sells nothing of are left out."""
    by_variant = _read(db, facts, vendor_id, [one.variant_id for one in facts.lines if one.variant_id], [])
    return {line.id: by_variant[line.variant_id] for line in facts.lines if line.variant_id in by_variant}


def own_articles(db: Session, facts: RequestFacts, vendor_id: str, offer_ids: Iterable[str]) -> dict[str, OwnArticle]:
    """The vendor's own among these offers, by their ids."""
    return {one.offer_id: one for one in _read(db, facts, vendor_id, [], list(offer_ids)).values()}


def find_by_sku(db: Session, actor: Actor, skus: Iterable[str]) -> dict[str, Article]:
    """The actor's own articles with these SKUs, by SKU in small letters. Raises `Unauthenticated`, `Forbidden`."""
    grant = vendor_grant(actor)
    wanted = {sku.strip().lower() for sku in skus if sku.strip()}
    values = {"tenant": grant.tenant_id, "vendor": grant.vendor_id, "skus": list(wanted)}
    return {row.sku.lower(): Article(row.id, row.sku) for row in db.connection().execute(_BY_SKU, values)}


def list_skus(db: Session, actor: Actor) -> list[Option]:
    """What the vendor has live, to be proposed while a SKU is typed."""
    grant = vendor_grant(actor)
    values = {"tenant": grant.tenant_id, "vendor": grant.vendor_id, "most": MOST_OFFERED}
    return [Option(row.sku, row.title) for row in db.connection().execute(_ALL, values)]


def _read(
    db: Session, facts: RequestFacts, vendor_id: str, variants: list[str], offers: list[str]
) -> dict[str, OwnArticle]:
    values = {"tenant": facts.request.tenant_id, "vendor": vendor_id, "variants": variants, "offers": offers}
    return {
        row.variant_id: OwnArticle(
            row.id,
            row.sku,
            row.lead_time_days,
            row.min_quantity,
            row.cost_amount if row.cost_currency == facts.currency else None,
        )
        for row in db.connection().execute(_OF_VARIANTS, values)
    }
