"""The winner of the trace is the price that is charged: on pages and cards, by the API, in the cart, in what approvers
read, on the order and on its invoice."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.buying.buyer import buyer_of
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.approval import PurchaseRequest
from marketplace.models.company import CompanyLocation
from marketplace.models.offer import Price
from marketplace.models.order import Order, OrderLine
from marketplace.models.receivable import Invoice
from marketplace.models.tenant import Tenant
from marketplace.models.user import User
from marketplace.models.vendor import Vendor
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.invoice_documents import invoice_paper
from marketplace.queries.shared.market import find_market
from marketplace.queries.storefront.cart import show_cart
from marketplace.queries.storefront.product import get_product_page
from marketplace.queries.storefront.product_view import ProductChoice
from marketplace.services.buying.cart_access import Shopper, lock_cart
from marketplace.services.buying.carts import basket_of
from marketplace.services.buying.checkout import check_out
from marketplace.services.buying.purchase_requests import ApprovalAsked
from marketplace.services.buying.request_decisions import Outcome, Verdict, decide_request
from marketplace.services.buying.request_placing import place_approved
from marketplace.services.orders.fulfilling import ship_parcel
from tests.factories.agreed_prices import BASES, Agreed, agreements, right_price
from tests.factories.companies import make_company, make_member, make_rule, place_id
from tests.factories.ledgered import drain
from tests.factories.people import actor_for, make_vendor_owner
from tests.factories.price_lists import make_group, make_list
from tests.factories.shop import form
from tests.integration.buying.test_cart_pages import browser
from tests.integration.buying.test_store_api import Desk, Open, open_desk
from tests.state.browser import sign_in

assert open_desk
SYSTEM = Scope.system()
PRIYA, TOM = "priya@aldermoor.example", "tom@aldermoor.example"
WORD, DAY = "a good long password", 86_400
KINDS = ("contract_location", "contract_company", "group", "store")


class House:
    """York buys hammers on account, and Tom approves whatever is ordered."""

    def __init__(self, desk: Desk) -> None:
        self.desk, self.tenant_id, self.offer = desk, desk.counter.tenant_id, desk.counter.offers["hammer"]
        with unit_of_work(SYSTEM) as db:
            company = make_company(db, self.tenant_id, places=("York",))
            york = db.exec(select(CompanyLocation)).one()
            york.net_days, york.credit_limit_amount = 30, 100_000_00
            make_member(db, company, PRIYA, "buyer")
            make_member(db, company, TOM, "approver")
            make_rule(db, company, "total", 0)
            self.owners = {
                "contract_location": place_id(db, company, "York"),
                "contract_company": company.id,
                "group": make_group(db, self.tenant_id, company.id),
                "store": None,
            }
            bolt = db.exec(select(Vendor).where(Vendor.handle == "bolt")).one()
            self.vendor = make_vendor_owner(db, bolt)
        self.token = str(desk.ask("POST", "/auth/customer/emailpass", {"email": PRIYA, "password": WORD})["token"])
        self.session = sign_in(self.person(PRIYA).actor)

    def person(self, email: str) -> Shopper:
        with unit_of_work(SYSTEM) as db:
            return Shopper(actor_for(db, db.exec(select(User).where(User.email == email)).one()))

    def agree(self, lists: list[Agreed], base: Agreed, moment: datetime) -> None:
        """These lists and this list price in place of those before."""
        with unit_of_work(SYSTEM) as db:
            for statement in ("delete from price where offer_id = :offer", "delete from price_list"):
                db.connection().execute(text(statement), {"offer": self.offer} if ":offer" in statement else {})
            for one in lists:
                starts_at, ends_at = one.moments(moment)
                key = make_list(
                    db,
                    self.tenant_id,
                    one.kind,
                    self.owners[one.kind],
                    title=one.name,
                    priority=one.priority,
                    starts_at=starts_at,
                    ends_at=ends_at,
                )
                self._write(db, one, key)
            self._write(db, base, None)
        self.desk.index()

    def _write(self, db: Session, one: Agreed, list_id: str | None) -> None:
        ids = {"tenant_id": self.tenant_id, "offer_id": self.offer, "price_list_id": list_id, "currency": "EUR"}
        for start, amount, off in one.steps:
            db.add(Price(id=new_id("pri"), **ids, min_quantity=start, amount=amount, percent_off_bps=off))

    def card(self) -> str:
        """What is filled into the card of a shared page for one piece; empty where guests read the same."""
        pair = f"{self.offer}.{self.desk.products['hammer']}"
        with browser() as client:
            client.cookies.set("session", self.session)
            offers = client.get(f"/s/northforge/own-prices?of={pair}").json()["offers"]
        return str(offers[self.offer]["price"]) if offers else ""

    def page(self, quantity: int) -> tuple[str, str]:
        """The product's page: the price, and the list that "Why this price" names."""
        buyer = buyer_of(self.person(PRIYA).actor, self.tenant_id)

        def read(db: Session) -> tuple[str, str]:
            store = db.exec(select(Tenant)).one()
            market, choice = find_market(db, store), ProductChoice(quantity=quantity)
            page = get_product_page(
                db, store, market, handle="hammer", choice=choice, moment=now(), base_url="", buyer=buyer
            )
            return page.buy.price, next(line.title for line in page.buy.why if line.is_winner)

        return self.desk.do(read)

    def cart(self, cart_id: str) -> str:
        """The cart's page: what one piece costs."""
        priya = self.person(PRIYA)

        def read(db: Session) -> str:
            market = find_market(db, db.exec(select(Tenant)).one())
            cart = show_cart(db, basket_of(db, lock_cart(db, priya, cart_id), priya.actor), market, "", now())
            return cart.parts[0].lines[0].each.removesuffix(" each")

        return self.desk.do(read)

    def ask(self, cart_id: str) -> str:
        """Priya orders on account, which Tom is asked about; the request's id."""
        with pytest.raises(ApprovalAsked) as stopped:
            check_out(self.desk.do, self.person(PRIYA), cart_id, form(provider="on_account"), key=new_id("key"))
        return stopped.value.request.request_id

    def order(self, request_id: str) -> str:
        """Tom says yes, the order is placed and sent; its id."""
        tom, yes = self.person(TOM).actor, Verdict(is_yes=True)
        assert self.desk.do(lambda db: decide_request(db, tom, self.tenant_id, request_id, yes)) is Outcome.APPROVED
        placed = place_approved(self.desk.do, request_id)
        assert placed is not None
        drain()
        with unit_of_work(SYSTEM) as db:
            order_id = db.exec(select(Order.id).where(Order.group_id == placed.group_id)).one()
            ship_parcel(db, self.vendor, order_id, lines=None, carrier="UPS", key=new_id("key"))
        drain()
        return order_id


