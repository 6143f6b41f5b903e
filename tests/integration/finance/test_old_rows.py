"""Rows from before: what the migrations make of late money that was refused, of stock without a second witness, and of
jobs that held a letter's link; by whoever owns the database."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import text
from sqlalchemy.engine import make_url
from sqlmodel import col, select

from alembic import command
from marketplace.domain.permissions import SYSTEM
from marketplace.kit import audit
from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.process import migrations
from marketplace.kit.process.backup import read_backup, write_backup
from marketplace.kit.tenancy import Scope
from marketplace.models.order import OrderGroup
from marketplace.models.payment import Payment
from marketplace.services.buying.checkout import check_out
from marketplace.services.operations.verification import verify_everything
from marketplace.services.orders.cancelling import give_up_group
from tests.conftest import SERVER, url_of, use_database
from tests.factories.people import make_user
from tests.factories.shop import form, guest, make_counter


@pytest.fixture(params=["superuser", "common owner"])
def empty(request: pytest.FixtureRequest, server: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A database without a schema, of a superuser or of an owner whom forced row-level security holds, too."""
    name = f"test_{uuid4().hex[:12]}"
    owner, role = f"{name}_owner", f"{name}_app"
    url = make_url(url_of(server, name))
    monkeypatch.setenv("DATABASE_ROLE", role)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"create role {owner} nosuperuser createrole login password 'owner'")
        admin.execute(f"create database {name} owner {owner}")
    if request.param == "common owner":
        url = url.set(username=owner, password="owner")
    use_database(url.render_as_string(hide_password=False))
    yield
    use_database(None)
    with psycopg.connect(server, autocommit=True) as admin:
        admin.execute(f"drop database {name} with (force)")
        admin.execute(f"drop role if exists {role}")
        admin.execute(f"drop role {owner}")


def as_owner(statement: str) -> list[tuple[object, ...]]:
    with owner_engine().begin() as owner:
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        answer = owner.execute(text(statement))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def test_late_money_whose_return_was_refused_and_stock_that_was_sold(empty: None) -> None:
    migrations.upgrade()
    counter = make_counter()
    for who, card in (("a", "4242"), ("b", "0002"), ("c", "0002"), ("d", "0002")):
        check_out(counter.transact, guest(who), counter.cart(guest(who), hammer=3), form(card), key=who)
    with unit_of_work(Scope.system()) as db:
        late = list(db.exec(select(Payment).where(Payment.status == "failed").order_by(col(Payment.id))))
        for payment in late[1:]:  # a refusal was noted as a return, too
            audit.record(
                db,
                SYSTEM,
                "payment:payment:returned",
                tenant_id=payment.tenant_id,
                object_type="payment",
                object_id=payment.id,
            )
    # the version before late returns had a state of their own
    command.downgrade(migrations.config(), "0048")
    for at, data in enumerate(("{}", '{"return_reference": ""}', '{"return_reference": "re_1"}')):
        as_owner(
            f"""update payment set data = '{{"returned": true}}'::jsonb || '{data}'::jsonb
                where id = (select id from payment where status = 'failed' order by id offset {at} limit 1)"""
        )
    command.upgrade(migrations.config(), "head")
    assert as_owner(
        "select return_status, return_failure, return_reference, return_refusals, data from payment"
        " where status = 'failed' order by id"
    ) == [
        ("pending", "", "", 0, {}),
        ("failed", "The payment provider refused it.", "", 1, {}),
        ("succeeded", "", "re_1", 0, {}),
    ]
    assert as_owner("select count(*) from job where kind = 'payment.return' and status = 'pending'") == [(1,)]
    rules = {result.name: result.broken for result in verify_everything()}
    pending = as_owner("select id from payment where return_status = 'pending'")[0][0]
    # the pending one, which has no job here, and no other
    assert rules["money that came too late is back or has its job"] == (f"{pending}: pending",)
    assert as_owner("select on_hand, stocked from stock_level where on_hand < 20") == [(17, 20)]
    stock = "stock on hand is what came in less what was sold"
    assert stock not in {result.name for result in verify_everything() if result.broken}
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update stock_level set on_hand = on_hand + 1"))
    assert stock in {result.name for result in verify_everything() if result.broken}


