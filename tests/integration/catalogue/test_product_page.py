"""A product's page: the chosen variant, offer and quantity; tiers, reasons, days; what search engines read."""

import json
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from marketplace.domain.buying.buyer import GUEST, Buyer
from marketplace.domain.errors import NotFound
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Product, Variant
from marketplace.models.offer import Offer, PriceList
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import find_market
from marketplace.queries.storefront.product import get_product_page
from marketplace.queries.storefront.product_page import ProductPage
from marketplace.queries.storefront.product_view import ProductChoice
from marketplace.services.search.indexing import index_store
from tests.factories.catalogue import Catalogue, make_catalogue

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # Monday morning
Show = Callable[..., ProductPage]


@pytest.fixture
def shop(database: str) -> Catalogue:
    """A drill in four variants (two batteries, two cases, one combination missing), offered by three vendors."""
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db)
        product = shop.product(
            "Drill driver",
            category="drills",
            vendor="hallberg",
            sku="HB-52",
            stock=42,
            price=((1, 18900), (10, 17200), (50, 15800)),
            brand="Hallberg",
            points=["Strong"],
        )
        first = db.exec(select(Variant).where(Variant.product_id == product.id)).one()
        shop.choose(product, first, "Batteries", "2 × 5.0 Ah")
        shop.choose(product, first, "Case", "Stackable")
        shop.offer(product, first, vendor="dunmore", price=20400, stock=118, lead_time_days=2)
        bare = shop.variant(product, "HB-0", position=1, ean="4006825651827", Batteries="Bare", Case="Stackable")
        shop.offer(product, bare, vendor="hallberg", price=11800, min_quantity=12, quantity_step=6)
        carton = shop.variant(product, "HB-52C", position=2, Batteries="2 × 5.0 Ah", Case="Carton")
        shop.offer(product, carton, vendor="hallberg", price=17900, stock=0, restock_on=date(2026, 12, 4))
        shop.product("Drill bits", category="tools", price=900)
    run(Scope.tenant(shop.store.id), index_store)
    return shop


@pytest.fixture
def show(shop: Catalogue) -> Show:
    """Shows the drill as an address asks for it."""

    def shown(
        handle: str = "drill-driver", *, buyer: Buyer = GUEST, show_prices: bool = True, **choice: str
    ) -> ProductPage:
        def use(db) -> ProductPage:
            tenant = db.get(Tenant, shop.store.id)
            return get_product_page(
                db,
                tenant,
                find_market(db, tenant),
                handle,
                ProductChoice.from_params(choice),
                NOW,
                base_url="https://shop.example",
                buyer=buyer,
                show_prices=show_prices,
            )

        return run(Scope.tenant(shop.store.id), use)

    return shown


def test_the_page_opens_with_the_winner(show: Show) -> None:
    page = show()
    assert (page.buy.price, page.buy.unit_line, page.buy.other_line) == (
        "€189.00",
        "each, ex VAT",
        "€224.91 incl. 19\u00a0%",
    )
    assert [crumb.label for crumb in page.crumbs] == ["Northforge", "Tools", "Drills", "HB-52"]
    assert (page.buy.stock_strong, page.buy.stock_text) == ("42 in stock", "at Hallberg, Kassel")
    assert (page.buy.arrives_strong, page.buy.arrives_text) == ("Tomorrow, Tue 24 Nov", "if ordered by 17:00")


def test_tiers_show_the_row_the_reader_is_on_and_the_next_step(show: Show) -> None:
    page = show(quantity="6")
    assert [(t.quantity, t.price, t.saves, t.is_current) for t in page.buy.tiers] == [
        ("1 to 9", "€189.00", "—", True),
        ("10 to 49", "€172.00", "9\u00a0%", False),
        ("50 and more", "€158.00", "16\u00a0%", False),
    ]
    assert page.buy.total == "€1,134.00"
    nudge = page.buy.nudge
    assert (nudge.strong, nudge.price, nudge.label) == ("4 more", "€172.00", "Make it 10")
    assert nudge.href == "/s/northforge/p/drill-driver?quantity=10"
    assert show(quantity="50").buy.nudge.strong == ""


def test_an_offer_has_its_own_quantities(show: Show) -> None:
    page = show(variant="HB-0")
    assert (page.buy.quantity, page.buy.minimum, page.buy.step) == ("12", 12, 6)
    assert page.buy.rule == "Sold in multiples of 6, from 12 pieces."
    wrong = show(variant="HB-0", quantity="13")
    assert (wrong.buy.fix.strong, wrong.buy.fix.label) == ("13 is not possible.", "Make it 18")
    assert wrong.buy.total == "€2,124.00"
    assert show(quantity="50").buy.total == "€7,900.00"


def test_more_than_there_is_is_said_with_what_can_be_had(show: Show) -> None:
    page = show(quantity="60")
    assert (page.buy.fix.strong, page.buy.fix.label) == ("Only 42 left.", "Take 42")
    assert page.buy.fix.href == "/s/northforge/p/drill-driver?quantity=42"
    assert show(quantity="42").buy.fix.strong == ""
    assert show(quantity="42").buy.nudge.strong == ""  # the next step begins at 50


def test_what_is_out_of_stock_has_nothing_to_add(show: Show) -> None:
    assert show().buy.can_add
    page = show(variant="HB-52C", quantity="1")
    assert not page.buy.can_add
    assert page.buy.fix.strong == ""