@pytest.fixture
def house(open_desk: Open) -> House:
    return House(open_desk(stock=500))


def test_every_surface_charges_what_the_trace_says(house: House) -> None:
    @settings(max_examples=4, derandomize=True, database=None, phases=[Phase.generate])
    @given(agreements(KINDS, at_least=3, pieces=12), BASES, st.integers(1, 14))
    def charges(lists: list[Agreed], base: Agreed, quantity: int) -> None:
        days = [replace(one, starts=one.starts and one.starts * DAY, ends=one.ends and one.ends * DAY) for one in lists]
        house.agree(days, base, now())
        known = [*days, base]
        right, single = right_price(known, quantity), right_price(known, 1)
        assert right is not None
        assert single is not None
        amount, name = right[0], right[1] or "List price"
        text_of = money(amount, "EUR", "en")
        assert house.card() == (money(single[0], "EUR", "en") if any(one.kind != "store" for one in lists) else "")
        assert house.page(quantity) == (text_of, name)
        assert house.desk.amount("hammer", house.token, quantity=quantity) == amount / 100
        cart = house.desk.cart(house.token, hammer=quantity)
        assert cart["items"][0]["unit_price"] == amount / 100
        assert house.cart(cart["id"]) == text_of
        request_id = house.ask(cart["id"])
        with unit_of_work(SYSTEM) as db:
            request = db.exec(select(PurchaseRequest).where(PurchaseRequest.id == request_id)).one()
            (asked_for,) = request.plan.lines
            assert (asked_for.unit_amount, asked_for.quantity) == (amount, quantity)
            assert _winner(asked_for.price_trace) == (name, amount)
        order_id = house.order(request_id)
        with unit_of_work(SYSTEM) as db:
            line = db.exec(select(OrderLine).where(OrderLine.order_id == order_id)).one()
            assert (line.unit_amount, line.quantity, _winner(line.price_trace)) == (amount, quantity, (name, amount))
            paper = invoice_paper(db, db.exec(select(Invoice).where(Invoice.order_id == order_id)).one())
            assert [(row.quantity, row.unit) for row in paper.lines] == [(quantity, text_of)]

    charges()


def _winner(trace: list[dict[str, Any]]) -> tuple[str, int]:
    (won,) = [line for line in trace if line["verdict"] == "won"]
    return won["list"], won["amount"]
