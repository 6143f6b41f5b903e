"""An order's taxes: counted per category and rate, kept with what they are on, and told on its papers."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.orders.documents import OrderPaper, PaperTax
from marketplace.domain.permissions import Actor, Grant, Role
from marketplace.domain.stores.region_form import read_rate
from marketplace.integrations.documents.order_documents import invoice
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Category
from marketplace.models.ledger import CommissionLine, CommissionRule, LedgerAccount
from marketplace.models.order import Order, OrderGroup, OrderLine
from marketplace.models.store_settings import StoreSettings
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.shared.order_documents import paper_of
from marketplace.services.buying.checkout import check_out
from marketplace.services.buying.promotion_codes import enter_code
from marketplace.services.finance.settlement import settle
from marketplace.services.operations.verification import verify_everything
from marketplace.services.orders.cancelling import refuse_order
from marketplace.services.stores.regions import set_rate
from tests.factories.bought import send_refunds
from tests.factories.people import make_operator, make_vendor_owner
from tests.factories.shop import Counter, cart_of, form, guest, make_counter
from tests.integration.buying.test_checkout import promotion

pytestmark = pytest.mark.usefixtures("database")
SYSTEM = Scope.system()


def change(statement: str, **values: Any) -> None:
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text(statement), values)


def priced(counter: Counter, title: str, amount: int) -> None:
    change("update price set amount = :amount where offer_id = :offer", amount=amount, offer=counter.offers[title])


def freight(amount: int) -> None:
    change(
        "update shipping_option set amount = :amount, free_from_amount = null, min_order_amount = null", amount=amount
    )


def bought(counter: Counter, code: str = "", **goods: int) -> None:
    cart = counter.cart(guest(), **goods)
    if code:
        counter.transact(lambda db: enter_code(db, cart_of(db, cart), code))
    placed = check_out(counter.transact, guest(), cart, form(tax_id="be 428759497"), key="k1")
    assert placed.status == "placed"


def sound() -> None:
    assert {r.name: r.broken for r in verify_everything() if r.broken and "search" not in r.name} == {}


@pytest.fixture
def counter() -> Counter:
    """Thirty hammers at 6.255 after a tenth off, four saws, a freight: 342.36 without tax."""
    made = make_counter(stock=60)
    priced(made, "hammer", 695)
    priced(made, "saw", 4_110)
    freight(675)
    promotion(made)
    return made


def test_tax_is_rounded_once_per_rate(counter: Counter) -> None:
    bought(counter, "TEN", hammer=30, saw=4)
    with unit_of_work(SYSTEM) as db:
        order = db.exec(select(Order)).one()
        lines = db.exec(select(OrderLine).order_by(OrderLine.unit_amount)).all()
        assert (order.goods_amount - order.discount_amount + order.shipping_amount, order.tax_amount) == (34_236, 6_505)
        assert [(line.total_amount - line.tax_amount, line.tax_amount) for line in lines] == [
            (18_765, 3_566),
            (14_796, 2_811),
        ]
        assert (order.shipping_tax_amount, order.shipping_tax_rate_bps, order.shipping_tax_category) == (128, 1900, "S")
        assert {(line.tax_rate_bps, line.tax_category, line.tax_reason) for line in lines} == {(1900, "S", "")}
        assert db.exec(select(OrderGroup.total_amount)).one() == order.total_amount == 34_236 + 6_505
        settle(db, order.id)
    sound()


def test_where_prices_include_tax_the_buyer_pays_what_was_shown() -> None:
    counter = make_counter(stock=60, inclusive=True)
    priced(counter, "hammer", 333)
    priced(counter, "saw", 1_001)
    freight(777)
    bought(counter, hammer=7, saw=3)
    with unit_of_work(SYSTEM) as db:
        order = db.exec(select(Order)).one()
        assert order.total_amount == 7 * 333 + 3 * 1_001 + 777  # 61.11
        assert order.tax_amount == 976  # 61.11 less 51.35, and not 3.72 + 4.79 + 1.24
        assert (order.goods_amount, order.discount_amount) == (5_135 - order.shipping_amount, 0)
        settle(db, order.id)
    sound()


def test_a_discount_where_prices_include_tax_is_borne_without_it() -> None:
    counter = make_counter(stock=60, inclusive=True)
    promotion(counter, cost_borne_by="shared")
    bought(counter, "TEN", hammer=3)
    with unit_of_work(SYSTEM) as db:
        order, line = db.exec(select(Order)).one(), db.exec(select(OrderLine)).one()
        assert (line.discount_amount, order.discount_amount) == (300, 252)
        assert order.store_discount_amount == line.store_discount_amount == 126
        assert order.total_amount == 2_700 + 600
        settle(db, order.id)
    sound()


def test_freight_that_a_code_gives_is_not_goods_where_prices_include_tax() -> None:
    counter = make_counter(stock=60, inclusive=True)
    promotion(counter, code="FREE", kind="free_shipping", value_bps=None)
    bought(counter, "FREE", hammer=2)
    with unit_of_work(SYSTEM) as db:
        order = db.exec(select(Order)).one()
        assert (order.shipping_amount, order.given_shipping_amount, order.store_discount_amount) == (0, 504, 0)
        assert (order.total_amount, order.tax_amount) == (2_000, 319)
        settle(db, order.id)
        (kept,) = db.exec(select(CommissionLine))
        assert (kept.goods_amount, kept.shipping_amount) == (1_681, 504)
    sound()


def with_a_fee(counter: Counter, rate_bps: int) -> None:
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one().settings = StoreSettings(fee_tax_bps=1900)
        db.add(
            CommissionRule(id=new_id("rul"), tenant_id=counter.tenant_id, position=1, title="Goods", rate_bps=rate_bps)
        )


def books() -> dict[str, int]:
    with unit_of_work(SYSTEM) as db:
        return {a.kind: a.posted_balance for a in db.exec(select(LedgerAccount)) if a.posted_balance}


def test_freight_by_code_is_charged_no_commission_on_goods() -> None:
    counter = make_counter()
    priced(counter, "hammer", 5_800)
    freight(950)
    promotion(counter, code="FREE", kind="free_shipping", value_bps=None)
    with_a_fee(counter, 1_200)
    bought(counter, "FREE", hammer=2)
    with unit_of_work(SYSTEM) as db:
        settle(db, db.exec(select(Order.id)).one())
    assert books() == {
        "psp_clearing": -13_804,
        "promotions": -950,
        "commission": 1_392,
        "fee_tax_payable": 264,
        "tax_payable": 2_204,
        "pending": 10_894,
    }
    sound()


def test_what_a_code_makes_free_goes_back_to_the_store_when_it_is_refused() -> None:
    counter = make_counter()
    priced(counter, "hammer", 11_287)
    promotion(counter, code="ALL", value_bps=10_000)
    promotion(counter, code=None, kind="free_shipping", value_bps=None, title="Freight on us")
    with_a_fee(counter, 1_000)
    bought(counter, "ALL", hammer=1)
    with unit_of_work(SYSTEM) as db:
        order = db.exec(select(Order)).one()
        settle(db, order.id)
        vendor = db.exec(select(Vendor).where(Vendor.id == order.vendor_id)).one()
        owner = make_vendor_owner(db, vendor)
    assert books()["pending"] == 9_943 + order.given_shipping_amount
    with unit_of_work(SYSTEM) as db:
        assert refuse_order(db, owner, order.id, reason="The maker stopped it", key="no") == 0
        send_refunds(db)
    assert books() == {}
    sound()


def test_what_is_sold_at_nothing_keeps_its_ground(counter: Counter) -> None:
    with unit_of_work(SYSTEM) as db:
        facts = read_rate({"tax_name": "Export", "percent": "0", "ground": "G"})
        set_rate(db, make_operator(db), counter.region_id, facts)
    bought(counter, hammer=1)
    change("update tax_rate set rate_bps = 1900, tax_category = 'S', reason = '', reason_code = ''")
    with unit_of_work(SYSTEM) as db:
        line, order = db.exec(select(OrderLine)).one(), db.exec(select(Order)).one()
        tax = (line.tax_rate_bps, line.tax_category, line.tax_reason, line.tax_reason_code)
        assert tax == (0, "G", "Export outside the EU", "VATEX-EU-G")
        assert (order.shipping_tax_category, order.shipping_tax_reason_code) == ("G", "VATEX-EU-G")
    sound()


def test_a_region_without_a_rate_claims_no_ground(counter: Counter) -> None:
    change("delete from tax_rate")
    bought(counter, hammer=1)
    with unit_of_work(SYSTEM) as db:
        line, order = db.exec(select(OrderLine)).one(), db.exec(select(Order)).one()
        assert (line.tax_rate_bps, line.tax_category, line.tax_reason, line.tax_reason_code) == (0, "", "", "")
        assert (order.shipping_tax_category, order.shipping_tax_reason, order.shipping_tax_reason_code) == ("", "", "")
    assert [(tax.rate, tax.ground) for tax in paper().taxes] == [("0 %", "")]
    sound()


def paper() -> OrderPaper:
    with unit_of_work(SYSTEM) as db:
        return paper_of(db, Actor("op", grants=(Grant(Role.OPERATOR),)), db.exec(select(Order.id)).one())


def test_an_invoice_tells_base_and_tax_of_each_rate(counter: Counter) -> None:
    bought(counter, "TEN", hammer=30, saw=4)
    shown = paper()
    assert sorted((line.quantity, line.unit, line.tax, line.total) for line in shown.lines) == [
        (4, "€36.99", "19 %", "€147.96"),
        (30, "€6.255", "19 %", "€187.65"),
    ]
    assert shown.taxes == [PaperTax("19 %", "€342.36", "€65.05")]
    assert shown.sums == [("Goods", "€335.61"), ("Freight, 19 % VAT", "€6.75"), ("VAT", "€65.05"), ("Total", "€407.41")]
    assert (shown.supplied, shown.bill_to[-1]) == ("", "VAT ID BE 0428.759.497")
    change("update vendor_order set shipped_at = '2026-11-30 23:30:00+00'")
    assert paper().supplied == "Supplied on 1 December 2026"
    assert invoice(shown).startswith(b"%PDF-")


def test_an_invoice_names_the_ground_of_what_is_not_taxed(counter: Counter) -> None:
    change("update tax_rate set rate_bps = 825")
    with unit_of_work(SYSTEM) as db:
        category = db.exec(select(Category.id).where(Category.handle == "drills")).one()
        facts = read_rate(
            {
                "tax_name": "VAT",
                "percent": "0",
                "ground": "E",
                "reason": "Art. 132 (1) i",
                "reason_code": "vatex-eu-132-1i",
                "category_id": category,
            }
        )
        set_rate(db, make_operator(db), counter.region_id, facts)
    change("update product set category_id = :category where title = 'Saw'", category=category)
    bought(counter, hammer=2, saw=1)
    assert paper().taxes == [
        PaperTax("8.25 %", "€20.65", "€1.70"),
        PaperTax("0 %", "€41.10", "€0.00", "Art. 132 (1) i (VATEX-EU-132-1I)"),
    ]


TAMPERED = {
    "tax is counted per category and rate of an order": (
        "update order_line set tax_amount = tax_amount - 1, total_amount = total_amount - 1",
        "update vendor_order set shipping_tax_amount = shipping_tax_amount + 1",
        "update order_line set tax_rate_bps = 700",
    ),
    "what is sold says its tax, and a category of 0 % the ground": (
        "update order_line set tax_category = ''",
        "update order_line set tax_category = 'E'",
        "update vendor_order set shipping_tax_category = 'Z', shipping_tax_rate_bps = 0",
        "update vendor_order set shipping_tax_category = '', shipping_tax_rate_bps = 0, shipping_tax_reason = 'Why'",
    ),
    "what the store bears of an order is that of its lines": (
        "update vendor_order set store_discount_amount = store_discount_amount + 1",
    ),
    "what is back of an order's lines is what its refunds say": (
        "update order_line set refunded_tax_amount = 1",
        "update order_line set refunded_store_amount = 1",
    ),
    "pieces that are back leave nothing of the store's money with their vendor": (
        "update order_line set refunded_quantity = quantity",
    ),
}


@pytest.mark.parametrize(("rule", "statement"), [(name, one) for name, all_ in TAMPERED.items() for one in all_])
def test_a_figure_that_was_changed_is_found(counter: Counter, rule: str, statement: str) -> None:
    bought(counter, "TEN", hammer=30)
    sound()
    change(statement)
    assert rule in {r.name for r in verify_everything() if r.broken}
    change("update vendor_order set calculation = 1")  # but orders from before keep their figures
    still = {r.name for r in verify_everything() if r.broken}
    assert (rule in still) is (rule in OF_ALL)


OF_ALL = {name for name in TAMPERED if name.startswith(("what the store bears", "what is back"))}
