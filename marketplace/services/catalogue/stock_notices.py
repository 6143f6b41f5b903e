"""“Notify me”: a wish to hear of goods that nobody can buy now, and the one letter when they come in."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete, text
from sqlalchemy.dialects.postgresql import insert
from sqlmodel import Session, col, select

from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.domain.errors import NotFound, TooManyRequests
from marketplace.domain.lifecycle import OfferStatus
from marketplace.kit.ids import new_id
from marketplace.kit.jobs import enqueue
from marketplace.kit.ratelimit import limit
from marketplace.kit.sql import compose
from marketplace.models.offer import Offer
from marketplace.models.stock_notice import StockNotice
from marketplace.services.identity.identity import normal_email


def ask_for_notice(db: Session, tenant_id: str, *, offer_id: str, email: str) -> bool:
    """Keep the wish; the same one again is the same wish. Returns False, and keeps none, where the goods have come in
    while the page was open. Ten an hour go to one address, beyond that none is kept and the answer is the same.

    Raises `Invalid` for `email`, `NotFound` for what is not offered here.
    """
    address = normal_email(email)
    live = select(Offer.id).where(Offer.id == offer_id, Offer.tenant_id == tenant_id, Offer.status == OfferStatus.LIVE)
    if db.exec(live).first() is None:
        raise NotFound("offer")
    try:
        limit("10/hour", "stock-notice", address)
    except TooManyRequests:
        return True
    row = {"id": new_id("sno"), "tenant_id": tenant_id, "offer_id": offer_id, "email": address}
    db.connection().execute(insert(StockNotice).values(row).on_conflict_do_nothing())
    if not _ready(db, "notice", row["id"]):
        return True
    db.exec(delete(StockNotice).where(col(StockNotice.id) == row["id"]))
    return False


def is_awaited(db: Session, tenant_id: str, what: str, key: str) -> bool:
    """Whether somebody waits for goods that a change of this product or vendor (`what`) may bring."""
    params = {"tenant": tenant_id, "key": key}
    return what in _AWAITED and bool(db.connection().execute(_AWAITED[what], params).scalar_one())


def send_notices(db: Session, what: str, key: str) -> int:
    """Write to everybody who waits for goods of this product or vendor (`what`), if they can be bought again; returns
    how many."""
    notices = _ready(db, what, key)
    for row in notices:
        _send_letter(db, row)
    db.exec(delete(StockNotice).where(col(StockNotice.id).in_([row.id for row in notices])))
    return len(notices)


def _ready(db: Session, what: str, key: str) -> list[Any]:
    """The wishes of this product, vendor or notice whose goods can be bought."""
    rows = db.connection().execute(_COME[what], {"key": key})
    return [row for row in rows if QuantityRule(row.min_quantity, row.quantity_step).within(row.free)]


_BY = {"product": "o.product_id = :key", "vendor": "o.vendor_id = :key", "notice": "n.id = :key"}
_AWAITED = {
    what: text(
        compose(
            """
        select exists (select 1 from stock_notice n join offer o on o.id = n.offer_id and o.tenant_id = n.tenant_id
                       where n.tenant_id = :tenant and $by)
    """,
            by=_BY[what],
        )
    )
    for what in ("product", "vendor")
}
# Locked, so that two arrivals of goods write one letter.
_COME = {
    what: text(
        compose(
            """
        select n.id, n.tenant_id, n.email, o.id as offer, o.min_quantity, o.quantity_step, a.sku, p.title,
            '/s/' || t.handle || '/p/' || p.handle as path,
            (select coalesce(sum(l.on_hand - l.reserved), 0)::int from stock_level l
             where l.offer_id = o.id and l.tenant_id = o.tenant_id) as free
        from stock_notice n
        join offer o on o.id = n.offer_id and o.tenant_id = n.tenant_id and o.status = 'live'
        join variant a on a.id = o.variant_id and a.tenant_id = o.tenant_id
        join product p on p.id = o.product_id and p.tenant_id = o.tenant_id and p.status = 'published'
        join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id and v.status = 'approved'
        join tenant t on t.id = n.tenant_id and t.is_active
        where $condition order by n.id for update of n
    """,
            condition=condition,
        )
    )
    for what, condition in _BY.items()
}


def _send_letter(db: Session, row: Any) -> None:
    letter = {"to": row.email, "title": row.title, "sku": row.sku or "", "path": f"{row.path}?offer={row.offer}"}
    enqueue(db, "mail.back_in_stock", tenant_id=row.tenant_id, payload=letter, priority=40, dedupe_key=row.id)


def forget_notices(db: Session, before: datetime) -> int:
    """Delete wishes of before this moment: whoever waited so long has bought elsewhere. Returns how many."""
    return db.exec(delete(StockNotice).where(col(StockNotice.created_at) < before)).rowcount
