"""Rows that money or trust hangs on are changed behind the product's back, and `verify` says which rule broke.

Each change is made as the database's owner with its triggers off, looked at, and rolled back.
"""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.operations.audit_anchors import read_anchors
from marketplace.services.operations.verification import check_everything, verify_and_note, verify_everything
from marketplace.services.operations.verification.guards import missing_and_strange
from marketplace.settings import settings
from tests.conftest import use_database
from tests.factories.ledgered import make_ledgered

PLAN = "an order is what its checkout promised"
PAYMENT_PLAN = "a payment is what its checkout promised"
PURCHASE = "a purchase has one payment, of its amount, that came or is owed if its orders are paid"
CAME = "a payment that came or is owed is written in the trail"
STATE = "an order's state is told by its pieces, parcels and moments"
PIECES = "pieces that left are in parcels, and none leaves or comes back twice"
SETTLED = "a settled order, its commission and its earning are what the books say"
FROZEN = "commission is as it was frozen"
REFUND = "a refund is divided as the books say"
FIGURES = "a payout's figures are those of its earnings"
ASKED = "a payout goes where and as it was asked for"
KINDS = "every ledger transaction is of a kind, and named for what it came from"
STOCK = "stock on hand is what came in less what was sold"
HELD = "stock: 0 <= reserved <= on hand, and reserved equals what is held"
RESERVED = "a reservation is as its checkout and its order line are"
MATCHED = "what is open of an invoice, a credit note and a payment is what was not matched"
BILLED = "what a place was billed and has not paid is what the books say"
UNBILLED = "what a place ordered and was not billed is what the books say"
ONCE = "an order is billed once, for what is left of it, and credited for what goes back afterwards"
CAME_ONCE = "money that came or was given up stands in the books once"
OUT = "credit that was paid out stands in the books once, for its amount, at its place"
LEFT = "what has left on account is billed"
NUMBERS = "numbers of purchases and invoices are given once, and none is missing"
GUARDS = "policies, triggers and their functions are those of the migrations"
CHAIN = "the audit trail is an unbroken chain"
REACH = "the audit trail reaches as far as it was known to"
PAID_JOB = "every paid order is settled or has its job"

HAMMERS = "id in (select id from order_line where title = 'Hammer' and quantity = 3)"
FIRST = "id = (select order_id from order_line where title = 'Hammer' and quantity = 3)"  # shipped, one piece back
SECOND = "id = (select order_id from order_line where title = 'Saw')"  # to fulfil, one piece refunded
LAST_LINE = "seq = (select max(seq) from audit_event where tenant_id is not null)"

