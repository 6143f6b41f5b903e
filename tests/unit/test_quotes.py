"""Quotes without a database: turns, totals, comparisons, margins, and who is in a room."""

from __future__ import annotations

import itertools
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.errors import Invalid
from marketplace.domain.lifecycle import QUOTE, QuoteStatus
from marketplace.domain.quotes.answer_fields import Article, read_answer, read_breaks
from marketplace.domain.quotes.comparison import (
    Column,
    best_of,
    best_vendor,
    everything_from,
    fastest_by_line,
    fewest_parcels,
    lowest_price,
    split_of,
)
from marketplace.domain.quotes.margin import below_margin, margin_bps
from marketplace.domain.quotes.presence import Presence, SignOfLife, read_sign
from marketplace.domain.quotes.requester import key_in, with_key
from marketplace.domain.quotes.standing import OPEN, NotYourTurn, QuoteClosed, Side, check_turn, standing_of, turn_of
from marketplace.domain.quotes.terms import Break, Difference, QuotedLine, check_lines, differences, totals_of
from marketplace.domain.stores.taxes import Tax

VAT = Tax(1900)


def line(key: str, price: int, quantity: int = 1, **fields: object) -> QuotedLine:
    return QuotedLine(key, quantity=quantity, unit_amount=price, tax=VAT, **fields)  # type: ignore[arg-type]


def column(name: str, freight: int = 0, **prices: int | None) -> Column:
    lines = {
        key: line(key, price) if price is not None else QuotedLine(key, cannot=True) for key, price in prices.items()
    }
    return Column(name, lines, freight)


@pytest.mark.parametrize("status", list(QuoteStatus))
def test_every_open_quote_is_somebodys_turn_and_no_final_one_is(status: QuoteStatus) -> None:
    assert (turn_of(status) is not None) == (status in OPEN)
    leads_on = [name for name, (before, _) in QUOTE.items() if status in before]
    assert bool(leads_on) == (status in OPEN)


def test_who_is_not_on_turn_is_told_whose_it_is() -> None:
    check_turn("pending", Side.VENDOR, "Priya")
    with pytest.raises(NotYourTurn, match="It is Halden’s turn"):
        check_turn("countered", Side.BUYER, "Halden")
    with pytest.raises(QuoteClosed, match="This quote is expired"):
        check_turn("expired", Side.BUYER, "Halden")


@pytest.mark.parametrize(
    ("statuses", "whole"),
    [
        (["pending", "quoted", "rejected"], "quoted"),
        (["rejected", "pending"], "pending"),
        (["accepted", "declined", "declined"], "accepted"),
        (["expired", "rejected"], "expired"),
        (["rejected", "rejected"], "rejected"),
        (["countered", "pending"], "countered"),
    ],
)
def test_a_request_is_as_its_liveliest_quote(statuses: list[str], whole: str) -> None:
    assert standing_of(statuses) == whole


def test_an_award_takes_the_vendors_minimum_and_its_step() -> None:
    steps = line("a", 1000, 40, min_quantity=50, breaks=(Break(60, 900), Break(100, 800)))
    assert (steps.bought_quantity, steps.bought_unit_amount, steps.shown_amount) == (50, 1000, 50_000)
    more = line("a", 1000, 100, breaks=(Break(60, 900), Break(100, 800)))
    assert (more.bought_quantity, more.bought_unit_amount, more.shown_amount) == (100, 800, 80_000)


def test_totals_count_tax_once_for_each_rate() -> None:
    lines = [line("a", 18765), line("b", 15471), QuotedLine("c", cannot=True, unit_amount=5, tax=VAT)]
    whole = totals_of(lines, 0, VAT, inclusive=False)
    assert (whole.goods, whole.freight, whole.tax, whole.total) == (34236, 0, 6505, 40741)
    taxed = totals_of([line("a", 11900)], 1190, VAT, inclusive=True)
    assert (taxed.goods, taxed.freight, taxed.tax, taxed.total, taxed.shown) == (10000, 1000, 2090, 13090, 13090)
    assert totals_of([QuotedLine("c", cannot=True)], 700, VAT, inclusive=False).total == 0


