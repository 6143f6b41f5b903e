"""What a company calls an article: its own part number, or a way of writing it that was mended once."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.catalogue.search_text import code_of
from marketplace.kit.ids import new_id

_DROP = text("delete from article_alias where tenant_id = :tenant and company_id = :company and code = :code")
_MEANT = text(
    "select offer_id from article_alias where tenant_id = :tenant and company_id = :company and code = :code for update"
)
_KEEP = text("""
    insert into article_alias (id, tenant_id, company_id, code, written, offer_id)
    select :id, o.tenant_id, :company, :code, :written, o.id from offer o where o.tenant_id = :tenant and o.id = :offer
    on conflict (tenant_id, company_id, code) do update set offer_id = excluded.offer_id, written = excluded.written
""")


def keep_aliases(db: Session, tenant_id: str, buyer: Buyer, offers: Mapping[str, str]) -> None:
    """From now on these codes, as they were written, mean these offers to everybody of the buyer's company; a code
    that meant another offer means this one. Nothing for who buys for no company."""
    if not buyer.company_id:
        return
    for written, offer_id in sorted(offers.items()):
        if code := code_of(written):
            params = {"id": new_id("als"), "company": buyer.company_id, "code": code, "written": written[:60]}
            db.connection().execute(_KEEP, {**params, "tenant": tenant_id, "offer": offer_id})


def find_alias(db: Session, tenant_id: str, buyer: Buyer, written: str) -> str:
    """The offer that the buyer's company means by this, empty for none."""
    params = {"tenant": tenant_id, "company": buyer.company_id, "code": code_of(written)}
    return db.connection().execute(_MEANT, params).scalar() or "" if buyer.company_id else ""


def drop_alias(db: Session, tenant_id: str, buyer: Buyer, written: str) -> None:
    """The buyer's company no longer means anything by this."""
    params = {"tenant": tenant_id, "company": buyer.company_id, "code": code_of(written)}
    db.connection().execute(_DROP, params)
