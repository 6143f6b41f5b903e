"""What a vendor keeps for its quotes: costs, drafts, templates; by whom, and what the trail says of it."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.errors import Forbidden, Invalid, NotFound
from marketplace.domain.permissions import Actor, Role
from marketplace.domain.quotes.standing import NotYourTurn
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.vendor import Vendor
from marketplace.queries.vendor_desk.quote_room import get_vendor_room
from marketplace.queries.vendor_desk.quotes import list_vendor_quotes
from marketplace.services.quotes.drafts import keep_vendor_draft
from marketplace.services.quotes.margin_rule import set_margin_rule
from marketplace.services.quotes.own_costs import keep_costs
from marketplace.services.quotes.templates import TemplateForm, remove_template, save_template
from tests.factories.people import actor_for, give_role, make_user
from tests.factories.quotes import Market, make_market


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


def rows(sql: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(sql))]


def member(title: str) -> Actor:
    """Somebody of Bolt who is no owner."""
    with unit_of_work(Scope.system()) as db:
        vendor = db.exec(select(Vendor).where(Vendor.handle == "bolt")).one()
        user = make_user(db, f"{title}@bolt.example")
        give_role(db, user, Role.VENDOR_MEMBER, vendor=vendor, title=title)
        return actor_for(db, user)


def test_costs_are_kept_by_who_answers_and_the_trail_names_no_amount(market: Market) -> None:
    hammer, glove = market.counter.offers["hammer"], market.counter.offers["glove"]
    costs = "select cost_amount, cost_currency from offer where cost_amount is not null"
    for actor, offer, error in (
        (member("support"), hammer, Forbidden),
        (market.bolt, glove, NotFound),  # another vendor's
        (market.operator, hammer, Forbidden),
    ):
        with pytest.raises(error):
            market.do(lambda db, who=actor, key=offer: keep_costs(db, who, {key: 1}, "EUR"))
    assert rows(costs) == []
    keeper = member("orders")
    assert market.do(lambda db: keep_costs(db, keeper, {hammer: 777}, "EUR")) == 1
    assert market.do(lambda db: keep_costs(db, keeper, {hammer: 777}, "EUR")) == 0
    assert rows(costs) == [(777, "EUR")]
    trail = rows("select action, before::text, after::text from audit_event where action = 'vendor:cost:kept'")
    assert len(trail) == 1
    assert "BO-HAMMER" in str(trail)
    assert "777" not in str(trail)
    market.do(lambda db: keep_costs(db, keeper, {hammer: None}, "EUR"))
    assert rows(costs) == []


def test_two_people_at_one_draft_lose_nothing_of_each_other(market: Market) -> None:
    request = market.ask()
    quote, keeper = market.quote(request), member("orders")
    market.do(lambda db: keep_vendor_draft(db, market.bolt, quote, {"note": "Hello"}))
    market.do(lambda db: keep_vendor_draft(db, keeper, quote, {"freight": "7"}))
    assert rows("select form->'typed' from quote_draft") == [({"note": "Hello", "freight": "7"},)]
    with pytest.raises(NotFound):
        market.do(lambda db: keep_vendor_draft(db, market.nut, quote, {"note": "x"}))
    market.answer(request, "bolt", 900, None)
    with pytest.raises(NotYourTurn):
        market.do(lambda db: keep_vendor_draft(db, market.bolt, quote, {"note": "x"}))
    assert rows("select count(*) from quote_draft") == [(0,)]


def test_templates_belong_to_their_vendor(market: Market) -> None:
    support = member("support")
    with pytest.raises(Forbidden):
        market.do(lambda db: save_template(db, support, TemplateForm("Bulk")))
    for form, field in (
        (TemplateForm(""), "template_name"),
        (TemplateForm("x" * 61), "template_name"),
        (TemplateForm("Bulk", valid_days=0), "valid_days"),
        (TemplateForm("Bulk", lead_days=731), "lead_days"),
    ):
        with pytest.raises(Invalid) as bad:
            market.do(lambda db, wish=form: save_template(db, market.bolt, wish))
        assert set(bad.value.fields) == {field}
    assert rows("select count(*) from quote_template") == [(0,)]
    first = market.do(lambda db: save_template(db, market.bolt, TemplateForm("Bulk", note="a")))
    assert market.do(lambda db: save_template(db, market.bolt, TemplateForm("Bulk", note="b"))) == first
    with pytest.raises(NotFound):
        market.do(lambda db: remove_template(db, market.nut, first))
    assert rows("select name, note from quote_template") == [("Bulk", "b")]
    market.do(lambda db: remove_template(db, market.bolt, first))
    assert [action for (action,) in rows("select action from audit_event where action like 'quote:template:%'")] == [
        "quote:template:saved",
        "quote:template:saved",
        "quote:template:removed",
    ]


def test_only_owners_set_the_margin_rule(market: Market) -> None:
    for actor, least, error in (
        (member("orders"), 1500, Forbidden),
        (market.operator, 1500, Forbidden),
        (market.bolt, 10_000, Invalid),
    ):
        with pytest.raises(error):
            market.do(lambda db, who=actor, bps=least: set_margin_rule(db, who, bps))
    assert rows("select quote_margin_bps from vendor where handle = 'bolt'") == [(None,)]
    market.do(lambda db: set_margin_rule(db, market.bolt, 1500))
    assert rows("select handle, quote_margin_bps from vendor order by 1") == [("bolt", 1500), ("nut", None)]


def test_nobody_but_its_people_reads_the_room_or_the_list(market: Market) -> None:
    request = market.ask()
    quote = market.quote(request)
    for actor in (market.operator, market.priya, member("catalogue")):
        with pytest.raises(Forbidden):
            market.do(lambda db, who=actor: get_vendor_room(db, who, quote))
        with pytest.raises(Forbidden):
            market.do(lambda db, who=actor: list_vendor_quotes(db, who))
    with pytest.raises(NotFound):
        market.do(lambda db: get_vendor_room(db, market.nut, quote))
    room, seat = market.do(lambda db: get_vendor_room(db, member("support"), quote))
    assert (room.turn, seat.can_answer, seat.sheet.lines) == ("mine", False, [])


def test_a_search_finds_no_sku_of_another_vendor(market: Market) -> None:
    market.ask()
    for words, total in (("glove", 1), ("nu-glove", 0), ("NU-", 0), ("%", 0)):
        assert market.do(lambda db, q=words: list_vendor_quotes(db, market.bolt, q=q)).total == total, words
