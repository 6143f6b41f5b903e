"""What takes the place of an article that is sold no more, as its vendor says."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.catalogue.search_text import code_of


@dataclass(frozen=True)
class Successor:
    """The offer that replaces `replaced_id`, and where its product is."""

    replaced_id: str
    offer_id: str
    sku: str
    title: str
    handle: str

    @property
    def name(self) -> str:
        """`Belt grinder 120 (HB-120)`."""
        return f"{self.title} ({self.sku})"

    def path(self, store: str) -> str:
        """Where it is sold."""
        return f"/s/{store}/p/{self.handle}?offer={self.offer_id}"


_FROM = """
    select o.id, o.sku, v.sku, v.ean, n.id, n.sku, s.title, s.handle
    from product p
    join offer o on o.product_id = p.id and o.tenant_id = p.tenant_id and o.vendor_id = p.vendor_id
    join variant v on v.id = o.variant_id and v.tenant_id = o.tenant_id
    join offer n on n.vendor_id = p.vendor_id and n.tenant_id = p.tenant_id and n.sku = p.successor_sku
        and n.status = 'live'
    join product s on s.id = n.product_id and s.tenant_id = n.tenant_id and s.status = 'published'
    where p.tenant_id = :tenant and p.successor_sku <> ''
"""
_SIGNS = "regexp_replace(lower({}), '[^a-z0-9]', '', 'g') = any(:codes)"
_BY_CODE = text(f"{_FROM} and ({' or '.join(_SIGNS.format(one) for one in ('o.sku', 'v.sku', 'v.ean'))})")
_BY_OFFER = text(f"{_FROM} and o.id = any(:offers)")
_BY_PRODUCT = text(f"{_FROM} and p.handle = :handle limit 1")


def successors_of_codes(db: Session, tenant_id: str, codes: Collection[str]) -> dict[str, Successor]:
    """By `code_of` the SKU or EAN of what they replace."""
    rows = db.connection().execute(_BY_CODE, {"tenant": tenant_id, "codes": list(codes)})
    return {code: _successor(row) for row in rows for one in row[1:4] if (code := code_of(one or "")) and code in codes}


def successors_of_offers(db: Session, tenant_id: str, offer_ids: Collection[str]) -> dict[str, Successor]:
    """By the offer that they replace."""
    rows = db.connection().execute(_BY_OFFER, {"tenant": tenant_id, "offers": list(offer_ids)})
    return {row[0]: _successor(row) for row in rows}


def successor_of_product(db: Session, tenant_id: str, handle: str) -> Successor | None:
    """What replaces a product, published or not."""
    row = db.connection().execute(_BY_PRODUCT, {"tenant": tenant_id, "handle": handle}).first()
    return _successor(row) if row else None


def _successor(row: Sequence[str]) -> Successor:
    return Successor(row[0], row[4], row[5], title=row[6], handle=row[7])
