"""Quotes through the vendor's handlers: the work list, and the chair in the room."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.permissions import Actor, Role
from marketplace.domain.quotes.request_form import WantedLine
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.vendor import Vendor
from marketplace.services.quotes.commenting import Remark, comment_as_buyer
from marketplace.services.quotes.negotiating import mark_seen
from marketplace.state.vendor_desk.quote_room import VendorRoomState
from marketplace.state.vendor_desk.quotes import VendorQuotesState
from marketplace.state.vendor_desk.settings import VendorSettingsState
from tests.authorization.drive import visible_state
from tests.factories.people import actor_for, give_role, make_user
from tests.factories.quotes import Market, make_market
from tests.state.browser import do, sign_in, tab


@pytest.fixture
def market(database: str, no_rate_limits: None) -> Market:
    return make_market()


def rows(sql: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(sql))]


def keeper(market: Market, handle: str = "bolt") -> Actor:
    """Somebody who answers for a vendor and is no owner of it."""
    with unit_of_work(Scope.system()) as db:
        vendor = db.exec(select(Vendor).where(Vendor.handle == handle)).one()
        user = make_user(db, f"orders@{handle}.example")
        give_role(db, user, Role.VENDOR_MEMBER, vendor=vendor, title="orders")
        return actor_for(db, user)


def room(market: Market, request: str, vendor: str = "bolt", who: Actor | None = None) -> VendorRoomState:
    path = f"/vendor/quotes/{market.quote(request, vendor)}"
    state = tab(VendorRoomState, path, token=sign_in(who or getattr(market, vendor)))
    do(state, "open")
    return state


def form_of(state: VendorRoomState, **changes: str) -> dict[str, str]:
    """The form as it is shown, with `price0="8.50"` for the first line's price."""
    sheet = state.seat.sheet
    form = {
        "freight": sheet.freight,
        "valid_until": sheet.valid_until,
        "payment_terms": sheet.payment_terms,
        "note": sheet.note,
    }
    for line in sheet.lines:
        shown = {
            "price": line.price,
            "minimum": line.minimum,
            "lead": line.lead,
            "breaks": line.breaks,
            "sku": line.sku,
            "title": line.own_title,
            "note": line.own_note,
            "cost": line.cost,
        }
        form |= {f"{word}-{line.id}": value for word, value in shown.items()}
        if line.cannot:
            form[f"cannot-{line.id}"] = "yes"
    for name, value in changes.items():
        word, at = name.rstrip("0123456789"), name[len(name.rstrip("0123456789")) :]
        form[f"{word}-{sheet.lines[int(at)].id}" if at else name] = value
    return form


def test_the_list_says_whose_turn_it_is_and_until_when(market: Market) -> None:
    answered, _ = market.ask(title="Answered"), market.ask(title="Asked", answer_days=2)
    market.answer(answered, "bolt", 850, None)
    state = tab(VendorQuotesState, "/vendor/quotes", token=sign_in(market.bolt))
    do(state, "open")
    assert [(one.number, one.title, one.lines, one.status, one.turn, one.due, one.total) for one in state.rows] == [
        ("Q-1002", "Asked", "2 lines", "pending", "Yours", "2 days left", ""),
        ("Q-1001", "Answered", "2 lines", "quoted", "The buyer’s", "7 days left", "€109.48"),
    ]
    assert [(one.label, one.count) for one in state.tabs] == [
        ("Open", "2"),
        ("To answer", "1"),
        ("Waiting for the buyer", "1"),
        ("Decided", "0"),
    ]
    assert (state.place.quotes_to_answer, state.place.quotes_late) == (1, 0)
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update quote set turn_since = now() - interval '3 hours'"))
    do(state, "open")
    assert [one.waits_tone for one in state.rows] == ["warn", ""]
    assert state.place.quotes_late == 1


def test_search_and_views_narrow_the_list(market: Market) -> None:
    first, _ = market.ask(title="Line 3 refit"), market.ask(title="Spare parts")
    market.answer(first, "bolt", 850, None)
    for query, numbers in (("q=spare", ["Q-1002"]), ("q=q-1001", ["Q-1001"]), ("q=glove&view=waiting", ["Q-1001"])):
        state = tab(VendorQuotesState, f"/vendor/quotes?{query}", token=sign_in(market.bolt))
        do(state, "open")
        assert [one.number for one in state.rows] == numbers, query


