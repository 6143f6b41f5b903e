"""What a company's places were billed, at its own desk: invoices, the statement that equals the ledger, their files."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.kit.db import unit_of_work
from marketplace.queries.company_desk.invoices import get_statement, open_invoices_of
from marketplace.services.finance.receivables import take_back_receipt, write_off_invoice
from marketplace.state.company_desk.invoices import CompanyInvoicesState, CompanyStatementState
from marketplace.state.company_desk.overview import CompanyOverviewState
from tests.integration.finance.test_credit_payouts import pay_out, take_back
from tests.integration.finance.test_on_account import HAMMER, SYSTEM, yard
from tests.integration.finance.test_receivables import REASON, Account, account
from tests.state.browser import do, sign_in, tab

__all__ = ["account", "yard"]
HOME = "/s/northforge/company"


def token(account: Account, email: str = "priya@aldermoor.example") -> str:
    return sign_in(account.yard.shopper(email).actor)


def test_what_was_billed_stands_at_the_desk_and_on_its_first_page(account: Account) -> None:
    order_id = account.order(2)
    account.ship(order_id)
    account.give_back(order_id)
    state = tab(CompanyInvoicesState, f"{HOME}/invoices", token=token(account))
    do(state, "open")
    assert [(one.number[-4:], one.amount, one.open, one.state) for one in state.rows] == [
        ("0001", "€30.94", "€19.04", "Part paid"),
        ("0002", "−€11.90", "", "Credited"),
    ]
    assert state.open_words == "€19.04 open"
    first = tab(CompanyOverviewState, HOME, token=token(account))
    do(first, "open")
    assert first.view.open_invoices == "€19.04 open"
    other = tab(CompanyInvoicesState, f"{HOME}/invoices", token=token(account, "derek@aldermoor.example"))
    do(other, "open")  # he buys for Derby
    assert (other.rows, other.open_words) == ([], "")


def test_the_statement_is_the_account_in_the_ledger_line_by_line(account: Account) -> None:
    order_id = account.order(2)
    account.ship(order_id)
    second = account.invoiced()
    account.pay(1_000, spread=True)
    wrong = account.pay(500, spread=True)
    account.give_back(order_id)
    with unit_of_work(SYSTEM) as db:
        take_back_receipt(db, account.operator, wrong, reason="It was another buyer's")
        write_off_invoice(db, account.operator, second.id, reason=REASON)
    state = tab(CompanyStatementState, f"{HOME}/statement", token=token(account))
    do(state, "open")
    shown = state.statement
    assert [(one.what[:12], one.plain_amount, one.plain_balance) for one in shown.lines] == [
        ("Invoice BOLT", "30.94", "30.94"),
        ("Invoice BOLT", "19.04", "49.98"),
        ("Payment SEPA", "-10.00", "39.98"),
        ("Payment SEPA", "-5.00", "34.98"),
        ("Credit note ", "-11.90", "23.08"),
        ("Payment take", "5.00", "28.08"),
        ("Given up, in", "-19.04", "9.04"),
    ]
    with unit_of_work(SYSTEM) as db:
        balance = db.connection().execute(
            text("select posted_balance from ledger_account where kind = 'receivable' and owner = :o"),
            {"o": f"buyer:{account.yard.york}"},
        )
        assert (shown.plain_opening, shown.plain_closing, balance.scalar_one()) == ("0.00", "9.04", -904)
    do(state, "show", {"location": account.yard.derby, "since": "x", "until": ""})
    strange = tab(CompanyStatementState, f"{HOME}/statement?location={account.yard.derby}", token=token(account))
    do(strange, "open")
    assert strange.statement.lines == ()
    assert strange.statement_ready is False


def test_credit_that_was_paid_out_stands_on_the_statement_and_in_its_files(account: Account) -> None:
    account.pay(1_000)
    kept, back = (pay_out(account, 300, key=key) for key in ("a", "b"))
    assert kept != back
    take_back(account, back)
    with unit_of_work(SYSTEM) as db:
        actor, store = account.yard.shopper().actor, account.yard.counter.tenant_id
        shown = get_statement(db, actor, store)
        assert open_invoices_of(db, actor, store) == "€7.00 in credit"
    assert [(one.what, one.plain_amount, one.plain_balance) for one in shown.lines] == [
        ("Payment SEPA 1", "-10.00", "-10.00"),
        ("Credit paid out SEPA OUT 1", "3.00", "-7.00"),
        ("Credit paid out SEPA OUT 1", "3.00", "-4.00"),
        ("Payout of credit taken back SEPA OUT 1", "-3.00", "-7.00"),
    ]


@pytest.mark.usefixtures("front_end")
def test_the_files_are_for_the_people_of_the_place_alone(account: Account) -> None:
    from marketplace.site.routes import ROUTES

    invoice = account.invoiced()
    client = TestClient(Starlette(routes=list(ROUTES)), base_url="http://shop.example")
    papers = [f"{HOME}/invoices/{invoice.id}.pdf", f"{HOME}/statement.pdf"]
    client.cookies.set("session", token(account))
    for paper in papers:
        answer = client.get(paper)
        assert (answer.status_code, answer.content[:5]) == (200, b"%PDF-")
    table = client.get(f"{HOME}/statement.csv").text
    assert f'"Invoice {invoice.number}","19.04","19.04"' in table
    client.cookies.set("session", token(account, "derek@aldermoor.example"))
    assert client.get(papers[0]).status_code == 404
    assert client.get(f"{HOME}/statement.csv?location={account.yard.york}").status_code == 404
    client.cookies.set("session", sign_in(account.owner))
    assert client.get(f"/admin/invoices/{invoice.id}.pdf", follow_redirects=False).content[:5] != b"%PDF-"
    client.cookies.set("session", sign_in(account.operator))
    assert client.get(f"/admin/invoices/{invoice.id}.pdf").content[:5] == b"%PDF-"
    assert account.open() == [HAMMER]
