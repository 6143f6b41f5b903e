"""One article has one day: on its page, on its card, in the cart and at the checkout."""

from datetime import UTC, datetime

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.api.store import delivery_serializer
from marketplace.domain.permissions import GUEST
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.search import SearchDocument
from marketplace.models.shipping import ShippingOption
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import find_market
from marketplace.queries.storefront.cards import card_of
from marketplace.queries.storefront.cart import show_cart
from marketplace.queries.storefront.cart_views import CartPage
from marketplace.queries.storefront.listing import list_products
from marketplace.queries.storefront.listing_query import ListingQuery
from marketplace.queries.storefront.product import get_product_page
from marketplace.queries.storefront.product_view import ProductChoice
from marketplace.queries.storefront.vendor_page import list_vendors
from marketplace.services.buying.carts import basket_of
from marketplace.services.search.indexing import index_store
from tests.factories.shop import Counter, cart_of, guest, make_counter
from tests.integration.buying.test_store_api import Desk, desk, open_desk  # noqa: F401  fixtures

FRIDAY = datetime(2026, 11, 27, 9, tzinfo=UTC)
SUNDAY = datetime(2026, 11, 29, 9, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 24, 18, tzinfo=UTC)


@pytest.fixture
def counter(database: str) -> Counter:
    made = make_counter()
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update vendor set country = 'DE', cutoff_hour = 15, ships_from = 'Kassel'"))
    return made


def leads(counter: Counter, title: str, days: int) -> None:
    with unit_of_work(Scope.system()) as db:
        params = {"days": days, "offer": counter.offers[title]}
        db.connection().execute(text("update offer set lead_time_days = :days where id = :offer"), params)


def promise(counter: Counter, moment: datetime) -> tuple[str, str, str, str]:
    """What the hammer's page, its card, the cart and the checkout's way of delivery say."""
    run(Scope.tenant(counter.tenant_id), index_store)
    cart = counter.cart(guest(), hammer=1)

    def use(db: Session) -> tuple[str, str, str, str]:
        tenant = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        market = find_market(db, tenant)
        page = get_product_page(db, tenant, market, "hammer", ProductChoice(), moment, base_url="")
        row = db.exec(select(SearchDocument).where(SearchDocument.handle == "hammer")).one()
        card = card_of(row.id, "hammer", "Hammer", row.card, market, "northforge", moment)
        shown = show_cart(db, basket_of(db, cart_of(db, cart), GUEST, moment), market, "/s/northforge", moment)
        part = shown.parts[0]
        return page.buy.arrives_strong, card.stock_text, part.ships, part.deliveries[0].note

    return counter.transact(use)  # type: ignore[no-any-return]


@pytest.mark.parametrize(
    ("moment", "lead", "days"),
    [
        (FRIDAY, 1, ("Mon 30 Nov", "in stock, 3 days", "Ships from Kassel, arrives in 3 days", "Arrives in 3 days")),
        (SUNDAY, 1, ("Tue 1 Dec", "in stock, 2 days", "Ships from Kassel, arrives in 2 days", "Arrives in 2 days")),
        (SUNDAY, 3, ("Thu 3 Dec", "in stock, Thu 3 Dec", "Ships from Kassel, arrives Thu 3 Dec", "Arrives Thu 3 Dec")),
        (
            CHRISTMAS,
            1,
            ("Tue 29 Dec", "in stock, Tue 29 Dec", "Ships from Kassel, arrives Tue 29 Dec", "Arrives Tue 29 Dec"),
        ),
    ],
)
def test_page_card_cart_and_checkout_name_one_day(
    counter: Counter, moment: datetime, lead: int, days: tuple[str, str, str, str]
) -> None:
    leads(counter, "hammer", lead)
    assert promise(counter, moment) == days


