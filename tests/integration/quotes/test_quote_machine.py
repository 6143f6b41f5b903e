"""Quotes as a machine: whatever buyer, two vendors, the store and the clock do, in any order."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.errors import MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.answer_form import AnswerForm, CounterForm, CounterLine
from marketplace.domain.quotes.standing import turn_of
from marketplace.kit import db as kit_db
from marketplace.kit.clock import now
from marketplace.kit.tenancy import Scope
from marketplace.models.quote import Quote
from marketplace.services.buying.carts import basket_of
from marketplace.services.operations.verification.quotes import QUOTE_RULES
from marketplace.services.quotes.accepting import AwardForm, award_request
from marketplace.services.quotes.answering import answer_quote, reject_quote, take_back_answer
from marketplace.services.quotes.ending import end_quote, expire_quotes, extend_quote
from marketplace.services.quotes.negotiating import counter_quote, decline_quote, mark_seen, withdraw_request
from marketplace.services.quotes.revisions import last_revision, request_lines, totals
from tests.factories.quotes import Market, make_market
from tests.factories.shop import cart_of

vendors = st.sampled_from(["bolt", "nut"])
prices = st.integers(0, 5_000)


class Quotes(RuleBasedStateMachine):
    """One request of two lines to two vendors; everything in a transaction that is rolled back."""

    market: Market
    request: str
    quotes: dict[str, str]

    @initialize(inclusive=st.booleans())
    def begin(self, inclusive: bool) -> None:
        self.db = kit_db._opened(Scope.system(), frozen=False)
        flag = "true" if inclusive else "false"
        self.db.connection().execute(text(f"update region set tax_inclusive = {flag}"))
        self.store = self.market.tenant_id
        self.sent: dict[str, object] = {}

    def teardown(self) -> None:
        if hasattr(self, "db"):
            self.db.rollback()
            self.db.close()

    def attempt(self, use: Callable[[], object]) -> bool:
        """Do it, or leave everything as it was."""
        point = self.db.begin_nested()
        try:
            use()
            self.db.flush()
        except MarketplaceError:
            point.rollback()
            self.db.expire_all()
            return False
        point.commit()
        return True

    def actor(self, vendor: str) -> Actor:
        return self.market.bolt if vendor == "bolt" else self.market.nut

    @rule(vendor=vendors, first=prices, second=prices, freight=st.integers(0, 900), days=st.integers(1, 5))
    def answer(self, vendor: str, first: int, second: int, freight: int, days: int) -> None:
        lines = request_lines(self.db, self.store, self.request)
        form = AnswerForm(
            tuple(self.market.line(one, price, vendor) for one, price in zip(lines, (first, second), strict=True)),
            now() + timedelta(days=days),
            freight,
            reserves_stock=days == 5,
        )
        self.attempt(lambda: answer_quote(self.db, self.actor(vendor), self.quotes[vendor], form))

    @rule(vendor=vendors)
    def take_back(self, vendor: str) -> None:
        self.attempt(lambda: take_back_answer(self.db, self.actor(vendor), self.quotes[vendor]))

    @rule(vendor=vendors)
    def reject(self, vendor: str) -> None:
        self.attempt(lambda: reject_quote(self.db, self.actor(vendor), self.quotes[vendor], "No."))

    @rule()
    def look(self) -> None:
        self.attempt(lambda: mark_seen(self.db, self.market.buyer, self.store, self.request))

    @rule(vendor=vendors, price=prices, pieces=st.integers(1, 60), behind=st.integers(0, 1))
    def counter(self, vendor: str, price: int, pieces: int, behind: int) -> None:
        key = self.quotes[vendor]
        revision = int(self.one(f"select revision from quote where id = '{key}'")) - behind
        line = request_lines(self.db, self.store, self.request)[0]
        form = CounterForm(revision, (CounterLine(line.id, price, pieces),))
        self.attempt(lambda: counter_quote(self.db, self.market.buyer, self.store, key, form))

    @rule(vendor=vendors)
    def decline(self, vendor: str) -> None:
        self.attempt(lambda: decline_quote(self.db, self.market.buyer, self.store, self.quotes[vendor]))

    @rule()
    def withdraw(self) -> None:
        self.attempt(lambda: withdraw_request(self.db, self.market.buyer, self.store, self.request))

    @rule(choice=st.lists(st.sampled_from(["bolt", "nut", ""]), min_size=2, max_size=2))
    def award(self, choice: list[str]) -> None:
        lines = request_lines(self.db, self.store, self.request)
        picked = {line.id: self.quotes[name] for line, name in zip(lines, choice, strict=True) if name}
        self.attempt(lambda: award_request(self.db, self.market.buyer, self.store, self.request, AwardForm(picked)))

    @rule(vendor=vendors)
    def end(self, vendor: str) -> None:
        self.attempt(lambda: end_quote(self.db, self.market.operator, self.quotes[vendor], "Fraud."))

    @rule(vendor=vendors)
    def extend(self, vendor: str) -> None:
        until = now() + timedelta(days=9)
        self.attempt(lambda: extend_quote(self.db, self.market.operator, self.quotes[vendor], until, "Asked for."))

    @rule(days=st.integers(1, 30))
    def time_passes(self, days: int) -> None:
        shift = f"- interval '{days} days'"
        self.db.connection().execute(
            text(f"update quote set valid_until = valid_until {shift}, turn_since = turn_since {shift}")
        )
        self.db.connection().execute(text(f"update quote_request set answer_by = answer_by {shift}"))
        self.db.expire_all()
        self.attempt(lambda: expire_quotes(self.db))

    def one(self, sql: str) -> object:
        return self.db.connection().execute(text(sql)).scalar_one()

    @invariant()
    def one_holder_of_the_turn(self) -> None:
        for status, ended in self.db.connection().execute(text("select status, ended_at from quote")):
            assert (turn_of(status) is None) == (ended is not None)

    @invariant()
    def revisions_stay_as_they_were_sent(self) -> None:
        rows = self.db.connection().execute(
            text("select id, number, side, terms, total_amount from quote_revision order by quote_id, number")
        )
        now_sent = {row.id: (row.number, row.side, row.terms, row.total_amount) for row in rows}
        assert {key: now_sent.get(key) for key in self.sent} == self.sent
        self.sent = now_sent

    @invariant()
    def at_most_one_cart_of_what_was_accepted(self) -> None:
        accepted = self.one("select count(*) from quote where status = 'accepted'")
        carts = self.one("select count(*) from cart where quote_request_id is not null")
        assert carts == (1 if accepted else 0)
        if carts:
            assert self.one("select count(*) from quote where status in ('pending','quoted','countered')") == 0

    @invariant()
    def the_cart_costs_what_was_quoted(self) -> None:
        key = self.db.connection().execute(text("select cart_id from quote_request")).scalar_one()
        if key is None:
            return
        cart = cart_of(self.db, key)
        basket = basket_of(self.db, cart, self.market.priya)
        assert cart.quoted is not None
        expected = {}
        for vendor, quote_id in self.quotes.items():
            lines = {line for line, chosen in cart.quoted.choice.items() if chosen == quote_id}
            if lines:
                revision = last_revision(self.db, self.quote_row(quote_id))
                assert revision is not None
                kept = tuple(one for one in revision.terms.lines if one.line_id in lines)
                expected[vendor] = totals(revision.terms.model_copy(update={"lines": kept})).total
        assert {part.seller.handle: part.total_amount for part in basket.parts} == expected

    def quote_row(self, quote_id: str) -> Quote:
        return self.db.exec(select(Quote).where(Quote.id == quote_id)).one()

    @invariant()
    def stock_is_held_for_an_award_alone(self) -> None:
        held = self.one("select coalesce(sum(quantity), 0) from reservation where status = 'held'")
        assert held == self.one("select coalesce(sum(reserved), 0) from stock_level")

    @invariant()
    def verify_has_nothing_to_say(self) -> None:
        for name, (_, bad) in QUOTE_RULES.items():
            assert not self.db.connection().execute(text(bad)).first(), name


def test_whatever_is_done_one_turn_one_cart_and_the_same_sums(database: str) -> None:
    Quotes.market = market = make_market(stock=10_000)
    Quotes.request = request = market.ask()
    Quotes.quotes = {name: market.quote(request, name) for name in ("bolt", "nut")}
    run_state_machine_as_test(
        Quotes,
        settings=settings(
            max_examples=60,
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.filter_too_much],
        ),
    )
