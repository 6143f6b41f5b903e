"""A payout run over a million earnings of ten thousand vendors, and a check of the same books.

    python -m scripts.bench.payouts --earnings 1000000 --vendors 10000

Works in a database of its own on the embedded server of MARKETPLACE_DATA_DIR (or DATABASE_URL), which it drops.
Orders, commission and books are planted by statements over all rows; what is measured is the product's own code.
"""

from __future__ import annotations

import argparse
import resource
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

from sqlalchemy import text

from marketplace.kit import db as kit_db
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.settings import settings
from scripts.bench.database import own_database

AT_ONCE = 200
SYSTEM = Scope.system()


def main() -> None:
    """Plant, run, verify, and say how long each took and how much memory the process held."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--earnings", type=int, default=1_000_000)
    parser.add_argument("--vendors", type=int, default=10_000)
    wanted = parser.parse_args()
    with own_database("bench_payouts"):
        plant(wanted.vendors, wanted.earnings // wanted.vendors)
        release()
        pay(wanted.vendors)
        check()


def plant(vendors: int, each: int) -> None:
    """Every vendor has `each` paid and settled orders of 100.00 whose hold is over since yesterday."""
    with timed(f"planted {vendors * each:,} orders"), kit_db.owner_engine().begin() as owner:
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        owner.execute(text("set local session_replication_role = replica"))  # the rows below agree by construction
        for statement in _PLANT:
            owner.execute(text(statement), {"vendors": vendors, "each": each, "n": vendors * each})
    with kit_db.owner_engine().connect().execution_options(isolation_level="AUTOCOMMIT") as owner:
        owner.execute(text("vacuum analyze"))


def release() -> None:
    """The end of the hold, as the worker's minutes do it."""
    from marketplace.services.finance import earnings

    moment, freed = datetime.now(UTC), 0
    with timed("hold released"):
        with unit_of_work(SYSTEM) as db:
            due = earnings.due_vendors(db, moment, limit=10**6)
        for start in range(0, len(due), AT_ONCE):
            with unit_of_work(Scope.tenant(due[0][0])) as db:
                some = sorted(vendor for _, vendor in due[start : start + AT_ONCE])
                freed += earnings.release(db, due[0][0], some, moment)
    print(f"  {freed:,} earnings of {len(due):,} vendors")


def pay(vendors: int) -> None:
    """The run as the worker does it: who is due, then a transaction for every few hundred vendors."""
    from marketplace.services.finance import earnings, payout_runs

    moment = datetime.now(UTC)
    before = memory()
    with timed("payout run"):
        with unit_of_work(SYSTEM) as db:
            due = payout_runs.due_vendors(db, moment)
        assert len(due) == vendors, len(due)
        made = 0

        def some(start: int) -> int:
            tenant_id, few = due[0][0], sorted(vendor for _, vendor in due[start : start + AT_ONCE])
            with unit_of_work(Scope.tenant(tenant_id)) as db:
                earnings.release(db, tenant_id, few, moment)
                return payout_runs.run(db, tenant_id, few, moment)

        with ThreadPoolExecutor(settings().workers) as workers:  # the jobs of one worker process
            for at, number in enumerate(workers.map(some, range(0, len(due), AT_ONCE))):
                made += number
                before = memory() if at < settings().workers else before  # more than the first batches need is growth
        highest = memory()
    assert made == vendors, made
    print(f"  {made:,} payouts; memory after the first batches {before:.0f} MB, highest {highest:.0f} MB")
    with unit_of_work(SYSTEM) as db:
        again = payout_runs.due_vendors(db, moment + timedelta(seconds=5))
    assert again == [], "a second run would pay again"


def check() -> None:
    """`marketplace verify` over the same books."""
    from marketplace.services.operations.verification import verify_everything

    with timed("statistics"):
        kit_db.gather_statistics()
    with timed("verify"):
        results = verify_everything()
    bad = [(result.name, result.broken[:3]) for result in results if result.broken]
    print(f"  {sum(result.checked for result in results):,} rows under {len(results)} rules, broken: {bad or 'none'}")


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Say how long it took."""
    started = time.monotonic()
    yield
    print(f"{what}: {time.monotonic() - started:.1f} s", flush=True)


def memory() -> float:
    """The most that this process has held so far, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


