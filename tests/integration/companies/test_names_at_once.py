"""Two forms that give the same name at the same moment: the second waits for the first, and is refused."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.buying.promotion_form import PromotionForm, read_promotion
from marketplace.domain.catalogue.price_list_form import PriceListFacts
from marketplace.domain.errors import Invalid
from marketplace.domain.permissions import Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import Company
from marketplace.services.buying.promotions import add_promotion
from marketplace.services.buying.requisition_lists import make_list
from marketplace.services.catalogue.price_lists import create_price_list
from marketplace.services.companies.groups import save_group
from tests.factories.companies import make_company
from tests.factories.people import make_operator
from tests.factories.shop import Counter, make_counter

SYSTEM = Scope.system()
SPRING = read_promotion(PromotionForm("Spring", percent="10"), "EUR")
Make = Callable[[Session, Actor, str], Any]


def _price_list(db: Session, actor: Actor, tenant_id: str) -> str:
    owner = db.exec(select(Company.id)).one()
    facts = PriceListFacts("Rail", "EUR", "contract_company", owner, 0, None, None)
    return create_price_list(db, actor, tenant_id, facts)


WAYS: dict[str, tuple[Make, str]] = {
    "company_group": (lambda db, actor, tenant_id: save_group(db, actor, tenant_id, "Rail", []), "title"),
    "price_list": (_price_list, "title"),
    "promotion": (lambda db, actor, tenant_id: add_promotion(db, actor, tenant_id, SPRING), "title"),
    "requisition_list": (lambda db, actor, tenant_id: make_list(db, actor, tenant_id, "Weekly"), "name"),
}


@pytest.fixture
def counter(database: str) -> Counter:
    counter = make_counter()
    with unit_of_work(SYSTEM) as db:
        make_company(db, counter.tenant_id)
    return counter


@pytest.mark.parametrize("table", WAYS)
def test_of_two_at_once_the_second_sees_the_first(counter: Counter, table: str) -> None:
    make, field = WAYS[table]
    with unit_of_work(SYSTEM) as db:
        operator = make_operator(db)

    def second() -> dict[str, str]:
        try:
            with unit_of_work(Scope.tenant(counter.tenant_id)) as db:
                make(db, operator, counter.tenant_id)
        except Invalid as error:
            return error.fields
        return {}

    with ThreadPoolExecutor(1) as threads:
        with unit_of_work(Scope.tenant(counter.tenant_id)) as db:
            make(db, operator, counter.tenant_id)
            later = threads.submit(second)
            while not _waits() and not later.done():
                time.sleep(0.01)
        problems = later.result(timeout=20)
    assert list(problems) == [field]
    with unit_of_work(SYSTEM) as db:
        assert db.connection().execute(text(f"select count(*) from {table}")).scalar_one() == 1


def _waits() -> bool:
    """Whether somebody waits for a name of this database."""
    waiting = """select count(*) from pg_locks l join pg_database d on d.oid = l.database
        where d.datname = current_database() and l.locktype = 'advisory' and not l.granted"""
    with unit_of_work(SYSTEM) as db:
        return bool(db.connection().execute(text(waiting)).scalar_one())