def test_what_two_revisions_say_otherwise_is_told_by_line() -> None:
    old = [line("a", 100, lead_days=4), line("b", 200), line("c", 300)]
    new = [line("a", 90, lead_days=4), QuotedLine("b", cannot=True), line("c", 300, lead_days=9)]
    assert differences(old, new) == [
        Difference("a", 100, 90, 1, 1),
        Difference("b", 200, None, 1, 1),
        Difference("c", 300, 300, 1, 1, ("lead time",)),
    ]


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (line("a", -1), "price-a"),
        (line("a", 1, min_quantity=0), "minimum-a"),
        (line("a", 1, lead_days=731), "lead-a"),
        (line("a", 10, breaks=(Break(5, 9), Break(5, 8))), "breaks-a"),
        (line("a", 10, breaks=(Break(1, 9),)), "breaks-a"),
        (line("a", 10, breaks=(Break(5, 11),)), "breaks-a"),
        (QuotedLine("a", cannot=True), "lines"),
        (line("b", 1), "lines"),
    ],
)
def test_a_wrong_line_is_told_at_its_field(wrong: QuotedLine, field: str) -> None:
    with pytest.raises(Invalid) as refused:
        check_lines([wrong], {"a": 1})
    assert set(refused.value.fields) == {field}


def test_the_grid_marks_the_cheapest_and_the_fastest() -> None:
    slow = Column("slow", {"a": line("a", 100, lead_days=9)})
    quick = Column("quick", {"a": line("a", 120, lead_days=2)})
    silent = Column("silent", {"a": line("a", 110)})
    best = best_of("a", [slow, quick, silent])
    assert (best.cheapest, best.fastest) == ("slow", "quick")
    assert fastest_by_line(["a", "b"], [slow, quick, silent]) == {"a": "quick"}


def test_freight_decides_what_is_cheapest_together() -> None:
    both = [column("north", 500, a=100, b=200), column("south", 900, a=90, b=190)]
    assert lowest_price(["a", "b"], both) == {"a": "north", "b": "north"}
    assert fewest_parcels(["a", "b"], [*both, column("far", 0, a=1)]) == {"a": "north", "b": "north"}
    assert lowest_price(["a", "b"], [*both, column("far", 0, a=1)]) == {"a": "far", "b": "north"}
    assert everything_from("south", ["a", "b", "c"], both) == {"a": "south", "b": "south"}
    assert best_vendor(["a", "b"], [column("half", 0, a=1), *both]) == {"a": "north", "b": "north"}
    assert lowest_price(["a"], []) == {}


prices = st.one_of(st.none(), st.integers(0, 50))


@given(st.lists(st.tuples(st.integers(0, 60), st.lists(prices, min_size=3, max_size=3)), min_size=1, max_size=4))
def test_no_choice_covers_more_for_less(vendors: list[tuple[int, list[int | None]]]) -> None:
    """Against every choice there is."""
    ids = ["a", "b", "c"]
    columns = [column(f"v{n}", freight, **dict(zip(ids, row, strict=True))) for n, (freight, row) in enumerate(vendors)]

    def rank(choice: dict[str, str]) -> tuple[int, int]:
        split = split_of(choice, ids, columns, inclusive=True)
        return len(split.missing), split.total.shown

    every = []
    for names in itertools.product([None, *(one.quote_id for one in columns)], repeat=3):
        choice = {key: name for key, name in zip(ids, names, strict=True) if name}
        if all(next(c for c in columns if c.quote_id == name).offered(key) for key, name in choice.items()):
            every.append(rank(choice))
    assert rank(lowest_price(ids, columns)) == min(every)


def test_a_split_is_the_sum_of_its_parts() -> None:
    columns = [column("north", 500, a=100, b=200), column("south", 900, a=90)]
    split = split_of({"a": "south", "b": "north"}, ["a", "b", "c"], columns, freight_tax=VAT)
    assert {key: one.total for key, one in split.parts.items()} == {"north": 833, "south": 1178}
    assert (split.total.goods, split.total.freight, split.total.tax, split.total.total) == (290, 1400, 321, 2011)
    assert split.missing == ("c",)


