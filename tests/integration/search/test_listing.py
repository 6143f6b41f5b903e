"""Lists: what is found, in which order, with which counts; typos, codes, pages, currencies."""

from collections.abc import Callable
from datetime import UTC, datetime
from urllib.parse import parse_qsl

import pytest

from marketplace.domain.errors import NotFound
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import find_market
from marketplace.queries.storefront.listing import Listing, list_products
from marketplace.queries.storefront.listing_pages import get_categories, get_category, get_search
from marketplace.queries.storefront.listing_query import PAGE_SIZE, ListingQuery
from marketplace.queries.storefront.suggest import suggest
from marketplace.queries.storefront.vendor_page import get_vendor_page, list_vendors
from marketplace.services.search.indexing import index_store
from tests.factories.catalogue import Catalogue, make_catalogue

NOW = datetime(2026, 11, 23, 9, tzinfo=UTC)  # a Monday
Ask = Callable[..., Listing]


@pytest.fixture
def shop(database: str) -> Catalogue:
    """Six products of two vendors in three categories, indexed."""
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db)
        put = shop.product
        put(
            "Cordless drill 18 V",
            category="drills",
            sku="HB-18",
            price=18900,
            facets={"voltage": "18 V"},
            meta={"popularity": 50},
        )
        put("Cordless drill 12 V", category="drills", price=11800, facets={"voltage": "12 V"}, vendor="dunmore")
        put("Hammer drill 230 V", category="drills", price=24900, facets={"voltage": "230 V"}, stock=0)
        put("Spanner set", category="tools", price=7490, facets={"pieces": "12"}, meta={"popularity": 90})
        put("Safety helmet", category="safety", price=1890, vendor="dunmore", description="Goes well with a drill.")
        put("Ear defenders", category="safety", price=2140, vendor="dunmore")
    run(Scope.tenant(shop.store.id), index_store)
    return shop


@pytest.fixture
def ask(shop: Catalogue) -> Ask:
    """Asks the whole store, or with `path` a category, for a list by its address."""

    def search(address: str = "", *, path: str = "", vendor_id: str = "", choice: str = "") -> Listing:
        def use(db) -> Listing:
            tenant = db.get(Tenant, shop.store.id)
            market = find_market(db, tenant, choice)
            query = ListingQuery.from_params(parse_qsl(address.lstrip("?")), market.currency)
            return list_products(
                db, tenant, market, query, NOW, address="/s/northforge/search", path=path, vendor_id=vendor_id
            )

        return run(Scope.tenant(shop.store.id), use)

    return search


def titles(listing: Listing) -> list[str]:
    return [card.title for card in listing.cards]


def counts(listing: Listing, key: str) -> dict[str, str]:
    facet = next((facet for facet in listing.facets if facet.key == key), None)
    return {value.label: value.count for value in (*facet.shown, *facet.rest)} if facet else {}


def test_without_words_the_most_ordered_come_first(ask: Ask) -> None:
    listing = ask()
    assert titles(listing)[:2] == ["Spanner set", "Cordless drill 18 V"]
    assert (listing.result_count, listing.of_text, listing.sort) == (6, "products", "popular")


def test_a_title_is_a_better_match_than_a_description(ask: Ask) -> None:
    hits = titles(ask("?q=drill"))
    assert hits[-1] == "Safety helmet"
    assert len(hits) == 4


def test_every_word_is_wanted_and_the_last_may_be_unfinished(ask: Ask) -> None:
    assert titles(ask("?q=cordless+dri")) == ["Cordless drill 18 V", "Cordless drill 12 V"]
    assert titles(ask("?q=drills+18v")) == ["Cordless drill 18 V"]


def test_a_code_is_found_as_people_write_it(ask: Ask) -> None:
    assert titles(ask("?q=hb18"))[0] == "Cordless drill 18 V"
    assert titles(ask("?q=BO-HB-18"))[0] == "Cordless drill 18 V"


