"""The accounts of companies' places at the desk of a store's side: the list, a payment, the terms, and who may not."""

from __future__ import annotations

import pytest
from sqlmodel import select

from marketplace.domain.permissions import Role
from marketplace.kit.db import unit_of_work
from marketplace.models.company import CompanyLocation
from marketplace.models.receivable import CreditPayout, Invoice, Receipt
from marketplace.models.tenant import Tenant
from marketplace.queries.operator_desk.receivables import list_receivables
from marketplace.services.finance.receivables import take_back_receipt
from marketplace.state.operator_desk.receivable import OperatorReceivableState
from marketplace.state.operator_desk.receivables import OperatorReceivablesState
from tests.factories.days import today
from tests.factories.people import actor_for, give_role, make_tenant, make_user
from tests.integration.finance.test_credit_payouts import pay_out
from tests.integration.finance.test_on_account import HAMMER, SYSTEM, yard
from tests.integration.finance.test_receivables import Account, account
from tests.state.browser import do, sign_in, tab

__all__ = ["account", "yard"]


def page(account: Account, token: str = "") -> OperatorReceivableState:
    path = f"/admin/receivables/{account.yard.york}"
    state = tab(OperatorReceivableState, path, token=token or sign_in(account.operator))
    do(state, "open")
    return state


def admin_of(handle: str) -> str:
    with unit_of_work(SYSTEM) as db:
        store = db.exec(select(Tenant).where(Tenant.handle == handle)).first() or make_tenant(db, handle)
        user = make_user(db, f"admin@{handle}.example")
        give_role(db, user, Role.TENANT_ADMIN, tenant=store)
        actor = actor_for(db, user)
    return sign_in(actor)


def test_the_list_says_what_is_open_by_its_age(account: Account) -> None:
    account.invoiced()
    with unit_of_work(SYSTEM) as db:
        (row,) = list_receivables(db, account.operator).rows
        assert (row.company, row.place, row.terms, row.limit, row.open, row.overdue, row.age_0) == (
            "Aldermoor Rail",
            "York",
            "Net 30 days",
            "no limit",
            "€19.04",
            "",
            "€19.04",
        )
        db.exec(select(Invoice)).one().due_on = today(-365)
        db.flush()
        listed = list_receivables(db, account.operator, view="overdue", q="bolt-")
        assert [(one.overdue, one.age_0, one.age_4) for one in listed.rows] == [("€19.04", "", "€19.04")]
        assert listed.counts == {"all": 1, "open": 1, "overdue": 1, "credit": 0}
        assert list_receivables(db, account.operator, q="nobody").rows == ()


def test_a_payment_is_written_down_once_and_what_is_wrong_is_said(account: Account) -> None:
    invoice = account.invoiced()
    state = page(account)
    assert [(one.number, one.open) for one in state.account.invoices] == [(invoice.number, "€19.04")]
    do(state, "record", {"amount": "ten", "received_on": ""})
    assert set(state.field_errors) == {"amount", "received_on"}
    share = {f"share.{invoice.id}": "10.00"}
    paid = {"amount": "12.00", "received_on": today().isoformat(), "reference": "SEPA 1", "press": state.press, **share}
    do(state, "record", paid)
    do(state, "record", paid)  # the second press of a double click: the form is still the one that was sent
    assert (state.field_errors, len(state.account.receipts)) == ({}, 1)
    assert (state.account.open, state.account.credit) == ("€9.04", "€2.00")
    do(state, "use_credit")
    assert (state.account.open, state.account.credit) == ("€7.04", "")
    do(state, "choose", state.account.receipts[0].id)
    do(state, "take_back", {"reason": ""})
    assert set(state.field_errors) == {"reason"}
    do(state, "take_back", {"reason": "The bank took it back"})
    assert state.account.open == "€19.04"
    assert state.account.receipts[0].taken_back == "The bank took it back"
    do(state, "choose", invoice.id)
    do(state, "pause", {"reason": "They dispute it"})
    assert state.account.invoices[0].paused == "They dispute it"
    do(state, "write_off", {"reason": "The buyer is insolvent"})
    assert (state.account.open, state.account.invoices) == ("€0.00", ())


