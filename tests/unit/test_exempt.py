"""Who is exempt where prices include tax pays everybody's net to the cent, whatever is bought and taken off."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.buying.basket import Basket, Delivery, Discount, Goods, Seller
from marketplace.domain.buying.basket_pricing import Terms, price_line, price_part, uses_of
from marketplace.domain.buying.exempt import exempt, without_tax
from marketplace.domain.buying.freight import FreightRule
from marketplace.domain.stores.taxes import Exemption, Tax
from tests.unit.test_promotions import DRILL

MISSION = Exemption("D 4711", "Diplomatic mission", "VATEX-EU-151").tax
BOOKS = Tax(0, "Z", "Zero rated")


def basket(goods: list[Goods], off: list[int], freight: int, *, free: bool = False) -> Basket:
    """One vendor's goods at prices with tax; of each line so much is taken off, in two promotions."""
    lines = []
    for at, (one, most) in enumerate(zip(goods, off, strict=True)):
        mine = replace(one, line_id=f"l{at}")
        amount = min(most, mine.shown_amount)
        halves = (amount // 2, amount - amount // 2)
        lines.append(
            price_line(
                mine, [Discount(f"p{n}", mine.line_id, half, half) for n, half in enumerate(halves)], inclusive=True
            )
        )
    way = Delivery("d", "bolt", "Parcel", FreightRule("flat", freight))
    part = price_part(Seller("bolt", "Bolt", "bolt"), lines, [way], None, Terms(True, Tax(1900)), free_shipping=free)
    part = replace(part, freight_given_by="gift" if part.given_freight_amount else "")
    return Basket("c", "EUR", "r", True, (part,), uses=uses_of([part]))


rates = st.sampled_from([Tax(1900), Tax(700), Tax(810), BOOKS])
articles = st.builds(
    lambda quantity, unit, tax: replace(DRILL, quantity=quantity, unit_amount=unit, tax=tax),
    st.integers(1, 2_000),
    st.integers(1, 50_000),
    rates,
)


@given(
    st.lists(st.tuples(articles, st.integers(0, 9_000)), min_size=1, max_size=5), st.integers(0, 2_000), st.booleans()
)
def test_it_is_everybodys_net(bought: list[tuple[Goods, int]], freight: int, free: bool) -> None:
    taxed = basket([one for one, _ in bought], [off for _, off in bought], freight, free=free)
    shown = exempt(taxed, MISSION)
    net = without_tax(shown)
    (was,), (part,) = taxed.parts, net.parts
    assert shown.untaxed_amount == taxed.tax_amount
    assert shown.total_amount == net.total_amount == taxed.total_amount - taxed.tax_amount
    assert (net.tax_amount, part.shipping_tax_amount, net.is_tax_inclusive) == (0, 0, False)
    names = ("goods_amount", "discount_amount", "store_discount_amount", "shipping_amount", "given_freight_amount")
    assert [getattr(part, name) for name in names] == [getattr(was, name) for name in names]
    assert part.total_amount == part.goods_amount - part.discount_amount + part.shipping_amount
    assert part.total_amount == sum(line.total_amount for line in part.lines) + part.shipping_amount
    assert sum(net.uses.values()) == part.discount_amount + part.given_freight_amount
    for before, line in zip(was.lines, part.lines, strict=True):
        assert (line.total_amount, line.tax_amount) == (before.net_amount, 0)
        assert sum(one.amount for one in line.discounts) == line.discount_amount
        assert line.goods.tax == (MISSION if before.goods.tax_bps else before.goods.tax)
        whole = line.total_amount + line.discount_amount
        assert abs(line.goods.unit_amount * line.goods.quantity - whole) <= line.goods.quantity / 2


def test_a_thousand_cheap_things_lose_nothing_to_rounding() -> None:
    screws = replace(DRILL, quantity=1_000, unit_amount=99, tax=Tax(1900), compare_at_amount=120, seen_amount=99)
    (part,) = without_tax(exempt(basket([screws], [0], 0), MISSION)).parts
    (line,) = part.lines
    assert (line.total_amount, line.goods.unit_amount, line.goods.compare_at_amount) == (83_193, 83, 101)
    assert (line.goods.seen_amount, line.goods.moved) == (83, False)


def test_what_is_shown_stays_as_the_region_shows_it() -> None:
    drill = replace(DRILL, tax=Tax(1900))
    taxed = basket([drill], [1_000], 600)
    shown = exempt(replace(taxed, saved=(drill,)), MISSION)
    (was,), (part,) = taxed.parts, shown.parts
    assert (part.shown_amount, part.shown_shipping_amount) == (was.shown_amount, 600) == (9_600, 600)
    assert (part.lines[0].goods.unit_amount, part.lines[0].discount_amount) == (10_000, 1_000)
    assert (shown.uses, shown.is_tax_inclusive, shown.saved[0].tax) == (taxed.uses, True, MISSION)
    assert without_tax(shown).saved[0].unit_amount == 8_403


def test_nobody_elses_basket_changes() -> None:
    taxed = basket([replace(DRILL, tax=Tax(1900))], [0], 600)
    assert without_tax(taxed) is taxed
    assert taxed.untaxed_amount == 0
