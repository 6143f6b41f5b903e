"""Places that are exempt from tax: set by the store alone, charged so while the certificate counts, said on papers."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Forbidden, Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.domain.stores.taxes import Exemption, Tax, exempted, read_exemption
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import AuditEvent
from marketplace.kit.tenancy import Scope
from marketplace.models.approval import PurchaseRequest
from marketplace.models.company import CompanyLocation
from marketplace.models.order import Order
from marketplace.models.region import Region
from marketplace.models.tenant import Tenant
from marketplace.queries.operator_desk.company_review import get_company_review
from marketplace.queries.shared.market import find_market
from marketplace.queries.shared.order_documents import draw_paper
from marketplace.queries.storefront.cart import show_cart
from marketplace.queries.storefront.cart_views import CartPage
from marketplace.services.buying.cart_access import lock_cart
from marketplace.services.buying.carts import basket_of
from marketplace.services.buying.purchase_requests import ApprovalAsked
from marketplace.services.buying.request_decisions import Outcome, Verdict, decide_request
from marketplace.services.buying.reserving import PriceMoved
from marketplace.services.companies.exemptions import set_exemption
from marketplace.services.finance.refunds import RefundLine, refund_order
from marketplace.services.operations.verification import verify_and_note
from marketplace.services.orders.order_access import lines_of
from marketplace.state.operator_desk.company import OperatorCompanyState
from tests.factories.companies import make_company, make_member, make_rule
from tests.factories.days import today
from tests.factories.ledgered import drain
from tests.factories.people import PASSWORD, make_operator
from tests.factories.price_lists import make_list
from tests.factories.spending import MARTA, PRIYA, Office, make_office
from tests.integration.buying.test_promotions import promotion
from tests.integration.buying.test_store_api import Open, open_desk
from tests.state.browser import do, sign_in, tab

__all__ = ["open_desk"]
SYSTEM = Scope.system()
MISSION = Exemption("D 4711", "Diplomatic mission", "VATEX-EU-151", date(2026, 1, 1))
GROUND = "Diplomatic mission; certificate D 4711"


@pytest.fixture
def office(database: str, no_rate_limits: None) -> Office:
    return make_office()


@pytest.fixture
def operator(office: Office) -> Actor:
    with unit_of_work(SYSTEM) as db:
        return make_operator(db)


def exempt(office: Office, actor: Actor, exemption: Exemption | None, place: str = "York") -> None:
    with unit_of_work(SYSTEM) as db:
        set_exemption(db, actor, office.company.id, office.places[place], exemption)


def bought(office: Office, place: str = "York") -> tuple[object, ...]:
    """What a hammer (10.00, freight 6.00) comes to there: its total, tax and ground."""
    group = office.buy(office.cart(place, hammer=1)).group_id
    rows = office.rows(
        "select o.total_amount, o.tax_amount, l.tax_category, l.tax_reason, l.tax_reason_code, "
        "o.shipping_tax_category, o.shipping_tax_reason from vendor_order o join order_line l on l.order_id = o.id "
        "where o.group_id = :group",
        group=group,
    )
    return rows[0]


TAXED = (1904, 304, "S", "", "", "S", "")
FREE = (1600, 0, "E", GROUND, "VATEX-EU-151", "E", GROUND)


def test_an_exempt_place_is_charged_no_tax_and_its_orders_say_why(office: Office, operator: Actor) -> None:
    exempt(office, operator, MISSION)
    assert bought(office) == FREE
    assert bought(office, "Derby") == TAXED
    with unit_of_work(SYSTEM) as db:
        order = db.exec(select(Order).order_by(Order.created_at)).first()  # type: ignore[arg-type]
        assert order is not None
        assert [(one.ground, one.amount) for one in draw_paper(db, order).taxes] == [
            (f"{GROUND} (VATEX-EU-151)", "€0.00")
        ]
    exempt(office, operator, None)
    assert bought(office) == TAXED


@pytest.mark.parametrize(
    ("since", "until", "charged"), [(0, 0, FREE), (1, None, TAXED), (-9, -1, TAXED), (-2_000, None, FREE)]
)
def test_it_counts_from_its_first_to_its_last_day(
    office: Office, operator: Actor, since: int, until: int | None, charged: tuple[object, ...]
) -> None:
    last = None if until is None else today(until)
    exemption = Exemption("D 4711", "Diplomatic mission", "VATEX-EU-151", today(since), last)
    assert exemption.holds_on(today()) == (charged == FREE)
    exempt(office, operator, exemption)
    assert bought(office) == charged


def with_tax_in_prices() -> None:
    with unit_of_work(SYSTEM) as db:
        db.exec(select(Region)).one().tax_inclusive = True


def broken_rules() -> list[str]:
    with unit_of_work(SYSTEM) as db:
        return [result.name for result in verify_and_note(db) if result.broken]


def test_where_prices_include_tax_an_exempt_place_pays_the_net_price(office: Office, operator: Actor) -> None:
    """It paid the tax as if it were goods before."""
    exempt(office, operator, MISSION)
    with_tax_in_prices()
    assert bought(office) == (1345, 0, *FREE[2:])  # 16.00 less 2.55, rounded once over goods and freight
    assert bought(office, "Derby") == (1600, 255, "S", "", "", "S", "")
    columns = "l.unit_amount, l.total_amount, o.goods_amount, o.shipping_amount, o.total_amount, g.is_tax_inclusive"
    tables = "order_line l join vendor_order o on o.id = l.order_id join order_group g on g.id = o.group_id"
    free, taxed = office.rows(f"select {columns} from {tables} order by g.number")
    assert free == (841, 841, 841, 504, 1345, False)
    assert taxed == (1000, 1000, 841, 504, 1600, True)  # its vendor earns the same
    with unit_of_work(SYSTEM) as db:
        order = db.exec(select(Order).order_by(Order.created_at)).first()  # type: ignore[arg-type]
        assert order is not None
        paper = draw_paper(db, order)
    assert [(one.unit, one.tax, one.total) for one in paper.lines] == [("€8.41", "0 %", "€8.41")]
    assert [(one.rate, one.base, one.amount, one.ground) for one in paper.taxes] == [
        ("0 %", "€13.45", "€0.00", f"{GROUND} (VATEX-EU-151)")
    ]
    assert broken_rules() == []


def test_its_cart_says_what_is_taken_out(office: Office, operator: Actor) -> None:
    exempt(office, operator, MISSION)
    with_tax_in_prices()
    cart_id = office.cart("York", hammer=1)
    priya = office.shopper()

    def look(db: Session) -> CartPage:
        market = find_market(db, db.exec(select(Tenant)).one())
        return show_cart(db, basket_of(db, lock_cart(db, priya, cart_id), priya.actor), market, "", now())

    page = office.counter.transact(look)
    assert (page.goods, page.freights[0][1], page.tax_label, page.tax, page.total) == (
        "€10.00",
        "€6.00",
        "VAT 19 % taken out: you are exempt",
        "−€2.55",
        "€13.45",
    )


def test_promotions_freight_and_minimums_go_by_the_prices_that_are_shown(office: Office, operator: Actor) -> None:
    """5.00 off is 5.00 with tax: the net of it comes off, is used up of the promotion, and borne by the store."""
    with_tax_in_prices()
    promotion(
        office.counter, kind="fixed", code=None, value_bps=None, value_amount=500, currency="EUR", cost_borne_by="store"
    )
    seen = []
    for exemption in (None, MISSION):
        exempt(office, operator, exemption)
        group = office.buy(office.cart("York", hammer=3)).group_id
        (row,) = office.rows(
            "select o.total_amount, o.tax_amount, o.goods_amount, o.discount_amount, o.store_discount_amount,"
            " o.shipping_amount, l.discount_amount, l.discounts from vendor_order o"
            " join order_line l on l.order_id = o.id where o.group_id = :group",
            group=group,
        )
        seen.append(row)
    taxed, free = seen
    assert (taxed[0], taxed[1]) == (3100, 495)
    assert free[:2] == (2605, 0)
    assert free[2:6] == taxed[2:6] == (2521, 420, 420, 504)
    assert (taxed[6], free[6]) == (500, 420)
    assert [(one["amount"]) for one in free[7]] == [420]
    spent = office.rows("select amount from promotion_use order by amount")
    assert spent == [(420,), (500,)]
    assert broken_rules() == []


def test_what_goes_back_of_it_is_net_too(office: Office, operator: Actor) -> None:
    exempt(office, operator, MISSION)
    with_tax_in_prices()
    bought(office)
    drain()
    with unit_of_work(SYSTEM) as db:
        order = db.exec(select(Order)).one()
        refund_order(
            db,
            operator,
            order.id,
            lines=[RefundLine(lines_of(db, order)[0].id, 1)],
            shipping_amount=504,
            reason="Bent",
            key="back",
        )
    drain()
    assert office.rows("select amount, tax_amount, shipping_amount, shipping_tax_amount from refund") == [
        (1345, 0, 504, 0)
    ]
    assert office.rows("select refunded_amount from vendor_order") == [(1345,)]
    assert broken_rules() == []


def test_the_store_api_says_what_an_exempt_place_pays(open_desk: Open) -> None:
    """Every amount of its cart and its order is net; a way of delivery costs what the region shows."""
    desk = open_desk(inclusive=True)
    with unit_of_work(SYSTEM) as db:
        make_member(db, make_company(db, desk.counter.tenant_id, places=("York",)), PRIYA, "buyer")
        place = db.exec(select(CompanyLocation)).one()
        set_exemption(db, make_operator(db, "two@example.com"), place.company_id, place.id, MISSION)
    signed_in = desk.ask("POST", "/auth/customer/emailpass", {"email": PRIYA, "password": PASSWORD})
    token = str(signed_in["token"])
    cart = desk.ready(token, hammer=1)
    options = desk.ask("GET", f"/store/shipping-options?cart_id={cart['id']}", token=token)["shipping_options"]
    assert [(one["amount"], one["is_tax_inclusive"]) for one in options] == [(6, True)]
    names = ("total", "subtotal", "tax_total", "item_total", "shipping_total", "original_total", "discount_total")
    assert [cart[name] for name in names] == [13.45, 13.45, 0, 8.41, 5.04, 13.45, 0]
    assert cart["payment_collection"]["amount"] == 13.45
    (item,), (method,) = cart["items"], cart["shipping_methods"]
    assert (item["unit_price"], item["is_tax_inclusive"], item["total"]) == (8.41, False, 8.41)
    assert (method["amount"], method["is_tax_inclusive"]) == (5.04, False)
    done = desk.ask("POST", f"/store/carts/{cart['id']}/complete", token=token)
    assert (done["type"], [done["order"][name] for name in names]) == ("order", [13.45, 13.45, 0, 8.41, 5.04, 13.45, 0])
    bought_cart = desk.ask("GET", f"/store/carts/{cart['id']}", token=token)["cart"]
    assert [bought_cart[name] for name in names] == [13.45, 13.45, 0, 8.41, 5.04, 13.45, 0]


def test_a_request_keeps_the_net_price_and_shows_the_end_of_an_exemption(office: Office, operator: Actor) -> None:
    exempt(office, operator, MISSION)
    with_tax_in_prices()
    with unit_of_work(SYSTEM) as db:
        make_rule(db, office.company, "total", 0)
    with pytest.raises(ApprovalAsked) as stopped:
        office.buy(office.cart("York", hammer=3))
    asked_about = stopped.value.request.request_id
    with unit_of_work(SYSTEM) as db:
        request = db.exec(select(PurchaseRequest).where(PurchaseRequest.id == asked_about)).one()
        (line,) = request.plan.lines
        assert (request.plan.total, line.unit_amount, line.total_amount, line.tax_reason) == (3025, 840, 2521, GROUND)
        assert [one["amount"] for one in line.price_trace if one["verdict"] == "won"] == [840]
    exempt(office, operator, None)
    marta, yes = office.actor(MARTA), Verdict(is_yes=True)
    said_yes = office.counter.transact(lambda db: decide_request(db, marta, office.counter.tenant_id, asked_about, yes))
    assert said_yes is Outcome.CHANGED
    assert office.rows("select count(*) from order_group") == [(0,)]


def test_an_exemption_that_ends_meanwhile_is_another_price(office: Office, operator: Actor) -> None:
    exempt(office, operator, MISSION)
    with_tax_in_prices()
    cart = office.cart("York", hammer=1)
    exempt(office, operator, None)
    with pytest.raises(PriceMoved):
        office.buy(cart, seen_total_amount=1345)
    assert office.rows("select count(*) from order_group") == [(0,)]


def test_only_the_stores_side_exempts(office: Office, operator: Actor) -> None:
    for email in (MARTA, PRIYA):
        with pytest.raises((Forbidden, NotFound)):
            exempt(office, office.actor(email), MISSION)
    with pytest.raises(NotFound), unit_of_work(SYSTEM) as db:
        set_exemption(db, operator, "com_missing", office.places["York"], MISSION)
    assert office.rows("select exempt_certificate from company_location") == [("",), ("",)]
    assert bought(office) == TAXED


def test_set_and_ended_on_the_companys_page_with_the_trail(office: Office, operator: Actor) -> None:
    page = tab(OperatorCompanyState, f"/admin/companies/{office.company.id}", token=sign_in(operator))
    do(page, "open")
    form = {"place": office.places["York"], "certificate": "", "ground": "", "until": ""}
    do(page, "exempt", form)
    assert page.field_errors == {
        "certificate": "Enter the certificate's number, 60 characters at most.",
        "ground": "Name the exemption, such as the article of the law: invoices say it.",
    }
    do(page, "exempt", {**form, "certificate": "D 4711", "ground": "Diplomatic mission", "until": "2099-12-31"})
    york = next(one for one in page.review.places if one.name == "York")
    assert (york.is_exempt, york.exemption.startswith(GROUND), "31 December 2099" in york.exemption) == (
        True,
        True,
        True,
    )
    do(page, "end_exemption", office.places["York"])
    assert [one.exemption for one in page.review.places] == ["", ""]
    with unit_of_work(SYSTEM) as db:
        actions = db.exec(select(AuditEvent.action).where(AuditEvent.object_type == "company")).all()
    assert [one for one in actions if "exemption" in one] == [
        AuditAction.COMPANY_EXEMPTION_SET,
        AuditAction.COMPANY_EXEMPTION_ENDED,
    ]


def test_the_page_shows_lists_that_hold_and_leads_to_each_account(office: Office, operator: Actor) -> None:
    with unit_of_work(SYSTEM) as db:
        tenant = office.counter.tenant_id
        make_list(db, tenant, "contract_company", office.company.id, title="Rail contract")
        make_list(db, tenant, "contract_location", office.places["York"], title="York contract")
        make_list(db, tenant, "contract_company", "com_other", title="Somebody else")
        make_list(db, tenant, "contract_company", office.company.id, title="Over", ends_at=now() - timedelta(days=1))
    with unit_of_work(SYSTEM) as db:
        review = get_company_review(db, operator, office.company.id)
    assert [(one.title, one.scope) for one in review.lists] == [
        ("York contract", "One location of a company: York, EUR"),
        ("Rail contract", "One company, EUR"),
    ]
    assert [one.account_href for one in review.places] == [
        f"/admin/receivables/{office.places[name]}" for name in ("York", "Derby")
    ]


def test_what_is_zero_for_another_reason_keeps_its_own() -> None:
    books = Tax(0, "Z", "Zero rated")
    assert exempted({"/": Tax(1900), "/books/": books}, MISSION) == {"/": MISSION.tax, "/books/": books}


def test_a_last_day_before_the_first_is_refused() -> None:
    with pytest.raises(Invalid) as caught:
        read_exemption("D 4711", "Mission", "wrong", since=today(), until=today(-1))
    assert set(caught.value.fields) == {"until", "ground_code"}
