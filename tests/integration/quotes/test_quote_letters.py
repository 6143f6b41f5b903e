"""Letters of quotes: who gets which, what it says, and which are not sent because things moved on."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import col, select

import tasks.handlers  # noqa: F401
from marketplace.domain.permissions import GUEST, Role
from marketplace.domain.quotes.requester import Requester
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import Job, MailMessage
from marketplace.kit.tenancy import Scope
from marketplace.models.quote import QuoteRequest
from marketplace.models.user import Membership
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.dates import weekday
from marketplace.services.quotes.answering import reject_quote, take_back_answer
from marketplace.services.quotes.commenting import Remark, comment_as_buyer, comment_as_seller
from marketplace.services.quotes.ending import end_quote, extend_quote, remind_of_quotes
from marketplace.services.quotes.negotiating import decline_quote, withdraw_request
from marketplace.services.quotes.quote_access import quote_link
from marketplace.settings import settings
from tasks.app import run_next
from tests.factories.people import give_role, make_user
from tests.factories.quotes import Market, make_market

PRIYA, BOLT, NUT = "priya@aldermoor.example", "owner@bolt.example", "owner@nut.example"


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


def sql(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        answer = db.connection().execute(text(statement))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def work() -> None:
    """Do all that waits, delayed letters too; nothing may die."""
    sql("update job set run_at = now() where status = 'pending'")
    while run_next():
        pass
    with unit_of_work(Scope.system()) as db:
        assert db.exec(select(Job.kind, Job.last_error).where(col(Job.status) != "done")).all() == []


def letters() -> list[tuple[str, str]]:
    """Address and subject of what went out since the last time."""
    work()
    with unit_of_work(Scope.system()) as db:
        sent = db.exec(select(MailMessage)).all()
        out = sorted((one.to, one.subject) for one in sent)
        for one in sent:
            db.delete(one)
    return out


def letter_to(address: str) -> str:
    """The text of the only letter to this address."""
    work()
    with unit_of_work(Scope.system()) as db:
        return db.exec(select(MailMessage.text).where(MailMessage.to == address)).one()


def new_request(market: Market, **fields: object) -> str:
    """A request to both vendors, its letters gone."""
    request = market.ask(**fields)
    letters()
    return request


def spoken(moment: object) -> str:
    return f"{weekday(moment.date())}, {moment:%H:%M} UTC"  # type: ignore[attr-defined]


def test_every_vendor_is_asked_and_the_buyer_has_a_copy(market: Market) -> None:
    request = market.ask(note="Drawing follows.")
    work()
    day, base = spoken(market.request(request).answer_by), settings().base_url
    assert letter_to(BOLT) == (
        "Hello Owner,\n\n"
        f"Priya Test asks Bolt for prices in Northforge, for “Line 3 refit”. Please answer by {day}.\n\n"
        "10 × Hammer, HAMMER\n24 × Glove, GLOVE\n\n“Drawing follows.”\n\n"
        f"{base}/vendor/quotes/{market.quote(request)}\n\nNorthforge\n"
    )
    assert letter_to(PRIYA) == (
        "Hello Priya Test,\n\n"
        "you asked Bolt, Nut for prices in Northforge, for “Line 3 refit”."
        f" You wanted answers by {day}; each one comes as a letter.\n\n"
        "10 × Hammer, HAMMER\n24 × Glove, GLOVE\n\n“Drawing follows.”\n\n"
        f"{base}/s/northforge/quotes/{request}\n\nNorthforge\n"
    )
    assert letters() == [
        (BOLT, "Priya Test asks for prices, Q-1001"),
        (NUT, "Priya Test asks for prices, Q-1001"),
        (PRIYA, "Q-1001 is with the vendors"),
    ]


def test_a_vendor_reads_who_else_was_asked_only_where_the_buyer_shows_it(market: Market) -> None:
    market.ask(hides_vendors=True)
    assert "Nut" not in letter_to(BOLT)
    letters()
    market.ask(hides_vendors=False)
    assert "\n\nAlso asked: Nut.\n\n" in letter_to(BOLT)


def test_no_vendor_reads_the_buyers_address_or_target(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10, target_amount=777))
    market.answer(request, "bolt", 850)
    market.counter_offer(request, "bolt", 1, line0=800)
    work()
    with unit_of_work(Scope.system()) as db:
        texts = db.exec(select(MailMessage.text).where(MailMessage.to == BOLT)).all()
    assert len(texts) == 1  # the question was overtaken
    assert not [one for one in texts if PRIYA in one or "7.77" in one]


def test_an_answer_says_what_it_costs_what_is_missing_and_until_when(market: Market) -> None:
    request = new_request(market)
    until = now() + timedelta(days=7)
    market.answer(request, "bolt", 850, None, valid_until=until, note="Ex stock.")
    assert letter_to(PRIYA) == (
        "Hello Priya Test,\n\n"
        f"Bolt sent revision 1 of Q-1001: €109.48 with tax and freight. It holds until {spoken(until)}.\n\n"
        "10 × Hammer, HAMMER, €8.50\n\nBolt cannot offer 1 of 2 lines.\n\n“Ex stock.”\n\n"
        f"{settings().base_url}/s/northforge/quotes/{request}/{market.quote(request)}\n\nNorthforge\n"
    )
    assert letters() == [(PRIYA, "Bolt answered Q-1001, €109.48")]


def test_a_counter_goes_to_the_vendor_it_is_for(market: Market) -> None:
    request = new_request(market)
    for vendor in ("bolt", "nut"):
        market.answer(request, vendor, 850, 450)
    letters()
    market.counter_offer(request, "bolt", 1, line0=800)
    letter = letter_to(BOLT)
    assert "Priya Test would take Q-1001 for €232.05 with tax and freight. It is Bolt’s turn." in letter
    assert "10 × Hammer, HAMMER, €8.00\n24 × bolt’s own Glove, GLOVE, €4.50\n" in letter
    assert letters() == [(BOLT, "Priya Test countered Q-1001, €232.05")]


def test_what_was_overtaken_is_not_sent(market: Market) -> None:
    """Asked, answered and countered before a worker looks: only what still stands goes out."""
    request = market.ask(market.wanted("hammer", 10))
    market.answer(request, "bolt", 900)
    market.counter_offer(request, "bolt", 1, line0=700)
    assert letters() == [(BOLT, "Priya Test countered Q-1001, €91.63"), (PRIYA, "Q-1001 is with the vendors")]
    market.answer(request, "bolt", 800)
    market.do(lambda db: take_back_answer(db, market.bolt, market.quote(request)))
    assert letters() == []


def test_a_request_that_was_taken_back_at_once_is_written_about_once(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    market.do(lambda db: withdraw_request(db, market.buyer, market.tenant_id, request, "Found it in the cellar."))
    assert "\n\n“Found it in the cellar.”\n\n" in letter_to(BOLT)
    assert letters() == [(BOLT, "Priya Test took back Q-1001")]


def test_a_rejected_and_a_declined_quote_tell_the_other_side(market: Market) -> None:
    request = new_request(market)
    market.do(lambda db: reject_quote(db, market.nut, market.quote(request, "nut"), "No gloves until May."))
    assert "Nut declined to quote Q-1001, “Line 3 refit”.\n\n“No gloves until May.”\n\n" in letter_to(PRIYA)
    assert letters() == [(PRIYA, "Nut cannot quote Q-1001")]
    market.do(lambda db: decline_quote(db, market.buyer, market.tenant_id, market.quote(request), "Too late."))
    assert "\n\n“Too late.”\n\n" in letter_to(BOLT)
    assert letters() == [(BOLT, "Priya Test declined Q-1001")]


def test_an_award_tells_each_vendor_its_own_part(market: Market) -> None:
    request = new_request(market)
    market.answer(request, "bolt", 850, 430)
    market.answer(request, "nut", None, 450, freight_amount=300)
    letters()
    market.award(request, "bolt", "nut")
    work()
    assert "10 × Hammer, HAMMER, €8.50\n\nThe order comes" in letter_to(BOLT)
    assert "Priya Test accepted revision 1 of Q-1001: €132.09 with tax and freight." in letter_to(NUT)
    assert "Bolt" not in letter_to(NUT)
    assert letters() == [(BOLT, "Priya Test accepted Q-1001, €109.48"), (NUT, "Priya Test accepted Q-1001, €132.09")]


def test_who_loses_an_award_is_told_without_the_winners_name(market: Market) -> None:
    request = new_request(market, vendor_ids=())
    market.answer(request, "bolt", 850, 430)
    market.answer(request, "nut", None, 450)
    letters()
    market.award(request, "bolt", "bolt")
    assert "\n\n“The buyer chose other offers.”\n\n" in letter_to(NUT)
    assert "Bolt" not in letter_to(NUT)
    assert [one for one in letters() if one[0] == NUT] == [(NUT, "Priya Test declined Q-1001")]


def test_the_store_ends_and_extends_and_both_sides_read_it(market: Market) -> None:
    request = new_request(market)
    market.answer(request, "bolt", 850, None)
    letters()
    until = now() + timedelta(days=20)
    market.do(lambda db: extend_quote(db, market.operator, market.quote(request), until, "Holidays."))
    subject = f"Q-1001 holds until {spoken(until)}"
    assert letters() == [(BOLT, subject), (PRIYA, subject)]
    market.do(lambda db: end_quote(db, market.operator, market.quote(request), "Asked for twice."))
    assert "\n\n“Asked for twice.”\n\n" in letter_to(PRIYA)
    assert letters() == [(BOLT, "Q-1001 with Bolt has ended"), (PRIYA, "Q-1001 with Bolt has ended")]


def test_what_is_said_within_minutes_is_one_letter_and_internal_words_are_none(market: Market) -> None:
    request = new_request(market)
    quote = market.quote(request)

    def say(body: str, **fields: bool) -> None:
        market.do(lambda db: comment_as_seller(db, market.bolt, quote, Remark(body, **fields)))

    say("Which steel?")
    say("They will pay more.", is_internal=True)
    say("Forged or cast?")
    market.do(lambda db: comment_as_buyer(db, market.buyer, market.tenant_id, quote, Remark("Forged.")))
    letter = letter_to(PRIYA)
    assert "Owner Test: Which steel?\nOwner Test: Forged or cast?\n\nhttp" in letter
    assert "pay more" not in letter
    assert "about Q-1001, “Line 3 refit”:\n\nPriya Test: Forged.\n\nhttp" in letter_to(BOLT)
    assert letters() == [(BOLT, "Priya Test wrote about Q-1001"), (PRIYA, "Owner Test wrote about Q-1001")]
    say("And the handle?")
    assert "Which steel?" not in letter_to(PRIYA)
    assert letters() == [(PRIYA, "Owner Test wrote about Q-1001")]


def test_reminders_go_to_who_is_on_turn(market: Market) -> None:
    request = new_request(market)
    until = now() + timedelta(hours=20)
    market.answer(request, "bolt", 850, None, valid_until=until)
    letters()
    sql("update quote_request set answer_by = now() + interval '2 hours'")
    with unit_of_work(Scope.system()) as db:
        assert remind_of_quotes(db) == 2
    assert letters() == [
        (NUT, "Priya Test waits for an answer to Q-1001"),
        (PRIYA, f"Bolt’s offer for Q-1001 ends {spoken(until)}"),
    ]


def test_a_reminder_that_is_overtaken_is_not_sent(market: Market) -> None:
    request = new_request(market, vendor_ids=())
    market.answer(request, "bolt", 850, None, valid_until=now() + timedelta(hours=20))
    letters()
    sql("update quote_request set answer_by = now() + interval '2 hours'")
    with unit_of_work(Scope.system()) as db:
        remind_of_quotes(db)
    market.do(lambda db: reject_quote(db, market.nut, market.quote(request, "nut"), "No."))
    until = now() + timedelta(days=20)
    market.do(lambda db: extend_quote(db, market.operator, market.quote(request), until, "Holidays."))
    extended = f"Q-1001 holds until {spoken(until)}"
    assert letters() == [(BOLT, extended), (PRIYA, "Nut cannot quote Q-1001"), (PRIYA, extended)]


def test_the_letter_of_an_extension_says_why(market: Market) -> None:
    request = new_request(market, vendor_ids=())
    market.answer(request, "bolt", 850, None)
    letters()
    until = now() + timedelta(days=20)
    market.do(lambda db: extend_quote(db, market.operator, market.quote(request), until, " Holidays in Kassel. "))
    for address in (BOLT, PRIYA):
        assert f"holds until {spoken(until)}.\n\n“Holidays in Kassel.”\n\n" in letter_to(address)


def test_an_answer_below_the_margin_is_shown_to_the_owner(market: Market) -> None:
    request = new_request(market, vendor_ids=())
    sql("update vendor set quote_margin_bps = 5000")
    sql("update offer set cost_amount = 800, cost_currency = 'EUR'")
    clerk = _colleague(market, "orders")
    letters()
    lines = market.lines(request)
    market.bolt = clerk
    assert market.answer(request, "bolt", 850, None).below == (lines[0].id,)
    letter = letter_to(BOLT)
    assert (
        "Orders Test has an answer to Priya Test whose prices leave less than Bolt’s margin. It is not sent." in letter
    )
    assert "Hammer, HAMMER, €8.50\n\nhttp" in letter
    assert letters() == [(BOLT, "An answer to Q-1001 waits for you")]


def _colleague(market: Market, title: str, **fields: object):  # type: ignore[no-untyped-def]
    from tests.factories.people import actor_for

    with unit_of_work(Scope.system()) as db:
        vendor = db.exec(select(Vendor).where(Vendor.handle == "bolt")).one()
        user = make_user(db, f"{title}@bolt.example", **fields)
        give_role(db, user, Role.VENDOR_MEMBER, vendor=vendor, title=title)
        return actor_for(db, user)


def test_those_of_a_vendor_who_may_answer_are_written_to(market: Market) -> None:
    _colleague(market, "orders")
    _colleague(market, "support")
    _colleague(market, "finance")
    with unit_of_work(Scope.system()) as db:
        vendor = db.exec(select(Vendor).where(Vendor.handle == "bolt")).one()
        gone = make_user(db, "gone@bolt.example", suspended_at=now())
        give_role(db, gone, Role.VENDOR_MEMBER, vendor=vendor, title="orders")
    market.ask(market.wanted("hammer", 10))
    subject = "Priya Test asks for prices, Q-1001"
    assert letters() == [("orders@bolt.example", subject), (BOLT, subject), (PRIYA, "Q-1001 is with the vendors")]


def test_a_vendor_without_anybody_to_answer_is_written_to_at_its_own_address(market: Market) -> None:
    with unit_of_work(Scope.system()) as db:
        for one in db.exec(select(Membership).where(Membership.role == Role.VENDOR_MEMBER)):
            db.delete(one)
        db.exec(select(Vendor).where(Vendor.handle == "bolt")).one().email = "desk@bolt.example"
    market.ask(market.wanted("hammer", 10))
    assert ("desk@bolt.example", "Priya Test asks for prices, Q-1001") in letters()


def test_who_left_the_vendor_before_the_letter_is_written_gets_none(market: Market) -> None:
    market.ask(market.wanted("hammer", 10))
    for _ in range(2):  # the readers are known, nothing is written yet
        assert run_next()
    with unit_of_work(Scope.system()) as db:
        for one in db.exec(select(Membership).where(Membership.role == Role.VENDOR_MEMBER)):
            db.delete(one)
    assert [one for one in letters() if one[0] == BOLT] == []


def test_a_guest_opens_every_letter_by_a_link(market: Market) -> None:
    guest = Requester(GUEST)
    request = market.ask(market.wanted("hammer", 10), who=guest, name="Ada Lind", email="ada@lind.example")
    key = market.do(lambda db: quote_link(db.exec(select(QuoteRequest)).one()))
    link = f"{settings().base_url}/s/northforge/quotes/open/{request}/{key}"
    letter = letter_to("ada@lind.example")
    assert f"\n\n{link}\n\nKeep this letter." in letter
    assert key not in letter_to(BOLT)
    letters()
    market.answer(request, "bolt", 850)
    assert link in letter_to("ada@lind.example")


def test_a_letter_that_is_asked_for_twice_is_delivered_once(market: Market) -> None:
    """The job that finds the readers runs again, as after a worker that was thought dead."""
    request = new_request(market)
    market.answer(request, "bolt", 850, None)
    while run_next():
        sql(
            "update job set status = 'pending' where kind = 'mail.quote_answered' and payload->>'reader' = 'buyer'"
            " and attempts = 1"
        )
    assert letters() == [(PRIYA, "Bolt answered Q-1001, €109.48")]


@pytest.mark.parametrize(
    "ended",
    [
        lambda db, market, request: decline_quote(db, market.buyer, market.tenant_id, market.quote(request)),
        lambda db, market, request: end_quote(db, market.operator, market.quote(request), "No."),
        lambda db, market, request: market.counter_offer(request, "bolt", 1, line0=1),
    ],
    ids=["declined", "ended", "countered"],
)
def test_an_answer_that_was_acted_on_is_not_announced(market: Market, ended: Callable[..., object]) -> None:
    request = new_request(market)
    market.answer(request, "bolt", 850, None)
    market.do(lambda db: ended(db, market, request))
    assert not [subject for _, subject in letters() if re.match("Bolt answered", subject)]
    assert market.standing(request)["bolt"] != "quoted"
