"""The templates of a vendor: what choosing one writes into an answer."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require, vendor_grant
from marketplace.kit.clock import now
from marketplace.models.quote import QuoteTemplate
from marketplace.queries.vendor_desk.quote_room import find_own_quote


def get_template_values(db: Session, actor: Actor, template_id: str, quote_id: str) -> dict[str, str]:
    """The fields that a template fills in; what it does not say stays as it is. Raises `Forbidden`, `NotFound`."""
    grant = vendor_grant(actor)
    require(actor, Permission.QUOTE_ANSWER, tenant_id=grant.tenant_id, vendor_id=grant.vendor_id)
    of = select(QuoteTemplate).where(
        QuoteTemplate.id == template_id,
        QuoteTemplate.vendor_id == grant.vendor_id,
        QuoteTemplate.tenant_id == grant.tenant_id,
    )
    template = db.exec(of).first()
    if template is None:
        raise NotFound("template", template_id)
    facts, _ = find_own_quote(db, actor, quote_id)
    values = {"valid_until": f"{now() + timedelta(days=template.valid_days):%Y-%m-%d}"}
    if template.payment_terms:
        values["payment_terms"] = template.payment_terms
    if template.note:
        values["note"] = template.note
    if template.lead_days is not None:
        values |= {f"lead-{line.id}": str(template.lead_days) for line in facts.lines}
    return values