def test_a_typo_is_mended_and_can_be_taken_back(ask: Ask) -> None:
    listing = ask("?q=helmt")
    assert titles(listing) == ["Safety helmet"]
    assert (listing.shown_for, listing.instead) == ("helmet", "helmt")
    assert listing.instead_href == "/s/northforge/search?q=helmt&exact=1"
    assert ask("?q=helmt&exact=1").result_count == 0


def test_nothing_found_helps(ask: Ask) -> None:
    listing = ask("?q=zebra+drill&exact=1")
    assert listing.result_count == 0
    assert [chip.label for chip in listing.tries] == ["drill"]
    assert listing.popular[0].title == "Spanner set"


def test_counts_of_a_facet_ignore_its_own_choice(ask: Ask) -> None:
    listing = ask("?f.voltage=18+V", path="/tools/drills/")
    assert (listing.result_count, listing.of_text) == (1, "of 3 products")
    assert counts(listing, "voltage") == {"12 V": "1", "18 V": "1", "230 V": "1"}
    both = ask("?f.voltage=18+V&f.voltage=12+V", path="/tools/drills/")
    assert both.result_count == 2
    assert counts(both, "vendor") == {"Bolt": "1", "Dunmore": "1"}


def test_facets_narrow_across_and_widen_within(ask: Ask) -> None:
    assert ask("?vendor=dunmore&category=safety").result_count == 2
    assert ask("?category=drills&category=safety").result_count == 5
    assert ask("?vendor=dunmore&to=20").result_count == 1
    assert ask("?delivery=stock&category=drills").result_count == 2
    assert ask("?vendor=nobody").result_count == 0


def test_a_parent_category_holds_its_children(ask: Ask) -> None:
    assert ask(path="/tools/").result_count == 4
    assert counts(ask(), "category") == {"Tools": "4", "Safety": "2"}


def test_chips_give_up_one_filter_each(ask: Ask) -> None:
    listing = ask("?q=drill&f.voltage=18+V&from=5&to=200")
    assert [chip.label for chip in listing.chips] == ["18 V", "€5 to €200"]
    assert listing.chips[0].href == "/s/northforge/search?q=drill&from=5&to=200"
    assert listing.clear_href == "/s/northforge/search?q=drill"
    assert listing.filter_count == 2


@pytest.mark.parametrize(
    ("sort", "first"), [("price", "Safety helmet"), ("-price", "Hammer drill 230 V"), ("name", "Cordless drill 12 V")]
)
def test_orders(ask: Ask, sort: str, first: str) -> None:
    assert titles(ask(f"?sort={sort}"))[0] == first


def test_prices_of_another_currency_are_another_list(ask: Ask, shop: Catalogue) -> None:
    with unit_of_work(Scope.system()) as db:
        shop.db = db
        tenant = db.get(Tenant, shop.store.id)
        tenant.currencies = ["EUR", "GBP"]
        product = shop.product("British spanner", price=100)
        variant = shop.variant(product, "GB-1", position=1)
        shop.offer(product, variant, vendor="dunmore", price=2500, currency="GBP")
    run(Scope.tenant(shop.store.id), index_store)
    listing = ask(choice="DE-GBP")
    assert [(card.title, card.price) for card in listing.cards] == [("British spanner", "£25.00")]


def test_pages_are_links_and_never_beyond_the_last(ask: Ask, shop: Catalogue) -> None:
    with unit_of_work(Scope.system()) as db:
        shop.db = db
        for n in range(PAGE_SIZE + 1):
            shop.product(f"Washer M{n}", category="tools")
    run(Scope.tenant(shop.store.id), index_store)
    listing = ask("?page=99", path="/tools/")
    assert listing.range_text == "25–29 of 29"
    assert (listing.previous_href, listing.next_href) == ("/s/northforge/search", "")
    seen = titles(ask(path="/tools/")) + titles(listing)
    assert len(set(seen)) == 29


