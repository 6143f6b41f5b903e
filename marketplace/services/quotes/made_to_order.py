"""Goods that no catalogue holds, once somebody has bought them: an article of the vendor that nobody else is shown."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.domain.lifecycle import ProductStatus
from marketplace.domain.quotes.terms import QuotedLine
from marketplace.kit.ids import new_id
from marketplace.models.catalogue import Product, Variant
from marketplace.models.offer import Offer
from marketplace.models.quote import QuoteRequest


def offer_for_goods(db: Session, request: QuoteRequest, vendor_id: str, line: QuotedLine) -> str:
    """An archived article made for one line of one quote, so that its order, papers and returns are as any other's;
    the id of its offer."""
    key = line.line_id.rpartition("_")[2].lower()
    product = Product(
        id=new_id("prod"),
        tenant_id=request.tenant_id,
        vendor_id=vendor_id,
        handle=f"quoted-{request.number}-{key}",
        title=line.title,
        description=line.note,
        status=ProductStatus.ARCHIVED,
        meta={"quote_request": request.id},
    )
    db.add(product)
    db.flush()
    variant = Variant(
        id=new_id("variant"), tenant_id=request.tenant_id, product_id=product.id, title=line.title, sku=""
    )
    db.add(variant)
    db.flush()
    offer = Offer(
        id=new_id("offer"),
        tenant_id=request.tenant_id,
        product_id=product.id,
        variant_id=variant.id,
        vendor_id=vendor_id,
        sku=f"Q-{request.number}-{key[-6:].upper()}",
        lead_time_days=line.lead_days or 1,
        allows_backorder=True,
    )
    db.add(offer)
    db.flush()
    return offer.id