def test_an_answer_is_sent_with_errors_at_their_fields(market: Market) -> None:
    request = market.ask(note="For line 3", country="DE", postal_code="40233", city="Düsseldorf")
    state = room(market, request)
    assert (state.seat.can_answer, state.seat.wish, state.seat.ships_to) == (True, "For line 3", "40233 Düsseldorf, DE")
    hammer, glove = state.seat.sheet.lines
    assert (hammer.title, hammer.pieces, hammer.today, hammer.price, hammer.sku) == (
        "Hammer, HAMMER",
        "10 pieces",
        "€10.00",
        "10.00",
        "BO-HAMMER",
    )
    assert (glove.today, glove.price, glove.sku) == ("", "", "")  # another vendor's article: not even its price
    do(state, "send", form_of(state, price0="x", lead0="-1", breaks0="many", sku1="NU-GLOVE", price1="4"))
    assert set(state.field_errors) == {
        f"price-{hammer.id}",
        f"lead-{hammer.id}",
        f"breaks-{hammer.id}",
        f"sku-{glove.id}",
    }
    assert rows("select count(*) from quote_revision") == [(0,)]
    sent = form_of(state, price0="9,50", breaks0="100: 9.00, 500: 8,50", lead0="3", freight="7", cannot1="yes")
    assert "Sent. It is the buyer’s turn." in do(state, "send", sent)
    assert (state.place.quotes_to_answer, state.field_errors) == (0, {})
    assert (state.room.turn_words, state.seat.can_answer, state.seat.can_take_back) == (
        "Priya Test’s turn",
        False,
        True,
    )
    assert [(one.offered, one.lead) for one in state.room.lines] == [("€9.50", "3 days"), ("", "")]
    ((terms,),) = rows("select terms from quote_revision")
    steps = dict(terms)["lines"][0]["breaks"]  # type: ignore[call-overload]
    assert [(one["min_quantity"], one["amount"]) for one in steps] == [(100, 900), (500, 850)]
    assert market.standing(request) == {"bolt": "quoted", "nut": "pending"}


def test_what_is_typed_is_kept_for_another_tab(market: Market) -> None:
    request = market.ask()
    state = room(market, request)
    hammer, glove = state.seat.sheet.lines
    do(state, "keep", f"price-{hammer.id}", "8.90")
    do(state, "keep", f"cannot-{glove.id}", True)
    do(state, "keep", "payment_terms", "14 days")
    do(state, "keep", "nonsense", "x")
    other = room(market, request, who=keeper(market))
    do(other, "keep", "note", "Thank you")
    again = room(market, request)
    sheet = again.seat.sheet
    assert (sheet.lines[0].price, sheet.lines[1].cannot, sheet.payment_terms, sheet.note) == (
        "8.90",
        True,
        "14 days",
        "Thank you",
    )
    do(again, "send", form_of(again))
    assert rows("select count(*) from quote_draft") == [(0,)]
    do(state, "keep", "note", "too late")  # it is the buyer's turn
    assert rows("select count(*) from quote_draft") == [(0,)]


def test_a_step_that_undercuts_the_typed_price_is_said(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 100))
    state = room(market, request)
    line = state.seat.sheet.lines[0].id
    do(state, "keep", f"price-{line}", "4.75")
    assert state.seat.sheet.lines[0].by_steps == ""
    do(state, "keep", f"breaks-{line}", "100: 4.20")
    assert state.seat.sheet.lines[0].by_steps == "€4.20 each by your steps"
    for typed in ("101: 4.20", "100: x", ""):
        do(state, "keep", f"breaks-{line}", typed)
        assert state.seat.sheet.lines[0].by_steps == ""


def test_below_the_margin_an_owner_sends_it_anyway(market: Market) -> None:
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update vendor set quote_margin_bps = 1500 where handle = 'bolt'"))
    request = market.ask(market.wanted("hammer", 10))
    state = room(market, request, who=keeper(market))
    answer = do(state, "send", form_of(state, price0="9.00", cost0="8.00"))
    assert "Below your margin: 1 of its lines." in answer
    sheet = state.seat.sheet
    assert (sheet.below, sheet.rule, sheet.sends_anyway, sheet.held_by) == (
        "Hammer, HAMMER",
        "15 %",
        False,
        "Orders Test",
    )
    assert (sheet.lines[0].price, sheet.lines[0].margin, sheet.lines[0].margin_tone) == (
        "9.00",
        "11\N{NO-BREAK SPACE}%",
        "bad",
    )
    assert rows("select count(*) from quote_revision") == [(0,)]
    listed = tab(VendorQuotesState, "/vendor/quotes", token=sign_in(market.bolt))
    do(listed, "open")
    assert [one.mark for one in listed.rows] == ["below margin"]
    owner = room(market, request)
    assert owner.seat.sheet.sends_anyway
    do(owner, "send", form_of(owner))
    assert market.standing(request)["bolt"] == "quoted"
    assert rows("select total_amount from quote_revision") == [(10710,)]  # 10 x 9.00 and 19 %


