"""The store's side buys in the name of a company's member: by their rules, named in the trail, and no further."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlmodel import Session, select
from starlette.testclient import TestClient

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import CompanyMember
from marketplace.models.tenant import Tenant
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.request_decisions import Verdict, decide_request
from marketplace.services.buying.request_placing import place_approved
from marketplace.services.companies.acting import buying_actor_at
from marketplace.services.companies.decisions import decide_company
from marketplace.services.identity.access import actor_of
from marketplace.services.identity.address_book import keep_address
from marketplace.services.identity.sessions import close_session
from marketplace.state.account.profile import AccountProfileState
from marketplace.state.company_desk.approvals import CompanyApprovalsState
from marketplace.state.operator_desk.audit import OperatorAuditState
from marketplace.state.operator_desk.company import OperatorCompanyState
from marketplace.state.operator_desk.order import OperatorOrderState
from marketplace.state.storefront.product import ProductScreen
from tests.factories.companies import make_company, make_member, make_rule
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user, make_vendor
from tests.factories.price_lists import make_list
from tests.factories.shop import HOME
from tests.factories.spending import MARTA, PRIYA, Office, make_office
from tests.integration.buying.test_cart_pages import CART, CHECKOUT, place, words
from tests.integration.buying.test_cart_pages import browser as open_browser
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()
STORE = "/s/northforge"
OLGA = "olga@concourse.example"
BANNER = "Olga Test buys for Priya Test of Aldermoor Rail"


@dataclass
class Desk:
    """The office, a browser, and the sessions of everybody who might want to act for Priya."""

    office: Office
    browser: TestClient
    tokens: dict[str, str]
    members: dict[str, str]

    def as_(self, who: str) -> TestClient:
        """The browser, signed in as somebody."""
        self.browser.cookies.set("session", self.tokens.get(who, ""))
        return self.browser

    def act(self, who: str = "olga", member: str = PRIYA, company: str = ""):  # type: ignore[no-untyped-def]
        """Press "Buy for them"."""
        key = company or self.office.company.id
        data = {"member": self.members.get(member, member)}
        heads = {"accept": "text/html"}
        return self.as_(who).post(f"/admin/companies/{key}/act", data=data, headers=heads, follow_redirects=False)

    def buyer(self, who: str = "olga", store: str = "northforge") -> Actor:
        """Who buys in a store where this session asks."""
        return buying_actor_at(actor_of(self.tokens[who]), store)


@pytest.fixture
def desk(database: str, front_end: None, no_rate_limits: None) -> Iterator[Desk]:
    office = make_office()
    with unit_of_work(SYSTEM) as db:
        here = db.exec(select(Tenant).where(Tenant.id == office.counter.tenant_id)).one()
        south = make_tenant(db, "assay")
        contract = {office.counter.offers["hammer"]: 700}
        make_list(db, here.id, "contract_company", office.company.id, title="Rail contract", prices=contract)
        seller, shopper = make_user(db, "seller@example.com"), make_user(db, "shopper@example.com")
        give_role(db, seller, Role.VENDOR_MEMBER, vendor=make_vendor(db, here, "halden"))
        give_role(db, shopper, Role.SHOPPER, tenant=here)
        rival = make_member(db, make_company(db, here.id, "Rival Works"), "rival@example.com")
        people = {
            "olga": make_operator(db, "olga@concourse.example"),
            "north": _admin(db, here, "north@example.com"),
            "south": _admin(db, south, "south@example.com"),
            "vendor": actor_for(db, seller),
            "shopper": actor_for(db, shopper),
            "rival": rival,
            "marta": office.actor(MARTA),
            "priya": office.actor(PRIYA),
        }
        members = dict(db.exec(select(CompanyMember.email, CompanyMember.id)).all())
    tokens = {who: sign_in(actor) for who, actor in people.items()}
    with open_browser() as browser:
        yield Desk(office, browser, tokens, members)


def _admin(db: Session, store: Tenant, email: str) -> Actor:
    user = make_user(db, email)
    give_role(db, user, Role.TENANT_ADMIN, tenant=store)
    return actor_for(db, user)


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(SYSTEM) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


def add(desk: Desk, who: str = "olga", **goods: int) -> str:
    for title, quantity in goods.items():
        data = {"offer": desk.office.counter.offers[title], "quantity": str(quantity)}
        page = desk.as_(who).post(f"{CART}/add", data=data)
    return str(page.text)


def test_an_operator_buys_at_the_members_prices_and_both_names_are_kept(desk: Desk) -> None:
    assert desk.act().headers["location"] == STORE
    assert "7.00" in words(add(desk, hammer=2))
    assert BANNER in words(desk.browser.get(CART).text)
    shelf = tab(ProductScreen, f"{STORE}/p/hammer", token=desk.tokens["olga"])
    do(shelf, "load")
    assert (shelf.visitor.acting.startswith(BANNER), shelf.visitor.company) == (True, "Aldermoor Rail")
    assert "7.00" in str(shelf.product)

    done = place(desk.browser, desk.browser.get(CHECKOUT).text, email="olga@concourse.example")
    assert f"{STORE}/orders/" in done.headers["location"]
    assert rows("select u.email, g.email, g.acted_by from order_group g join account u on u.id = g.user_id") == [
        (PRIYA, PRIYA, "Olga Test")  # the order's letters go to whose it is
    ]
    trail = rows("select action, actor_name, after->>'placed_by' from audit_event where tenant_id is not null")
    assert ("company:acting:started", "Olga Test", None) in trail
    assert "Olga Test" in [by for action, _, by in trail if action == "order:group:placed"]

    own_page = desk.as_("priya").get(done.headers["location"]).text
    assert "Placed for you by Olga Test" in words(own_page)
    assert "buys for" not in words(own_page)
    ((group_id,),) = rows("select id from order_group")
    shown = tab(OperatorOrderState, f"/admin/orders/{group_id}", token=desk.tokens["olga"])
    do(shown, "open")
    assert shown.group.acted_by == "Olga Test"

    ((olga,), (priya,)) = (rows(f"select id from account where email = '{one}'")[0] for one in (OLGA, PRIYA))
    for who in (olga, priya):  # what was done in somebody's name is theirs and hers
        trail = tab(OperatorAuditState, f"/admin/audit?who={who}&area=order", token=desk.tokens["olga"])
        do(trail, "open")
        assert [(line.who, line.text) for line in trail.lines] == [
            ("Olga Test for Priya Test", "placed the order 1001")
        ]
    assert {one.label for one in trail.people} >= {"Olga Test"}
    assert "Olga Test for Priya Test" not in {one.label for one in trail.people}


def test_stop_ends_it_and_the_shop_is_ones_own_again(desk: Desk) -> None:
    desk.act()
    add(desk, hammer=1)
    gone = desk.browser.post(f"{STORE}/acting/stop", follow_redirects=False)
    assert gone.headers["location"] == "/admin/companies"
    page = words(desk.browser.get(CART).text)
    assert (BANNER in page, "7.00" in page) == (False, False)
    assert desk.buyer().email == "olga@concourse.example"
    assert rows("select action, actor_name from audit_event where action like 'company:acting%' order by seq") == [
        ("company:acting:started", "Olga Test"),
        ("company:acting:ended", "Olga Test"),
    ]


@pytest.mark.parametrize("who", ["south", "vendor", "shopper", "rival", "marta", "priya"])
def test_nobody_else_acts_for_anybody(desk: Desk, who: str) -> None:
    assert desk.act(who, MARTA).status_code in (403, 404)
    assert rows("select * from acting_session") == []
    assert rows("select * from audit_event where action like 'company:acting%'") == []
    assert desk.buyer(who) == actor_of(desk.tokens[who])


def test_a_guest_is_asked_to_sign_in(desk: Desk) -> None:
    assert desk.act("nobody").headers["location"].startswith("/sign-in")
    assert rows("select * from acting_session") == []


def test_a_store_admin_acts_in_their_store_alone(desk: Desk) -> None:
    assert desk.act("north").headers["location"] == STORE
    assert desk.buyer("north").email == PRIYA
    assert desk.buyer("north", "assay").email == "north@example.com"
    assert desk.buyer("north", "nowhere").email == "north@example.com"
    assert desk.act("north", "missing").status_code == 404
    with unit_of_work(SYSTEM) as db:
        south = db.exec(select(Tenant).where(Tenant.handle == "assay")).one()
        make_member(db, make_company(db, south.id, "Bolt Works"), "bolt@example.com")
    ((company, member),) = rows("select company_id, id from company_member where email = 'bolt@example.com'")
    assert desk.act("north", str(member), str(company)).status_code == 404
    assert desk.act("north", str(member)).status_code == 404  # nor by way of a company of one's own store
    assert desk.act("south", str(member), str(company)).headers["location"] == "/s/assay"


@pytest.mark.parametrize("ended_by", ["hour", "sign-out", "member", "company", "role", "suspension"])
def test_it_ends_with_what_it_rests_on(desk: Desk, ended_by: str) -> None:
    desk.act("north")
    assert desk.buyer("north").email == PRIYA
    _end(desk, ended_by)
    assert desk.buyer("north").user_id != desk.office.actor(PRIYA).user_id
    assert "7.00" not in words(desk.as_("north").get(CART).text)


def _end(desk: Desk, by: str) -> None:
    north = actor_of(desk.tokens["north"])
    with unit_of_work(SYSTEM) as db:
        if by == "sign-out":
            close_session(db, north)
        elif by == "company":
            operator = actor_of(desk.tokens["olga"])
            decide_company(db, operator, desk.office.company.id, "suspend", reason="Not paid.")
        else:
            statement = {
                "hour": "update acting_session set ends_at = :moment",
                "member": "update company_member set status = 'left' where email = :priya and :moment is not null",
                "role": "delete from membership where user_id = :north and :moment is not null",
                "suspension": "update account set suspended_at = :moment where email = :priya",
            }[by]
            values = {"moment": now() - timedelta(seconds=1), "priya": PRIYA, "north": north.user_id}
            used = {name: value for name, value in values.items() if f":{name}" in statement}
            db.connection().execute(text(statement), used)


def test_of_two_members_the_later_one_is_acted_for(desk: Desk) -> None:
    desk.act()
    desk.act(member=MARTA)
    assert desk.buyer().email == MARTA
    assert rows("select count(*) filter (where ended_at is null), count(*) from acting_session") == [(1, 2)]


def test_who_has_not_joined_or_is_oneself_is_not_acted_for(desk: Desk) -> None:
    desk.office.change(status="left")
    refused = desk.act()
    assert (refused.status_code, "buys nothing now" in refused.text) == (409, True)
    assert f'href="/admin/companies/{desk.office.company.id}"' in refused.text  # a page of the house leads back
    assert rows("select * from acting_session") == []
    with unit_of_work(SYSTEM) as db:
        make_member(db, desk.office.company, "olga@concourse.example")
    ((olga,),) = rows("select id from company_member where email = 'olga@concourse.example'")
    assert desk.act(member=str(olga)).status_code == 409


def test_what_is_the_members_own_stays_closed(desk: Desk) -> None:
    """Private carts, purchases and addresses; kept cards; approvals; the account."""
    office, tenant_id = desk.office, desk.office.counter.tenant_id
    private = office.counter.cart(_alone(office.actor()), saw=1)
    with unit_of_work(Scope.tenant(tenant_id)) as db:
        keep_address(db, office.actor(), tenant_id, {**HOME.__dict__, "line1": "Priya's home 7"})
        make_rule(db, office.company, "total", 100_000)
    rows_before = rows("select id, user_id, company_location_id from cart order by id")
    desk.act()
    assert "Saw" not in words(desk.browser.get(CART).text)
    assert rows("select id, user_id, company_location_id from cart order by id") == rows_before
    sent = desk.browser.post(CHECKOUT, data={"cart": private, "email": PRIYA, "provider": "card"})
    assert (sent.status_code, rows("select * from checkout")) == (404, [])

    add(desk, hammer=1)
    form = desk.browser.get(CHECKOUT).text
    assert "home 7" not in form
    assert "keep_card" not in form
    assert "saved:" not in form
    approvals = tab(CompanyApprovalsState, f"{STORE}/company/approvals", token=desk.tokens["olga"])
    assert "/b2b/register" in do(approvals, "open")  # at desks the operator is the operator
    account = tab(AccountProfileState, "/account", token=desk.tokens["olga"])
    do(account, "open")
    assert PRIYA not in str(account)


def _alone(actor: Actor) -> Shopper:
    return Shopper(replace(actor, grants=()))


def test_a_request_that_was_asked_for_in_a_members_name_is_remembered_by_its_order(desk: Desk) -> None:
    with unit_of_work(SYSTEM) as db:
        make_rule(db, desk.office.company, "total", 500)
    desk.act()
    add(desk, hammer=2)
    sent = place(desk.browser, desk.browser.get(CHECKOUT).text, provider="bank_transfer")
    assert sent.headers["location"] == CART  # its desk is the company's, not the operator's
    assert "needs approval" in words(desk.browser.get(CART).text)
    whose = "select r.id, m.email from purchase_request r join company_member m on m.id = r.member_id"
    ((request, member),) = rows(whose)
    assert member == PRIYA
    assert ("company:request:asked", "Olga Test for Priya Test") in rows("select action, actor_name from audit_event")
    yes, tenant_id, transact = Verdict(is_yes=True), desk.office.counter.tenant_id, desk.office.counter.transact
    with pytest.raises(NotFound):
        transact(lambda db: decide_request(db, actor_of(desk.tokens["olga"]), tenant_id, str(request), yes))
    assert rows("select status from purchase_request") == [("pending",)]
    transact(lambda db: decide_request(db, desk.office.actor(MARTA), tenant_id, str(request), yes))
    place_approved(transact, str(request))
    assert rows("select acted_by from order_group") == [("Olga Test",)]


def test_the_place_is_chosen_without_touching_the_members_own_choice(desk: Desk) -> None:
    desk.act()
    places = desk.office.places
    desk.browser.post(f"{STORE}/company/place", data={"location": places["Derby"], "next": CART})
    assert [grant.place for grant in desk.buyer().grants] == [places["Derby"]]
    assert rows("select * from buying_place") == []


def test_the_companys_page_offers_it_for_members_who_can_buy(desk: Desk) -> None:
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update company_member set status = 'left' where email = :e"), {"e": MARTA})
    page = tab(OperatorCompanyState, f"/admin/companies/{desk.office.company.id}", token=desk.tokens["olga"])
    do(page, "open")
    assert {one.name: one.may_act for one in page.review.people} == {"Priya Test": True, "Marta Test": False}


def test_the_members_pasted_list_is_theirs_alone(desk: Desk) -> None:
    page = f"{STORE}/quick-order"
    sku = {title: rows(f"select sku from offer where id = '{one}'")[0][0] for title, one in _offers(desk).items()}
    desk.as_("priya").post(page, data={"skus": f"{sku['saw']} 3"})
    desk.act()
    assert sku["saw"] not in desk.browser.get(page).text
    desk.browser.post(page, data={"skus": f"{sku['hammer']} 2"})
    assert sku["hammer"] in desk.browser.get(page).text
    kept = desk.as_("priya").get(page).text
    assert (sku["saw"] in kept, sku["hammer"] in kept) == (True, False)


def _offers(desk: Desk) -> dict[str, str]:
    return desk.office.counter.offers
