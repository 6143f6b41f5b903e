"""A company's people, price lists, invoices and account for programs: its own, the store's and the vendor's."""

from __future__ import annotations

from base64 import b64encode
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.permissions import Role
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.company import Company, CompanyLocation, CompanyMember
from marketplace.models.order import Order
from marketplace.models.tenant import Tenant
from marketplace.models.user import User
from marketplace.models.vendor import Vendor
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import check_out
from marketplace.services.companies.invitations import invitation_letter
from marketplace.services.identity.api_keys import create_key
from marketplace.services.orders.fulfilling import ship_parcel
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.ledgered import drain
from tests.factories.people import PASSWORD, actor_for, give_role, make_user, make_vendor_owner
from tests.factories.price_lists import make_group, make_list
from tests.factories.shop import form
from tests.integration.buying.test_store_api import Desk, Open, open_desk

assert open_desk
SYSTEM = Scope.system()
MARTA, PRIYA, BEN = "marta@aldermoor.example", "priya@aldermoor.example", "ben@aldermoor.example"
EVA, STAFF, LENA = "eva@brenner.example", "staff@north.example", "lena@aldermoor.example"


@dataclass
class Office:
    """Marta runs Aldermoor, Priya buys for York on account; Eva runs another company; Staff runs the store."""

    desk: Desk
    company: str
    york: str

    def ask(
        self, who: str, method: str, path: str, body: Any = None, *, status: int = 200, kind: str = "customer"
    ) -> Any:
        return self.desk.ask(method, path, body, status=status, token=self.token(who, kind))

    def token(self, who: str, kind: str = "customer") -> str:
        return str(self.desk.ask("POST", f"/auth/{kind}/emailpass", {"email": who, "password": PASSWORD})["token"])

    def key(self, *scopes: str) -> str:
        """A secret key of the store, as a header says it."""
        with unit_of_work(SYSTEM) as db:
            by = actor_for(db, db.exec(select(User).where(User.email == STAFF)).one())
            made = create_key(
                db,
                by,
                kind="secret",
                tenant_id=self.desk.counter.tenant_id,
                title="ERP",
                scopes=scopes,
                password=PASSWORD,
            )
        return "Basic " + b64encode(f"{made.token}:".encode()).decode()


@pytest.fixture
def office(open_desk: Open) -> Office:
    desk = open_desk()
    with unit_of_work(SYSTEM) as db:
        tenant = desk.counter.tenant_id
        company = make_company(db, tenant)
        for email, role in ((MARTA, "admin"), (PRIYA, "buyer")):
            make_member(db, company, email, role)
        make_member(db, make_company(db, tenant, "Brenner"), EVA)
        give_role(db, make_user(db, STAFF), Role.TENANT_ADMIN, tenant=db.exec(select(Tenant)).one())
        york = db.exec(select(CompanyLocation).where(CompanyLocation.id == place_id(db, company, "York"))).one()
        york.net_days = 30
        return Office(desk, company.id, york.id)


