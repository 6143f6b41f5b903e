"""The settings of a shop: another bank account is held until an owner's letter; a failed payout says how to mend it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any, TypeVar

import pytest
from sqlalchemy import text
from sqlmodel import Session, col, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.domain.permissions import Role
from marketplace.domain.vendors.shop_form import BankAccount, Dispatch
from marketplace.kit.clock import now
from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tables import AuditEvent, Job, MailMessage
from marketplace.kit.tenancy import Scope
from marketplace.models.ledger import CommissionRule, Payout
from marketplace.models.region import Region
from marketplace.models.shipping import ShippingOption, ShippingProfile
from marketplace.models.store_settings import StoreSettings
from marketplace.models.vendor import Vendor, VendorAccountChange
from marketplace.services.finance import earnings, payout_accounts
from marketplace.services.finance.settlement import settle
from marketplace.services.identity.access import actor_of
from marketplace.services.identity.confirmation import confirm_password
from marketplace.services.vendors import shop_settings
from marketplace.site.account.payout_account import ROUTES
from marketplace.state.vendor_desk.payouts import VendorPayoutsState
from marketplace.state.vendor_desk.settings import VendorSettingsState
from marketplace.state.vendor_desk.today import VendorTodayState
from tests.factories.catalogue import make_catalogue
from tests.factories.letters import last_letter, token_of_letter
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import PASSWORD, actor_for, give_role, make_user, make_vendor_owner
from tests.state.browser import do, sign_in, tab

S = TypeVar("S")
SYSTEM = Scope.system()
OLD = {"holder": "Bolt GmbH", "iban": "DE02120300000000202051", "bic": ""}
NEW = {"account_holder": "BOLT GmbH", "iban": "de89 3704 0044 0532 0130 00", "bic": "cobadeff", "password": PASSWORD}
STORED = {"holder": "BOLT GmbH", "iban": "DE89370400440532013000", "bic": "COBADEFF"}
SUBJECT = "a new bank account waits"


@dataclass
class Shop:
    tokens: dict[str, str] = field(default_factory=dict)
    vendor_id: str = ""
    option_id: str = ""
    foreign_option_id: str = ""

    def see(self, who: str, kind: type[S], path: str = "/vendor/settings") -> S:
        state = tab(kind, path, token=self.tokens[who])
        self.answer = do(state, "open")
        return state


@pytest.fixture
def shop(database: str, no_rate_limits: None) -> Shop:
    scene = Shop()
    with unit_of_work(SYSTEM) as db:
        made = make_catalogue(db, settings=StoreSettings(payout_minimum={"EUR": 1}))
        made.product("Drill", vendor="bolt")
        made.product("Saw", vendor="rival")
        bolt = made.vendor("bolt")
        bolt.payout_account, bolt.address = OLD, {"street": "Alt 1", "postal_code": "10115", "city": "Berlin"}
        bolt.country, bolt.email, bolt.ships_from = "DE", "orders@bolt.example", "Berlin"
        db.add(CommissionRule(id=new_id("rul"), tenant_id=made.store.id, position=1, title="All", rate_bps=1000))
        (order,) = placed_order(db, made, [Bought(offers_of(db, bolt)[0], 2, 5_000)])
        settle(db, order.id)
        earnings.release(db, made.store.id, [bolt.id], now() + timedelta(days=15))
        scene.option_id, scene.foreign_option_id = (_freight(db, made.vendor(name)) for name in ("bolt", "rival"))
        people = {
            "owner": make_vendor_owner(db, bolt, "owner@bolt.example"),
            "partner": make_vendor_owner(db, bolt, "partner@bolt.example"),
        }
        for title in ("finance", "orders", "catalogue"):
            user = make_user(db, f"{title}@bolt.example")
            give_role(db, user, Role.VENDOR_MEMBER, vendor=bolt, title=title)
            people[title] = actor_for(db, user)
        scene.vendor_id = bolt.id
    scene.tokens = {name: sign_in(actor) for name, actor in people.items()}
    return scene


def _freight(db: Session, vendor: Vendor) -> str:
    region = db.exec(select(Region).where(Region.tenant_id == vendor.tenant_id)).first()
    if region is None:
        region = Region(id=new_id("reg"), tenant_id=vendor.tenant_id, name="Germany", currency="EUR")
        db.add(region)
        db.flush()
    profile = ShippingProfile(id=new_id("spr"), tenant_id=vendor.tenant_id, vendor_id=vendor.id, name="Parcels")
    db.add(profile)
    db.flush()
    option = ShippingOption(
        id=new_id("sop"),
        tenant_id=vendor.tenant_id,
        profile_id=profile.id,
        region_id=region.id,
        name="Parcel",
        currency="EUR",
        amount=690,
        free_from_amount=15_000,
        days_min=1,
        days_max=2,
    )
    db.add(option)
    db.flush()
    return option.id


@pytest.fixture
def client(shop: Shop, front_end: None) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False) as client:
        yield client


def vendor_of(shop: Shop) -> Vendor:
    with unit_of_work(SYSTEM) as db:
        return db.exec(select(Vendor).where(Vendor.id == shop.vendor_id)).one()


def changes() -> list[str]:
    with unit_of_work(SYSTEM) as db:
        return list(db.exec(select(VendorAccountChange.status).order_by(col(VendorAccountChange.created_at))))


def trail() -> list[str]:
    with unit_of_work(SYSTEM) as db:
        rows = db.exec(select(AuditEvent.action, AuditEvent.actor_name).order_by(col(AuditEvent.seq)))
        return [f"{who}: {action}" for action, who in rows if action.startswith("vendor:")]


def letters() -> list[str]:
    last_letter(SUBJECT)
    with unit_of_work(SYSTEM) as db:
        recipients = select(MailMessage.to).where(col(MailMessage.subject).contains(SUBJECT)).order_by(MailMessage.to)
        return list(db.exec(recipients))


def test_another_account_is_held_until_an_owner_follows_the_letter(shop: Shop, client: TestClient) -> None:
    page = shop.see("finance", VendorSettingsState)
    assert (page.shop.account, page.shop.edits_account) == ("DE02 •••• 2051", True)
    do(page, "save_account", NEW)
    assert (page.field_errors, page.shop.held.account, page.shop.held.who) == ({}, "DE89 •••• 3000", "Finance Test")
    assert vendor_of(shop).payout_account == OLD
    assert letters() == ["owner@bolt.example", "partner@bolt.example"]
    with unit_of_work(SYSTEM) as db:
        payloads = str(db.exec(select(Job.payload).where(Job.kind == "mail.vendor_account_change")).all())
    letter = last_letter(SUBJECT)
    assert "DE89 •••• 3000" in letter
    assert "Finance Test wants Bolt to be paid" in letter
    assert "DE8937" not in letter.replace(" ", "") + payloads
    token, change = token_of_letter(SUBJECT), token_of_letter(SUBJECT, "change")
    assert token not in payloads

    shown = client.get("/payout-account", params={"change": change, "token": token})
    assert "Pay Bolt to this account?" in shown.text
    assert "DE89 •••• 3000" in shown.text
    assert vendor_of(shop).payout_account == OLD  # mail scanners visit every link
    wrong = client.post("/payout-account", data={"change": change, "token": "guessed", "answer": "yes"})
    assert wrong.headers["location"] == "/payout-account"
    assert (vendor_of(shop).payout_account, changes()) == (OLD, ["requested"])
    yes = {"change": change, "token": token, "answer": "yes"}
    assert client.post("/payout-account", data=yes).headers["location"] == "/payout-account?done=confirmed"
    assert (vendor_of(shop).payout_account, changes()) == (STORED, ["confirmed"])
    assert "over" in client.get("/payout-account", params={"change": change, "token": token}).text
    assert client.post("/payout-account", data=yes).headers["location"] == "/payout-account"
    assert [line for line in trail() if ":account:" in line] == [
        "Finance Test: vendor:account:asked",
        "Partner Test: vendor:account:confirmed",
    ]
    assert shop.see("owner", VendorSettingsState).shop.account == "DE89 •••• 3000"


@pytest.mark.parametrize(
    ("given", "field_name", "says"),
    [
        ({"password": "guess"}, "password", "This is not your password."),
        ({"iban": "DE89 3704 0044 0532 0130 01"}, "iban", "This is not a valid IBAN."),
        ({"bic": "ABC"}, "bic", "Enter the bank’s BIC"),
        ({"account_holder": "Mallory Ltd"}, "account_holder", "in the name Bolt GmbH"),
        ({"iban": OLD["iban"], "bic": "", "account_holder": OLD["holder"]}, "iban", "paid to this account already"),
    ],
)
def test_what_cannot_be_taken_is_said_at_its_field_and_nothing_is_held(
    shop: Shop, given: dict[str, str], field_name: str, says: str
) -> None:
    page = shop.see("owner", VendorSettingsState)
    do(page, "save_account", {**NEW, **given})
    assert says in page.field_errors[field_name]
    assert (vendor_of(shop).payout_account, changes(), letters()) == (OLD, [], [])


def test_refused_replaced_taken_back_and_too_old(shop: Shop, client: TestClient) -> None:
    page = shop.see("owner", VendorSettingsState)
    do(page, "save_account", NEW)
    first = {"change": token_of_letter(SUBJECT, "change"), "token": token_of_letter(SUBJECT), "answer": "yes"}
    do(page, "save_account", {**NEW, "bic": ""})
    assert changes() == ["replaced", "requested"]
    assert client.post("/payout-account", data=first).headers["location"] == "/payout-account"
    second = {"change": token_of_letter(SUBJECT, "change"), "token": token_of_letter(SUBJECT), "answer": "no"}
    assert client.post("/payout-account", data=second).headers["location"] == "/payout-account?done=refused"
    do(page, "save_account", NEW)
    do(page, "withdraw_account")
    assert (changes(), page.shop.held.account) == (["replaced", "refused", "refused"], "")
    do(page, "save_account", NEW)
    last = {"change": token_of_letter(SUBJECT, "change"), "token": token_of_letter(SUBJECT), "answer": "yes"}
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update one_time_token set expires_at = now() - interval '1 second'"))
        db.connection().execute(text("update vendor_account_change set expires_at = now() - interval '1 second'"))
    assert client.post("/payout-account", data=last).headers["location"] == "/payout-account"
    assert vendor_of(shop).payout_account == OLD
    assert shop.see("owner", VendorSettingsState).shop.held.account == ""


def test_who_is_no_owner_any_more_confirms_nothing(shop: Shop, client: TestClient) -> None:
    do(shop.see("owner", VendorSettingsState), "save_account", NEW)
    yes = {"change": token_of_letter(SUBJECT, "change"), "token": token_of_letter(SUBJECT), "answer": "yes"}
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update membership set title = 'support' where title = 'owner'"))
    assert client.post("/payout-account", data=yes).headers["location"] == "/payout-account"
    assert (vendor_of(shop).payout_account, changes()) == (OLD, ["requested"])


def test_each_role_changes_what_is_its_own(shop: Shop) -> None:
    address = {"street": "Neu 2", "postal_code": "20095", "city": "Hamburg", "email": "new@bolt.example", "phone": ""}
    sending = {"ships_from": "Hamburg", "cutoff_hour": "14", "lead_days": "3"}
    for who in ("catalogue", "finance", "orders"):
        page = shop.see(who, VendorSettingsState)
        assert (page.shop.edits_shop, page.shop.account != "") == (False, who == "finance")
        do(page, "save_address", address)
        if who != "orders":
            do(page, "save_dispatch", sending)
        if who != "finance":
            do(page, "save_account", NEW)
    row = vendor_of(shop)
    assert (row.address["city"], row.cutoff_hour, row.ships_from, changes()) == ("Berlin", 17, "Berlin", [])
    do(shop.see("orders", VendorSettingsState), "save_dispatch", sending)
    owner = shop.see("owner", VendorSettingsState)
    do(owner, "save_address", address)
    row = vendor_of(shop)
    assert (row.cutoff_hour, row.lead_time_days, row.ships_from) == (14, 3, "Hamburg")
    assert (row.address, row.email) == (
        {"street": "Neu 2", "postal_code": "20095", "city": "Hamburg"},
        "new@bolt.example",
    )
    assert trail() == ["Orders Test: vendor:dispatch:changed", "Owner Test: vendor:address:changed"]
    do(owner, "save_dispatch", {"ships_from": "", "cutoff_hour": "25", "lead_days": "x"})
    assert set(owner.field_errors) == {"ships_from", "cutoff_hour", "lead_days"}


def test_freight_is_the_shops_own(shop: Shop) -> None:
    page = shop.see("orders", VendorSettingsState)
    assert [(row.name, row.says, row.days) for row in page.freight] == [
        ("Parcel", "€6.90, free from €150.00", "1 to 2 working days")
    ]
    form = {
        "delivery_name": "Parcel",
        "kind": "flat",
        "amount": "4,50",
        "free_from": "",
        "days_min": "1",
        "days_max": "1",
    }
    do(page, "show_freight", page.freight[0].id)
    do(page, "save_freight", {**form, "amount": "free"})
    assert (set(page.field_errors), page.freight_id) == ({"amount"}, shop.option_id)
    do(page, "save_freight", form)
    assert [(row.says, row.days) for row in page.freight] == [("€4.50", "1 working day")]
    page.freight_id = shop.foreign_option_id
    do(page, "save_freight", form)
    with unit_of_work(SYSTEM) as db:
        amounts = dict(db.exec(select(ShippingOption.id, ShippingOption.amount)).all())
    assert amounts == {shop.option_id: 450, shop.foreign_option_id: 690}


def test_who_saves_settings_holds_up_nobody_who_names_the_shop(shop: Shop) -> None:
    """An order that is placed, a delivery that the store gives: their rows name the vendor, and lock it by that."""
    actor = actor_of(shop.tokens["owner"])
    vendor = vendor_of(shop)
    for save in (
        lambda db: shop_settings.change_dispatch(db, actor, Dispatch("Hamburg", 14, 3)),
        lambda db: payout_accounts.ask_for_account(db, confirm_password(db, actor, PASSWORD), BankAccount(**STORED)),
        lambda db: payout_accounts.withdraw_account(db, actor),
    ):
        with unit_of_work(Scope.tenant(vendor.tenant_id)) as db:
            save(db)
            with owner_engine().begin() as other:
                other.execute(text("select set_config('app.platform', 'on', true)"))
                other.execute(text("set local lock_timeout = '2s'"))
                other.execute(_NAMES_THE_SHOP, {"id": new_id("spr"), "tenant": vendor.tenant_id, "vendor": vendor.id})


_NAMES_THE_SHOP = text(
    "insert into shipping_profile (id, tenant_id, vendor_id, name) values (:id, :tenant, :vendor, 'Parcels')"
)


def fail_the_payout(**values: Any) -> None:
    with unit_of_work(SYSTEM) as db:
        payout = db.exec(select(Payout)).one()
        db.connection().execute(
            text("update payout set status = 'failed', failure = 'Holder does not match' where id = :id"),
            {"id": payout.id},
        )


def test_a_failed_payout_stands_on_today_until_the_account_is_mended(shop: Shop, client: TestClient) -> None:
    do(shop.see("owner", VendorPayoutsState, "/vendor/payouts"), "ask_for_payout", {"password": PASSWORD})
    assert shop.see("owner", VendorTodayState, "/vendor").failed.number == ""
    fail_the_payout()
    failed = shop.see("owner", VendorTodayState, "/vendor").failed
    assert (failed.amount, failed.account, failed.reason) == ("€90.00", "IBAN ending 2051", "Holder does not match")
    assert (failed.can_mend, failed.held) == (True, False)
    assert shop.see("owner", VendorPayoutsState, "/vendor/payouts").failed == failed
    assert shop.see("catalogue", VendorTodayState, "/vendor").failed.number == ""
    do(shop.see("owner", VendorSettingsState), "save_account", NEW)
    assert shop.see("owner", VendorTodayState, "/vendor").failed.held is True
    yes = {"change": token_of_letter(SUBJECT, "change"), "token": token_of_letter(SUBJECT), "answer": "yes"}
    client.post("/payout-account", data=yes)
    assert shop.see("owner", VendorTodayState, "/vendor").failed.number == ""
