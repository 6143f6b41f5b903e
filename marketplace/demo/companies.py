"""The demo's companies: who they are, where their goods go, and what they spend money on."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta

from sqlmodel import SQLModel

from marketplace.demo.planting import stable_id
from marketplace.demo.stores import tenant_id
from marketplace.domain.buying.addresses import AddressInput
from marketplace.domain.handles import make_handle
from marketplace.models.company import Company, CompanyLocation


@dataclass(frozen=True)
class DemoCompany:
    """The company that buys in a store. `places` are name -> address, the first of them is where bills go.

    `centres` are code, name, budget in minor units of its currency (none: without) and the budget's period. `notes`
    say what its people wrote, by the state that the request came into; `refusal` is why one was declined.
    """

    store: str
    name: str
    tax_id: str
    register_number: str
    industry: str
    volume: str
    places: Mapping[str, AddressInput]
    purchase_orders: str  # how the numbers of its purchase orders begin
    centres: tuple[tuple[str, str, int | None, str], ...]
    notes: Mapping[str, str]
    refusal: str
    lists: tuple[str, str]  # what its people buy again and again: one they share, one of the buyer's own
    asks: tuple[tuple[str, str], ...]  # what they ask prices for: its title, and what no catalogue holds

    @property
    def id(self) -> str:
        return stable_id("com", self.store, self.name)

    def addresses(self) -> dict[str, AddressInput]:
        """Location -> where its goods go."""
        return {stable_id("loc", self.store, name): address for name, address in self.places.items()}


def _address(company: str, line1: str, postal_code: str, city: str, country: str) -> AddressInput:
    return AddressInput(company=company, line1=line1, postal_code=postal_code, city=city, country=country)


COMPANIES = {
    company.store: company
    for company in (
        DemoCompany(
            store="northforge",
            name="Aldermoor Rail",
            tax_id="DE275188407",
            register_number="HRB 148207",
            industry="Railway maintenance",
            volume="250k",
            places={
                "Hamburg": _address("Aldermoor Rail", "Gleisdreieck 7", "22765", "Hamburg", "DE"),
                "Kassel": _address("Aldermoor Rail", "Am Rangierbahnhof 3", "34127", "Kassel", "DE"),
            },
            purchase_orders="AR",
            centres=(
                ("4410", "Track works", 2_500_000, "quarter"),
                ("4420", "Signals", 800_000, "month"),
                ("4430", "Depot Hamburg", None, "month"),
            ),
            notes={
                "pending": "The shutdown starts on 5 December.",
                "approved": "For the depot’s new line.",
                "declined": "Spare set.",
                "withdrawn": "Ordered twice by mistake.",
                "placed": "Agreed with Tom on the phone.",
            },
            refusal="There is one in Kassel. Ask Sam.",
            lists=("Depot, every month", "Track crew’s van"),
            asks=(
                ("Line 3 refit", "Fit for NEMA 34, with drawing"),
                ("Depot 3, winter stock", "Guard rail, bent, 4 m"),
            ),
        ),
        DemoCompany(
            store="mezzaluna",
            name="Osteria Group",
            tax_id="IT02188440370",
            register_number="BO-418832",
            industry="Restaurants",
            volume="50k",
            places={
                "Bologna": _address("Osteria Group", "Via San Felice 48", "40122", "Bologna", "IT"),
                "Modena": _address("Osteria Group", "Corso Canalgrande 15", "41121", "Modena", "IT"),
            },
            purchase_orders="OG",
            centres=(
                ("CUC", "Kitchens", 900_000, "quarter"),
                ("SALA", "Tables and glasses", 300_000, "month"),
                ("NUOVI", "New restaurants", None, "month"),
            ),
            notes={
                "pending": "The winter menu starts on Thursday.",
                "approved": "For the second pass in Modena.",
                "declined": "A set for the bar.",
                "withdrawn": "Chiara has them already.",
                "placed": "As agreed in the kitchen meeting.",
            },
            refusal="The bar keeps its own. Please ask Dario.",
            lists=("Kitchens, every week", "Modena, opening"),
            asks=(
                ("Autumn menu", "Dried porcini, second cut, 1 kg"),
                ("Christmas boxes", "Gift box for 3 bottles, printed"),
            ),
        ),
        DemoCompany(
            store="assay",
            name="Universitätsklinik Morgau",
            tax_id="DE311902746",
            register_number="",
            industry="Hospitals",
            volume="more",
            places={
                "Morgau": _address("Universitätsklinik Morgau", "Klinikstraße 1", "99084", "Morgau", "DE"),
                "Institut für Pathologie": _address(
                    "Universitätsklinik Morgau", "Klinikstraße 12, Haus C", "99084", "Morgau", "DE"
                ),
            },
            purchase_orders="UKM",
            centres=(
                ("7100", "Central laboratory", 4_000_000, "quarter"),
                ("7140", "Pathology", 900_000, "month"),
                ("9020", "Research, third-party funds", None, "month"),
            ),
            notes={
                "pending": "The old lot runs out next week.",
                "approved": "For the new cabinet in Haus C.",
                "declined": "Reserve for the night shift.",
                "withdrawn": "The institute orders them itself.",
                "placed": "Agreed with the head of the laboratory.",
            },
            refusal="There is a framework order for these. Take from it.",
            lists=("Laboratory, every month", "Haus C, night shift"),
            asks=(
                ("New wet lab", "Quartz cuvette, 20 mm, matched pair"),
                ("Semester start", "Set of weights, class F1"),
            ),
        ),
    )
}


def company_rows(store: str, at: datetime) -> Iterator[SQLModel]:
    """The approved company of a store, with its locations on net terms."""
    company, tenant = COMPANIES[store], tenant_id(store)
    yield Company(
        id=company.id,
        tenant_id=tenant,
        handle=make_handle(company.name),
        name=company.name,
        tax_id=company.tax_id,
        register_number=company.register_number,
        industry=company.industry,
        expected_volume=company.volume,
        status="approved",
        created_at=at - timedelta(days=120),  # before all that it bought
    )
    for name, address in company.places.items():
        yield CompanyLocation(
            id=stable_id("loc", store, name),
            tenant_id=tenant,
            company_id=company.id,
            name=name,
            city=address.city,
            country=address.country,
            shipping_address=asdict(address),
            net_days=30,
            credit_limit_amount=5_000_000,
            currency="EUR",
        )