def test_an_old_purchase_that_was_given_up_unpaid(empty: None) -> None:
    migrations.upgrade()
    counter = make_counter()
    check_out(counter.transact, guest("a"), counter.cart(guest("a"), hammer=3), form(provider="bank_transfer"), key="a")
    with unit_of_work(Scope.system()) as db:
        give_up_group(db, SYSTEM, db.exec(select(OrderGroup)).one(), "The transfer did not come.")
    command.downgrade(migrations.config(), "0055")
    as_owner("update reservation set status = 'released', put_back_quantity = 0 where order_line_id is not null")
    command.upgrade(migrations.config(), "head")
    assert as_owner("select status, quantity, put_back_quantity from reservation where order_line_id is not null") == [
        ("committed", 3, 3)
    ]
    broken = {result.name for result in verify_everything() if result.broken}
    assert {name for name in broken if "search" not in name} == set()


def test_of_several_default_addresses_the_latest_stays(empty: None) -> None:
    migrations.upgrade()
    counter = make_counter()
    with unit_of_work(Scope.system()) as db:
        people = [make_user(db, f"{name}@holt.example").id for name in ("maren", "eve")]
    command.downgrade(migrations.config(), "0082")
    wanted = ((0, "true, false"), (0, "true, true"), (0, "false, true"), (1, "true, false"))
    for at, (person, kind) in enumerate(wanted):
        as_owner(f"""
            insert into address (id, tenant_id, created_at, user_id, label, first_name, last_name, company, line1,
                line2, postal_code, city, province, country, phone, is_default_shipping, is_default_billing)
            values ('cuaddr_{at}', '{counter.tenant_id}', now() + interval '{at} minutes', '{people[person]}', '', '',
                '', '', '', '', '', '', '', 'DE', '', {kind})""")
    command.upgrade(migrations.config(), "head")
    assert as_owner("select id, is_default_shipping, is_default_billing from address order by id") == [
        ("cuaddr_0", False, False),
        ("cuaddr_1", True, False),
        ("cuaddr_2", False, True),
        ("cuaddr_3", True, False),
    ]


def test_a_letter_that_waits_loses_its_link(empty: None) -> None:
    command.upgrade(migrations.config(), "0044")
    as_owner("""
        insert into job (id, kind, entity, entity_id, operation, payload, dedupe_key, priority, run_at, status,
                         attempts, max_attempts, correlation_id, note)
        values ('job_1', 'mail.send', 'account', 'acc_1', '', '{"token": "secret", "path": "/x", "locale": "en"}', 'a',
                20, now(), 'pending', 0, 8, '', '')""")
    command.upgrade(migrations.config(), "head")
    assert as_owner("select payload from job where id = 'job_1'") == [({"locale": "en"},)]


def test_a_backup_holds_every_row_and_comes_back(empty: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if SERVER is None:  # the tools of this machine may be older than the embedded server
        monkeypatch.setattr(shutil, "which", lambda program: None)
    migrations.upgrade()
    counter = make_counter()
    check_out(counter.transact, guest("a"), counter.cart(guest("a"), hammer=3), form("4242"), key="a")
    orders = as_owner("select id, total_amount from vendor_order order by id")
    write_backup(tmp_path / "all.tar")
    as_owner("update vendor_order set total_amount = 0")
    read_backup(tmp_path / "all.tar", replace=True)
    assert len(orders) == 1
    assert as_owner("select id, total_amount from vendor_order order by id") == orders
    assert [(rule.name, rule.broken) for rule in verify_everything() if rule.broken] == []


def test_a_store_s_texts_keep_what_they_say_under_their_new_names(empty: None) -> None:
    migrations.upgrade()
    make_counter()
    command.downgrade(migrations.config(), "0115")
    as_owner("""update tenant set settings = '{"hold_days": 21, "chrome": {"search": "Find", "colour": "red",
        "door": {"text": "Tools", "title": null}, "lost": {"title": "Gone."}}}'""")
    command.upgrade(migrations.config(), "head")
    new = {"search": "Find", "colour": "red", "entry": {"text": "Tools"}, "not_found": {"title": "Gone."}}
    assert as_owner("select settings from tenant") == [({"hold_days": 21, "layout": new},)]
    command.downgrade(migrations.config(), "0115")
    assert as_owner("select settings->'chrome'->'lost'->>'title' from tenant") == [("Gone.",)]