def test_the_price_histogram_marks_the_chosen_range(ask: Ask) -> None:
    price = ask("?to=30").price
    assert price.is_shown
    assert [bar.is_inside for bar in price.bars] == sorted((bar.is_inside for bar in price.bars), reverse=True)
    assert price.to_value == "€30"


def read(shop: Catalogue, use: Callable) -> object:
    def inside(db) -> object:
        tenant = db.get(Tenant, shop.store.id)
        return use(db, tenant, find_market(db, tenant))

    return run(Scope.tenant(shop.store.id), inside)


def test_a_category_page_knows_its_way_and_what_is_inside(shop: Catalogue) -> None:
    shelf = read(shop, lambda db, t, m: get_category(db, t, m, "tools", [], NOW))
    assert [crumb.label for crumb in shelf.crumbs] == ["Northforge", "Tools"]
    assert [crumb.href for crumb in shelf.below] == ["/s/northforge/c/drills"]
    assert (shelf.canonical, shelf.robots) == ("/s/northforge/c/tools", "")
    filtered = read(shop, lambda db, t, m: get_category(db, t, m, "tools", [("to", "5")], NOW))
    assert filtered.robots == "noindex, follow"
    with pytest.raises(NotFound):
        read(shop, lambda db, t, m: get_category(db, t, m, "nope", [], NOW))


def test_search_and_overview(shop: Catalogue) -> None:
    assert read(shop, lambda db, t, m: get_search(db, t, m, [("q", "drill")], NOW)).title == "Results for “drill”"
    overview = read(shop, lambda db, t, m: get_categories(db, t))
    assert [(block.name, block.count) for block in overview.blocks] == [("Safety", "2"), ("Tools", "4")]


def test_a_vendor_shows_its_own_offers(shop: Catalogue) -> None:
    with unit_of_work(Scope.system()) as db:
        shop.db = db
        product = shop.product("Shared tape", price=500)
        variant = shop.variant(product, "TAPE", position=-1)
        shop.offer(product, variant, vendor="bolt", price=400)
        shop.offer(product, variant, vendor="dunmore", price=450)
    run(Scope.tenant(shop.store.id), index_store)
    page = read(shop, lambda db, t, m: get_vendor_page(db, t, m, "dunmore", [("q", "tape")], NOW))
    assert [(c.vendor, c.price) for c in page.listing.cards] == [("Dunmore", "€4.50")]
    assert "?offer=" in page.listing.cards[0].href
    assert [v.name for v in read(shop, lambda db, t, m: list_vendors(db, t, m, NOW)).vendors] == ["Bolt", "Dunmore"]
    with pytest.raises(NotFound):
        read(shop, lambda db, t, m: get_vendor_page(db, t, m, "nope", [], NOW))


def test_suggestions_are_words_places_and_goods(shop: Catalogue) -> None:
    suggestions = read(shop, lambda db, t, m: suggest(db, t, m, "dri", NOW))
    assert [(word.typed, word.rest) for word in suggestions.words] == [("dri", "ll"), ("dri", "lls")]
    assert [place.label for place in suggestions.places] == ["Drills"]
    assert suggestions.goods[0].title == "Cordless drill 18 V"
    assert "€189.00" in suggestions.goods[0].price
    assert not read(shop, lambda db, t, m: suggest(db, t, m, "d", NOW)).is_open
    meant = read(shop, lambda db, t, m: suggest(db, t, m, "helmt", NOW))
    assert meant.words[0].note == "Did you mean"
    assert meant.goods[0].title == "Safety helmet"


def test_closed_prices_are_nowhere_in_a_card(shop: Catalogue) -> None:
    shelf = read(shop, lambda db, t, m: get_search(db, t, m, [], NOW, show_prices=False))
    assert all(not card.has_price and not card.price and not card.tiers for card in shelf.listing.cards)
