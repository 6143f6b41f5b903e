"""Paying by bank transfer: which account, who sets it, and where the buyer is told."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.domain.errors import Forbidden, Invalid, MarketplaceError, NotFound, Unauthenticated
from marketplace.domain.finance.banking import Receiver, print_iban, transfer_code
from marketplace.domain.permissions import GUEST, Role
from marketplace.kit.audit import AuditEvent
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.banking import ReceivingAccount
from marketplace.models.checkout import Checkout
from marketplace.models.order import OrderGroup
from marketplace.queries.operator_desk.receiving import list_receiving
from marketplace.queries.shared.order_documents import get_pro_forma
from marketplace.queries.shared.transfer_details import get_transfer
from marketplace.queries.storefront.orders import get_purchase
from marketplace.services.buying.checkout import check_out
from marketplace.services.finance.receiving_accounts import (
    offered_providers,
    remove_receiving_account,
    set_receiving_account,
)
from marketplace.services.orders.payments import confirm_transfer
from marketplace.site.downloads import documents
from marketplace.site.routes import ROUTES
from tests.factories.catalogue import Catalogue, make_catalogue
from tests.factories.letters import last_letter
from tests.factories.people import actor_for, give_role, make_operator, make_user, make_vendor, make_vendor_owner
from tests.factories.shop import ACCOUNT, form, guest, make_counter

SYSTEM = Scope.system()
FORM = {"name": "Northforge Handels GmbH", "iban": "at48 3200 0000 1234 5864", "bic": "DEMOATWW"}
TO = Receiver("Northforge Handels GmbH", "AT483200000012345864", "DEMOATWW")


def test_what_a_banking_app_reads() -> None:
    assert transfer_code(TO, 35914, "EUR", "1042").split("\n") == [
        "BCD",
        "002",
        "1",
        "SCT",
        "DEMOATWW",
        "Northforge Handels GmbH",
        "AT483200000012345864",
        "EUR359.14",
        "",
        "",
        "1042",
    ]
    assert transfer_code(TO, 7, "EUR", "1").split("\n")[7] == "EUR0.07"
    assert print_iban(TO.iban) == "AT48 3200 0000 1234 5864"


@pytest.mark.parametrize(
    ("amount", "currency", "iban"),
    [
        (0, "EUR", TO.iban),
        (100_000_000_000, "EUR", TO.iban),
        (100, "USD", TO.iban),
        (100, "EUR", "BR1500000000000010932840814P2"),
    ],
)
def test_what_is_no_sepa_transfer_has_no_code(amount: int, currency: str, iban: str) -> None:
    assert transfer_code(Receiver(TO.name, iban, TO.bic), amount, currency, "1042") == ""


@pytest.fixture
def shop(db: Session) -> Catalogue:
    return make_catalogue(db)


def test_a_stores_administrator_sets_the_account(db: Session, shop: Catalogue) -> None:
    user = make_user(db, "admin@example.com")
    give_role(db, user, Role.TENANT_ADMIN, tenant=shop.store)
    admin, store = actor_for(db, user), shop.store.id
    assert "bank_transfer" not in offered_providers(db, store, "EUR")
    with pytest.raises(Invalid) as caught:
        set_receiving_account(db, admin, store, "EUR", {"name": "", "iban": "AT483200000012345865", "bic": "X"})
    assert set(caught.value.fields) == {"name", "iban", "bic"}
    with pytest.raises(Invalid, match="does not sell in JPY"):
        set_receiving_account(db, admin, store, "JPY", FORM)
    assert db.exec(select(ReceivingAccount)).all() == []

    set_receiving_account(db, admin, store, "EUR", FORM)
    row = list_receiving(db, admin, store)[0]
    assert (row.key, row.says) == ("EUR", "Northforge Handels GmbH, AT48 3200 0000 1234 5864")
    assert "bank_transfer" in offered_providers(db, store, "EUR")
    assert "bank_transfer" not in offered_providers(db, store, "USD")
    set_receiving_account(db, admin, store, "EUR", {**FORM, "name": "Northforge Vienna"})
    remove_receiving_account(db, admin, store, "EUR")
    with pytest.raises(NotFound):
        remove_receiving_account(db, admin, store, "EUR")
    assert "bank_transfer" not in offered_providers(db, store, "EUR")
    trail = db.exec(select(AuditEvent.action, AuditEvent.after).order_by(col(AuditEvent.seq))).all()
    account = {"currency": "EUR", "name": "Northforge Handels GmbH", "account": TO.iban, "bic": "DEMOATWW"}
    assert trail == [
        ("payment:account:set", account),
        ("payment:account:set", {**account, "name": "Northforge Vienna"}),
        ("payment:account:removed", None),
    ]


def test_who_may_not_set_it_changes_nothing(db: Session, shop: Catalogue) -> None:
    other = make_catalogue(db, "mezzaluna")
    foreign, unconfirmed = make_user(db, "foreign@example.com"), make_user(db, "own@example.com")
    give_role(db, foreign, Role.TENANT_ADMIN, tenant=other.store)
    give_role(db, unconfirmed, Role.TENANT_ADMIN, tenant=shop.store)
    owner = make_vendor_owner(db, make_vendor(db, shop.store, "bolt"))
    for nobody in (GUEST, actor_for(db, foreign), replace(actor_for(db, unconfirmed), confirmed_at=None), owner):
        with pytest.raises(MarketplaceError):
            set_receiving_account(db, nobody, shop.store.id, "EUR", FORM)
    for nobody in (GUEST, actor_for(db, foreign), owner):
        with pytest.raises((Forbidden, NotFound, Unauthenticated)):
            list_receiving(db, nobody, shop.store.id)
    assert db.exec(select(ReceivingAccount)).all() == []
    assert db.exec(select(AuditEvent)).all() == []


def test_without_an_account_nobody_is_told_to_send_money(database: str) -> None:
    counter = make_counter()
    with unit_of_work(SYSTEM) as db:
        db.delete(db.exec(select(ReceivingAccount)).one())
    cart = counter.cart(guest(), hammer=2)
    with pytest.raises(Invalid) as refused:
        check_out(counter.transact, guest(), cart, form(provider="bank_transfer"), key="k1")
    assert refused.value.fields == {"payment": "Choose how to pay."}
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Checkout)).all() == []


def test_the_buyer_is_told_where_on_the_page_and_in_the_letter(database: str, front_end: None) -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    check_out(counter.transact, guest(), cart, form(provider="bank_transfer"), key="k1")
    with unit_of_work(SYSTEM) as db:
        group = db.exec(select(OrderGroup)).one()
        shown: Any = get_purchase(db, GUEST, group.number, group.key()).transfer
        code = get_transfer(db, GUEST, group.number, group.key()).code
        with pytest.raises(NotFound):
            get_transfer(db, GUEST, group.number, "guessed")
        with pytest.raises(Unauthenticated):
            get_transfer(db, GUEST, group.number, "")
    number = str(group.number)
    assert (shown.holder, shown.iban, shown.bic, shown.amount, shown.reference) == (
        ACCOUNT["name"],
        "AT48 3200 0000 1234 5864",
        ACCOUNT["bic"],
        "€30.94",
        number,
    )
    assert code.endswith(f"EUR30.94\n\n\n{number}")
    assert shown.path.startswith("M0 0h1v1h-1z")

    letter = last_letter(f"Your order {number}")
    assert "€30.94\nto Northforge Handels GmbH\nIBAN AT48 3200 0000 1234 5864\nBIC DEMOATWW\nReference" in letter
    address = f"/s/northforge/orders/{number}/transfer.png"
    assert f"{address}?key={group.key()}" in letter
    client = TestClient(Starlette(routes=[*documents.ROUTES, *ROUTES]), headers={"accept": "text/html"})
    picture = client.get(address, params={"key": group.key()})
    assert (picture.status_code, picture.headers["content-type"]) == (200, "image/png")
    assert picture.content.startswith(b"\x89PNG")
    assert client.get(address, params={"key": "guessed"}).status_code == 404
    page = client.get(f"/s/northforge/orders/{number}", params={"key": group.key()}).text
    for text in ("AT48 3200 0000 1234 5864", "DEMOATWW", "Scan with your banking app"):
        assert text in page


def test_the_paper_that_is_paid_by_names_account_amount_and_reference(database: str, front_end: None) -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2, glove=12)
    check_out(counter.transact, guest(), cart, form(provider="bank_transfer", po_number="PO-7"), key="k1")
    with unit_of_work(SYSTEM) as db:
        group = db.exec(select(OrderGroup)).one()
        paper = get_pro_forma(db, GUEST, group.number, group.key())
        with pytest.raises(NotFound):
            get_pro_forma(db, GUEST, group.number, "guessed")
        with pytest.raises(Unauthenticated):
            get_pro_forma(db, GUEST, group.number, "")
    number = str(group.number)
    assert paper.pay_to == [
        ("Amount", "€107.10"),
        ("Account holder", ACCOUNT["name"]),
        ("IBAN", "AT48 3200 0000 1234 5864"),
        ("BIC", "DEMOATWW"),
        ("Reference", number),
    ]
    assert (paper.number, paper.po_number, paper.code[:4]) == (number, "PO-7", b"\x89PNG")
    assert [(part.number, part.vendor, [line.title for line in part.lines]) for part in paper.parts] == [
        (f"{number}-1", "Bolt GmbH", ["Hammer"]),
        (f"{number}-2", "Nut GmbH", ["Glove"]),
    ]
    assert paper.sums == [("Goods", "€80.00"), ("Freight", "€10.00"), ("VAT", "€17.10"), ("Total", "€107.10")]

    client = TestClient(Starlette(routes=[*documents.ROUTES, *ROUTES]), headers={"accept": "text/html"})
    path = f"/s/northforge/orders/{number}"
    assert f'href="{path}/pro-forma.pdf?key={group.key()}"' in client.get(path, params={"key": group.key()}).text
    made = client.get(f"{path}/pro-forma.pdf", params={"key": group.key()})
    assert (made.status_code, made.content[:5], made.content.count(b"/Subtype /Image")) == (200, b"%PDF-", 1)
    assert client.get(f"{path}/pro-forma.pdf", params={"key": "guessed"}).status_code == 404

    with unit_of_work(SYSTEM) as db:
        confirm_transfer(db, make_operator(db), group.id)
    assert client.get(f"{path}/pro-forma.pdf", params={"key": group.key()}).status_code == 404


def test_an_account_that_was_taken_away_is_asked_for_before_money_is_sent(database: str, front_end: None) -> None:
    counter = make_counter()
    cart = counter.cart(guest(), hammer=2)
    check_out(counter.transact, guest(), cart, form(provider="bank_transfer"), key="k1")
    with unit_of_work(SYSTEM) as db:
        group = db.exec(select(OrderGroup)).one()
        db.delete(db.exec(select(ReceivingAccount)).one())
    client = TestClient(Starlette(routes=[*documents.ROUTES, *ROUTES]), headers={"accept": "text/html"})
    page = client.get(f"/s/northforge/orders/{group.number}", params={"key": group.key()}).text
    assert "names no account at present: ask it before you send €30.94" in page
    assert "pro-forma.pdf" not in page
