"""From which amount on a store quotes: set by its operator, asked of every request."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.catalogue.pricing import price_at, read_lists, read_sources
from marketplace.domain.money import spoken
from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.request_form import RequestForm, check_least
from marketplace.kit.clock import now
from marketplace.models.offer import PRICES_FOR_BUYER
from marketplace.models.tenant import Tenant
from marketplace.services.stores.store_settings import lock_store, write_settings


def set_quote_least(db: Session, actor: Actor, tenant_id: str, least: Mapping[str, int]) -> bool:
    """Quote from these amounts on (minor units by currency, 0 for any); says whether anything changed.

    Requests that were sent go on. Raises `NotFound`, `Forbidden`.
    """
    tenant = lock_store(db, actor, tenant_id)
    before = {"quote_least": dict(tenant.settings.quote_least)}
    after = {"quote_least": {currency: amount for currency, amount in least.items() if amount}}
    action = AuditAction.TENANT_QUOTES_CHANGED
    return write_settings(db, actor, tenant, action, before=before, after=after, called="quote_least")


def check_comes_to_least(db: Session, buyer: Buyer, tenant_id: str, form: RequestForm, currency: str) -> None:
    """Raises `Invalid` for `lines` where the articles of a request cost its buyer less today than the store quotes for.

    What is described in own words, or has no price in this currency, has no sum yet: it may be asked for.
    """
    tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id)).one()
    least = tenant.settings.quote_least.get(currency, 0)
    if least and (shown := _shown_amount(db, buyer, tenant_id, form, currency)) is not None:
        check_least(shown, least, spoken(least, currency))


def _shown_amount(db: Session, buyer: Buyer, tenant_id: str, form: RequestForm, currency: str) -> int | None:
    values = {
        "tenant": tenant_id,
        "offers": [line.offer_id for line in form.lines],
        "currency": currency,
        "company": buyer.company_id,
        "location": buyer.location_id,
    }
    rows = {row.offer_id: row for row in db.connection().execute(text(PRICES_FOR_BUYER), values)}
    total, moment = 0, now()
    for line in form.lines:
        row = rows.get(line.offer_id)
        sources = [] if row is None else read_sources(row.steps, currency, read_lists(row.lists))
        priced = price_at(sources, line.quantity, moment)
        if priced is None:
            return None
        total += priced[0] * line.quantity
    return total