def test_an_answer_is_taken_back_until_it_is_seen(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    state = room(market, request)
    do(state, "take_back")
    assert (state.room.turn, state.seat.can_answer) == ("mine", True)
    do(state, "send", form_of(state, price0="8"))
    market.do(lambda db: mark_seen(db, market.buyer, market.tenant_id, request))
    assert "The buyer has seen it already." in do(state, "take_back")
    assert (state.room.turn, state.seat.can_take_back) == ("theirs", False)


def test_a_request_is_declined_with_a_reason(market: Market) -> None:
    request = market.ask()
    state = room(market, request)
    before = state.form_round  # a new one closes the dialog
    do(state, "decline", {"reason": " "})
    assert (set(state.field_errors), state.form_round) == ({"reason"}, before)
    assert market.standing(request)["bolt"] == "pending"
    do(state, "decline", {"reason": "Not before May."})
    assert (state.field_errors, state.form_round) == ({}, before + 1)
    assert (state.room.status, state.room.end_reason, state.seat.can_answer) == ("rejected", "Not before May.", False)


def test_a_counter_is_answered_with_what_was_offered_before(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900, payment_terms="30 days")
    market.counter_offer(request, "bolt", 1, line0=800)
    state = room(market, request)
    (line,) = state.seat.sheet.lines
    assert (line.countered, line.price, state.seat.sheet.payment_terms, state.seat.sheet.freight) == (
        "€8.00",
        "9.00",
        "30 days",
        "7.00",
    )


def test_only_what_the_buyer_would_pay_otherwise_is_a_counter(market: Market) -> None:
    request = market.ask()
    market.answer(request, "bolt", 900, 450)
    market.counter_offer(request, "bolt", 1, line0=800)
    assert [line.countered for line in room(market, request).seat.sheet.lines] == ["€8.00", ""]


def test_templates_are_kept_chosen_and_removed(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    state = room(market, request)
    do(state, "save_template", {"template_name": "", "valid_days": "x"})
    assert set(state.field_errors) == {"valid_days"}
    do(
        state,
        "save_template",
        {"template_name": "Bulk", "valid_days": "30", "lead_days": "9", "template_terms": "Net 7"},
    )
    (option,) = state.seat.sheet.templates
    assert option.label == "Bulk"
    do(state, "choose_template", option.value)
    sheet = state.seat.sheet
    assert (sheet.payment_terms, sheet.lines[0].lead) == ("Net 7", "9")
    assert date.fromisoformat(sheet.valid_until) == (now() + timedelta(days=30)).date()
    other = room(market, market.ask(market.wanted("glove", 1)), "nut")
    assert other.seat.sheet.templates == []
    do(other, "remove_template", option.value)
    assert rows("select count(*) from quote_template") == [(1,)]
    do(state, "remove_template", option.value)
    assert rows("select count(*) from quote_template") == [(0,)]


def test_nothing_of_others_is_in_what_the_browser_gets(market: Market) -> None:
    request = market.ask(
        market.wanted("hammer", 10, target_amount=777),
        market.wanted("glove", 24, target_amount=333),
        WantedLine(2, title="Frame"),
    )
    market.answer(request, "nut", 891, 412, None, note="From Nut")
    quote = market.quote(request)
    remark = Remark("We would pay 8.88", is_internal=True)
    market.do(lambda db: comment_as_buyer(db, market.buyer, market.tenant_id, quote, remark))
    state = room(market, request)
    seen = str(visible_state(state))
    assert "Hammer" in seen
    for secret in ("Nut", "8.91", "4.12", "7.77", "3.33", "8.88", "NU-GLOVE", "€5.00"):
        assert secret not in seen, secret
    stranger = room(market, request, "bolt", who=market.nut)
    assert (stranger.missing, stranger.room.title) == (True, "")
    for event, arguments in (
        ("send", (form_of(state, price0="1"),)),
        ("decline", ({"reason": "x"},)),
        ("say", ({"comment": "x"},)),
        ("keep", (f"price-{state.seat.sheet.lines[0].id}", "1")),
        ("take_back", ()),
    ):
        do(stranger, event, *arguments)
    assert market.standing(request)["bolt"] == "pending"
    assert rows("select count(*) from quote_draft") == [(0,)]
    assert rows("select count(*) from quote_comment") == [(1,)]


def test_the_buyer_and_the_vendor_talk(market: Market) -> None:
    request = market.ask()
    state = room(market, request)
    do(state, "say", {"comment": "Samples?"})
    do(state, "say", {"comment": "We can go to 8", "internal": "yes"})
    assert [(one.body, one.is_internal) for one in state.room.notes] == [("Samples?", False), ("We can go to 8", True)]
    assert rows("select side, is_internal from quote_comment order by created_at") == [
        ("vendor", False),
        ("vendor", True),
    ]


def test_only_owners_read_and_change_the_margin_rule(market: Market) -> None:
    settings = tab(VendorSettingsState, "/vendor/settings", token=sign_in(market.bolt))
    do(settings, "open")
    assert (settings.shop.edits_margin, settings.shop.margin) == (True, "")
    do(settings, "save_margin", {"margin": "150"})
    assert set(settings.field_errors) == {"margin"}
    assert rows("select quote_margin_bps from vendor where handle = 'bolt'") == [(None,)]
    do(settings, "save_margin", {"margin": "12,5"})
    assert settings.shop.margin == "12.5"
    other = tab(VendorSettingsState, "/vendor/settings", token=sign_in(keeper(market)))
    do(other, "open")
    assert (other.shop.edits_margin, other.shop.margin) == (False, "")
    do(other, "save_margin", {"margin": ""})
    assert rows("select handle, quote_margin_bps from vendor order by 1") == [("bolt", 1250), ("nut", None)]
    trail = "select coalesce(before::text, '') || coalesce(after::text, '') from audit_event"
    ((kept,),) = rows(f"{trail} where action = 'vendor:margin:set'")
    assert "12" not in str(kept)
