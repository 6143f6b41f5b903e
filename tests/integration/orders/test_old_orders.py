"""Orders from before store money and tax had figures of their own: they keep what they were charged, and go on."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text
from sqlmodel import select

from marketplace.integrations.payments import provider
from marketplace.integrations.payments.protocol import Answer, Outcome
from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.process.migrations import config
from marketplace.kit.tenancy import Scope
from marketplace.models.checkout import Checkout
from marketplace.models.ledger import CommissionRule, LedgerAccount
from marketplace.models.order import Order, OrderLine
from marketplace.models.region import TaxRate
from marketplace.models.returns import Refund
from marketplace.models.stock import Reservation, StockLevel
from marketplace.models.store_settings import StoreSettings
from marketplace.queries.operator_desk.regions import get_region
from marketplace.services.buying.checkout import check_out, pay_reserved, settle_checkout, standing_of
from marketplace.services.buying.promotion_codes import enter_code
from marketplace.services.buying.reserving import reserve
from marketplace.services.finance import refund_sending
from marketplace.services.finance.refunds import RefundLine, refund_order
from marketplace.services.finance.settlement import settle
from marketplace.services.operations.verification import verify_everything
from tests.conftest import use_database
from tests.factories.catalogue import make_catalogue
from tests.factories.orders import Bought, offers_of, placed_order
from tests.factories.people import make_operator
from tests.factories.shop import cart_of, form, guest, make_counter
from tests.integration.buying.test_checkout import promotion

SYSTEM = Scope.system()


def module(revision: str) -> Any:
    return ScriptDirectory.from_config(config()).get_revision(revision).module


def as_before(old: Callable[[Connection], None], database: str, revisions: tuple[str, ...] = ("0051", "0047")) -> None:
    """The schema as it was before these migrations, with rows as they were (`old`), and up again."""
    with owner_engine().begin() as connection, Operations.context(MigrationContext.configure(connection)):
        connection.execute(text("select set_config('app.platform', 'on', true)"))
        for revision in revisions:
            module(revision).downgrade()
        old(connection)
        for revision in reversed(revisions):
            module(revision).upgrade()
    use_database(database)  # connections know the tables as they were


def refund(order_id: str, **parts: Any) -> None:
    with unit_of_work(SYSTEM) as db:
        refund_id = refund_order(
            db, make_operator(db, f"{new_id('op')}@example.com"), order_id, key=new_id("key"), **parts
        )
        refund_sending.record(db, refund_id, Answer(Outcome.CAPTURED, reference="re"))


def sound() -> None:
    assert {r.name: r.broken for r in verify_everything() if r.broken and "search" not in r.name} == {}


def balances() -> dict[str, int]:
    with unit_of_work(SYSTEM) as db:
        return {a.kind: a.posted_balance for a in db.exec(select(LedgerAccount)) if a.posted_balance}


def test_old_orders_are_given_back_to_exactly_nothing(database: str) -> None:
    """One that was given back in part, and one whose freight the store gave and counted as a discount."""
    with unit_of_work(SYSTEM) as db:
        shop = make_catalogue(db, settings=StoreSettings(fee_tax_bps=1900))
        shop.product("Drill")
        bolt = shop.vendor("bolt")
        db.add(CommissionRule(id=new_id("rul"), tenant_id=shop.store.id, position=1, title="All", rate_bps=1000))
        lines = [Bought(offers_of(db, bolt)[0], 2, 5_000)]
        (first,) = placed_order(db, shop, lines, discount=2_000, store_discount=1_500, shipping=500)
        settle(db, first.id)
        (second,) = placed_order(db, shop, lines, discount=2_000, store_discount=2_000)
        line_of = {o.id: db.exec(select(OrderLine.id).where(OrderLine.order_id == o.id)).one() for o in (first, second)}
        first_id, second_id = first.id, second.id
    refund(first_id, lines=[RefundLine(line_of[first_id], 1, restock=True)])

    def old(connection: Connection) -> None:
        connection.execute(
            text("update vendor_order set store_discount_amount = 2600 where id = :id"), {"id": second_id}
        )

    as_before(old, database)
    with unit_of_work(SYSTEM) as db:
        orders = {o.id: o for o in db.exec(select(Order))}
        assert {o.calculation for o in orders.values()} == {1}
        assert orders[first_id].shipping_tax_rate_bps == 1900
        order_lines = {line.order_id: line for line in db.exec(select(OrderLine))}
        line = order_lines[first_id]
        assert (line.refunded_quantity, line.refunded_tax_amount, line.refunded_store_amount) == (1, 760, 750)
        assert db.exec(select(Refund.store_discount_amount)).one() == 750
        assert (line.tax_category, order_lines[second_id].store_discount_amount) == ("S", 2_600)
        put_back = db.exec(select(Reservation.put_back_quantity).where(Reservation.order_line_id == line.id)).one()
        assert put_back == 1
        settle(db, second_id)
    sound()
    refund(first_id, lines=[RefundLine(line_of[first_id], 1, restock=True)], shipping_amount=500)
    refund(second_id, lines=[RefundLine(line_of[second_id], 2, restock=True)])
    sound()
    assert balances() == {}
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(StockLevel.on_hand)).one() == 20


def test_a_rate_of_nothing_is_given_no_ground_that_nobody_claimed(database: str) -> None:
    counter = make_counter()
    as_before(lambda connection: connection.execute(text("update tax_rate set rate_bps = 0")) and None, database)
    bought = check_out(counter.transact, guest(), counter.cart(guest(), hammer=1), form(), key="k1")
    assert bought.status == "placed"
    with unit_of_work(SYSTEM) as db:
        rate, line = db.exec(select(TaxRate)).one(), db.exec(select(OrderLine)).one()
        assert (rate.rate_bps, rate.tax_category, rate.reason, rate.reason_code) == (0, "", "", "")
        assert (line.tax_rate_bps, line.tax_category, line.tax_reason, line.tax_reason_code) == (0, "", "", "")
        shown = get_region(db, make_operator(db), counter.region_id).rates
        assert ["no ground yet" in row.ground for row in shown] == [True]
    sound()


@pytest.mark.parametrize("inclusive", [False, True])
def test_what_was_promised_before_is_written_down_as_it_was(database: str, inclusive: bool) -> None:
    counter = make_counter(inclusive=inclusive)
    promotion(counter, code="FREE", kind="free_shipping", value_bps=None)
    promotion(counter, code=None, title="A tenth")
    cart = counter.cart(guest(), hammer=3)
    counter.transact(lambda db: enter_code(db, cart_of(db, cart), "FREE"))
    standing = counter.transact(lambda db: standing_of(db, reserve(db, guest(), cart, form(), key="k1")))

    def old(connection: Connection) -> None:
        plan = connection.execute(text("select plan from checkout")).scalar_one()
        del plan["calculation"], plan["tax_id"]
        for part in plan["parts"]:
            part["store_discount"] += part.pop("given_freight")
            del part["freight_taxed"]
            for line in part["lines"]:
                line["store_discount_amount"] = line["discount_amount"]  # as it was shown
                for name in ("tax_category", "tax_reason", "tax_reason_code"):
                    del line[name]
        connection.execute(text("update checkout set plan = cast(:plan as jsonb)"), {"plan": json.dumps(plan)})

    as_before(old, database)
    placed = pay_reserved(counter.transact, standing, {"card": "4242"})
    assert placed.status == "placed"
    with unit_of_work(SYSTEM) as db:
        assert db.exec(select(Checkout.status)).one() == "placed"
        order, line = db.exec(select(Order)).one(), db.exec(select(OrderLine)).one()
        borne, given = (252, 504) if inclusive else (300, 600)
        assert (order.calculation, order.store_discount_amount, order.given_shipping_amount) == (1, borne, given)
        assert (line.store_discount_amount, line.tax_category) == (borne, "S")
        settle(db, order.id)
        order_id, line_id = order.id, line.id
    refund(order_id, lines=[RefundLine(line_id, 3)], shipping_amount=given)
    sound()
    assert balances() == {}


def test_what_waited_at_the_bank_is_bought_with_its_words_and_its_stock(database: str) -> None:
    """Promised before lines were told apart by what is remembered with them, and before orders kept their words."""
    counter = make_counter()
    promotion(counter, code=None, title="A tenth")
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update product set subtitle = 'Ash handle' where handle = 'hammer'"))
    cart = counter.cart(guest(), hammer=2, saw=1)
    waiting = check_out(counter.transact, guest(), cart, form("3155"), key="k1", return_url="/x")

    def old(connection: Connection) -> None:
        plan = connection.execute(text("select plan from checkout")).scalar_one()
        del plan["promotions"]
        for part in plan["parts"]:
            del part["freight_discounts"]
            for line in part["lines"]:
                for name in ("subtitle", "description", "barcode", "meta", "discounts", "compare_at_amount"):
                    del line[name]
        connection.execute(text("update checkout set plan = cast(:plan as jsonb)"), {"plan": json.dumps(plan)})

    as_before(old, database, ("0062", "0061"))
    provider("card").prove(waiting.action_url.rsplit("/", 1)[1], accepted=True)
    assert settle_checkout(counter.transact, waiting.checkout_id).status == "placed"
    with unit_of_work(SYSTEM) as db:
        lines = {line.title: line for line in db.exec(select(OrderLine))}
        assert (lines["Hammer"].subtitle, lines["Hammer"].meta) == ("Ash handle", {})
        assert [one["title"] for one in lines["Hammer"].discounts] == ["Discount"]  # whose it was nobody knows any more
        sold = {row.order_line_id: (row.status, row.quantity) for row in db.exec(select(Reservation))}
        assert sold == {lines["Hammer"].id: ("committed", 2), lines["Saw"].id: ("committed", 1)}
        assert sorted(db.exec(select(StockLevel.on_hand, StockLevel.reserved))) == [(18, 0), (19, 0), (20, 0)]
    sound()