# what is done to the rows -> the rules that must break, and no other
TAMPERED: dict[str, tuple[str, set[str]]] = {
    "an invoice on account is paid by nobody": (
        "update invoice set open_amount = 0 where open_amount > 0",
        {MATCHED, BILLED},
    ),
    "a payment by a buyer on account is worth more": (
        "update receipt set amount = amount + 1, open_amount = open_amount + 1",
        {BILLED},
    ),
    "a payment pays less of an invoice": ("update settlement set amount = amount - 1", {MATCHED}),
    "a buyer on account owes less in the books": (
        "update ledger_entry e set amount = amount + 1 from ledger_account a"
        " where a.id = e.account_id and a.kind = 'unbilled' and e.amount < 0 and e.tx_id = (select id from ledger_tx"
        " where subject = (select order_id from order_line where title = 'Hammer' and quantity = 5))",
        {
            SETTLED,
            "posted ledger transactions sum to zero per currency",
            "cached balances equal the sum of their entries",
        },
    ),
    "an order on account is owed by nobody": (
        "update ledger_account set posted_balance = 0 where kind = 'unbilled'",
        {UNBILLED, "cached balances equal the sum of their entries"},
    ),
    "an invoice has a number that was never counted": (
        "update invoice set number = number || '9' where kind = 'invoice' and open_amount > 0",
        {ONCE, NUMBERS},
    ),
    "an invoice on account says more": (
        "update invoice set amount = amount + 1 where open_amount > 0",
        {ONCE, MATCHED},
    ),
    "credit is paid out for more": (
        "update credit_payout set amount = amount + 1, open_amount = open_amount + 1",
        {OUT, BILLED},
    ),
    "credit that was paid out is forgotten": ("delete from credit_payout", {OUT}),
    "credit was paid out of nothing": ("delete from settlement where payout_id is not null", {MATCHED}),
    "a payment of a buyer never came": ("delete from receipt", {CAME_ONCE}),
    "an order on account has left without an invoice": (
        "update vendor_order set shipped_at = now() - interval '2 hours', status = 'shipped' where id ="
        " (select order_id from order_line where title = 'Hammer' and quantity = 5)",
        {LEFT, STATE},
    ),
    "a line of the trail is dated back": (
        "update audit_event set created_at = created_at - interval '3 days' where " + LAST_LINE,
        {CHAIN},
    ),
    "the newest line of the trail is deleted": ("delete from audit_event where " + LAST_LINE, {REACH}),
    "a store's whole trail is deleted": ("delete from audit_event where tenant_id is not null", {REACH, CAME}),
    "the platform's trail is deleted": ("delete from audit_event where tenant_id is null", {REACH}),
    "a payment's amount": (
        "update payment set amount = amount + 1 where status = 'captured'",
        {PAYMENT_PLAN, PURCHASE, CAME},
    ),
    "a payment's currency": (
        "update payment set currency = 'USD' where status = 'captured'",
        {PAYMENT_PLAN, PURCHASE, CAME},
    ),
    "a payment did not come": ("update payment set status = 'failed' where status = 'captured'", {PURCHASE, CAME}),
    "a payment that waits came": (
        "update payment set status = 'captured', captured_at = now() where status = 'requires_action'",
        {CAME},
    ),
    "a payment lost its purchase": (
        "update payment set group_id = null where status = 'captured'",
        {PAYMENT_PLAN, PURCHASE, CAME},
    ),
    "a payment lost its checkout": ("update payment set checkout_id = null where status = 'captured'", {PAYMENT_PLAN}),
    "more pieces were bought": (f"update order_line set quantity = 4 where {HAMMERS}", {PLAN, STATE}),
    "fewer pieces were bought": (
        f"update order_line set quantity = 2 where {HAMMERS}",
        {PLAN, STATE, PIECES, RESERVED},
    ),
    "a line's price": (f"update order_line set unit_amount = 1 where {HAMMERS}", {PLAN}),
    "a line's discount": (f"update order_line set discount_amount = 7 where {HAMMERS}", {PLAN}),
    "an order of another vendor": (
        f"update vendor_order set vendor_id = (select id from vendor where handle = 'nut') where {FIRST}",
        {PLAN, SETTLED, "an order's lines are of its vendor's offers", ONCE},
    ),
    "an order that was not delivered": (f"update vendor_order set status = 'delivered' where {FIRST}", {STATE}),
    "an order that was not cancelled": (f"update vendor_order set status = 'cancelled' where {SECOND}", {STATE}),
    "an order that was not shipped": (
        f"update vendor_order set status = 'shipped', shipped_at = now() where {SECOND}",
        {STATE},
    ),
    "more left than was ordered": (f"update order_line set fulfilled_quantity = 5 where {HAMMERS}", {PIECES, STATE}),
    "more came back than left": (f"update order_line set returned_quantity = 4 where {HAMMERS}", {PIECES}),
    "a line is refunded without a refund": (
        "update order_line set refunded_amount = refunded_amount + 100 where title = 'Saw'",
        {"a line is refunded what its refunds say"},
    ),
    "an order is refunded without a refund": (
        f"update vendor_order set refunded_amount = 100 where {FIRST}",
        {"refunds never exceed what was paid"},
    ),
    "commission's amount": ("update commission_line set amount = amount + 1", {SETTLED, FROZEN}),
    "commission's rate": ("update commission_line set rate_bps = 250", {FROZEN}),
    "commission's tax": ("update commission_line set tax_amount = tax_amount + 1", {SETTLED, FROZEN}),
    "commission moved from one line to another": (
        """update commission_line c set amount = c.amount + case l.title when 'Saw' then 50 else -50 end
           from order_line l where l.id = c.order_line_id and l.order_id in (
             select order_id from order_line where title = 'Saw')""",
        {FROZEN},
    ),
    "an earning, and the balance with it": (
        """with more as (update earning set amount = amount + 1000 where kind = 'sale' and status = 'in_transit'
             returning tenant_id, vendor_id, amount)
           update ledger_account a set posted_balance = posted_balance + 1000 * (select count(*) from more)
           where a.kind = 'in_transit' and a.owner in (select 'vendor\\:' || vendor_id from more)""",
        {
            SETTLED,
            FIGURES,
            "cached balances equal the sum of their entries",
            "a payout is the sum of the earnings in it",
        },
    ),
    "a refund's goods and tax": (
        "update refund set goods_amount = goods_amount + 9, tax_amount = tax_amount - 9",
        {REFUND, "what is back of an order's lines is what its refunds say"},
    ),
    "a refund's goods and freight": (
        "update refund set goods_amount = goods_amount + 9, shipping_amount = shipping_amount - 9",
        {REFUND},
    ),
    "a refund's commission": (
        "update refund set commission_amount = commission_amount + 1",
        {REFUND, "commission given back never exceeds commission"},
    ),
    "a payout's figures": (
        """update payout set figures = figures || '{"commission": 0}' where status not in ('failed')""",
        {FIGURES},
    ),
    "a payout goes to another account": (
        """update payout set account = account || '{"iban": "GB33BUKB20201555555555"}'""",
        {ASKED},
    ),
    "a payout's amount": (
        "update payout set amount = amount + 1 where status <> 'failed'",
        {ASKED, "a payout is the sum of the earnings in it"},
    ),
    "a payout of another vendor": (
        "update payout set vendor_id = (select id from vendor where handle = 'nut') where status <> 'failed'",
        {ASKED},
    ),
    "a transaction's kind": ("update ledger_tx set kind = 'refund' where kind = 'order_paid'", {KINDS, SETTLED}),
    "a transaction's key": (
        "update ledger_tx set idempotency_key = 'order\\:x\\:paid' where kind = 'order_paid' and id = ("
        "select min(id) from ledger_tx where kind = 'order_paid')",
        {KINDS},
    ),
    "the books of an order, both sides": (
        """update ledger_entry e set amount = amount + case a.kind when 'commission' then -5 else 5 end
           from ledger_account a, ledger_tx t where a.id = e.account_id and t.id = e.tx_id and t.kind = 'order_paid'
             and a.kind in ('commission', 'tax_payable')""",
        {SETTLED, "cached balances equal the sum of their entries"},
    ),
    "stock on hand": ("update stock_level set on_hand = on_hand + 1", {STOCK}),
    "stock that came in": ("update stock_level set stocked = stocked + 1", {STOCK}),
    "a reservation that was sold is free": (
        "update reservation set status = 'released' where status = 'committed'",
        {RESERVED, STOCK},
    ),
    "a reservation that is held is sold": (
        "update reservation set status = 'committed' where status = 'held'",
        {RESERVED, STOCK, HELD},
    ),
    "a reservation that is held is free": ("update reservation set status = 'released' where status = 'held'", {HELD}),
    "an invoice has no number": (f"update vendor_order set invoice_number = '' where {FIRST}", {ONCE}),
    "two invoices have one number": (
        f"""update vendor_order set invoice_number = (select invoice_number from vendor_order where {SECOND})
            where {FIRST}""",
        {ONCE},
    ),
    "a policy lets everybody through": ("alter policy tenant_scope on vendor using (true)", {GUARDS}),
    "a policy is gone": (
        "drop policy tenant_scope on vendor",
        {GUARDS, "every table with a tenant has its row-level policy"},
    ),
    "another policy was added": ("create policy all_of_them on vendor using (true)", {GUARDS}),
    "a policy does not hold for the owner": (
        "alter table vendor no force row level security",
        {GUARDS, "every table with a tenant has its row-level policy"},
    ),
    "a trigger is switched off": ("alter table ledger_entry disable trigger ledger_entry_guard", {GUARDS}),
    "a trigger is gone": ("drop trigger audit_event_guard on audit_event", {GUARDS}),
    "a trigger's function does nothing": (
        "create or replace function audit_event_guard() returns trigger language plpgsql as"
        " $$ begin return old; end $$",
        {GUARDS},
    ),
    "the product may change the trail": ("grant update on audit_event to marketplace_app", {GUARDS}),
}