_PLANT = (
    """insert into tenant (id, handle, name, kind, is_active, default_currency, default_locale, currencies,
       access_posture, brand, settings, content_version)
       values ('ten_b', 'bench', 'Bench', 'marketplace', true, 'EUR', 'en', '["EUR"]', 'open', '{}',
       '{"fee_tax_bps": 1900}', 0)""",
    "insert into region (id, tenant_id, name, currency, tax_inclusive, position)"
    " values ('reg_b', 'ten_b', 'Here', 'EUR', false, 0)",
    """insert into vendor (id, tenant_id, handle, name, legal_name, kind, tagline, email, phone, tax_id, address,
       ships_from, country, lead_time_days, cutoff_hour, status, verification, status_reason, payout_method,
       payout_schedule, payout_anchor, payout_account, payouts_paused_reason, reserve_bps, time_zone, about)
       select 'ven_' || v, 'ten_b', 'v' || v, 'Vendor ' || v, 'Vendor ' || v || ' GmbH', 'distributor', '', '', '', '',
       '{}', '', 'DE', 1, 17, 'approved', 'verified', '', 'bank_transfer', 'daily', 0,
       '{"iban": "DE02120300000000202051", "holder": "x"}', '', 0, 'Europe/Berlin', '{}'
       from generate_series(1, :vendors) v""",
    """insert into order_group (id, tenant_id, number, region_id, currency, email, shipping_address, billing_address,
       goods_amount, discount_amount, shipping_amount, tax_amount, total_amount, is_tax_inclusive, po_number, tax_id,
       note, meta)
       select 'grp_' || i, 'ten_b', 1000 + i, 'reg_b', 'EUR', 'b@example.com', '{}', '{}', 10000, 0, 0, 1900, 11900,
       false, '', '', '', '{}' from generate_series(1, :n) i""",
    "insert into counter (id, tenant_id, name, last) values ('cnt_b', 'ten_b', 'order', 1000 + :n)",
    """insert into payment (id, tenant_id, group_id, provider, provider_reference, idempotency_key, status, currency,
       amount, refunded_amount, method_label, action_url, failure, data, return_reference, return_failure, captured_at)
       select 'pmt_' || i, 'ten_b', 'grp_' || i, 'bank_transfer', 'ref_' || i, 'key_' || i, 'captured', 'EUR', 11900, 0,
       '', '', '', '{}', '', '', now() from generate_series(1, :n) i""",
    """insert into vendor_order (id, tenant_id, group_id, vendor_id, position, status, currency, goods_amount,
       discount_amount, shipping_amount, shipping_tax_amount, tax_amount, total_amount, refunded_amount,
       store_discount_amount, given_shipping_amount, shipping_tax_rate_bps, shipping_tax_category, shipping_tax_reason,
       shipping_tax_reason_code, calculation, shipping_name, invoice_number, paid_at)
       select 'ord_' || i, 'ten_b', 'grp_' || i, 'ven_' || ((i - 1) / :each + 1), 1, 'to_fulfil', 'EUR', 10000, 0, 0, 0,
       1900, 11900, 0, 0, 0, 0, 'S', '', '', 2, '', '', now() - interval '20 days' from generate_series(1, :n) i""",
    """insert into order_line (id, tenant_id, order_id, offer_id, product_id, variant_id, product_handle, title,
       variant_title, sku, picture, quantity, unit_amount, discount_amount, store_discount_amount, tax_amount,
       tax_rate_bps, total_amount, refunded_amount, fulfilled_quantity, cancelled_quantity, returned_quantity,
       tax_category, tax_reason, tax_reason_code, refunded_tax_amount, refunded_quantity, refunded_store_amount,
       price_trace)
       select 'oln_' || i, 'ten_b', 'ord_' || i, 'off', 'prod', 'var', '', 'Article', '', 'A', '', 1, 10000, 0, 0, 1900,
       1900, 11900, 0, 0, 0, 0, 'S', '', '', 0, 0, 0, '[]' from generate_series(1, :n) i""",
    """insert into commission_line (id, tenant_id, order_id, order_line_id, reason, rate_bps, base, base_amount,
       goods_amount, shipping_amount, amount, tax_amount, reversed_amount, reversed_tax_amount, currency)
       select 'com_' || i, 'ten_b', 'ord_' || i, 'oln_' || i, 'Rule 1: 10 % of EUR 100.00 (goods).', 1000, 'goods',
       10000, 10000, 0, 1000, 190, 0, 0, 'EUR' from generate_series(1, :n) i""",
    """insert into earning (id, tenant_id, vendor_id, order_id, kind, currency, amount, commission_amount,
       commission_tax_amount, status, note, available_at)
       select 'ear_' || i, 'ten_b', 'ven_' || ((i - 1) / :each + 1), 'ord_' || i, 'sale', 'EUR', 8810, 1000, 190,
       'pending', '', now() - interval '6 days' from generate_series(1, :n) i""",
    """insert into ledger_account (id, tenant_id, owner, kind, currency, posted_balance, allow_negative)
       select 'acc_' || v, 'ten_b', 'vendor:ven_' || v, 'pending', 'EUR', 8810 * :each, false
       from generate_series(1, :vendors) v
       union all values ('acc_c', 'ten_b', 'platform', 'psp_clearing', 'EUR', -11900 * cast(:n as bigint), true),
         ('acc_f', 'ten_b', 'platform', 'commission', 'EUR', 1000 * cast(:n as bigint), false),
         ('acc_v', 'ten_b', 'platform', 'fee_tax_payable', 'EUR', 190 * cast(:n as bigint), false),
         ('acc_t', 'ten_b', 'platform', 'tax_payable', 'EUR', 1900 * cast(:n as bigint), false)""",
    """insert into ledger_tx (id, tenant_id, kind, idempotency_key, status, subject, meta, posted_at)
       select 'ltx_' || i, 'ten_b', 'order_paid', 'order:ord_' || i || chr(58) || 'paid', 'posted', 'ord_' || i, '{}',
       now() from generate_series(1, :n) i""",
    """insert into ledger_entry (id, tenant_id, tx_id, account_id, amount)
       select 'len_' || i || k, 'ten_b', 'ltx_' || i, case k when 1 then 'acc_c' when 2 then 'acc_f' when 3 then 'acc_v'
         when 4 then 'acc_t' else 'acc_' || ((i - 1) / :each + 1) end,
       (array[-11900, 1000, 190, 1900, 8810])[k] from generate_series(1, :n) i, generate_series(1, 5) k""",
)

if __name__ == "__main__":
    main()
