"""Promotions and regions at the operator's desk: what is typed, what it does to carts, and who may not."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.services.buying.carts import basket_of
from marketplace.services.buying.promotion_codes import enter_code
from marketplace.services.buying.promotions import end_promotion
from marketplace.services.stores.regions import set_rate
from marketplace.services.vendors.vendor_decisions import approve_vendor
from marketplace.state.operator_desk.promotions import OperatorPromotionsState
from marketplace.state.operator_desk.regions import OperatorRegionsState
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user, make_vendor
from tests.factories.shop import Counter, cart_of, guest, make_counter
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()
TEN = {"title": "Ten off", "code": "ten-26", "kind": "percentage", "percent": "10", "borne_by": "store"}


def rows(statement: str) -> list[tuple[Any, ...]]:
    with unit_of_work(SYSTEM) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


@pytest.fixture
def counter(database: str) -> Counter:
    return make_counter()


@pytest.fixture
def operator(counter: Counter) -> Actor:
    with unit_of_work(SYSTEM) as db:
        return make_operator(db)


def at(kind: type, path: str, actor: Actor) -> Any:
    state = tab(kind, path, token=sign_in(actor))
    do(state, "open")
    return state


def test_a_promotion_is_written_used_and_ended(counter: Counter, operator: Actor) -> None:
    state = at(OperatorPromotionsState, f"/admin/promotions?store={counter.tenant_id}&promotion=new", operator)
    do(state, "save", {**TEN, "usage_limit": "5", "budget": "100", "ends_on": "2030-12-31"})
    assert state.field_errors == {}
    assert rows("select code, value_bps, usage_limit, budget_amount, currency, ends_at::date::text from promotion") == [
        ("TEN-26", 1000, 5, 10_000, "EUR", "2031-01-01")
    ]
    cart = counter.cart(guest(), hammer=3)
    counter.transact(lambda db: enter_code(db, cart_of(db, cart), "TEN-26"))
    assert counter.transact(lambda db: basket_of(db, cart_of(db, cart), guest().actor).discount_amount) == 300
    shown = at(OperatorPromotionsState, f"/admin/promotions?store={counter.tenant_id}", operator)
    assert [(r.code, r.gives, r.used, r.given) for r in shown.rows] == [
        ("TEN-26", "10\u00a0% off", "0 of 5", "€0.00 of €100.00")
    ]
    do(shown, "end", shown.rows[0].id)
    assert shown.rows[0].state == "Ended"
    assert counter.transact(lambda db: basket_of(db, cart_of(db, cart), guest().actor).discount_amount) == 0
    assert rows("select action from audit_event where action like 'promotion:%' order by seq") == [
        ("promotion:promotion:added",),
        ("promotion:promotion:ended",),
    ]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"title": " "}, "title"),
        ({"percent": "0"}, "percent"),
        ({"percent": "101"}, "percent"),
        ({"kind": "fixed"}, "amount"),
        ({"kind": "gift"}, "kind"),
        ({"code": "a b"}, "code"),
        ({"usage_limit": "-1"}, "usage_limit"),
        ({"per_customer": "many"}, "per_customer"),
        ({"budget": "ten"}, "budget"),
        ({"currency": "GBP"}, "currency"),
        ({"starts_on": "tomorrow"}, "starts_on"),
        ({"starts_on": "2030-02-02", "ends_on": "2030-02-01"}, "ends_on"),
        ({"borne_by": "buyer"}, "borne_by"),
        ({"vendor_id": "ven_of_somebody"}, "vendor_id"),
        ({"category_id": "cat_none"}, "category_id"),
    ],
)
def test_what_is_typed_wrong_is_named_and_nothing_is_kept(
    counter: Counter, operator: Actor, typed: dict[str, str], field: str
) -> None:
    state = at(OperatorPromotionsState, f"/admin/promotions?store={counter.tenant_id}&promotion=new", operator)
    do(state, "save", {**TEN, **typed})
    assert set(state.field_errors) == {field}
    assert rows("select count(*) from promotion") == [(0,)]


def test_a_code_is_given_once_per_store(counter: Counter, operator: Actor) -> None:
    state = at(OperatorPromotionsState, f"/admin/promotions?store={counter.tenant_id}&promotion=new", operator)
    do(state, "save", TEN)
    do(state, "save", {**TEN, "code": "TEN-26"})
    assert state.field_errors == {"code": "Another promotion has this code."}


def test_another_stores_admin_changes_nothing(counter: Counter, operator: Actor) -> None:
    state = at(OperatorPromotionsState, f"/admin/promotions?store={counter.tenant_id}&promotion=new", operator)
    do(state, "save", TEN)
    ((promotion, region),) = rows("select (select id from promotion), (select id from region)")
    with unit_of_work(SYSTEM) as db:
        user = make_user(db, "admin@other.example")
        give_role(db, user, Role.TENANT_ADMIN, tenant=make_tenant(db, "other"))
        stranger = actor_for(db, user)
        from marketplace.domain.stores.region_form import RateFacts
        from marketplace.domain.stores.taxes import Tax

        with pytest.raises(NotFound):
            end_promotion(db, stranger, promotion)
        with pytest.raises(NotFound):
            set_rate(db, stranger, region, RateFacts("VAT", Tax(100)))
    assert rows("select status from promotion") == [("active",)]
    assert rows("select rate_bps from tax_rate") == [(1900,)]


def test_a_region_with_its_tax_and_its_delivery(counter: Counter, operator: Actor) -> None:
    state = at(OperatorRegionsState, f"/admin/regions?store={counter.tenant_id}&region=new", operator)
    do(state, "save_region", {"name": "Austria", "currency": "EUR", "countries": "at", "tax_inclusive": "yes"})
    assert state.field_errors == {}
    ((region,),) = rows("select id from region where name = 'Austria' and tax_inclusive")
    state = at(OperatorRegionsState, f"/admin/regions?store={counter.tenant_id}&region={region}", operator)
    do(state, "save_rate", {"tax_name": "USt.", "percent": "20", "category_id": ""})
    assert [(rate.rate, rate.is_general) for rate in state.rates] == [("20\u00a0%", True)]
    do(state, "save_rate", {"tax_name": "USt.", "percent": "0", "category_id": ""})
    assert state.field_errors == {"ground": "Say why nothing is charged: invoices name the ground."}
    do(state, "save_rate", {"tax_name": "USt.", "percent": "0", "category_id": "", "ground": "AE"})
    assert [(rate.rate, rate.ground) for rate in state.rates] == [
        ("0\u00a0%", ", Reverse charge: the buyer owes the VAT")
    ]
    do(state, "save_rate", {"tax_name": "USt.", "percent": "8.25", "category_id": ""})
    assert [(rate.rate, rate.ground) for rate in state.rates] == [("8.25\u00a0%", "")]
    do(state, "save_rate", {"tax_name": "USt.", "percent": "20", "category_id": ""})
    do(state, "remove_rate", state.rates[0].id)
    assert rows(f"select rate_bps from tax_rate where region_id = '{region}'") == [(2000,)]  # the general one stays
    do(state, "save_delivery", {"kind": "flat", "amount": "7.50", "free_from": "100", "days_min": "2", "days_max": "3"})
    assert state.field_errors == {}
    # Both vendors sell in Germany with deliveries of their own; for Austria they take the store's.
    assert rows(f"select amount, free_from_amount from shipping_option where region_id = '{region}'") == [
        (750, 10_000),
        (750, 10_000),
    ]


def test_a_new_vendor_can_deliver_at_once(counter: Counter, operator: Actor) -> None:
    ((region,),) = rows("select id from region")
    state = at(OperatorRegionsState, f"/admin/regions?store={counter.tenant_id}&region={region}", operator)
    do(
        state,
        "save_delivery",
        {"kind": "by_weight", "amount": "5", "step_size": "1000", "step_amount": "2", "days_min": "1", "days_max": "2"},
    )
    with unit_of_work(SYSTEM) as db:
        store = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        vendor: Vendor = make_vendor(db, store, "fresh", status="pending", applied_at=store.created_at)
        approve_vendor(db, operator, vendor.id, reason="Known to us for years.")
        mine = text(
            "select kind, amount, step_size, step_amount from shipping_option o join shipping_profile p"
            " on p.id = o.profile_id where p.vendor_id = :v"
        )
        assert db.connection().execute(mine, {"v": vendor.id}).all() == [("by_weight", 500, 1000, 200)]


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"name": ""}, "name"),
        ({"countries": "DE"}, "countries"),
        ({"countries": "Germany"}, "countries"),
        ({"currency": "JPY"}, "currency"),
        ({"name": "Germany"}, "name"),
    ],
)
def test_a_region_that_cannot_be(counter: Counter, operator: Actor, typed: dict[str, str], field: str) -> None:
    state = at(OperatorRegionsState, f"/admin/regions?store={counter.tenant_id}&region=new", operator)
    do(state, "save_region", {"name": "Austria", "currency": "EUR", "countries": "AT", **typed})
    assert set(state.field_errors) == {field}
    assert rows("select count(*) from region") == [(1,)]