@pytest.fixture(scope="module")
def store(module_database: str) -> None:
    """One store for all tests here: each of them leaves it as it was."""
    use_database(module_database)
    make_ledgered()


def test_untampered_everything_holds(store: None) -> None:
    results = verify_everything()
    assert {r.name: r.broken for r in results if r.broken} == {}
    assert {r.name for r in results if not r.checked} <= {
        "money that came too late is back or has its job",
        "a promotion is used as often and as much as its uses say",
        "volume prices fall with the quantity",
        "every refund that waits has its job",
        "every payout that is being sent has its job",
        # quotes are tampered with in `quotes/test_quotes_verified`
        "a request that was awarded has one cart, and none of its quotes is open",
        "what a quote promised is what its orders ask",
        "the cart of a quote asks what the accepted revision says",
    }  # nothing else here is looked at without a row to look at


@pytest.mark.parametrize("what", TAMPERED)
def test_it_is_seen(store: None, what: str) -> None:
    change, expected = TAMPERED[what]
    with owner_engine().connect() as owner:
        owner.execute(text("set local session_replication_role = replica"))
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        owner.execute(text(change))
        with Session(owner) as db:
            db.info["scope"] = Scope.system()
            assert {r.name for r in check_everything(db, read_anchors()) if r.broken} == expected
        owner.rollback()


