"""Quotes through the buyer's handlers: the list, the comparison, the room; and the form that asks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select
from starlette.testclient import TestClient

from marketplace.domain.permissions import GUEST
from marketplace.domain.quotes.answer_form import AnswerForm
from marketplace.domain.quotes.requester import Requester
from marketplace.domain.quotes.terms import Break
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import CompanyMember
from marketplace.services.quotes.answering import answer_quote
from marketplace.services.quotes.commenting import Remark, comment_as_seller
from marketplace.services.quotes.least_amount import set_quote_least
from marketplace.services.quotes.quote_access import quote_link
from marketplace.state.company_desk.quote import BuyerQuoteState
from marketplace.state.company_desk.quote_room import BuyerRoomState
from marketplace.state.company_desk.quotes import BuyerQuotesState
from tests.factories.quotes import Market, make_market
from tests.integration.buying.test_cart_pages import browser, place
from tests.state.browser import do, sign_in, tab

STORE = "/s/northforge"


@pytest.fixture
def market(database: str, front_end: None, no_rate_limits: None) -> Market:
    return make_market()


def rows(sql: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(sql))]


def comparison(market: Market, request: str) -> BuyerQuoteState:
    state = tab(BuyerQuoteState, f"{STORE}/quotes/{request}", token=sign_in(market.priya))
    do(state, "open")
    return state


def room(market: Market, request: str, vendor: str = "bolt") -> BuyerRoomState:
    path = f"{STORE}/quotes/{request}/{market.quote(request, vendor)}"
    state = tab(BuyerRoomState, path, token=sign_in(market.priya))
    do(state, "open")
    return state


def test_the_list_says_what_is_new_and_until_when(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 850, None)
    state = tab(BuyerQuotesState, f"{STORE}/quotes", token=sign_in(market.priya))
    do(state, "open")
    assert [(row.number, row.title, row.detail, row.status, row.answers, row.unread) for row in state.rows] == [
        ("Q-1001", "Line 3 refit", "2 lines, 2 vendors", "quoted", "1 of 2", "1")
    ]
    comparison(market, request)  # seen
    do(state, "open")
    assert [row.unread for row in state.rows] == [""]
    stranger = tab(BuyerQuotesState, f"{STORE}/quotes", token=sign_in(market.nut))
    do(stranger, "open")
    assert stranger.rows == []


def test_the_grid_compares_chooses_and_awards(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 900, 480, freight_amount=1000)
    market.answer(request, "nut", 880, 470, freight_amount=0)
    state = comparison(market, request)
    grid = state.grid
    assert [(one.vendor, one.total, one.covers) for one in grid.columns] == [
        ("Bolt", "€215.20", "for 2 of 2 lines"),
        ("Nut", "€200.80", "for 2 of 2 lines"),
    ]
    assert [[(cell.price, cell.mark, cell.difference) for cell in row.cells] for row in grid.rows] == [
        [("€9.00", "fastest", "−10\N{NO-BREAK SPACE}%"), ("€8.80", "lowest", "−12\N{NO-BREAK SPACE}%")],
        [("€4.80", "fastest", "−4\N{NO-BREAK SPACE}%"), ("€4.70", "lowest", "−6\N{NO-BREAK SPACE}%")],
    ]
    assert (grid.goods, grid.freight, grid.tax, grid.total) == ("€200.80", "€0.00", "€38.15", "€238.95")
    bolt, hammer = grid.columns[0].quote_id, grid.rows[0].id
    do(state, "choose", hammer, bolt)
    assert (state.grid.total, state.grid.chosen) == ("€253.23", "2 lines")
    again = comparison(market, request)  # another tab, or another day
    assert again.grid.total == "€253.23"
    do(again, "choose", hammer, bolt)
    assert (again.grid.chosen, again.grid.missing) == ("1 line", "1 line not chosen")
    do(again, "choose_way", "lowest")
    assert again.grid.total == "€238.95"
    answer = do(again, "award")
    ((cart,),) = rows("select id from cart where quote_request_id is not null")
    assert f"{STORE}/checkout?cart={cart}" in answer
    do(again, "open")
    assert (again.grid.status, again.grid.can_award, again.grid.cart_href) == (
        "accepted",
        False,
        f"{STORE}/checkout?cart={cart}",
    )


def test_what_nobody_offers_is_told_from_what_is_not_chosen(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 900, None)
    assert comparison(market, request).grid.missing == "1 line without an offer"
    market.counter_offer(request, "bolt", 1, line0=800)  # now nothing can be chosen
    assert comparison(market, request).grid.missing == "1 line without an offer, 1 line not chosen"


def test_nothing_chosen_stays_nothing(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    state = comparison(market, request)
    ((line, quote),) = state.grid.choice.items()  # the lowest price, until one chooses
    do(state, "choose", line, quote)
    assert (state.grid.choice, state.grid.can_award, state.grid.missing) == ({}, False, "1 line not chosen")
    again = comparison(market, request)
    assert again.grid.choice == {}
    do(again, "choose_way", "lowest")
    assert (again.grid.choice, again.grid.can_award) == ({line: quote}, True)


def test_what_is_left_of_the_buyers_limit_stands_beside_the_sum(market: Market) -> None:
    with unit_of_work(Scope.system()) as db:
        db.exec(select(CompanyMember)).one().spending_limit_amount = 12_000
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)  # 115.43 with freight and tax
    limit = comparison(market, request).grid.limit
    assert (limit.left, limit.words) == ("€120.00", "fits")
    assert room(market, request).room.limit == limit
    with unit_of_work(Scope.system()) as db:
        db.exec(select(CompanyMember)).one().spending_limit_amount = 11_542
    limit = room(market, request).room.limit
    assert (limit.left, limit.words, limit.tone) == ("€115.42", "more than is left", "warn")
    with unit_of_work(Scope.system()) as db:
        db.exec(select(CompanyMember)).one().spending_limit_amount = None
    assert room(market, request).room.limit.left == ""


def test_an_award_of_what_was_not_seen_is_refused(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    state = comparison(market, request)
    market.counter_offer(request, "bolt", 1, line0=800)
    market.answer(request, "bolt", 950)
    answer = do(state, "award")
    assert "There is a newer revision (3) than you saw." in answer
    assert rows("select count(*) from cart") == [(0,)]
    assert state.grid.total == "€121.38"  # and it is shown


def test_a_counter_is_sent_with_errors_at_their_fields(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    state = room(market, request)
    assert (state.room.turn, state.room.offer_total) == ("mine", "€115.43")
    (line,) = state.room.lines
    assert (line.today, line.offered, line.counter_value, line.quantity) == ("€10.00", "€9.00", "9.00", 10)
    do(state, "counter", {f"price-{line.id}": "x", f"quantity-{line.id}": "0"})
    assert set(state.field_errors) == {f"price-{line.id}", f"quantity-{line.id}"}
    do(state, "counter", {f"price-{line.id}": "9", f"quantity-{line.id}": "10"})
    assert state.field_errors == {"lines": "Change a price or a quantity, or say what you would like otherwise."}
    do(state, "counter", {f"price-{line.id}": "8,50", f"quantity-{line.id}": "12", "note": "Every quarter."})
    assert (state.room.turn, state.room.turn_words, state.room.counter_total) == ("theirs", "Bolt’s turn", "€129.71")
    assert [(note.body, note.total, note.detail) for note in state.room.notes] == [
        ("sent revision 1", "€115.43", ""),
        ("countered with revision 2", "€129.71", "Every quarter."),
    ]
    assert market.standing(request)["bolt"] == "countered"


def test_a_buyer_reads_the_steps_of_a_price(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    (line,) = market.lines(request)
    quoted = market.line(line, 900, "bolt", breaks=(Break(100, 850),))
    quote, until = market.quote(request), now() + timedelta(days=7)
    market.do(lambda db: answer_quote(db, market.bolt, quote, AnswerForm((quoted,), until)))
    assert comparison(market, request).grid.rows[0].cells[0].detail == "€8.50 from 100 on"
    assert room(market, request).room.lines[0].note == "€8.50 from 100 on"


def test_other_revisions_and_lines_are_looked_at(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 900, 430)
    market.counter_offer(request, "bolt", 1, line0=800, line1=430)
    market.answer(request, "bolt", 850, 420)
    state = room(market, request)
    assert (state.room.history.old, state.room.history.new) == ("2", "3")
    do(state, "look_at", "old", "1")
    assert [(one.was, one.now) for one in state.room.history.lines] == [
        ("10 × €9.00", "10 × €8.50"),
        ("24 × €4.30", "24 × €4.20"),
    ]
    do(state, "look_at", "line_id", market.lines(request)[1].id)
    assert [one.price for one in state.room.history.prices.turns] == ["€4.30", "€4.30", "€4.20"]
    for what, which in (("old", "x"), ("new", "-1"), ("line_id", "qln_of_somebody"), ("number", "1")):
        do(state, "look_at", what, which)
    assert (state.room.history.old, state.room.history.new) == ("2", "3")


def test_what_was_not_sent_yet_stays_when_a_turn_is(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    state = room(market, request)
    line = market.lines(request)[0].id
    do(state, "counter", {f"price-{line}": "8.00", f"quantity-{line}": "10"})
    assert (state.room.revision, state.talk_round) == (2, 0)
    do(state, "say", {"comment": "Can you?"})
    assert state.talk_round == 1


def test_what_is_said_among_the_vendors_people_is_not_read(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    quote = market.quote(request)
    for body, internal in (("We can go to 8.20", True), ("Shall we send samples?", False)):
        remark = Remark(body, is_internal=internal)
        market.do(lambda db, one=remark: comment_as_seller(db, market.bolt, quote, one))
    state = room(market, request)
    assert [note.body for note in state.room.notes if note.kind == "comment"] == ["Shall we send samples?"]
    assert "8.20" not in str(state.room)
    do(state, "say", {"comment": "Go lower", "internal": "yes"})
    assert rows("select side, is_internal from quote_comment order by created_at desc limit 1") == [("buyer", True)]
    do(state, "say", {"comment": " "})
    assert set(state.field_errors) == {"comment"}


def test_nobody_else_opens_a_request(market: Market) -> None:
    request = market.ask()
    for token in ("", sign_in(market.nut)):
        state = tab(BuyerQuoteState, f"{STORE}/quotes/{request}", token=token)
        answer = do(state, "open")
        assert state.grid.title == ""
        assert state.missing or "/sign-in" in answer


def test_the_form_keeps_what_is_typed_and_asks_once(market: Market) -> None:
    with browser() as client:
        client.cookies.set("session", sign_in(market.priya))
        offer = market.counter.offers["hammer"]
        first = client.get(f"{STORE}/quotes/request?offer={offer}&quantity=12", follow_redirects=True)
        assert "Hammer" in first.text
        form = {"offer-0": offer, "quantity-0": "12", "target-0": "8,50", "title": "Line 3", "answer_days": "3"}
        page = client.post(f"{STORE}/quotes/request", data=form | {"do": "add"}, follow_redirects=True).text
        assert 'value="8,50"' in page
        free = {"quantity-1": "x", "title-1": ""}
        page = client.post(f"{STORE}/quotes/request", data=form | free | {"do": "send"}, follow_redirects=True).text
        assert "Enter a whole number" in page
        assert 'value="8,50"' in page
        assert rows("select count(*) from quote_request") == [(0,)]
        free = {"quantity-1": "3", "title-1": "Fit for NEMA 34"}
        page = client.post(f"{STORE}/quotes/request", data=form | free | {"do": "keep"}, follow_redirects=True).text
        press = page.split('name="press"')[1].split('value="')[1].split('"')[0]
        sent = [
            client.post(
                f"{STORE}/quotes/request", data=form | free | {"do": "send", "press": press}, follow_redirects=False
            )
            for _ in range(2)
        ]
        assert len({one.headers["location"] for one in sent}) == 1
    assert rows("select title, (select count(*) from quote_request_line) from quote_request") == [("Line 3", 2)]
    assert rows("select title, quantity, target_amount from quote_request_line order by position") == [
        ("Hammer, HAMMER", 12, 850),
        ("Fit for NEMA 34", 3, None),
    ]
    assert rows("select count(*) from quote_form") == [(0,)]


def test_the_form_says_from_which_amount_on_the_store_quotes(market: Market) -> None:
    market.do(lambda db: set_quote_least(db, market.operator, market.tenant_id, {"EUR": 20_000}))
    with browser() as client:
        client.cookies.set("session", sign_in(market.priya))
        assert "Articles are quoted from €200.00 on" in client.get(f"{STORE}/quotes/request").text
        form = {"offer-0": market.counter.offers["hammer"], "quantity-0": "19", "answer_days": "3", "do": "send"}
        page = client.post(f"{STORE}/quotes/request", data=form | {"press": "p"}, follow_redirects=True).text
        assert "This store quotes from EUR 200.00 on. Order it at the prices shown, or ask for more." in page
        assert 'value="19"' in page
    assert rows("select count(*) from quote_request") == [(0,)]


def test_what_is_typed_after_the_session_was_over_is_there_again(market: Market) -> None:
    address, form = f"{STORE}/quotes/request", {"quantity-0": "3", "title-0": "Fit for NEMA 34", "do": "keep"}
    with browser() as client:
        client.cookies.set("session", sign_in(market.priya))
        page = client.post(address, data=form | {"title": "Before"}).text
        press = page.split('name="press"')[1].split('value="')[1].split('"')[0]
        client.cookies.delete("session")
        assert 'value="After"' in client.post(address, data=form | {"title": "After", "press": press}).text
        client.cookies.set("session", sign_in(market.priya))
        assert 'value="After"' in client.get(address).text
    with browser() as other:  # somebody else's form in the same browser does not take the place of one's own
        other.post(address, data=form | {"title": "A guest’s", "press": "another"})
        other.cookies.set("session", sign_in(market.priya))
        assert 'value="After"' in other.get(address).text
    assert rows("select count(*) from quote_form where user_id is not null") == [(1,)]


def test_a_country_is_one_that_the_store_delivers_to(market: Market) -> None:
    with browser() as client:
        client.cookies.set("session", sign_in(market.priya))
        form = {"offer-0": market.counter.offers["hammer"], "quantity-0": "10", "answer_days": "3", "do": "send"}
        page = client.post(f"{STORE}/quotes/request", data=form | {"press": "p", "country": "Germany"}).text
        assert "Choose a country that the store delivers to." in page
        assert rows("select count(*) from quote_request") == [(0,)]
        client.post(f"{STORE}/quotes/request", data=form | {"press": "p", "country": "DE"})
    assert rows("select ship_to->>'country' from quote_request") == [("DE",)]


def test_a_guest_asks_and_comes_back_by_the_link(market: Market) -> None:
    with browser() as client:
        secret = client.cookies["shopper"]
        offer = market.counter.offers["hammer"]
        form = {"offer-0": offer, "quantity-0": "10", "answer_days": "3", "do": "send", "press": "p1"}
        wrong = client.post(f"{STORE}/quotes/request", data=form, follow_redirects=True).text
        assert "Say who asks: vendors answer people." in wrong
        form |= {"name": "Maren", "email": "maren@holt.example"}
        sent = client.post(f"{STORE}/quotes/request", data=form, follow_redirects=False)
        ((request,),) = rows("select id from quote_request")
        assert sent.headers["location"] == f"{STORE}/quotes/{request}"
        assert client.get(sent.headers["location"]).status_code == 200
    key = quote_link(market.request(str(request)))
    with browser() as other:
        assert other.get(f"{STORE}/quotes/{request}", follow_redirects=False).status_code == 303  # to the sign-in page
        assert other.get(f"{STORE}/quotes/open/{request}/wrong").status_code == 404
        opened = other.get(f"{STORE}/quotes/open/{request}/{key}", follow_redirects=False)
        assert opened.headers["location"] == f"{STORE}/quotes/{request}"
        assert other.get(f"{STORE}/quotes/{request}").status_code == 200
    market.answer(str(request), "bolt", 900)
    cart = market.award(str(request), "bolt", who=Requester(GUEST, key=key, token=secret))
    with browser() as client:
        client.cookies.clear()
        client.cookies.set("shopper", secret)
        page = client.get(f"{STORE}/checkout?cart={cart}").text
        assert "€115.43" in page
    with browser() as client:
        assert client.get(f"{STORE}/checkout?cart={cart}").status_code == 404


def test_a_guests_browser_keeps_the_links_of_all_their_requests(market: Market) -> None:
    form = {"quantity-0": "10", "answer_days": "3", "do": "send", "name": "Maren", "email": "maren@holt.example"}
    offer = market.counter.offers["hammer"]
    with browser() as client:
        for press in ("p1", "p2"):
            client.post(f"{STORE}/quotes/request", data=form | {"offer-0": offer, "press": press})
        requests = [str(key) for (key,) in rows("select id from quote_request")]
        assert [client.get(f"{STORE}/quotes/{key}", follow_redirects=False).status_code for key in requests] == [
            200,
            200,
        ]


def test_the_checkout_of_a_quote_stands_beside_the_cart(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    quoted = market.award(request, "bolt")
    market.counter.cart(market.shopper, saw=1)
    with browser() as client:
        client.cookies.set("session", sign_in(market.priya))
        page = client.get(f"{STORE}/checkout?cart={quoted}").text
        assert ("Hammer" in page, "Saw" in page, "As quoted" in page) == (True, False, True)
        assert f'action="{STORE}/checkout?cart={quoted}"' in page
        cart = client.get(f"{STORE}/checkout").text
        assert ("Hammer" in cart, "Saw" in cart) == (False, True)
        _ordered(client, page)
    assert rows("select total_amount from order_group") == [(11543,)]
    assert rows("select count(*) from cart where completed_at is null") == [(1,)]


def _ordered(client: TestClient, page: str) -> None:
    placed = place(client, page, provider="bank_transfer")
    assert placed.headers["location"].startswith(f"{STORE}/orders/1001"), placed.headers["location"]