def test_a_credit_is_paid_out_once_and_what_is_wrong_is_said(account: Account) -> None:
    account.pay(5_000)
    state = page(account)
    assert (state.account.credit, state.account.payable) == ("€50.00", "50.00")
    do(state, "pay_out", {"out_amount": "fifty", "out_paid_on": ""})
    assert set(state.field_errors) == {"out_amount", "out_paid_on"}
    form = {
        "out_amount": "50.01",
        "out_paid_on": today().isoformat(),
        "out_reference": "SEPA 9",
        "out_reason": "Paid twice",
    }
    do(state, "pay_out", form)
    assert state.field_errors == {"out_amount": "EUR 50.00 at most can be paid out."}
    form |= {"out_amount": "20,00", "press": state.press}
    do(state, "pay_out", form)
    do(state, "pay_out", form)  # a double click
    assert (state.field_errors, state.account.credit, state.account.payable) == ({}, "€30.00", "30.00")
    assert [(one.amount, one.reference, one.reason) for one in state.account.payouts] == [
        ("€20.00", "SEPA 9", "Paid twice")
    ]
    do(state, "choose", state.account.payouts[0].id)
    do(state, "take_back_payout", {"reason": ""})
    assert set(state.field_errors) == {"reason"}
    do(state, "take_back_payout", {"reason": "The bank sent it back"})
    assert (state.account.credit, state.account.payouts[0].taken_back) == ("€50.00", "The bank sent it back")


def test_a_place_that_owes_what_went_out_stays_in_the_list(account: Account) -> None:
    receipt = account.pay(1_000)
    pay_out(account, 1_000)
    with unit_of_work(SYSTEM) as db:
        take_back_receipt(db, account.operator, receipt, reason="The bank took it back")
    account.yard.terms(account.yard.york, net_days=None)
    with unit_of_work(SYSTEM) as db:
        listed = list_receivables(db, account.operator, view="open")
    assert ([one.place for one in listed.rows], listed.counts["open"]) == (["York"], 1)
    state = page(account)
    assert (state.account.bare, state.account.payouts[0].bare) == ("€10.00", "€10.00")


def test_terms_are_agreed_at_the_desk(account: Account) -> None:
    state = page(account)
    do(state, "save_terms", {"net_days": "15", "credit_limit": "1.500,00", "requires_po": "yes"})
    assert (state.account.net_days, state.account.credit_limit, state.account.requires_po) == ("15", "1500.00", True)
    do(state, "save_terms", {"net_days": "15", "credit_limit": "much"})
    assert set(state.field_errors) == {"credit_limit"}
    do(state, "save_terms", {"net_days": "", "credit_limit": ""})
    with unit_of_work(SYSTEM) as db:
        york = db.exec(select(CompanyLocation).where(CompanyLocation.id == account.yard.york)).one()
        assert (york.net_days, york.credit_limit_amount, york.requires_po) == (None, None, False)


@pytest.mark.parametrize("who", ["vendor", "buyer", "other store"])
def test_nobody_else_sees_or_changes_an_account(account: Account, who: str) -> None:
    invoice = account.invoiced()
    tokens = {
        "vendor": lambda: sign_in(account.owner),
        "buyer": lambda: sign_in(account.yard.shopper().actor),
        "other store": lambda: admin_of("southforge"),
    }
    token = tokens[who]()
    state = page(account, token)
    assert state.account.id == ""
    listed = tab(OperatorReceivablesState, "/admin/receivables", token=token)
    do(listed, "open")
    assert listed.rows == []
    do(state, "record", {"amount": "5.00", "received_on": today().isoformat(), f"share.{invoice.id}": "5.00"})
    account.pay(100)
    out = {"out_amount": "1.00", "out_paid_on": today().isoformat(), "out_reference": "Mine", "out_reason": "Because"}
    do(state, "pay_out", out)
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Receipt.amount)).all() == [100]
        assert db.exec(select(CreditPayout)).all() == []
    assert account.open() == [HAMMER]


def test_the_stores_own_admin_keeps_its_accounts(account: Account) -> None:
    account.invoiced()
    assert page(account, admin_of("northforge")).account.open == "€19.04"