def test_the_list_of_vendors_writes_the_day_as_every_page(counter: Counter) -> None:
    def use(db: Session) -> list[str]:
        tenant = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        return [line.arrives for line in list_vendors(db, tenant, find_market(db, tenant), CHRISTMAS).vendors]

    days = counter.transact(use)
    assert days
    assert set(days) == {"Tue 29 Dec"}


def test_the_slowest_goods_of_a_vendor_and_the_chosen_way_move_its_day(counter: Counter) -> None:
    leads(counter, "saw", 4)
    cart = counter.cart(guest(), hammer=1, saw=1)
    with unit_of_work(Scope.system()) as db:
        usual = db.exec(select(ShippingOption).where(ShippingOption.amount == 600)).one()
        usual.days_min, usual.days_max = 2, 3
        kept = usual.model_dump(exclude={"id", "name", "amount", "days_min", "days_max"})
        db.add(ShippingOption(**kept, id=new_id("sop"), name="Express", amount=1500, days_min=1, days_max=1))

    def use(db: Session) -> CartPage:
        tenant = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        basket = basket_of(db, cart_of(db, cart), GUEST, SUNDAY)
        return show_cart(db, basket, find_market(db, tenant), "/s/northforge", SUNDAY)

    (part,) = counter.transact(use).parts
    assert part.ships == "Ships from Kassel, arrives Fri 4 Dec"
    assert [(way.title, way.note) for way in part.deliveries] == [
        ("Standard", "Arrives Fri 4 Dec"),
        ("Express", "Arrives in 3 days"),
    ]


def test_the_facet_of_one_working_day_holds_what_is_promised_for_it(counter: Counter) -> None:
    """What is under way longer, or is not there, is not in it, as the cards of the list say."""
    leads(counter, "hammer", 1)
    leads(counter, "saw", 4)
    with unit_of_work(Scope.system()) as db:
        gone = {"offer": counter.offers["glove"]}
        db.connection().execute(text("update stock_level set on_hand = 0 where offer_id = :offer"), gone)
    run(Scope.tenant(counter.tenant_id), index_store)

    def use(db: Session) -> tuple[list[tuple[str, str]], list[tuple[str, int]]]:
        tenant = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        market = find_market(db, tenant)
        every, narrowed = (
            list_products(
                db, tenant, market, ListingQuery.from_params(params, "EUR"), SUNDAY, address="/s/northforge/search"
            )
            for params in ([], [("delivery", "day")])
        )
        facet = next(one for one in every.facets if one.key == "delivery")
        return [(card.title, card.stock_text) for card in narrowed.cards], [(v.label, v.count) for v in facet.shown]

    cards, facet = counter.transact(use)
    assert cards == [("Hammer", "in stock, 2 days")]  # ordered on a Sunday: leaves on Monday, is there on Tuesday
    assert facet == [("In stock now", "2"), ("One working day under way", "1")]


def test_the_store_api_names_the_same_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:  # noqa: F811
    """Also of another way of delivery; how many days a way takes is nobody's promise by itself."""
    monkeypatch.setattr(delivery_serializer, "now", lambda: SUNDAY)
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update vendor set country = 'DE', cutoff_hour = 15"))
        usual = db.exec(select(ShippingOption).where(ShippingOption.amount == 600)).one()
        usual.days_min, usual.days_max = 1, 2
        kept = usual.model_dump(exclude={"id", "name", "amount", "days_min", "days_max"})
        db.add(ShippingOption(**kept, id=new_id("sop"), name="Slow", amount=1500, days_min=3, days_max=4))
    leads(desk.counter, "hammer", 1)
    options = desk.ask("GET", f"/store/shipping-options?cart_id={desk.cart(hammer=1)['id']}")["shipping_options"]
    assert sorted((one["name"], one["arrives_on"], one["type"]["description"]) for one in options) == [
        ("Slow", "2026-12-03", "Arrives Thu 3 Dec"),
        ("Standard", "2026-12-01", "Arrives Tue 1 Dec"),
    ]
