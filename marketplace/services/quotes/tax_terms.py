"""The taxes that hold for a request: by category in its region, without tax where its place is exempt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.stores.taxes import NO_RATE, Exemption, Tax, exempted, nearest
from marketplace.kit.clock import now
from marketplace.models.quote import QuoteRequest

_TAXES = text("""
    select r.tax_inclusive,
        (select coalesce(jsonb_object_agg(coalesce(c.path, '/'),
                jsonb_build_array(t.rate_bps, t.tax_category, t.reason, t.reason_code)), '{}')
         from tax_rate t left join category c on c.id = t.category_id and c.tenant_id = t.tenant_id
         where t.region_id = r.id and t.tenant_id = r.tenant_id) as taxes,
        (select jsonb_build_array(e.exempt_certificate, e.exempt_reason, e.exempt_code) from company_location e
         where e.id = :location and e.tenant_id = r.tenant_id and e.exempt_certificate <> ''
           and e.exempt_since <= :today and (e.exempt_until is null or e.exempt_until >= :today)) as exemption
    from region r where r.id = :region and r.tenant_id = :tenant
""")
_PATHS = text("""
    select o.id, coalesce(c.path, '/') as path from offer o
    join product p on p.id = o.product_id and p.tenant_id = o.tenant_id
    left join category c on c.id = p.category_id and c.tenant_id = p.tenant_id
    where o.tenant_id = :tenant and o.id = any(cast(:offers as text[]))
""")


@dataclass(frozen=True)
class TaxTerms:
    """`rates` are everybody's, by category path: an exempt buyer is charged none of them where prices do not include
    tax, and gets it taken out of the whole basket where they do."""

    is_inclusive: bool
    rates: Mapping[str, Tax]

    @property
    def freight(self) -> Tax:
        return self.rates.get("/", NO_RATE)

    def of(self, path: str) -> Tax:
        """The tax on goods of this category; those that no catalogue holds are taxed as most goods are."""
        return nearest(self.rates, path, NO_RATE)


def tax_terms(db: Session, request: QuoteRequest, *, for_buyer: bool = True) -> TaxTerms:
    """What holds today in the request's region; `for_buyer` also whether its place is exempt."""
    values = {
        "region": request.region_id,
        "tenant": request.tenant_id,
        "location": request.location_id or "",
        "today": now().date(),
    }
    row = db.connection().execute(_TAXES, values).one()
    rates = {path: Tax(*tax) for path, tax in row.taxes.items()}
    if for_buyer and row.exemption and not row.tax_inclusive:
        rates = exempted(rates, Exemption(*row.exemption))
    return TaxTerms(row.tax_inclusive, rates)


def category_paths_of(db: Session, tenant_id: str, offer_ids: list[str]) -> dict[str, str]:
    """The category paths of these offers' goods."""
    rows = db.connection().execute(_PATHS, {"tenant": tenant_id, "offers": offer_ids})
    return {row.id: row.path for row in rows}
