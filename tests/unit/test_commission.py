"""Commission: the first rule that fits, computed once, split without a cent lost, given back to exactly nothing."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.errors import Invalid
from marketplace.domain.finance.commission import Base, Fee, Line, Rule, Sale, fees, misfit, spoken
from marketplace.domain.finance.commission_form import RuleForm, read_form
from marketplace.domain.finance.refunds import Back, Charged, Freight, given_back, share_of, tax_back

TEN = Rule("ten", "Ten", rate_bps=1000)


def sale(*goods: int, **more: object) -> Sale:
    lines = tuple(Line(f"l{at}", amount, tax=amount * 19 // 100) for at, amount in enumerate(goods))
    return Sale("ven", "Bolt", "EUR", lines, **more)  # type: ignore[arg-type]


def test_ten_lines_of_33_owe_33() -> None:
    charged = fees(sale(*[33] * 10), [TEN])
    assert sum(fee.amount for fee in charged) == 33
    assert sorted({fee.amount for fee in charged}) == [3, 4]


@pytest.mark.parametrize(
    ("rule", "whole"),
    [
        (Rule("r", "R", rate_bps=1000), 1_000),
        (Rule("r", "R", rate_bps=1000, fixed_amount=30), 1_030),
        (Rule("r", "R", fixed_amount=250), 250),
        (Rule("r", "R", rate_bps=1000, floor_amount=1_500), 1_500),
        (Rule("r", "R", rate_bps=1000, cap_amount=600), 600),
        (Rule("r", "R", rate_bps=1000, base=Base.GOODS_AND_SHIPPING), 1_100),
        (Rule("r", "R", rate_bps=1000, base=Base.WITH_TAX), 1_309),
        (Rule("r", "R", fixed_amount=99_999), 11_000 * 10_000 // 11_900),  # never more than the vendor gets
        (Rule("r", "R", rate_bps=0), 0),
    ],
)
def test_percentage_fixed_floor_cap_and_base(rule: Rule, whole: int) -> None:
    charged = fees(sale(4_000, 6_000, shipping=1_000, shipping_tax=190), [rule], tax_bps=1900)
    assert sum(fee.amount for fee in charged) == whole
    assert sum(fee.tax for fee in charged) == round(whole * 0.19)


@pytest.mark.parametrize(
    ("rule", "fits"),
    [
        (Rule("r", "R"), True),
        (Rule("r", "R", vendor_id="ven"), True),
        (Rule("r", "R", vendor_id="other"), False),
        (Rule("r", "R", category_id="tools"), True),
        (Rule("r", "R", category_id="paint"), False),
        (Rule("r", "R", product_id="drill"), True),
        (Rule("r", "R", product_id="saw"), False),
        (Rule("r", "R", from_amount=1_000), True),
        (Rule("r", "R", from_amount=1_001), False),
        (Rule("r", "R", to_amount=1_001), True),
        (Rule("r", "R", to_amount=1_000), False),
        (Rule("r", "R", currency="USD"), False),
    ],
)
def test_conditions(rule: Rule, fits: bool) -> None:
    line = Line("l", 1_000, product_id="drill", category_ids=frozenset({"drills", "tools"}))
    assert (misfit(rule, Sale("ven", "Bolt", "EUR", (line,)), line) == "") is fits


def test_the_first_that_fits_wins_and_an_agreed_rate_beats_all() -> None:
    rules = [Rule("v", "V", rate_bps=800, vendor_id="else"), Rule("a", "A", rate_bps=500), TEN]
    (fee,) = fees(sale(10_000), rules)
    assert (fee.rule_id, fee.amount) == ("a", 500)
    (fee,) = fees(sale(10_000, agreed_bps=700), rules)
    assert (fee.rule_id, fee.amount, fee.reason) == (
        None,
        700,
        "Agreed with Bolt: 7 % of EUR 100.00 (goods without tax).",
    )
    (fee,) = fees(sale(10_000), rules[:1])
    assert (fee.amount, fee.reason) == (0, "No rule fits, so nothing is taken.")


def test_lines_of_two_rules_are_counted_apart() -> None:
    lines = (Line("a", 1_000, product_id="drill"), Line("b", 2_000), Line("c", 3_000))
    rules = [Rule("d", "D", rate_bps=2000, product_id="drill", floor_amount=300), TEN]
    charged = fees(Sale("ven", "Bolt", "EUR", lines), rules)
    assert [(fee.rule_id, fee.amount) for fee in charged] == [("d", 300), ("ten", 200), ("ten", 300)]


def test_amounts_are_spoken_the_same_everywhere() -> None:
    assert [spoken(128_400, "EUR"), spoken(-5, "USD"), spoken(1_204, "JPY"), spoken(1_234_567, "KWD")] == [
        "EUR 1,284.00",
        "USD −0.05",
        "JPY 1,204",
        "KWD 1,234.567",
    ]


goods = st.lists(st.integers(0, 10**7), min_size=1, max_size=8)
bases = st.sampled_from(list(Base))


@given(goods, st.integers(0, 5_000), st.integers(0, 5_000), st.integers(0, 2_500), st.integers(0, 10**5), bases)
def test_fees_are_whole_and_never_more_than_the_vendor_gets(
    amounts: list[int], rate: int, fixed: int, tax_bps: int, shipping: int, base: Base
) -> None:
    order = sale(*amounts, shipping=shipping)
    charged = fees(order, [Rule("r", "R", rate_bps=rate, fixed_amount=fixed, base=base)], tax_bps=tax_bps)
    assert sum(fee.shipping for fee in charged) == shipping
    assert 0 <= sum(fee.amount + fee.tax for fee in charged) <= order.goods + shipping
    assert all(fee.amount >= 0 and fee.tax >= 0 for fee in charged)


def charged(line: Line, fee: Fee, borne: int) -> Charged:
    """The line as it was paid for: of `goods` the store bore `borne`, the buyer paid the rest and the tax."""
    return Charged(3, line.goods - borne + line.tax, line.tax, borne, fee.shipping, fee.amount, fee.tax, fee.base)


def after(line: Charged, back: Back) -> Charged:
    so_far = {name: value + getattr(back, name) for name, value in vars(line.back).items()}
    return replace(line, back=Back(**so_far))


@given(
    st.data(),
    goods,
    st.integers(0, 100),
    st.integers(0, 5_000),
    st.integers(0, 2_500),
    st.integers(0, 10**5),
    st.integers(0, 10**5),
    bases,
)
def test_any_row_of_refunds_ends_at_exactly_what_was_taken(
    data: st.DataObject, amounts: list[int], borne: int, rate: int, tax_bps: int, paid: int, given: int, base: Base
) -> None:
    order, freight = sale(*amounts, shipping=paid + given), Freight(paid, given)
    kept = fees(order, [Rule("r", "R", rate_bps=rate, base=base)], tax_bps=tax_bps)
    lines = [charged(line, fee, line.goods * borne // 100) for line, fee in zip(order.lines, kept, strict=True)]
    sent = Freight()
    totals = dict.fromkeys(("goods", "tax", "borne", "commission", "fee_tax", "earning"), 0)
    for last in (False, False, True):
        returned = [
            (line.quantity - line.back.pieces, line.total - line.back.amount)
            if last
            else (
                data.draw(st.integers(0, 3 - line.back.pieces)),
                data.draw(st.integers(0, line.total - line.back.amount)),
            )
            for line in lines
        ]
        left = freight.whole - sent.whole
        part = freight.split(sent, left if last else data.draw(st.integers(0, left)))
        sent = Freight(sent.paid + part.paid, sent.given + part.given)
        backs = given_back(lines, returned, freight=sent.whole)
        lines = [after(line, back) for line, back in zip(lines, backs, strict=True)]
        for name in totals:
            totals[name] += getattr(share_of(backs, part), name)
        assert 0 <= totals["commission"] <= sum(fee.amount for fee in kept)
        assert 0 <= totals["borne"] <= sum(line.store for line in lines) + given
    assert totals == {
        "goods": order.goods - sum(line.store for line in lines),
        "tax": sum(line.tax for line in order.lines),
        "borne": sum(line.store for line in lines) + given,
        "commission": sum(fee.amount for fee in kept),
        "fee_tax": sum(fee.tax for fee in kept),
        "earning": order.goods + paid + given - sum(fee.amount + fee.tax for fee in kept),
    }


def test_the_naive_way_would_leave_cents_behind() -> None:
    """Rounding each part by itself: three thirds of a commission of 10 give 9 back."""
    assert sum(10 * 33 // 100 for _ in range(3)) == 9
    line, parts = Charged(3, total=99, fee=10), []
    for _ in range(3):
        (back,) = given_back([line], [(1, 33)])
        line = after(line, back)
        parts.append(back.fee)
    assert parts == [3, 3, 4]


def test_what_the_store_bears_goes_back_by_pieces_and_not_by_the_buyers_money() -> None:
    free = Charged(3, total=0, store=10_000, fee=1_000, fee_tax=190)
    (one,) = given_back([free], [(1, 0)])
    assert (one.store, one.fee, one.fee_tax) == (3_333, 333, 63)
    (rest,) = given_back([after(free, one)], [(2, 0)])
    assert (one.store + rest.store, one.fee + rest.fee, one.fee_tax + rest.fee_tax) == (10_000, 1_000, 190)
    half = Charged(2, total=5_950, tax=950, store=5_000, fee=1_000)
    (goodwill,) = given_back([half], [(0, 1_190)])
    assert (goodwill.tax, goodwill.store, goodwill.fee) == (190, 0, 100)
    (piece,) = given_back([after(half, goodwill)], [(1, 0)])
    assert (piece.store, piece.fee) == (2_500, 250)


def test_freight_that_the_store_gave_is_told_from_freight_that_was_paid() -> None:
    assert Freight(0, 950).split(Freight(), 400) == Freight(0, 400)
    assert Freight(950, 0).split(Freight(), 400) == Freight(400, 0)
    first = Freight(100, 200).split(Freight(), 100)
    assert first == Freight(34, 66)
    assert Freight(100, 200).split(first, 200) == Freight(66, 134)
    assert Freight().split(Freight(), 0) == Freight()


@given(st.integers(0, 10**6), st.integers(1, 10**6), st.lists(st.integers(0, 10**5), max_size=6))
def test_tax_on_the_delivery_comes_back_whole(tax: int, net: int, parts: list[int]) -> None:
    before, back = 0, 0
    for part in [min(part, net) for part in parts]:
        part = min(part, net - before)
        back, before = back + tax_back(tax, net, before, part), before + part
    assert back + tax_back(tax, net, before, net - before) == tax


def test_a_rule_as_it_is_typed() -> None:
    facts = read_form(RuleForm("Hand tools", "9,5", fixed="0.30", floor="0,50", from_amount="1,000"), "EUR")
    assert (facts.rate_bps, facts.fixed_amount, facts.floor_amount, facts.from_amount, facts.currency) == (
        950,
        30,
        50,
        100_000,
        "EUR",
    )
    assert read_form(RuleForm("All", "10"), "EUR").currency is None


@pytest.mark.parametrize(
    ("form", "field"),
    [
        (RuleForm("", "10"), "title"),
        (RuleForm("R", "ten"), "percent"),
        (RuleForm("R", "51"), "percent"),
        (RuleForm("R", ""), "percent"),
        (RuleForm("R", "1", fixed="x"), "fixed"),
        (RuleForm("R", "1", floor="5", cap="4"), "cap"),
        (RuleForm("R", "1", from_amount="5", to_amount="5"), "to_amount"),
        (RuleForm("R", "1", base="moon"), "base"),
        (RuleForm("R", "1", currency="XXX"), "currency"),
    ],
)
def test_what_is_no_rule_is_said_at_its_field(form: RuleForm, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        read_form(form, "EUR")
    assert set(refused.value.fields) == {field}
