"""One sum, wherever it stands: comparison, its paper, the cart of the award, the order group and the books."""

from __future__ import annotations

from uuid import uuid4

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

import tasks.handlers  # noqa: F401
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.queries.formatting.money import money
from marketplace.queries.storefront.comparison_paper import get_comparison_paper
from marketplace.queries.storefront.quote_comparison import get_comparison
from marketplace.services.buying.carts import basket_of
from marketplace.services.buying.checkout import check_out
from marketplace.services.operations.verification import verify_everything
from marketplace.services.quotes.accepting import keep_choice
from tasks.app import run_next
from tests.factories.quotes import Market, make_market
from tests.factories.shop import cart_of, form

PAID = """
    select -coalesce(sum(e.amount), 0) from ledger_entry e
    join ledger_tx t on t.id = e.tx_id join ledger_account a on a.id = e.account_id
    join vendor_order o on o.id = t.subject
    where t.kind = 'order_paid' and a.kind = 'psp_clearing' and o.group_id = :group
"""
prices = st.integers(0, 40_000)
vendors = st.sampled_from(["bolt", "nut"])


def one(sql: str, **values: object) -> int:
    with unit_of_work(Scope.system()) as db:
        return int(db.connection().execute(text(sql), values).scalar_one())


def sums(market: Market, request: str) -> tuple[str, str]:
    """What the page and its paper say that the choice comes to."""
    grid = market.do(lambda db: get_comparison(db, market.buyer, market.tenant_id, request))
    paper = market.do(lambda db: get_comparison_paper(db, market.buyer, market.tenant_id, request))
    return grid.total, paper.sums[-1][1]


@pytest.mark.parametrize("inclusive", [False, True])
def test_whatever_is_quoted_and_chosen_it_is_one_sum(database: str, no_rate_limits: None, inclusive: bool) -> None:
    market = make_market(inclusive=inclusive, stock=100_000)

    @settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
    @given(
        pieces=st.tuples(st.integers(1, 30), st.integers(1, 30)),
        quoted=st.tuples(prices, prices, prices, prices),
        freights=st.tuples(st.integers(0, 5_000), st.integers(0, 5_000)),
        chosen=st.tuples(vendors, st.one_of(st.none(), vendors)),
    )
    def check(
        pieces: tuple[int, int],
        quoted: tuple[int, int, int, int],
        freights: tuple[int, int],
        chosen: tuple[str, str | None],
    ) -> None:
        assume(quoted[0] and quoted[2])  # something has to be paid
        request = market.ask(market.wanted("hammer", pieces[0]), market.wanted("glove", pieces[1]))
        market.answer(request, "bolt", quoted[0], quoted[1], freight_amount=freights[0])
        market.answer(request, "nut", quoted[2], quoted[3], freight_amount=freights[1])
        picks = zip(market.lines(request), chosen, strict=True)
        choice = {line.id: market.quote(request, vendor) for line, vendor in picks if vendor}
        market.do(lambda db: keep_choice(db, market.buyer, market.tenant_id, request, choice))
        on_page, on_paper = sums(market, request)
        cart = market.award(request, chosen[0], chosen[1] or "")
        total = market.do(lambda db: basket_of(db, cart_of(db, cart), market.priya)).total_amount
        assert on_page == on_paper == money(total, "EUR")
        placed = check_out(market.counter.transact, market.shopper, cart, form(), key=uuid4().hex)
        assert placed.status == "placed"
        assert one("select total_amount from order_group where id = :group", group=placed.group_id) == total
        parts = "select sum(total_amount)::int from vendor_order where group_id = :group"
        assert one(parts, group=placed.group_id) == total
        while run_next():  # the books are kept by jobs
            pass
        assert one(PAID, group=placed.group_id) == total
        assert sums(market, request) == (on_page, on_paper)  # and the page says so afterwards

    check()
    broken = [one.name for one in verify_everything() if one.broken]
    assert [name for name in broken if "is in search" not in name] == []  # these articles were never indexed
