"""Rows from before: what the migrations make of late money that was refused, and of stock without a second witness."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from alembic import command
from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.paying import check_out
from marketplace.services.verification import verify_everything
from tests.factories.shop import form, guest, make_counter

pytestmark = pytest.mark.usefixtures("database")


def as_owner(statement: str) -> list[tuple[object, ...]]:
    with owner_engine().begin() as owner:
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        answer = owner.execute(text(statement))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def test_late_money_whose_return_was_refused_and_stock_that_was_sold() -> None:
    from marketplace.kit import migrations

    counter = make_counter()
    for who, card in (("a", "4242"), ("b", "0002"), ("c", "0002"), ("d", "0002")):
        check_out(counter.transact, guest(who), counter.cart(guest(who), hammer=3), form(card), key=who)
    # the version before late returns had a state of their own
    command.downgrade(migrations.config(), "0048")
    for at, said in enumerate(("{}", '{"return_reference": ""}', '{"return_reference": "re_1"}')):
        as_owner(
            f"""update payment set data = '{{"returned": true}}'::jsonb || '{said}'::jsonb
                where id = (select id from payment where status = 'failed' order by id offset {at} limit 1)"""
        )
    command.upgrade(migrations.config(), "head")
    assert as_owner(
        "select return_status, return_failure, return_reference, data from payment where status = 'failed' order by id"
    ) == [
        ("pending", "", "", {}),
        ("failed", "The payment provider refused it.", "", {}),
        ("succeeded", "", "re_1", {}),
    ]  # fmt: skip
    assert as_owner("select count(*) from job where kind = 'payment.return' and status = 'pending'") == [(1,)]
    assert as_owner("select on_hand, stocked from stock_level where on_hand < 20") == [(17, 20)]
    stock = "stock on hand is what came in less what was sold"
    assert stock not in {result.name for result in verify_everything() if result.broken}
    with unit_of_work(Scope.system()) as db:
        db.connection().execute(text("update stock_level set on_hand = on_hand + 1"))
    assert stock in {result.name for result in verify_everything() if result.broken}
