"""Search as people type: unknown words, figures and units, compounds, what words mean, and what is counted."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from sqlmodel import Session, select
from starlette.testclient import TestClient

from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.search import SearchMiss, SearchSynonym
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import find_market
from marketplace.queries.storefront.listing import Listing, list_products
from marketplace.queries.storefront.listing_query import ListingQuery
from marketplace.queries.storefront.stores import find_in_stores, get_directory
from marketplace.queries.storefront.suggest import Suggestions, suggest
from marketplace.services.search import search_words
from marketplace.services.search.indexing import index_store
from marketplace.services.search.search_words import add_synonym, count_misses, forget_miss, remove_synonym
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.people import actor_for, give_role, make_operator, make_user
from tests.integration.buying.test_cart_pages import browser as open_browser
from tests.integration.search.test_listing import NOW

SYSTEM = Scope.system()
Ask = Callable[..., Listing]
TITLES = (
    "Drill driver 18 V",
    "Hammer drill",
    "Angle grinder 125 mm",
    "Earplugs, 200 pairs",
    "Ear defenders",
    "Hex bolt M8 × 40",
    "Hex bolt M12 × 80, DIN 933",
    "Bolt cutters",
    "Work gloves",
)


@pytest.fixture
def shop(database: str) -> Catalogue:
    with unit_of_work(SYSTEM) as db:
        shop = make_catalogue(db)
        for title in TITLES:
            shop.product(title, category="tools")
    run(Scope.tenant(shop.store.id), index_store)
    return shop


def use(shop: Catalogue, read: Callable[[Session, Tenant], Listing | Suggestions]) -> Listing | Suggestions:
    return run(Scope.tenant(shop.store.id), lambda db: read(db, db.get(Tenant, shop.store.id)))


@pytest.fixture
def ask(shop: Catalogue) -> Ask:
    def search(words: str, **fields: object) -> Listing:
        query = ListingQuery(q=words, **fields)  # type: ignore[arg-type]
        return use(
            shop,
            lambda db, tenant: list_products(
                db, tenant, find_market(db, tenant, ""), query, NOW, address="/s/northforge/search"
            ),
        )  # type: ignore[return-value]

    return search


def titles(listing: Listing) -> set[str]:
    return {card.title for card in listing.cards}


DRILLS = {"Drill driver 18 V", "Hammer drill"}


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("M12x80", {"Hex bolt M12 × 80, DIN 933"}),
        ("m12 x 80", {"Hex bolt M12 × 80, DIN 933"}),
        ("din933", {"Hex bolt M12 × 80, DIN 933"}),
        ("DIN 933", {"Hex bolt M12 × 80, DIN 933"}),
        ("18v drill", {"Drill driver 18 V"}),
        ("drill 18 v", {"Drill driver 18 V"}),
        ("bolt 8mm", {"Hex bolt M8 × 40"}),
        ("bolt 8 mm", {"Hex bolt M8 × 40"}),
        ("125mm", {"Angle grinder 125 mm"}),
        ("anglegrinder", {"Angle grinder 125 mm"}),
        ("anglegrinders", {"Angle grinder 125 mm"}),
        ("ear plug", {"Earplugs, 200 pairs"}),
        ("ear plugs", {"Earplugs, 200 pairs"}),
        ("eardefender", {"Ear defenders"}),
        ("drills", DRILLS),
        ("glove work", {"Work gloves"}),
        ("driver dril", {"Drill driver 18 V"}),
        ("dril driver", {"Drill driver 18 V"}),
    ],
)
def test_figures_units_compounds_and_plurals_are_found_as_people_type_them(
    ask: Ask, typed: str, expected: set[str]
) -> None:
    listing = ask(typed)
    assert (titles(listing), listing.given_up, listing.misses) == (expected, "", ())


@pytest.mark.parametrize(
    ("typed", "shown"), [("drlil", "drill"), ("hamer drlil", "hammer drill"), ("grindr angel", "grinder angle")]
)
def test_every_misspelt_word_is_mended_by_itself(ask: Ask, typed: str, shown: str) -> None:
    listing = ask(typed)
    assert (listing.shown_for, listing.instead) == (shown, typed)
    assert listing.result_count > 0


@pytest.mark.parametrize(
    ("typed", "says", "misses", "expected"),
    [
        ("cordless drill", "Nothing for “cordless”; 2 for “drill”.", ("cordless",), DRILLS),
        ("drlil cordless", "Nothing for “cordless”; 2 for “drill”.", ("cordless",), DRILLS),
        ("qqqq drill zzzz", "Nothing for “qqqq zzzz”; 2 for “drill”.", ("qqqq", "zzzz"), DRILLS),
        ("drill gloves", "Nothing has all of “drill gloves”; 2 for “drill”.", (), DRILLS),
    ],
)
def test_one_unknown_word_does_not_empty_the_list(
    ask: Ask, typed: str, says: str, misses: tuple[str, ...], expected: set[str]
) -> None:
    listing = ask(typed)
    assert (listing.given_up, listing.misses, titles(listing)) == (says, misses, expected)


def test_words_that_nobody_sells_find_nothing_and_say_which(ask: Ask) -> None:
    listing = ask("qqqq zzzz")
    assert (listing.result_count, listing.given_up, listing.misses, listing.tries) == (0, "", ("qqqq", "zzzz"), [])


def test_by_itself_offers_only_what_finds_something(ask: Ask) -> None:
    listing = ask("cordless drill", exact=True)
    assert listing.result_count == 0
    assert [(one.label, one.href) for one in listing.tries] == [("drill", "/s/northforge/search?q=drill")]


def test_every_suggestion_finds_something(shop: Catalogue, ask: Ask) -> None:
    def typed(words: str) -> Suggestions:
        return use(shop, lambda db, tenant: suggest(db, tenant, find_market(db, tenant, ""), words, NOW))  # type: ignore[return-value]

    for words in (
        "dr",
        "dril",
        "hammer g",
        "cordless dr",
        "drill ear",
        "grindr",
        "qqqq",
        "hex",
        "anglegrin",
        "8mm bol",
    ):
        offered = typed(words)
        for one in offered.words:
            listing = ask(one.typed + one.rest)
            assert (listing.result_count > 0, listing.given_up) == (True, ""), (words, one)
        assert bool(offered.goods) == bool(offered.all_href), words
    assert [one.rest for one in typed("cordless dr").words] == []
    assert [one.title for one in typed("cordless grinder").goods] == ["Angle grinder 125 mm"]
    assert typed("qqqq") == Suggestions()
    assert [place.label for place in typed("saf").places] == []  # a category with nothing in it


# What words mean


@pytest.fixture
def admin(shop: Catalogue) -> Actor:
    with unit_of_work(SYSTEM) as db:
        user = make_user(db, "admin@example.com")
        give_role(db, user, Role.TENANT_ADMIN, tenant=db.get(Tenant, shop.store.id))
        return actor_for(db, user)


def add(shop: Catalogue, actor: Actor, word: str, means: str) -> str:
    return run(Scope.tenant(shop.store.id), lambda db: add_synonym(db, actor, shop.store.id, word, means).id)


def test_a_word_that_means_another_finds_it_at_once(shop: Catalogue, ask: Ask, admin: Actor) -> None:
    assert titles(ask("Schraube")) == set()
    bolt = add(shop, admin, "Schraube", "Hex bolt")
    add(shop, admin, "Gehörschutz", "ear defenders")
    add(shop, admin, "Gehörschutz", "earplug")
    add(shop, admin, "ear muffs", "ear defenders")
    bolts = {"Hex bolt M8 × 40", "Hex bolt M12 × 80, DIN 933"}
    assert titles(ask("Schraube")) == titles(ask("schrauben")) == bolts
    assert titles(ask("Schraube M12")) == {"Hex bolt M12 × 80, DIN 933"}
    assert titles(ask("gehorschutz")) == {"Ear defenders", "Earplugs, 200 pairs"}
    assert titles(ask("ear muff")) == {"Ear defenders"}
    assert (titles(ask("Schrubae")), ask("Schrubae").shown_for) == (bolts, "schraube")
    run(Scope.tenant(shop.store.id), lambda db: remove_synonym(db, admin, shop.store.id, bolt))
    assert titles(ask("Schraube")) == set()


def test_an_operator_keeps_the_words_of_one_store(shop: Catalogue, ask: Ask) -> None:
    with unit_of_work(SYSTEM) as db:
        operator, other = make_operator(db), make_catalogue(db, "other").store
        add_synonym(db, operator, other.id, "Schraube", "bolt")
        add_synonym(db, operator, shop.store.id, "Schraube", "bolt cutters")
    assert titles(ask("Schraube")) == {"Bolt cutters"}
    with unit_of_work(SYSTEM) as db, pytest.raises(NotFound):
        mine = db.exec(select(SearchSynonym.id).where(SearchSynonym.tenant_id == shop.store.id)).one()
        remove_synonym(db, operator, other.id, mine)


@pytest.mark.parametrize(
    ("word", "means", "field"),
    [
        ("", "bolt", "word"),
        ("e b c d", "bolt", "word"),
        ("bolt", "…", "means"),
        ("bolts", "bolt", "means"),
        ("x" * 61, "bolt", "word"),
    ],
)
def test_words_that_say_nothing_are_refused(shop: Catalogue, admin: Actor, word: str, means: str, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        add(shop, admin, word, means)
    assert list(refused.value.fields) == [field]
    assert run(Scope.tenant(shop.store.id), lambda db: db.exec(select(SearchSynonym)).all()) == []


def test_the_list_of_words_has_an_end_and_no_word_twice(
    shop: Catalogue, admin: Actor, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(shop, admin, "Schraube", "bolt")
    with pytest.raises(Conflict):
        add(shop, admin, "schraube", "Bolt")
    monkeypatch.setattr(search_words, "MAX_SYNONYMS", 1)
    with pytest.raises(Conflict):
        add(shop, admin, "Mutter", "nut")


def test_others_change_no_words(shop: Catalogue, admin: Actor) -> None:
    synonym = add(shop, admin, "Schraube", "bolt")
    with unit_of_work(SYSTEM) as db:
        vendor = make_user(db, "vendor@example.com")
        give_role(db, vendor, Role.VENDOR_MEMBER, vendor=shop.vendor("bolt"), title="owner")
        member = actor_for(db, vendor)
    for act in (
        lambda db: add_synonym(db, member, shop.store.id, "Mutter", "nut"),
        lambda db: remove_synonym(db, member, shop.store.id, synonym),
        lambda db: forget_miss(db, member, shop.store.id, "qqqq"),
    ):
        with pytest.raises(Forbidden):
            run(Scope.tenant(shop.store.id), act)
    kept = run(Scope.tenant(shop.store.id), lambda db: db.exec(select(SearchSynonym.word)).all())
    assert kept == ["schraube"]


# What found nothing


def misses(shop: Catalogue) -> dict[str, int]:
    return dict(run(Scope.tenant(shop.store.id), lambda db: db.exec(select(SearchMiss.id, SearchMiss.times)).all()))


def test_words_without_a_result_are_counted_and_nothing_that_may_be_somebody_s(shop: Catalogue) -> None:
    def count(*words: str) -> None:
        run(Scope.tenant(shop.store.id), lambda db: count_misses(db, shop.store.id, words))

    count("cordless", "cordless", "4111111111111111", "0561123456", "x" * 40, "q")
    count("cordless", "ladders")
    assert misses(shop) == {"cordless": 2, "ladder": 1}


def test_the_table_of_misses_has_an_end(shop: Catalogue, admin: Actor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(search_words, "MAX_MISSES", 3)
    for word in ("often", "often", "once", "later", "now"):
        run(Scope.tenant(shop.store.id), lambda db, word=word: count_misses(db, shop.store.id, [word]))
    assert misses(shop) == {"often": 2, "later": 1, "now": 1}
    run(Scope.tenant(shop.store.id), lambda db: forget_miss(db, admin, shop.store.id, "often"))
    assert misses(shop) == {"later": 1, "now": 1}


def test_all_stores_are_searched_as_each_searches_itself(shop: Catalogue, admin: Actor) -> None:
    """Typos, figures, compounds, unknown words and a store's own words; `%` and `_` are no wildcards."""
    with unit_of_work(SYSTEM) as db:
        other = make_catalogue(db, "elsewhere")
        other.product("Grill", category="tools")
    run(Scope.tenant(other.store.id), index_store)
    add(shop, admin, "Schraube", "Hex bolt")

    def doors(words: str) -> list[tuple[str, str]]:
        matches = find_in_stores(words)
        shown = run(SYSTEM, lambda db: get_directory(db, "", words, matches)).stores
        return sorted((store.handle, store.count) for store in shown)

    for typed, here in (
        ("hammer drill", "1 match for “hammer drill”"),
        ("hamer drill", "1 match for “hammer drill”"),
        ("cordless drill", "2 matches for “drill”"),
        ("m12x80", "1 match for “m12x80”"),
        ("anglegrinder", "1 match for “anglegrinder”"),
        ("Schraube", "2 matches for “Schraube”"),
    ):
        assert (shop.store.handle, here) in doors(typed), typed
    # what one store has just so, the other does not guess at; what nobody has, each may
    assert doors("drill") == [("elsewhere", "0 matches for “drill”"), (shop.store.handle, "2 matches for “drill”")]
    assert doors("grlil") == [("elsewhere", "1 match for “grill”"), (shop.store.handle, "0 matches for “grlil”")]
    for typed in ("%", "_", "%%", "xyzzy"):
        assert {count for _, count in doors(typed)} == {f"0 matches for “{typed}”"}


@pytest.fixture
def browser(shop: Catalogue, no_rate_limits: None) -> Iterator[TestClient]:
    with open_browser() as client:
        yield client


def test_each_search_without_a_result_counts_once_and_one_with_results_is_kept(
    shop: Catalogue, browser: TestClient
) -> None:
    for _ in range(2):
        page = browser.get("/s/northforge/search?q=cordless+drill")
        assert page.status_code == 200
        assert "Nothing for “cordless”; 2 for “drill”." in page.text
        assert "no-store" in page.headers["cache-control"]
    assert "public" in browser.get("/s/northforge/search?q=drill").headers["cache-control"]
    browser.get("/s/northforge/search?q=maren@holt.example")
    assert misses(shop) == {"cordless": 2}
