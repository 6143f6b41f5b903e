"""What a vendor is called, for the chip of a filter."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.models.vendor import Vendor


def vendor_name(db: Session, vendor_id: str) -> str:
    """The vendor's name within this session's reach; the id itself when there is none."""
    return db.exec(select(Vendor.name).where(Vendor.id == vendor_id)).first() or vendor_id
