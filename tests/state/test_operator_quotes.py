"""Quotes through the store's handlers: all of them, how they go, and what the store may do about one."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.services.quotes.commenting import Remark, comment_as_buyer, comment_as_seller
from marketplace.state.operator_desk.quote import OperatorQuoteState
from marketplace.state.operator_desk.quotes import OperatorQuotesState
from tests.authorization.drive import visible_state
from tests.factories.people import actor_for, give_role, make_tenant, make_user
from tests.factories.quotes import Market, make_market
from tests.state.browser import do, sign_in, tab


@pytest.fixture
def market(database: str, no_rate_limits: None) -> Market:
    return make_market()


def rows(sql: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(sql))]


def change(sql: str) -> None:
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text(sql))


def admin_elsewhere() -> Actor:
    """Who runs another store."""
    with unit_of_work(Scope.system()) as db:
        store: Tenant = make_tenant(db, "elsewhere")
        user = make_user(db, "admin@elsewhere.example")
        give_role(db, user, Role.TENANT_ADMIN, tenant=store)
        return actor_for(db, user)


def listed(who: Actor, query: str = "") -> OperatorQuotesState:
    state = tab(OperatorQuotesState, f"/admin/quotes{query}", token=sign_in(who))
    do(state, "open")
    return state


def room(market: Market, request: str, who: Actor | None = None, vendor: str = "bolt") -> OperatorQuoteState:
    path = f"/admin/quotes/{market.quote(request, vendor)}"
    state = tab(OperatorQuoteState, path, token=sign_in(who or market.operator))
    do(state, "open")
    return state


def test_all_quotes_with_what_waits_longest_first(market: Market) -> None:
    first, second = market.ask(title="First"), market.ask(title="Second")
    market.answer(first, "bolt", 850, None)
    change(f"update quote set turn_since = now() - interval '5 hours' where id = '{market.quote(second, 'nut')}'")
    state = listed(market.operator)
    worst = state.rows[0]
    assert (worst.number, worst.vendor, worst.status, worst.turn, worst.age_tone) == (
        "Q-1002",
        "Nut",
        "pending",
        "The vendor’s",
        "warn",
    )
    assert [(one.label, one.count) for one in state.tabs] == [
        ("Open", "4"),
        ("Overdue", "1"),
        ("Vendor’s turn", "3"),
        ("Buyer’s turn", "1"),
        ("Decided", "0"),
        ("All", "4"),
    ]
    for query, numbers in (
        ("?view=buyers", ["Q-1001"]),
        ("?view=overdue", ["Q-1002"]),
        ("?status=quoted", ["Q-1001"]),
        ("?q=nut", ["Q-1002", "Q-1001"]),
        ("?q=first", ["Q-1001", "Q-1001"]),
        ("?store=elsewhere", []),
    ):
        assert [one.number for one in listed(market.operator, query).rows] == numbers, query
    assert listed(admin_elsewhere()).rows == []


def test_how_quotes_go_is_counted_by_vendor_and_category(market: Market) -> None:
    won, lost = market.ask(), market.ask()
    market.answer(won, "bolt", 850, None)
    market.answer(lost, "bolt", 850, None)
    market.answer(won, "nut", None, 450)
    market.award(won, "bolt", "")
    change("update quote set answered_at = created_at + interval '30 minutes' where answered_at is not null")
    quote = market.quote(lost)
    change(f"update quote set answered_at = created_at + interval '5 hours' where id = '{quote}'")
    figures = listed(market.operator).figures
    assert (figures.whole.requests, figures.whole.answered, figures.whole.accepted) == ("4", "3", "1")
    assert (figures.whole.share, figures.whole.median, figures.kept) == (
        "33\N{NO-BREAK SPACE}%",
        "30 min",
        "67\N{NO-BREAK SPACE}%",
    )
    assert [(one.name, one.requests, one.answered, one.accepted, one.median) for one in figures.vendors] == [
        ("Bolt", "2", "2", "1", "3 h"),
        ("Nut", "2", "1", "0", "30 min"),
    ]
    assert (figures.fresh, figures.today, figures.days, figures.older) == ("1", "0", "0", "0")
    assert listed(admin_elsewhere()).figures.whole.requests == "0"


def test_the_store_reads_along_and_not_what_buyers_say_among_themselves(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10, target_amount=777))
    market.answer(request, "bolt", 900)
    quote = market.quote(request)
    market.do(lambda db: comment_as_seller(db, market.bolt, quote, Remark("Among us", is_internal=True)))
    remark = Remark("We would pay 8.88", is_internal=True)
    market.do(lambda db: comment_as_buyer(db, market.buyer, market.tenant_id, quote, remark))
    state = room(market, request)
    assert (state.room.turn_words, state.room.offer_total) == ("The buyer’s turn", "€115.43")
    assert not state.room.can_change
    assert [one.body for one in state.room.notes if one.kind == "comment"] == ["Among us"]
    seen = str(visible_state(state))
    assert "8.88" not in seen
    assert "7.77" not in seen
    do(state, "say", {"comment": "Please answer today", "internal": "yes"})
    assert rows("select side, is_internal, body from quote_comment where side = 'store'") == [
        ("store", True, "Please answer today")
    ]


def test_an_answer_is_extended_with_a_reason(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    state = room(market, request)
    assert (state.seat.can_extend, state.seat.can_end) == (True, True)
    later = (now() + timedelta(days=30)).date()
    for form, fields in (
        ({"until": "", "reason": "x"}, {"until"}),
        ({"until": str(later), "reason": " "}, {"reason"}),
        ({"until": "2020-01-01", "reason": "x"}, {"until"}),
    ):
        do(state, "extend", form)
        assert set(state.field_errors) == fields
    do(state, "extend", {"until": str(later), "reason": "Holidays"})
    assert state.seat.valid_until == str(later)
    assert rows("select reason from audit_event where action = 'quote:quote:extended'") == [("Holidays",)]


def test_a_quote_is_ended_with_a_reason(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    state = room(market, request)
    do(state, "end", {"reason": ""})
    assert set(state.field_errors) == {"reason"}
    assert market.standing(request)["bolt"] == "pending"
    do(state, "end", {"reason": "The vendor is on holiday."})
    assert (state.room.status, state.room.end_reason, state.seat.can_end) == (
        "withdrawn",
        "The vendor is on holiday.",
        False,
    )


def test_another_store_neither_reads_nor_acts(market: Market) -> None:
    request = market.ask()
    stranger = admin_elsewhere()
    state = room(market, request, who=stranger)
    assert (state.missing, state.room.title) == (True, "")
    for event, form in (("end", {"reason": "x"}), ("extend", {"until": "2030-01-01", "reason": "x"})):
        do(state, event, form)
    do(state, "say", {"comment": "x"})
    assert market.standing(request) == {"bolt": "pending", "nut": "pending"}
    assert rows("select count(*) from quote_comment") == [(0,)]
