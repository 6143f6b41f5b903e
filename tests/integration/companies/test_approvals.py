"""A basket that a rule stops: asked for, decided, placed; and no way around the yes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.companies.spending import OverBudget, OverLimit
from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound
from marketplace.domain.permissions import GUEST
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.approval import ApprovalRule, PurchaseRequest
from marketplace.models.offer import Price
from marketplace.models.stock import StockLevel
from marketplace.services.buying.approval_links import asked_letter, decide_by_link, decided_letter, find_link
from marketplace.services.buying.carts import change_quantity, lines_of
from marketplace.services.buying.purchase_requests import ApprovalAsked, withdraw_request
from marketplace.services.buying.request_decisions import Outcome, Verdict, decide_request
from marketplace.services.buying.request_placing import place_approved, remind_approvers
from marketplace.services.companies.members import MemberForm, change_member
from marketplace.services.companies.spending import lock_spender
from tests.factories.companies import make_company, make_member, make_rule
from tests.factories.shop import HOME, cart_of
from tests.factories.spending import MARTA, PRIYA, Office, make_office
from tests.integration.buying.test_cart_pages import browser

TOM, YES = "tom@aldermoor.example", Verdict(is_yes=True)
BANK = {"provider": "bank_transfer"}


@pytest.fixture
def office(database: str) -> Office:
    """Tom approves what is over 30.00; a cart of two hammers is 30.94."""
    office = make_office()
    with unit_of_work(Scope.system()) as db:
        make_member(db, office.company, TOM, "approver")
        make_rule(db, office.company, "total", 3000, name="Large orders")
    return office


def ask(office: Office, cart: str, **fields: object) -> str:
    """Priya tries to order; the request's id."""
    with pytest.raises(ApprovalAsked) as refused:
        office.buy(cart, **{**BANK, **fields})
    return refused.value.request.request_id


def decide(office: Office, request: str, verdict: Verdict = YES, *, by: str = TOM) -> Outcome:
    tenant = office.counter.tenant_id
    return office.counter.transact(lambda db: decide_request(db, office.actor(by), tenant, request, verdict))


def place(office: Office, request: str) -> object:
    """What the job does after the last yes."""
    return place_approved(office.counter.transact, request)


def status(office: Office) -> list[tuple[object, ...]]:
    return office.rows("select status from purchase_request order by number")


def nothing_was_ordered(office: Office) -> bool:
    return office.rows(
        "select (select count(*) from order_group), (select count(*) from checkout), (select count(*) from payment)"
    ) == [(0, 0, 0)]


def test_a_basket_over_the_rule_is_asked_for_and_placed_after_the_yes(office: Office) -> None:
    cart = office.cart(hammer=2)
    request = ask(office, cart)
    assert nothing_was_ordered(office)
    rows = office.rows("select status, total_amount, currency, number from purchase_request")
    assert rows == [("pending", 3094, "EUR", 1001)]
    assert office.rows("select status, amount, request_id from spending") == [("held", 3094, request)]
    assert decide(office, request) is Outcome.APPROVED
    assert nothing_was_ordered(office)
    place(office, request)
    assert status(office) == [("placed",)]
    assert office.rows("select total_amount from order_group") == [(3094,)]
    assert office.rows("select status, amount from spending") == [("spent", 3094)]
    place(office, request)  # the job once more
    assert office.rows("select count(*) from order_group") == [(1,)]


def test_an_approver_in_the_middle_of_something_keeps_nobody_from_asking(office: Office) -> None:
    """Tom is held while he decides or buys. Whoever asks him writes his id beside the letter and must not wait for
    that: they hold the trail, which he needs next, and neither would go on."""
    cart = office.cart(hammer=2)
    with unit_of_work(Scope.tenant(office.counter.tenant_id)) as db:
        lock_spender(db, office.company.id, office.actor(TOM).user_id)
        ask(office, cart)
        assert status(office) == [("pending",)]


def test_below_the_rule_nobody_is_asked(office: Office) -> None:
    assert office.buy(office.cart(hammer=1)).status == "placed"
    assert office.rows("select count(*) from purchase_request") == [(0,)]