def test_an_administrator_invites_changes_and_lets_go(office: Office) -> None:
    path = "/store/companies/me"
    body = {"email": BEN, "role": "approver", "spending_limit": 250.5, "location_ids": [office.york]}
    office.ask(PRIYA, "POST", f"{path}/invitations", body, status=403)
    invited = office.ask(MARTA, "POST", f"{path}/invitations", body)["invitation"]
    facts = ("email", "role", "status", "spending_limit", "limit_period", "location_ids", "currency_code")
    assert [invited[fact] for fact in facts] == [BEN, "approver", "invited", 250.5, "month", [office.york], "eur"]
    twice = office.ask(MARTA, "POST", f"{path}/invitations", body, status=400)
    assert f"{BEN} is invited already." in twice["message"]
    assert office.ask(MARTA, "GET", f"{path}/invitations")["count"] == 1
    assert office.ask(EVA, "GET", f"{path}/invitations")["count"] == 0
    office.ask(EVA, "POST", f"{path}/invitations/{invited['id']}/resend", status=404)
    office.ask(EVA, "DELETE", f"{path}/invitations/{invited['id']}", status=404)
    office.ask(MARTA, "POST", f"{path}/invitations/{invited['id']}/resend")
    with unit_of_work(SYSTEM) as db:
        make_user(db, BEN)
        letter = invitation_letter(db, invited["id"])
        assert letter is not None
    office.ask(EVA, "POST", "/store/companies/invitations/accept", {"token": letter["token"]}, status=403)
    joined = office.ask(BEN, "POST", "/store/companies/invitations/accept", {"token": letter["token"]})["company"]
    assert joined["id"] == office.company
    office.ask(BEN, "POST", "/store/companies/invitations/accept", {"token": letter["token"]}, status=400)
    changed = office.ask(MARTA, "POST", f"{path}/members/{invited['id']}", {"role": "buyer"})["member"]
    assert [changed[fact] for fact in facts] == [BEN, "buyer", "active", 250.5, "month", [office.york], "eur"]
    freed = {"spending_limit": None, "location_ids": None, "limit_period": "year"}
    changed = office.ask(MARTA, "POST", f"{path}/members/{invited['id']}", freed)["member"]
    assert [changed[fact] for fact in facts] == [BEN, "buyer", "active", None, "year", None, "eur"]
    for who, method, status in ((BEN, "POST", 403), (EVA, "POST", 404), (EVA, "GET", 404), (EVA, "DELETE", 404)):
        office.ask(who, method, f"{path}/members/{invited['id']}", {"role": "admin"}, status=status)
    gone = office.ask(MARTA, "DELETE", f"{path}/members/{invited['id']}")
    assert gone == {"id": invited["id"], "object": "member", "deleted": True}
    office.ask(BEN, "GET", f"{path}/members", status=404)
    listed = office.ask(MARTA, "GET", f"{path}/members")["members"]
    assert [(one["email"], one["status"]) for one in listed] == [(MARTA, "active"), (PRIYA, "active"), (BEN, "left")]
    last = office.ask(MARTA, "DELETE", f"{path}/members/{listed[0]['id']}", status=409)
    assert last["message"] == "A company needs an administrator. Make somebody else one first."