@pytest.mark.parametrize(
    ("typed", "says"),
    [
        ("0", "Enter a whole number. Anything from 1 to 100,000 is possible."),
        ("100001", "Enter a whole number. Anything from 1 to 100,000 is possible."),
        ("abc", "Enter a whole number, such as 2000."),
        ("-3", "Enter a whole number, such as 2000."),
    ],
)
def test_a_quantity_that_is_none_stays_in_its_field_and_is_explained(show: Show, typed: str, says: str) -> None:
    buy = show(quantity=typed).buy
    assert (buy.quantity, buy.fix.strong, buy.total) == (typed, says, "")
    assert buy.price == "€189.00"


def test_options_lead_to_the_variants_that_exist(show: Show) -> None:
    batteries, case = show().options
    assert [(v.label, v.note, v.is_chosen) for v in batteries.shown] == [
        ("2 × 5.0 Ah", "€189.00", True),
        ("Bare", "€118.00", False),
    ]
    assert [(v.label, v.note, v.is_out) for v in case.shown] == [
        ("Stackable", "€189.00", False),
        ("Carton", "Back 4 Dec", True),
    ]
    batteries, case = show(variant="HB-0").options
    assert [(v.label, v.note) for v in case.shown] == [("Stackable", "€118.00"), ("Carton", "Not with Bare")]
    assert case.shown[1].href == "/s/northforge/p/drill-driver?variant=HB-52C"


def test_another_offer_can_be_chosen_and_is_kept_with_the_quantity(show: Show) -> None:
    page = show(quantity="3")
    assert page.offers_title == "Two vendors offer this"
    assert [(o.vendor, o.price, o.next_price, o.stock) for o in page.offers] == [
        ("Hallberg", "€189.00", "€172.00", "42 · tomorrow"),
        ("Dunmore", "€204.00", "—", "118 · 2 days"),
    ]
    other = show(offer=page.offers[1].id, quantity="3")
    assert (other.buy.vendor, other.buy.total) == ("Dunmore", "€612.00")
    assert f"offer={page.offers[1].id}" in other.address
    assert other.offers[0].href == "/s/northforge/p/drill-driver?quantity=3"


def test_out_of_stock_says_when_it_is_back(show: Show) -> None:
    page = show(variant="HB-52C")
    assert (page.buy.stock_tone, page.buy.stock_strong) == ("none", "Back on 4 December")
    assert page.buy.arrives_strong == ""


def test_the_price_says_why(show: Show, shop: Catalogue) -> None:
    with unit_of_work(Scope.system()) as db:
        shop.db = db
        offer = db.exec(select(Offer).where(Offer.sku == "HA-HB-52")).one()
        tenant, soon = shop.store.id, NOW + timedelta(days=7)
        db.add(PriceList(id="pl_1", tenant_id=tenant, title="November", kind="store", ends_at=soon))
        db.add(PriceList(id="pl_2", tenant_id=tenant, title="December", kind="store", starts_at=soon))
        db.add(PriceList(id="pl_3", tenant_id=tenant, title="KM-14", kind="contract_company", owner_id="co_1"))
        db.flush()
        for list_id, amount in (("pl_1", 18000), ("pl_2", 17000), ("pl_3", 17500)):
            shop.price(offer, amount, price_list_id=list_id)
    guest = show()
    assert (guest.buy.price, guest.buy.badge, guest.buy.was) == ("€180.00", "November", "€189.00")
    assert [(w.title, w.note, w.amount, w.is_winner) for w in guest.buy.why] == [
        ("December", "Starts on 30 Nov", "—", False),
        ("List price", "Hallberg", "€189.00", False),
        ("November", "Offer of this store, until 30 Nov", "€180.00", True),
    ]
    company = show(buyer=Buyer("co_1"))
    assert (company.buy.price, company.buy.badge) == ("€175.00", "Your contract price")
    assert "contract comes before" in company.buy.why_sentence
    assert show(buyer=Buyer("co_2")).buy.price == "€180.00"


def test_search_engines_read_product_and_offers(show: Show) -> None:
    page = show()
    data = json.loads(page.json_ld)
    assert (data["@type"], data["name"], data["brand"]["name"]) == ("Product", "Drill driver", "Hallberg")
    assert (data["offers"]["@type"], data["offers"]["offerCount"]) == ("AggregateOffer", 4)
    assert (data["offers"]["lowPrice"], data["offers"]["priceCurrency"]) == ("118.00", "EUR")
    availability = {offer["availability"].rsplit("/", 1)[1] for offer in data["offers"]["offers"]}
    assert availability == {"InStock", "OutOfStock"}
    single = json.loads(show("drill-bits").json_ld)
    assert (single["offers"]["@type"], single["offers"]["price"]) == ("Offer", "9.00")


def test_closed_prices_are_nowhere(show: Show) -> None:
    page = show(show_prices=False)
    assert not page.buy.has_price
    assert "€" not in repr(page)
    assert "offers" not in json.loads(page.json_ld)


def test_drafts_and_strangers_have_no_page(show: Show, shop: Catalogue) -> None:
    with unit_of_work(Scope.system()) as db:
        draft = db.exec(select(Product).where(Product.handle == "drill-bits")).one()
        draft.status = "draft"
    for handle in ("drill-bits", "nope"):
        with pytest.raises(NotFound):
            show(handle)


def test_goods_of_the_department_go_with_it(show: Show) -> None:
    assert [card.title for card in show().related] == ["Drill bits"]


@pytest.mark.parametrize("choice", [{"variant": "x" * 500}, {"offer": "'"}, {"quantity": "-1"}, {"quantity": "9" * 40}])
def test_a_choice_that_makes_no_sense_is_no_choice(show: Show, choice: dict[str, str]) -> None:
    assert show(**choice).buy.price == "€189.00"