@pytest.mark.parametrize("role", ["app", "job"])  # words that stand in the names of functions and tables, too
def test_the_role_of_the_product_may_have_any_name(store: None, role: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with owner_engine().connect() as owner, Session(owner) as db:
        for change in (f"create role {role} nologin", f"grant select, insert on audit_event, ledger_entry to {role}"):
            owner.execute(text(change))
        monkeypatch.setenv("DATABASE_ROLE", role)
        settings.cache_clear()
        assert missing_and_strange(db) == []
        owner.execute(text(f"create policy mine on job to {role} using (true)"))
        owner.execute(text(f"grant delete on audit_event to {role}"))
        assert missing_and_strange(db) == [
            "not of a migration: grant DELETE on audit_event",
            "not of a migration: policy mine on job PERMISSIVE for ALL to <role> using (true) check ()",
        ]
        owner.rollback()
    monkeypatch.undo()
    settings.cache_clear()


def test_the_hourly_check_sees_it_too(store: None) -> None:
    with owner_engine().connect() as owner:
        owner.execute(text("set local session_replication_role = replica"))
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        owner.execute(text("update payment set amount = amount + 1 where status = 'captured'"))
        owner.execute(text("delete from audit_event where " + LAST_LINE))
        owner.execute(text("alter table ledger_entry disable trigger ledger_entry_guard"))
        with Session(owner) as db:
            db.info["scope"] = Scope.system()
            assert {r.name for r in verify_and_note(db) if r.broken} == {PAYMENT_PLAN, PURCHASE, CAME, REACH, GUARDS}
            kept = db.connection().execute(text("select broken from ledger_check order by created_at desc limit 1"))
            assert {one["rule"] for one in kept.scalar_one()} == {PAYMENT_PLAN, PURCHASE, CAME, REACH, GUARDS}
        owner.rollback()


def test_nothing_of_it_stayed(store: None) -> None:
    with unit_of_work(Scope.system()) as db:
        assert [r.name for r in check_everything(db, read_anchors()) if r.broken] == []
