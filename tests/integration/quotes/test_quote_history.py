"""What changed between any two revisions, and the price of a line from turn to turn, as each side reads it."""

from __future__ import annotations

from datetime import timedelta

import pytest

from marketplace.domain.quotes.answer_form import CounterForm, CounterLine
from marketplace.queries.operator_desk.quote_room import get_store_room
from marketplace.queries.shared.quote_history import History, HistoryView
from marketplace.queries.storefront.quote_room import get_buyer_room
from marketplace.queries.vendor_desk.quote_room import get_vendor_room
from marketplace.services.quotes.answering import take_back_answer
from marketplace.services.quotes.negotiating import counter_quote
from tests.factories.days import in_a_week
from tests.factories.quotes import Market, make_market


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


@pytest.fixture
def request_id(market: Market) -> str:
    """Hammer and glove: bolt offers, is countered on the hammer, comes half-way and gives the glove up."""
    request = market.ask()
    market.answer(request, "bolt", 900, 430, valid_until=in_a_week(), payment_terms="14 days net")
    market.counter_offer(request, "bolt", 1, line0=800, line1=430)
    later = in_a_week() + timedelta(days=3)
    market.answer(request, "bolt", 850, None, valid_until=later, payment_terms="30 days net", freight_amount=500)
    return request


def history(market: Market, request: str, **view: object) -> History:
    quote, wanted = market.quote(request), HistoryView(**view)  # type: ignore[arg-type]
    return market.do(lambda db: get_buyer_room(db, market.buyer, market.tenant_id, request, quote, view=wanted)).history


def cells(rows: list[object]) -> list[tuple[str, str, str, str]]:
    return [(one.title, one.was, one.now, one.change.replace("\u00a0", " ")) for one in rows]  # type: ignore[attr-defined]


def test_there_is_nothing_to_compare_before_the_second_revision(market: Market) -> None:
    request = market.ask()
    assert history(market, request) == History()
    market.answer(request, "bolt", 900, None)
    assert history(market, request) == History()


def test_the_last_two_are_compared_at_first(market: Market, request_id: str) -> None:
    shown = history(market, request_id)
    assert (shown.old, shown.new) == ("2", "3")
    assert cells(shown.lines) == [
        ("Hammer, HAMMER", "10 × €8.00", "10 × €8.50", "+6.2 %"),
        ("Glove, GLOVE", "24 × €4.30", "no offer", ""),
    ]
    assert [one.label for one in shown.options] == ["Revision 1, Bolt", "Revision 2, you", "Revision 3, Bolt"]


def test_any_two_are_compared_with_what_holds_for_all(market: Market, request_id: str) -> None:
    shown = history(market, request_id, old=1, new=3)
    assert cells(shown.lines) == [
        ("Hammer, HAMMER", "10 × €9.00", "10 × €8.50", "−5.6 %"),
        ("Glove, GLOVE", "24 × €4.30", "no offer", ""),
    ]
    assert [(one.title, one.was, one.now, one.tone) for one in shown.whole if one.title != "Valid until"] == [
        ("Freight", "€7.00", "€5.00", "good"),
        ("Payment", "14 days net", "30 days net", ""),
        # 90.00 + 103.20 + 7.00, with 19 % on top; then 85.00 + 5.00
        ("Together, with freight and tax", "€238.24", "€107.10", "good"),
    ]
    assert [one.title for one in shown.whole].count("Valid until") == 1


def test_sums_of_other_pieces_are_not_compared_in_per_cent(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 12))
    market.answer(request, "bolt", 900)
    quote, line = market.quote(request), market.lines(request)[0].id
    form = CounterForm(1, (CounterLine(line, 800, 100),))
    market.do(lambda db: counter_quote(db, market.buyer, market.tenant_id, quote, form))
    room = market.do(lambda db: get_buyer_room(db, market.buyer, market.tenant_id, request, quote))
    assert (room.counter_total, room.counter_change) == ("€960.33", "")  # 800.00 and 7.00 of freight, with 19 %
    assert room.lines[0].change.replace("\u00a0", " ") == "−11.1 %"


def test_backwards_and_with_itself(market: Market, request_id: str) -> None:
    assert cells(history(market, request_id, old=3, new=1).lines)[0] == (
        "Hammer, HAMMER",
        "10 × €8.50",
        "10 × €9.00",
        "+5.9 %",
    )
    same = history(market, request_id, old=2, new=2)
    assert (same.lines, [one.change for one in same.whole]) == ([], [""])


def test_what_is_not_there_is_the_default(market: Market, request_id: str) -> None:
    assert history(market, request_id, old=9, new=7, line_id="nope") == history(market, request_id)


def test_a_price_is_drawn_from_turn_to_turn_beside_todays(market: Market, request_id: str) -> None:
    shown = history(market, request_id)
    assert [(one.label, one.price, one.is_mine) for one in shown.prices.turns] == [
        ("Revision 1", "€9.00", False),
        ("Revision 2", "€8.00", True),
        ("Revision 3", "€8.50", False),
    ]
    tops = [float(one.top.rstrip("%")) for one in shown.prices.turns]
    assert tops[0] < tops[2] < tops[1]  # the dearest stands highest
    assert float(shown.prices.today_top.rstrip("%")) <= tops[0]  # and today's price above it
    glove = market.lines(request_id)[1].id
    assert [one.price for one in history(market, request_id, line_id=glove).prices.turns] == ["€4.30", "€4.30"]


def test_each_side_reads_it_with_itself_as_you(market: Market, request_id: str) -> None:
    quote = market.quote(request_id)
    vendors, _ = market.do(lambda db: get_vendor_room(db, market.bolt, quote))
    stores, _ = market.do(lambda db: get_store_room(db, market.operator, quote))
    assert [one.label for one in vendors.history.options] == [
        "Revision 1, you",
        "Revision 2, Priya Test",
        "Revision 3, you",
    ]
    assert [one.label for one in stores.history.options] == [
        "Revision 1, Bolt",
        "Revision 2, Priya Test",
        "Revision 3, Bolt",
    ]
    assert vendors.history.lines == stores.history.lines == history(market, request_id).lines


def test_what_was_taken_back_is_not_compared(market: Market) -> None:
    request = market.ask()
    quote = market.quote(request)
    market.answer(request, "bolt", 900, 430)
    market.do(lambda db: take_back_answer(db, market.bolt, quote))
    market.answer(request, "bolt", 850, 430)
    assert history(market, request) == History()
