"""The demo's past: it adds up, and of every state that a desk can show there is one."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.demo.stores import tenant_id
from marketplace.domain.lifecycle import ReturnStatus
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.process import embedded
from marketplace.kit.tenancy import Scope
from marketplace.models.search import SearchSynonym
from marketplace.models.tenant import Tenant
from marketplace.queries.shared.market import find_market
from marketplace.queries.storefront.listing import list_products
from marketplace.queries.storefront.listing_query import ListingQuery
from marketplace.services.operations.verification import verify_everything
from tests.conftest import use_database
from tests.integration.finance.test_bank_files import SCHEMA
from tests.running import SERVER, Planted, drop_database

_IN_DEBT = """
    select count(*) from ledger_account a join vendor v on 'vendor:' || v.id = a.owner and v.tenant_id = a.tenant_id
    where a.kind = 'available' and a.posted_balance < 0 and v.handle <> 'hallberg'
"""
_REQUESTS = "select t.handle, p.status from purchase_request p join tenant t on t.id = p.tenant_id"
_LISTS = "select t.handle, l.kind, l.is_shared from requisition_list l join tenant t on t.id = l.tenant_id"
# Lists with an article that is gone, whose successor is sold.
_REPLACED = """
    select t.handle from requisition_line l join tenant t on t.id = l.tenant_id
    join offer o on o.id = l.offer_id join product p on p.id = o.product_id and p.status = 'archived'
    join offer s on s.sku = p.successor_sku and s.vendor_id = p.vendor_id
    join product n on n.id = s.product_id and n.status = 'published'
"""
_INVOICES = """
    select t.handle, case when i.due_on < current_date then 'overdue' when i.due_on < current_date + 7 then 'due soon'
        else 'open' end
    from invoice i join tenant t on t.id = i.tenant_id where i.open_amount > 0
"""


def states(of: str) -> set[Any]:
    """What a question answers: its values, or its rows where they have more than one."""
    with unit_of_work(Scope.system()) as db:
        return {row[0] if len(row) == 1 else tuple(row) for row in db.connection().execute(text(of))}


@pytest.fixture
def demo(planted: Planted, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process works on a twin of the planted demo, where no worker has run yet."""
    folder = tmp_path / "var"
    database = planted.twin(folder)
    monkeypatch.setenv("MARKETPLACE_DATA_DIR", str(folder))
    use_database(database)
    yield
    use_database(None)
    embedded.stop(folder)
    if SERVER and database:
        drop_database(SERVER, database)


def test_every_state_of_a_desk_is_there_and_the_books_add_up(demo: None) -> None:
    assert states(_REQUESTS) == set(product(SEARCHES, ("pending", "approved", "declined", "withdrawn", "placed")))
    assert states(_INVOICES) == set(product(SEARCHES, ("overdue", "due soon", "open")))
    assert states(_LISTS) == {
        (store, *kind) for store in SEARCHES for kind in (("list", True), ("list", False), ("cart", False))
    }
    assert states(_REPLACED) == {"mezzaluna", "assay"}
    assert states("select name from company where status = 'pending'") == {"Werft Petersen"}
    assert states("select count(*) from quote_file where request_id is null") == {0}
    assert states("select t.handle from quote_file f join tenant t on t.id = f.tenant_id") == set(SEARCHES)
    assert states("select count(*) from company_document where company_id is not null") == {1}
    assert states("select status from vendor_order") >= {
        "awaiting_payment",
        "to_fulfil",
        "part_shipped",
        "shipped",
        "delivered",
        "cancelled",
    }
    assert states("select status from payout") >= {"held", "queued", "in_transit", "paid", "failed"}
    assert states("select status from order_return") >= {str(status) for status in ReturnStatus}
    assert states("select status from payment") >= {"captured", "awaiting"}
    assert states("select status from refund") == {"succeeded", "failed"}
    assert states("select failure from refund where status = 'failed'") == {
        "The bank of the card did not take the money."
    }
    assert states("select code from promotion where used > 0") == {"WELCOME10"}
    assert states("select code from promotion where status = 'ended'") == {"AUTUMN"}
    assert {"DE219044171", "GB307291808", "CHE108744398MWST", ""} <= states("select tax_id from order_group")
    assert states("select tax_category from order_line where tax_rate_bps = 0") == {"G"}
    assert states("select id from vendor_order where cancel_requested_at is not null") != set()
    assert states("select kind from earning") >= {"sale", "refund", "reserve", "reserve_back"}
    assert states(_IN_DEBT) == {1}
    files = states("select xml from bank_file")
    assert len(files) > 3
    for file in files:
        SCHEMA.validate(bytes(file))
    assert [(rule.name, rule.broken) for rule in verify_everything() if rule.broken] == []
    assert {store: [words for words in every_word(store) if not finds(store, words)] for store in SEARCHES} == {
        store: [] for store in SEARCHES
    }


SEARCHES = {
    "northforge": (
        "cordless drill",
        "bolt 8mm",
        "M12x80",
        "din933",
        "ear plug",
        "earmuffs",
        "anglegrinder",
        "Schraube",
        "Handschuhe",
    ),
    "mezzaluna": ("piatto", "Teller", "wine glasses"),
    "assay": ("Handschuhe", "pipettes 10 ml"),
}


def every_word(store: str) -> list[str]:
    """What people type there, and every word that the store says the meaning of."""
    with unit_of_work(Scope.tenant(tenant_id(store))) as db:
        return [*SEARCHES[store], *db.exec(select(SearchSynonym.word).distinct())]


def finds(store: str, words: str) -> bool:
    with unit_of_work(Scope.tenant(tenant_id(store))) as db:
        tenant = db.exec(select(Tenant).where(Tenant.id == tenant_id(store))).one()
        market = find_market(db, tenant, "")
        return list_products(db, tenant, market, ListingQuery(q=words), now(), address="/s").result_count > 0