def test_a_margin_looks_at_every_step_and_not_at_unknown_costs() -> None:
    assert margin_bps(10000, 8500) == 1500
    assert margin_bps(0, 1) == -10_000
    lines = [
        line("a", 10000, offer_id="known"),
        line("b", 10000, offer_id="stepped", breaks=(Break(10, 9000),)),
        line("c", 1, offer_id="unknown"),
    ]
    costs = {"known": 8500, "stepped": 8500}
    assert below_margin(lines, costs, 1500, inclusive=False) == ["b"]
    assert below_margin(lines, costs, None, inclusive=False) == []
    assert below_margin([line("a", 11900, offer_id="known")], costs, 1600, inclusive=True) == ["a"]


def test_a_room_knows_who_came_types_and_left() -> None:
    ilse, other = SignOfLife("t1", "Ilse", Side.VENDOR), SignOfLife("t2", "Ilse", Side.VENDOR)
    room = Presence({})
    assert read_sign(ilse.written()) == ilse
    assert read_sign("") is None
    assert room.take([ilse, other], "mine", 0.0)
    assert not room.take([ilse], "mine", 1.0)
    assert room.names() == ["Ilse"]
    room.take([SignOfLife("t1", "Ilse", Side.VENDOR, is_typing=True)], "mine", 2.0)
    assert (room.typing(5.0), room.typing(9.0)) == ("Ilse", "")
    room.take([SignOfLife("t1", "Ilse", Side.VENDOR, has_left=True)], "mine", 3.0)
    assert room.names() == ["Ilse"]  # in the other window
    room.take([], "mine", 40.0)
    assert room.names() == []


def test_a_browser_holds_the_keys_of_several_links() -> None:
    cookie = with_key(with_key("", "qrq_1", "k1"), "qrq_2", "k2")
    assert (key_in(cookie, "qrq_1"), key_in(cookie, "qrq_2"), key_in(cookie, "qrq_3")) == ("k1", "k2", "")
    assert with_key(cookie, "qrq_1", "new") == "qrq_1.new,qrq_2.k2"
    assert with_key("a.1,b.2,c.3", "d", "4", most=2) == "d.4,a.1"


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("", ()),
        ("100: 8.50, 500: 8.10", ((100, 850), (500, 810))),
        ("100: 8,50, 500: 8,10", ((100, 850), (500, 810))),
        ("100:8.5; 500: 8\n1000:7.99,", ((100, 850), (500, 800), (1000, 799))),
    ],
)
def test_steps_are_read_as_people_type_them(typed: str, expected: tuple[tuple[int, int], ...]) -> None:
    assert tuple((one.min_quantity, one.amount) for one in read_breaks(typed, "EUR")) == expected


@pytest.mark.parametrize("typed", ["100", "100: ", ": 8.50", "1: 8", "100: 8.50 500: 8", "a: b", "100: 8.505"])
def test_steps_that_could_mean_anything_are_refused(typed: str) -> None:
    with pytest.raises(ValueError, match="Write steps such as"):
        read_breaks(typed, "EUR")


def test_an_answer_says_everything_that_is_wrong_at_once() -> None:
    moment = datetime(2026, 11, 30, 9, tzinfo=UTC)
    articles = {"bo-1": Article("off_1", "BO-1")}
    good = {"price-a": "9,50", "sku-a": "bo-1", "cannot-b": "yes", "freight": "7", "note": " Thanks "}
    answer = read_answer(good, ["a", "b"], articles, "EUR", moment)
    assert [(one.line_id, one.unit_amount, one.offer_id, one.cannot) for one in answer.lines] == [
        ("a", 950, "off_1", False),
        ("b", 0, "", True),
    ]
    assert (answer.freight_amount, answer.note, answer.valid_until) == (
        700,
        "Thanks",
        datetime(2026, 12, 14, 23, 59, 59, tzinfo=UTC),
    )
    bad = {"lead-a": "x", "minimum-a": "0", "sku-a": "other", "freight": "-1", "valid_until": "soon"}
    with pytest.raises(Invalid) as error:
        read_answer(bad, ["a"], articles, "EUR", moment)
    assert set(error.value.fields) == {"price-a", "lead-a", "minimum-a", "sku-a", "freight", "valid_until"}