@pytest.mark.parametrize(
    ("body", "word"),
    [
        ({"spending_limit": 1.001}, "has more than 2 decimals"),
        ({"spending_limit": -1}, "greater than or equal to 0"),
        ({"role": "king"}, "'admin', 'approver', 'buyer' or 'viewer'"),
        ({"location_ids": ["loc_x"]}, "Choose from the company's places."),
        ({"manager_id": "cmb_x"}, "Choose somebody else who may approve"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_changes(office: Office, body: dict[str, Any], word: str) -> None:
    (_, priya) = office.ask(MARTA, "GET", "/store/companies/me/members")["members"]
    path = f"/store/companies/me/members/{priya['id']}"
    assert word in office.ask(MARTA, "POST", path, body, status=400)["message"]
    assert office.ask(MARTA, "GET", path)["member"] == priya


def test_price_lists_that_hold_for_the_company(office: Office) -> None:
    tenant, hammer = office.desk.counter.tenant_id, office.desk.counter.offers["hammer"]
    with unit_of_work(SYSTEM) as db:
        group = make_group(db, tenant, office.company)
        mine = [
            make_list(db, tenant, kind, owner, title=kind, prices={hammer: ((1, 900), (10, 850))})
            for kind, owner in (
                ("contract_company", office.company),
                ("group", group),
                ("contract_location", office.york),
            )
        ]
        eva = db.exec(select(CompanyMember.company_id).where(CompanyMember.email == EVA)).one()
        foreign = make_list(db, tenant, "contract_company", eva, title="Brenner", prices={hammer: 700})
        public = make_list(db, tenant, "store", None, title="Sale", prices={hammer: 990})
    listed = office.ask(PRIYA, "GET", "/store/companies/me/price-lists")["price_lists"]
    assert {one["id"] for one in listed} == set(mine)
    path = "/store/companies/me/price-lists/{}/prices"
    prices = office.ask(PRIYA, "GET", path.format(mine[0]))["prices"]
    assert [(one["offer_id"], one["min_quantity"], one["amount"]) for one in prices] == [
        (hammer, 1, 9),
        (hammer, 10, 8.5),
    ]
    for other in (foreign, public, "plt_x"):
        office.ask(PRIYA, "GET", path.format(other), status=404)
    assert [one["title"] for one in office.ask(EVA, "GET", "/store/companies/me/price-lists")["price_lists"]] == [
        "Brenner"
    ]


def billed(office: Office) -> tuple[str, str]:
    """Two hammers for York, on account and sent; the vendor's token and the order's id."""
    desk = office.desk
    with unit_of_work(SYSTEM) as db:
        priya = Shopper(actor_for(db, db.exec(select(User).where(User.email == PRIYA)).one()))
        owner = make_vendor_owner(db, db.exec(select(Vendor).where(Vendor.handle == "bolt")).one(), "bolt@example.com")
        make_vendor_owner(db, db.exec(select(Vendor).where(Vendor.handle == "nut")).one(), "nut@example.com")
    cart = desk.counter.cart(priya, hammer=2)
    placed = check_out(desk.do, priya, cart, form(provider="on_account"), key=new_id("key"))
    drain()
    with unit_of_work(SYSTEM) as db:
        order_id = db.exec(select(Order.id).where(Order.group_id == placed.group_id)).one()
        ship_parcel(db, owner, order_id, lines=None, carrier="UPS", key=new_id("key"))
    drain()
    return office.token("bolt@example.com", "vendor"), order_id


def test_an_invoice_is_read_by_who_owes_it_who_billed_it_and_the_store(office: Office) -> None:
    bolt, order_id = billed(office)
    today = now().date().isoformat()
    (invoice,) = office.ask(PRIYA, "GET", "/store/companies/me/invoices?view=open")["invoices"]
    facts = ("type", "order_id", "location_id", "currency_code", "total", "tax_total", "open_total", "reminders_sent")
    assert [invoice[fact] for fact in facts] == ["invoice", order_id, office.york, "eur", 30.94, 4.94, 30.94, 0]
    assert (invoice["issued_on"], invoice["terms"]) == (today, "Net 30 days")
    path = f"invoices/{invoice['id']}"
    assert office.ask(PRIYA, "GET", f"/store/companies/me/{path}")["invoice"] == invoice
    office.ask(EVA, "GET", f"/store/companies/me/{path}", status=404)
    assert office.ask(EVA, "GET", "/store/companies/me/invoices")["count"] == 0
    assert office.ask(PRIYA, "GET", "/store/companies/me/invoices?view=overdue")["count"] == 0
    assert office.desk.ask("GET", "/vendor/invoices", token=bolt)["invoices"] == [invoice]
    assert office.desk.ask("GET", f"/vendor/{path}", token=bolt)["invoice"] == invoice
    nut = office.token("nut@example.com", "vendor")
    assert office.desk.ask("GET", "/vendor/invoices", token=nut)["invoices"] == []
    office.desk.ask("GET", f"/vendor/{path}", token=nut, status=404)
    staff = f"/admin/companies/{office.company}/invoices?order_id={order_id}"
    assert office.ask(STAFF, "GET", staff, kind="user")["invoices"] == [invoice]
    statement = office.ask(PRIYA, "GET", "/store/companies/me/statement")["statement"]
    assert (statement["location_id"], statement["opening_balance"], statement["closing_balance"]) == (
        office.york,
        0,
        30.94,
    )
    (line,) = statement["movements"]
    assert (line["type"], line["number"], line["amount"], line["balance"]) == (
        "invoiced",
        invoice["number"],
        30.94,
        30.94,
    )
    at = f"/admin/company-locations/{office.york}/statement"
    assert office.ask(STAFF, "GET", at, kind="user")["statement"] == statement
    later = office.ask(STAFF, "GET", f"{at}?since=2099-01-01&until=2099-01-02", kind="user")["statement"]
    assert (later["opening_balance"], later["closing_balance"], later["movements"]) == (30.94, 30.94, [])
    office.ask(EVA, "GET", f"/store/companies/me/statement?location_id={office.york}", status=404)


def bought(office: Office, who: str, **goods: int) -> str:
    """Somebody of the company buys for their first place by bank transfer; the purchase's id."""
    with unit_of_work(SYSTEM) as db:
        shopper = Shopper(actor_for(db, db.exec(select(User).where(User.email == who)).one()))
    cart = office.desk.counter.cart(shopper, **goods)
    return check_out(office.desk.do, shopper, cart, form(provider="bank_transfer"), key=new_id("key")).group_id


def test_everybody_of_a_company_reads_what_was_ordered_for_their_places(office: Office) -> None:
    path = "/store/companies/me/orders"
    with unit_of_work(SYSTEM) as db:
        company = db.exec(select(Company).where(Company.id == office.company)).one()
        make_member(db, company, BEN, "viewer", places=("Derby",))
        make_member(db, company, LENA, "buyer", places=("Derby",))
    york, derby = bought(office, PRIYA, hammer=2), bought(office, LENA, saw=1)
    bought(office, EVA, glove=12)
    assert [one["id"] for one in office.ask(MARTA, "GET", path)["orders"]] == [derby, york]
    page = office.ask(MARTA, "GET", f"{path}?limit=1&offset=1&order=created_at")
    assert (page["count"], [one["id"] for one in page["orders"]]) == (2, [derby])
    assert office.ask(MARTA, "GET", f"{path}?status=completed")["count"] == 0
    (one,) = office.ask(MARTA, "GET", f"{path}?location_id={office.york}")["orders"]
    facts = ("id", "total", "location_id", "ordered_by", "ordered_in_name_by", "po_number", "cost_centre")
    assert [one[fact] for fact in facts] == [york, 30.94, office.york, "Priya Test", None, None, None]
    assert [one["id"] for one in office.ask(BEN, "GET", path)["orders"]] == [derby]  # a viewer of Derby
    read = office.ask(BEN, "GET", f"{path}/{derby}")["order"]
    assert (read["ordered_by"], [item["title"] for item in read["items"]]) == ("Lena Test", ["Saw"])
    office.ask(BEN, "GET", f"{path}/{york}", status=404)
    office.ask(BEN, "GET", f"/store/orders/{derby}", status=404)  # it is not his own
    office.ask(EVA, "GET", f"{path}/{york}", status=404)
    assert office.ask(EVA, "GET", f"{path}?location_id={office.york}")["count"] == 0
    office.ask(MARTA, "GET", f"{path}?order=total", status=400)
    with unit_of_work(SYSTEM) as db:
        make_user(db, "solo@home.example")
    assert office.ask("solo@home.example", "GET", path)["count"] == 0
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update company_member set status = 'left' where email = :e"), {"e": BEN})
        his = text("delete from membership where user_id = (select id from account where email = :e)")
        db.connection().execute(his, {"e": BEN})
    assert office.ask(BEN, "GET", path)["count"] == 0


def test_the_store_s_programs_read_by_a_scope_and_change_by_another(office: Office) -> None:
    http, reads, writes = office.desk.http, office.key("companies:read"), office.key("companies:write")

    def call(key: str, method: str, path: str, body: Any = None) -> Any:
        return http.request(method, path, json=body, headers={"authorization": key})

    people = call(reads, "GET", f"/admin/companies/{office.company}/members").json()["members"]
    assert [(one["email"], one["role"]) for one in people] == [(MARTA, "admin"), (PRIYA, "buyer")]
    for part in ("approvals", "budgets", "invoices"):
        assert call(reads, "GET", f"/admin/companies/{office.company}/{part}").json()["count"] == 0
    body = {"title": "Railways", "company_ids": [office.company]}
    refused = call(reads, "POST", "/admin/company-groups", body)
    assert (refused.status_code, "companies:write" in refused.json()["message"]) == (403, True)
    group = call(writes, "POST", "/admin/company-groups", body).json()["company_group"]
    assert (group["title"], group["company_ids"]) == ("Railways", [office.company])
    changed = call(writes, "POST", f"/admin/company-groups/{group['id']}", {"title": "Rail"}).json()["company_group"]
    assert (changed["title"], changed["company_ids"]) == ("Rail", [])
    assert call(reads, "GET", "/admin/company-groups").json()["company_groups"] == [changed]
    assert call(writes, "DELETE", f"/admin/company-groups/{group['id']}").json()["deleted"] is True
    orders = office.key("orders:read")
    assert call(orders, "GET", f"/admin/companies/{office.company}").status_code == 403
    terms = {"net_days": 30, "credit_limit": 100}
    for_people = call(writes, "POST", f"/admin/company-locations/{office.york}/terms", terms)
    assert (for_people.status_code, for_people.json()["message"]) == (
        403,
        "No API key can do this. Sign in as a person.",
    )


def test_staff_set_terms(office: Office) -> None:
    path = f"/admin/company-locations/{office.york}/terms"
    body = {"net_days": 60, "credit_limit": 1500.5, "requires_po": True}
    company = office.ask(STAFF, "POST", path, body, kind="user")["company"]
    york = next(one for one in company["locations"] if one["id"] == office.york)
    assert (york["net_days"], york["credit_limit"]) == (60, 1500.5)
    wrong = office.ask(STAFF, "POST", path, {"net_days": 31, "credit_limit": None}, status=400, kind="user")
    assert "Choose from the list" in wrong["message"]
    office.ask(EVA, "POST", path, body, status=401)
    with unit_of_work(SYSTEM) as db:
        rows = db.connection().execute(
            text("select net_days, requires_po from company_location where id = :id"), {"id": office.york}
        )
        assert tuple(rows.one()) == (60, True)
