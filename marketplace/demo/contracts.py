"""What the demo's companies have agreed: a list of a group for everything, one of the company, one of a location."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, SQLModel

from marketplace.demo.companies import COMPANIES
from marketplace.demo.planting import stable_id
from marketplace.demo.stores import tenant_id
from marketplace.domain.catalogue.price_list_form import lowered
from marketplace.domain.catalogue.pricing import Step
from marketplace.domain.money import divide_half_even
from marketplace.models.company_group import CompanyGroup, CompanyGroupMember
from marketplace.models.offer import Price, PriceList


@dataclass(frozen=True)
class Agreement:
    """A store's: what its group is called, and the articles of the company's own list, which its home shows, too."""

    group: str
    skus: Sequence[str]


AGREEMENTS = {
    "northforge": Agreement("Rail and infrastructure", ("HB-1865-2", "CF-93380-Z", "DM-6205-2RS", "DM-CD125-10")),
    "mezzaluna": Agreement("Restaurant groups", ("CA-27-IV", "OR-SP20", "FG-GN11-100", "VN-480")),
    "assay": Agreement("Teaching hospitals", ("LS-P200", "BI-A224", "PG-E500", "VC-N200-M")),
}
_GROUP_OFF, _COMPANY_OFF, _LOCATION_OFF, _BULK_OFF = 300, 800, 1500, 2000  # basis points
_BASE = text("""
    select o.id, o.sku, p.currency,
        jsonb_agg(jsonb_build_array(p.min_quantity, p.amount, p.percent_off_bps) order by p.min_quantity) as steps
    from offer o join price p on p.offer_id = o.id and p.tenant_id = o.tenant_id and p.price_list_id is null
    where o.tenant_id = :tenant group by o.id, o.sku, p.currency order by p.currency, o.id
""")


def contract_rows(db: Session, store: str) -> Iterator[SQLModel]:
    """The lists of a store's company and its group in each currency, once offers and companies stand."""
    tenant, agreed, (name, company) = tenant_id(store), AGREEMENTS[store], (COMPANIES[store].name, COMPANIES[store].id)
    group, place = stable_id("cgr", store, agreed.group), next(iter(COMPANIES[store].places))
    yield CompanyGroup(id=group, tenant_id=tenant, title=agreed.group)
    yield CompanyGroupMember(id=stable_id("cgm", store, name), tenant_id=tenant, group_id=group, company_id=company)
    owners = {
        "group": (agreed.group, group),
        "contract_company": (f"{name}, frame agreement", company),
        "contract_location": (f"{name} {place}", stable_id("loc", store, place)),
    }
    offers = db.connection().execute(_BASE, {"tenant": tenant}).all()
    for currency in sorted({offer.currency for offer in offers}):
        mine = [offer for offer in offers if offer.currency == currency]
        for kind, (title, owner) in owners.items():
            list_id = stable_id("plt", store, kind, currency)
            yield PriceList(
                id=list_id, tenant_id=tenant, title=title, kind=kind, owner_id=owner, currency=currency, priority=0
            )
            for offer in mine:
                yield from _prices(offer, kind, list_id, tenant, agreed.skus)


def _prices(offer: Any, kind: str, list_id: str, tenant: str, skus: Sequence[str]) -> Iterator[Price]:
    base = [Step(*step) for step in offer.steps]
    if kind == "group":
        steps = lowered(base, _GROUP_OFF)
    elif kind == "contract_company" and offer.sku in skus:
        steps = lowered(base, _COMPANY_OFF)
    elif kind == "contract_location" and offer.sku == skus[0] and base[0].amount:
        steps = (Step(1, _less(base[0].amount, _LOCATION_OFF)), Step(10, _less(base[0].amount, _BULK_OFF)))
    else:
        return
    for step in steps:
        yield Price(
            id=stable_id("prc", list_id, offer.id, str(step.min_quantity)),
            tenant_id=tenant,
            offer_id=offer.id,
            price_list_id=list_id,
            currency=offer.currency,
            **vars(step),
        )


def _less(amount: int, off_bps: int) -> int:
    return amount - divide_half_even(amount * off_bps, 10_000)
