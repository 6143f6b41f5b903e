"""The demo catalogue is whole, consistent and the same each time; every picture is one of a kind."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from xml.etree import ElementTree

import pytest

from marketplace.demo.catalogue import build
from marketplace.demo.catalogue.types import DemoCatalogue, DemoOffer, DemoProduct, DemoTier, DemoVariant
from marketplace.demo.pictures import KINDS, draw, views

CURRENCIES = {"northforge": ("EUR", "USD"), "mezzaluna": ("EUR", "GBP"), "assay": ("EUR", "USD", "CHF")}


@pytest.fixture(scope="module")
def catalogue() -> DemoCatalogue:
    return build()


def offers(catalogue: DemoCatalogue) -> Iterator[tuple[DemoProduct, DemoVariant, DemoOffer]]:
    for product in catalogue.products:
        for variant in product.variants:
            for offer in variant.offers:
                yield product, variant, offer


def repeated(values: Iterable[object]) -> list[object]:
    return [value for value, times in Counter(values).items() if times > 1]


def picture(product: DemoProduct) -> str:
    return draw(product.picture_kind, store=product.store, seed=product.picture_seed, label=product.picture_label)


def lead(catalogue: DemoCatalogue, sku: str) -> DemoVariant:
    return next(v for p in catalogue.products if p.sku == sku for v in p.variants[:1])


def test_there_are_six_hundred_products_two_hundred_in_each_store(catalogue: DemoCatalogue) -> None:
    assert Counter(p.store for p in catalogue.products) == dict.fromkeys(CURRENCIES, 200)


def test_it_is_the_same_every_time(catalogue: DemoCatalogue) -> None:
    assert build() == catalogue


def test_twelve_vendors_sell_and_three_apply(catalogue: DemoCatalogue) -> None:
    standing = Counter((v.store, v.standing) for v in catalogue.vendors)
    assert sum(standing[store, "pending"] for store in CURRENCIES) == 3
    assert all(standing[store, "pending"] == 1 for store in CURRENCIES)
    assert sum(standing.values()) == 15
    assert [store for store, name in standing if name == "suspended"] == ["mezzaluna"]
    sellers = {(p.store, o.vendor) for p, _, o in offers(catalogue)}
    assert sellers == {(v.store, v.handle) for v in catalogue.vendors if v.standing != "pending"}


def test_names_and_numbers_are_unique(catalogue: DemoCatalogue) -> None:
    assert repeated([(p.store, p.handle) for p in catalogue.products]) == []
    assert repeated([(p.store, p.title) for p in catalogue.products]) == []
    assert repeated([(o.vendor, o.sku) for _, _, o in offers(catalogue)]) == []
    assert repeated([v.ean for p in catalogue.products for v in p.variants]) == []
    assert repeated([(c.store, c.handle) for c in catalogue.categories]) == []
    assert all(repeated([o.vendor for o in v.offers]) == [] for p in catalogue.products for v in p.variants)


def test_handles_fit_in_an_address(catalogue: DemoCatalogue) -> None:
    for handle in [p.handle for p in catalogue.products] + [c.handle for c in catalogue.categories]:
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", handle), handle


def test_bar_codes_have_the_right_check_digit(catalogue: DemoCatalogue) -> None:
    for product in catalogue.products:
        for variant in product.variants:
            digits = [int(digit) for digit in variant.ean]
            assert len(digits) == 13
            assert (sum(digits[::2]) + 3 * sum(digits[1::2])) % 10 == 0, variant.ean


def test_every_offer_has_a_price_in_each_currency_of_its_store(catalogue: DemoCatalogue) -> None:
    for product, _, offer in offers(catalogue):
        assert tuple(p.currency for p in offer.prices) == CURRENCIES[product.store]
        assert all(p.amount > 0 for p in offer.prices)


def test_tiers_begin_at_one_and_fall(catalogue: DemoCatalogue) -> None:
    for _, _, offer in offers(catalogue):
        for price in offer.prices:
            tiers = [t for t in offer.tiers if t.currency == price.currency]
            if offer.tiers:
                assert tiers[0] == DemoTier(price.currency, 1, price.amount)
                assert len(tiers) >= 2
            for before, after in pairwise(tiers):
                assert after.min_quantity > before.min_quantity
                assert after.amount < before.amount, offer.sku


def test_the_first_offer_is_the_makers(catalogue: DemoCatalogue) -> None:
    for product in catalogue.products:
        assert product.variants[0].sku == product.sku
        for variant in product.variants:
            assert (variant.offers[0].vendor, variant.offers[0].sku) == (product.vendor, variant.sku)


def test_variants_are_the_combinations_of_the_options(catalogue: DemoCatalogue) -> None:
    for product in catalogue.products:
        size = 1
        for option in product.options:
            size *= len(option.values)
        assert len({v.options for v in product.variants}) == len(product.variants) == size
        for variant in product.variants:
            for (name, value), option in zip(variant.options, product.options, strict=True):
                assert name == option.name
                assert value in option.values


def test_every_shelf_holds_something(catalogue: DemoCatalogue) -> None:
    tops = {(c.store, c.handle) for c in catalogue.categories if c.parent is None}
    leaves = {(c.store, c.handle) for c in catalogue.categories if c.parent}
    assert {(c.store, c.parent) for c in catalogue.categories if c.parent} == tops
    assert {(p.store, p.category) for p in catalogue.products} == leaves
    assert {c.picture_kind for c in catalogue.categories} <= set(KINDS)


def test_texts_are_complete(catalogue: DemoCatalogue) -> None:
    for product in catalogue.products:
        words = " ".join((product.title, product.subtitle, product.description, *product.points))
        assert not re.search(r"[{}|]|\s{2,}| ,|\.\.|· -|- ·", words), words
        assert re.search(r"\w.*[.!?]$", product.description), product.description
        assert len(product.points) == 3
        assert 6 <= len(product.attributes) <= 8, product.title
        assert repeated([line.key for line in product.attributes]) == []
        assert any(line.facet for line in product.attributes)
        assert product.brand
        assert product.weight_g > 0


def test_standing_and_stock_are_mixed(catalogue: DemoCatalogue) -> None:
    statuses = Counter(p.status for p in catalogue.products)
    assert statuses["published"] > 560
    assert {"draft", "proposed", "archived"} <= set(statuses)
    offers = [p.variants[0].offers[0] for p in catalogue.products]
    assert 15 <= sum(not o.stock for o in offers) <= 50
    assert 30 <= sum(0 < o.stock < 10 for o in offers) <= 75
    assert any(not o.stock and o.restock_in_days for o in offers)
    assert any(not o.stock and o.backorder for o in offers)
    assert 0.5 < sum(bool(o.tiers) for o in offers) / len(offers) < 0.72
    assert 0.1 < sum(len(p.variants[0].offers) > 1 for p in catalogue.products) / 600 < 0.2
    assert 0.2 < sum(len(p.variants) > 1 for p in catalogue.products) / 600 < 0.3


@pytest.mark.parametrize(
    ("sku", "title", "steps", "stock"),
    [
        ("HB-1865-2", "Brushless drill driver 18 V, 65 Nm", ((1, 21900), (10, 17200), (50, 15800)), 42),
        ("CF-93380-Z", "Hex bolt M12 × 80, 8.8 zinc", ((1, 2460), (20, 2190)), 1860),
        (
            "DM-6205-2RS",
            "Deep groove bearing 6205-2RS",
            ((1, 685), (10, 640), (50, 560), (200, 495), (1000, 420)),
            4120,
        ),
        ("DM-PO400", "Penetrating oil 400 ml", ((1, 920), (12, 780), (48, 690)), 0),
        ("OR-SP20", "Copper saucepan 20 cm, brass handle", ((1, 14800), (4, 13200)), 26),
        ("CA-27-IV", "Coupe plate 27 cm, ivory, chip resistant", ((1, 8640), (6, 7400), (20, 6480)), 140),
        ("FG-PM20-T", "Planetary mixer 20 l, tomato", ((1, 86200),), 2),
        ("VC-N200-M", "Nitrile gloves M, powder-free", ((1, 1480), (20, 1190), (60, 1080), (200, 960)), 18),
        ("BI-A224", "Analytical balance 220 g, 0.1 mg", ((1, 294000), (3, 272000)), 6),
    ],
)
def test_what_is_drawn_is_sold(
    catalogue: DemoCatalogue, sku: str, title: str, steps: tuple[tuple[int, int], ...], stock: int
) -> None:
    product = next(p for p in catalogue.products if p.sku == sku)
    offer = product.variants[0].offers[0]
    tiers = tuple((t.min_quantity, t.amount) for t in offer.tiers if t.currency == "EUR")
    assert (product.title, product.status, offer.stock) == (title, "published", stock)
    assert (tiers or ((1, offer.prices[0].amount),)) == steps


def test_three_vendors_offer_the_drill_driver(catalogue: DemoCatalogue) -> None:
    offers = {o.vendor: (o.prices[0].amount, o.stock) for o in lead(catalogue, "HB-1865-2").offers}
    assert offers == {"hallberg": (21900, 42), "dunmore": (20400, 118), "castellan": (19850, 6)}


def test_petri_dishes_are_sold_in_sleeves_of_twenty(catalogue: DemoCatalogue) -> None:
    offer = lead(catalogue, "VC-PD90").offers[0]
    assert (offer.min_quantity, offer.increment) == (20, 20)


def test_pictures_are_small_valid_and_one_of_a_kind(catalogue: DemoCatalogue) -> None:
    drawn = [(p.store, p.category, picture(p)) for p in catalogue.products]
    for _, _, svg in drawn:
        assert len(svg.encode()) < 14_000
        root = ElementTree.fromstring(svg)
        ids = [element.get("id") for element in root.iter() if element.get("id")]
        assert len(ids) == len(set(ids))
        assert set(re.findall(r"url\(#([^)]+)\)", svg)) <= set(ids)
    assert repeated(drawn) == []


@pytest.mark.parametrize("kind", KINDS)
def test_a_kind_is_drawn_the_same_twice_and_otherwise_for_another_seed(kind: str) -> None:
    first = draw(kind, store="northforge", seed=1, label="5 < 6 & 7")
    assert first == draw(kind, store="northforge", seed=1, label="5 < 6 & 7")
    assert first != draw(kind, store="northforge", seed=2, label="5 < 6 & 7")
    ElementTree.fromstring(first)
    assert 'url(#bg)"' not in draw(kind, store="northforge", seed=1, cut=True)


@pytest.mark.parametrize("kind", KINDS)
def test_a_gallery_shows_the_whole_two_details_and_another_backdrop(kind: str) -> None:
    gallery = views(kind, store="mezzaluna", seed=7, label="No. 7")
    boxes = [ElementTree.fromstring(svg).get("viewBox") for svg in gallery]
    assert len(set(gallery)) == 4
    assert boxes[0] == boxes[3] == "0 0 800 800"
    assert "0 0 800 800" not in boxes[1:3]
    assert gallery[0] == draw(kind, store="mezzaluna", seed=7, label="No. 7")