def test_a_card_waits_for_its_buyer_after_the_yes(office: Office) -> None:
    cart = office.cart(hammer=2)
    request = ask(office, cart, provider="card")
    decide(office, request)
    assert place(office, request) is None
    assert status(office) == [("approved",)]
    assert office.rows("select form->>'payment_details' from purchase_request") == [("{}",)]  # no card is kept
    assert office.buy(cart).status == "placed"
    assert status(office) == [("placed",)]


def test_a_company_may_have_approved_orders_wait(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update company set places_approved = false"))
    cart = office.cart(hammer=2)
    request = ask(office, cart)
    decide(office, request)
    assert office.rows("select count(*) from job where kind = 'request.place'") == [(0,)]
    assert office.buy(cart, **BANK).status == "placed"


def test_a_no_needs_a_reason_and_gives_the_money_back(office: Office) -> None:
    request = ask(office, office.cart(hammer=2))
    with pytest.raises(Invalid, match="Say why"):
        decide(office, request, Verdict(is_yes=False))
    assert decide(office, request, Verdict(is_yes=False, reason="Not this month")) is Outcome.DECLINED
    assert (status(office), office.rows("select status from spending")) == ([("declined",)], [("released",)])
    with unit_of_work(Scope.system()) as db:
        letter = decided_letter(db, request)
    assert letter is not None
    assert (letter["to"], letter["is_approved"], letter["why"]) == (PRIYA, False, "Not this month")
    with pytest.raises(Conflict, match="PR-1001 is declined already"):
        decide(office, request)
    assert nothing_was_ordered(office)


def test_two_steps_are_two_people(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        make_rule(db, office.company, "total", 3000, ("role", "approver"), ("role", "admin"))
    request = ask(office, office.cart(hammer=2))
    assert decide(office, request) is Outcome.PASSED
    with pytest.raises(Forbidden, match="waits for somebody else"):
        decide(office, request)
    assert decide(office, request, by=MARTA) is Outcome.APPROVED
    steps = office.rows("select steps->0->>'verdict', steps->1->>'verdict', step from purchase_request")
    assert steps == [("approved", "approved", 1)]


def test_nobody_approves_their_own_request_while_another_can(office: Office) -> None:
    with pytest.raises(ApprovalAsked) as refused:
        office.buy(office.cart(email=TOM, hammer=2), email=TOM, **BANK)
    request = refused.value.request.request_id
    with pytest.raises(Forbidden, match="Nobody approves their own request"):
        decide(office, request)
    assert decide(office, request, by=MARTA) is Outcome.APPROVED


def test_who_may_not_decide_decides_nothing(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        other = make_company(db, office.counter.tenant_id, "Brenner Bahn")
        make_member(db, other, "eva@brenner.example")
    request = ask(office, office.cart(hammer=2))
    with pytest.raises(Forbidden, match="Nobody approves their own"):
        decide(office, request, by=PRIYA)
    with pytest.raises(NotFound):
        decide(office, request, by="eva@brenner.example")
    assert status(office) == [("pending",)]


def test_a_role_that_was_taken_away_decides_nothing(office: Office) -> None:
    request = ask(office, office.cart(hammer=2))
    before = office.actor(TOM)  # his page was open
    (member,) = office.rows("select id from company_member where email = :e", e=TOM)
    tenant = office.counter.tenant_id
    buyer = MemberForm("buyer")
    office.counter.transact(lambda db: change_member(db, office.actor(MARTA), tenant, str(member[0]), buyer).id)
    with pytest.raises(Forbidden, match="does not approve"):
        office.counter.transact(lambda db: decide_request(db, before, tenant, request, YES))
    assert status(office) == [("pending",)]


# No way around.


def test_the_same_click_again_is_the_same_request(office: Office) -> None:
    cart = office.cart(hammer=2)
    requests = {ask(office, cart, key="k-1"), ask(office, cart, key="k-1"), ask(office, cart, key="k-2")}
    assert len(requests) == 1
    assert office.rows("select count(*) from job where kind = 'mail.approval_asked'") == [(2,)]  # Marta and Tom, once
    assert nothing_was_ordered(office)


def test_a_split_order_is_one_order(office: Office) -> None:
    assert office.buy(office.cart("York", hammer=1)).status == "placed"
    derby = office.cart("Derby", hammer=1)
    with pytest.raises(ApprovalAsked):
        office.buy(derby)
    assert office.rows("select count(*) from order_group") == [(1,)]
    (reasons,) = office.rows("select reasons->0->>'value', reasons->0->>'recent' from purchase_request")
    assert reasons == ("3808", "1904")
    with unit_of_work(Scope.system()) as db:  # a day later it is another order
        db.connection().execute(text("update spending set counted_at = counted_at - interval '25 hours'"))
    assert office.buy(derby).status == "placed"


def withdraw(db: Session, office: Office) -> str:
    request = db.exec(select(PurchaseRequest)).one()
    return withdraw_request(db, office.actor(), office.counter.tenant_id, request.id).status


def test_another_tab_buys_nothing_while_it_waits(office: Office) -> None:
    cart = office.cart(hammer=2)
    ask(office, cart)
    assert ask(office, cart) == ask(office, cart, provider="card", note="please")
    assert nothing_was_ordered(office)


@pytest.mark.parametrize("what", ["price", "stock", "quantity", "address", "cost", "place"])
def test_a_yes_is_for_the_basket_that_was_asked_for(office: Office, what: str) -> None:
    """After the yes something is another; then the order is asked for anew, with what changed."""
    cart, fields = office.cart(hammer=2, saw=1), {}
    request = ask(office, cart)
    assert decide(office, request) is Outcome.APPROVED
    change = {
        "price": ("price", 1000, 1100),
        "stock": ("gone", 1, 0),
        "quantity": ("quantity", 2, 3),
        "address": ("address", "Lange Gasse 3, 34117, Kassel, DE", "Lange Gasse 4, 34117, Kassel, DE"),
        "cost": ("cost_centre", "", "4410 Track works"),
        "place": ("place", "York", "Derby"),
    }[what]
    with unit_of_work(Scope.system()) as db:
        if what == "price":
            price = db.exec(select(Price).where(Price.offer_id == office.counter.offers["hammer"])).one()
            price.amount = 1100
        elif what == "stock":
            db.exec(select(StockLevel).where(StockLevel.offer_id == office.counter.offers["saw"])).one().on_hand = 0
        elif what == "quantity":
            row = cart_of(db, cart)
            line = next(one for one in lines_of(db, row) if one.offer_id == office.counter.offers["hammer"])
            change_quantity(db, row, line.id, 3)
        elif what == "address":
            fields["shipping"] = replace(HOME, line1="Lange Gasse 4")
        elif what == "cost":
            db.connection().execute(
                text(
                    "insert into cost_centre (tenant_id, id, company_id, code, name, period, is_active) values"
                    " (:t, 'ccc_1', :c, '4410', 'Track works', 'year', true)"
                ),
                {"t": office.counter.tenant_id, "c": office.company.id},
            )
            fields["cost_centre"] = "4410"
        else:
            cart_of(db, cart).company_location_id = office.places["Derby"]
    assert ask(office, cart, **fields) == request
    assert nothing_was_ordered(office)
    assert status(office) == [("pending",)]
    (changes,) = office.rows("select changes from purchase_request")
    assert change in [(one["what"], one["was"], one["now"]) for one in changes[0]]
    (held,) = office.rows("select s.amount - r.total_amount from spending s, purchase_request r")
    assert held == (0,)
    assert decide(office, request) is Outcome.APPROVED
    assert office.buy(cart, **{**BANK, **fields}).status == "placed"


def test_a_price_that_moves_before_the_yes_is_shown_and_not_approved(office: Office) -> None:
    request = ask(office, office.cart(hammer=2))
    (seen,) = office.rows("select digest from purchase_request")
    with unit_of_work(Scope.system()) as db:
        db.exec(select(Price).where(Price.offer_id == office.counter.offers["hammer"])).one().amount = 1200
    assert decide(office, request, Verdict(is_yes=True, digest=str(seen[0]))) is Outcome.CHANGED
    assert status(office) == [("pending",)]
    assert decide(office, request, Verdict(is_yes=True, digest=str(seen[0]))) is Outcome.CHANGED  # the old page again
    (now,) = office.rows("select digest, total_amount from purchase_request")
    assert now[1] == 3570
    assert decide(office, request, Verdict(is_yes=True, digest=str(now[0]))) is Outcome.APPROVED


def test_a_price_that_moves_between_yes_and_placing_is_asked_for_anew(office: Office) -> None:
    request = ask(office, office.cart(hammer=2))
    decide(office, request)
    with unit_of_work(Scope.system()) as db:
        db.exec(select(Price).where(Price.offer_id == office.counter.offers["hammer"])).one().amount = 1200
    place(office, request)
    assert nothing_was_ordered(office)
    assert status(office) == [("pending",)]


def test_a_basket_made_small_again_is_ordered_and_its_request_is_over(office: Office) -> None:
    cart = office.cart(hammer=2)
    ask(office, cart)
    with unit_of_work(Scope.system()) as db:
        row = cart_of(db, cart)
        change_quantity(db, row, lines_of(db, row)[0].id, 1)
    assert office.buy(cart).status == "placed"
    assert status(office) == [("withdrawn",)]
    held = office.rows("select status, amount from spending order by amount")
    assert held == [("spent", 1904), ("released", 3094)]


def test_who_was_let_go_after_the_yes_orders_nothing(office: Office) -> None:
    request = ask(office, office.cart(hammer=2))
    decide(office, request)
    office.change(status="left")
    place(office, request)
    assert nothing_was_ordered(office)
    (problem,) = office.rows("select problem from purchase_request")
    assert problem[0] != ""


def test_over_the_limit_is_refused_or_asked_for_as_the_company_says(office: Office) -> None:
    office.change(spending_limit_amount=3000)
    cart = office.cart(hammer=2)
    with pytest.raises(OverLimit):
        office.buy(cart, **BANK)
    assert office.rows("select count(*) from purchase_request") == [(0,)]
    with unit_of_work(Scope.system()) as db:
        make_rule(db, office.company, "limit", name="Own limit")
    request = ask(office, cart)
    decide(office, request)
    place(office, request)
    assert status(office) == [("placed",)]
    assert office.used() == "€30.94"


def test_a_request_holds_its_money(office: Office) -> None:
    office.change(spending_limit_amount=6000)
    cart = office.cart("York", hammer=2)
    ask(office, cart)
    derby = office.cart("Derby", hammer=3)
    with pytest.raises(OverLimit):
        office.buy(derby, **BANK)
    office.counter.transact(lambda db: withdraw(db, office))
    ask(office, derby)
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(
            text(
                "insert into cost_centre (tenant_id, id, company_id, code, name, period, is_active, budget_amount)"
                " values (:t, 'ccc_1', :c, '4410', 'Track works', 'year', true, 3000)"
            ),
            {"t": office.counter.tenant_id, "c": office.company.id},
        )
    with pytest.raises(OverBudget):  # a budget is asked of nobody
        office.buy(office.cart(email=MARTA, hammer=2), email=MARTA, cost_centre="4410", **BANK)


# The link of a letter.


def letters(office: Office) -> dict[str, dict[str, object]]:
    """What the letters of the open step say, by address."""
    written = {}
    with unit_of_work(Scope.system()) as db:
        for (link,) in office.rows("select id from approval_link where token_hash is null order by id"):
            letter = asked_letter(db, str(link))
            if letter is not None:
                written[str(letter["to"])] = letter
    return written


def by_link(office: Office, token: object, verdict: Verdict = YES, *, by: str = "") -> Outcome:
    actor = office.actor(by) if by else GUEST
    return office.counter.transact(lambda db: decide_by_link(db, actor, str(token), verdict))


def test_the_link_of_a_letter_decides_once_and_for_its_reader_alone(office: Office) -> None:
    ask(office, office.cart(hammer=2), note="Shutdown starts on 5 December.")
    written = letters(office)
    assert sorted(written) == [MARTA, TOM]
    tom = written[TOM]
    assert (tom["who"], tom["number"], tom["total"], tom["lines"]) == (
        "Priya Test",
        "PR-1001",
        "EUR 30.94",
        ["2 × Hammer"],
    )
    with pytest.raises(Forbidden, match=f"This link was sent to {TOM}"):
        by_link(office, tom["token"], by=PRIYA)
    assert status(office) == [("pending",)]
    assert by_link(office, tom["token"]) is Outcome.APPROVED
    for token in (tom["token"], written[MARTA]["token"], "made-up"):
        with pytest.raises(Conflict, match="This link was used already, or is too old"):
            by_link(office, token)
        assert office.counter.transact(lambda db, token=token: find_link(db, str(token))) is None
    assert office.rows("select actor_name from audit_event where action = 'company:request:approved'") == [
        ("Tom Test",)
    ]


def test_a_link_of_a_basket_that_changed_decides_nothing(office: Office) -> None:
    ask(office, office.cart(hammer=2))
    tom = letters(office)[TOM]
    with unit_of_work(Scope.system()) as db:
        db.exec(select(Price).where(Price.offer_id == office.counter.offers["hammer"])).one().amount = 1200
    assert by_link(office, tom["token"]) is Outcome.CHANGED
    assert status(office) == [("pending",)]
    again = letters(office)[TOM]
    assert (again["has_changed"], again["total"]) == (True, "EUR 35.70")
    assert by_link(office, again["token"]) is Outcome.APPROVED


def test_who_is_away_is_stood_in_for(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        make_member(db, office.company, "sam@aldermoor.example", "approver")
        ids = dict(db.connection().execute(text("select email, id from company_member")).all())
        rule = db.exec(select(ApprovalRule)).one()
        rule.steps = [{"kind": "member", "value": ids[TOM]}]
        db.connection().execute(
            text(
                "update company_member set absent_from = now() - interval '1 day',"
                " absent_until = now() + interval '1 day', delegate_id = :sam where id = :tom"
            ),
            {"sam": ids["sam@aldermoor.example"], "tom": ids[TOM]},
        )
    request = ask(office, office.cart(hammer=2))
    assert list(letters(office)) == ["sam@aldermoor.example"]
    with pytest.raises(Forbidden, match="waits for somebody else"):
        decide(office, request)
    assert decide(office, request, by="sam@aldermoor.example") is Outcome.APPROVED


def test_who_does_not_answer_is_reminded_and_then_the_administrators_are(office: Office) -> None:
    with unit_of_work(Scope.system()) as db:
        (tom,) = db.connection().execute(text("select id from company_member where email = :e"), {"e": TOM}).one()
        db.exec(select(ApprovalRule)).one().steps = [{"kind": "member", "value": tom}]
    request = ask(office, office.cart(hammer=2))
    with pytest.raises(Forbidden):
        decide(office, request, by=MARTA)
    for hours, count, who in ((23, 0, []), (2, 1, [TOM]), (1, 0, []), (47, 1, [MARTA, TOM]), (99, 0, [])):
        letters(office)
        with unit_of_work(Scope.system()) as db:
            db.connection().execute(
                text("update purchase_request set asked_at = asked_at - :h * interval '1 hour'"), {"h": hours}
            )
            assert remind_approvers(db) == count
        assert sorted(letters(office)) == who
    assert decide(office, request, by=MARTA) is Outcome.APPROVED


def test_the_page_of_a_link_answers_each_press_by_another_page(office: Office, no_rate_limits: None) -> None:
    """A reload of what came of it presses nothing again, and a no without a reason keeps the link."""
    ask(office, office.cart(hammer=2))
    token, path = str(letters(office)[TOM]["token"]), "/s/northforge/company/decide"
    with browser() as client:
        page = client.get(path, params={"token": token}).text
        assert "PR-1001" in page
        answer = client.post(path, data={"token": token, "answer": "no", "reason": ""}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, f"{path}?token={token}")
        assert "PR-1001" in client.get(answer.headers["location"]).text
        assert status(office) == [("pending",)]
        answer = client.post(path, data={"token": token, "answer": "yes"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, path)
        assert "Who asked gets a letter." in client.get(path).text
        assert "This link is over" in client.get(path, params={"token": token}).text
        client.post(path, data={"token": token, "answer": "no", "reason": "Too dear."})
    assert status(office) == [("approved",)]
