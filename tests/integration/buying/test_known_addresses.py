"""Who is signed in need not type an address again, and is not asked to sign in."""

import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from sqlmodel import select
from starlette.testclient import TestClient

from marketplace.domain.errors import Invalid
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.address import Address
from marketplace.models.company import BuyingPlace, Company, CompanyLocation
from marketplace.models.user import Membership, User
from marketplace.queries.storefront.known_addresses import known_addresses
from marketplace.services.identity.address_book import save_address
from marketplace.web.response_cache import RESPONSES, VERSIONS
from tests.factories.companies import make_company, make_member
from tests.factories.people import actor_for, make_user
from tests.factories.shop import Counter, make_counter
from tests.integration.buying.test_cart_pages import CART, CHECKOUT, add, browser, place, rows, words
from tests.state.browser import sign_in


@pytest.fixture
def counter(database: str, front_end: None, no_rate_limits: None) -> Counter:
    RESPONSES.clear()
    VERSIONS.forget()
    return make_counter()


@pytest.fixture
def maren(counter: Counter) -> Actor:
    with unit_of_work(Scope.system()) as db:
        return actor_for(db, make_user(db, "maren@holt.example"))


@pytest.fixture
def visitor(counter: Counter, maren: Actor) -> Iterator[TestClient]:
    with browser() as client:
        client.cookies.set("session", sign_in(maren))
        yield client


def keep(counter: Counter, owner: Actor, line1: str, **fields: object) -> str:
    """An address of somebody's book in this store."""
    with unit_of_work(Scope.system()) as db:
        row = Address(
            id=new_id("cuaddr"),
            tenant_id=counter.tenant_id,
            user_id=owner.user_id,
            first_name="Maren",
            line1=line1,
            city="Kassel",
            **{"last_name": "Holt", "country": "DE", "postal_code": "34117", **fields},  # type: ignore[arg-type]
        )
        db.add(row)
        return row.id


def field(page: str, name: str) -> str:
    match = re.search(rf'name="shipping.{name}"[^>]*value="([^"]*)"', page)
    assert match is not None, name
    return match[1]


def offered(page: str) -> str:
    """The addresses that one press puts into the form."""
    match = re.search(r'<fieldset class="cards own-addresses">.*?</fieldset>', page, re.DOTALL)
    assert match is not None
    return words(match[0])


def bills(page: str) -> dict[str, str]:
    """Where the invoice may go; the chosen one is `chosen`."""
    inside = re.search(r'<select id="co-billing".*?</select>', page, re.DOTALL)
    if inside is None:
        return {}
    options = re.findall(r'<option value="(\w*)"( selected)?>([^<]*)<', inside[0])
    chosen = next((key for key, on, _ in options if on), "")
    return {**{key: label for key, _, label in options}, "chosen": chosen}


def test_the_likeliest_address_is_in_the_form_and_another_one_is_one_press_away(
    visitor: TestClient, counter: Counter, maren: Actor
) -> None:
    other = keep(counter, maren, "Hafenweg 4", label="Workshop")
    keep(counter, maren, "Lange Gasse 3", is_default_shipping=True)
    keep(counter, maren, "Rue 5", country="FR", postal_code="33380")  # this region does not deliver there
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    assert field(page, "line1") == "Lange Gasse 3"
    assert "Workshop" in words(page)
    assert "Rue 5" not in offered(page)
    sent = visitor.post(CHECKOUT, data={"use": other, "note": "Ring twice"}, follow_redirects=False)
    assert (sent.status_code, sent.headers["location"]) == (303, CHECKOUT)
    page = visitor.get(CHECKOUT).text
    assert field(page, "line1") == "Hafenweg 4"
    assert 'value="Ring twice"' in page
    assert rows("select count(*) from checkout") == [(0,)]


def test_what_was_delivered_to_last_is_known_the_next_time(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    place(visitor, visitor.get(CHECKOUT).text)
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    assert (field(page, "line1"), field(page, "postal_code"), field(page, "city")) == (
        "Lange Gasse 3",
        "34117",
        "Kassel",
    )


def test_nobody_is_shown_the_addresses_of_another(counter: Counter, maren: Actor) -> None:
    theirs = keep(counter, maren, "Geheimer Weg 9")
    with unit_of_work(Scope.system()) as db:
        other = actor_for(db, make_user(db, "eve@holt.example"))
    for cookie in ("", sign_in(other)):
        with browser() as client:
            if cookie:
                client.cookies.set("session", cookie)
            add(client, counter, hammer=1)
            client.post(CHECKOUT, data={"use": theirs})
            assert "Geheimer Weg" not in client.get(CHECKOUT).text


def test_the_footer_knows_who_is_signed_in(visitor: TestClient, counter: Counter) -> None:
    foot = words(visitor.get(CART).text.partition('<footer class="ft"')[2])
    assert "Your account" in foot
    assert "Your orders here" in foot
    for label in ("Sign in", "Open an account", "Operator sign-in", "Vendor sign-in", "Find an order"):
        assert label not in foot
    with browser() as guest:
        foot = words(guest.get(CART).text.partition('<footer class="ft"')[2])
    assert "Sign in" in foot
    assert "Find an order" in foot
    assert "Your account" not in foot


def test_an_address_is_kept_only_when_that_is_asked_for_and_once(
    visitor: TestClient, counter: Counter, maren: Actor
) -> None:
    for sent, kept in (({}, 0), ({"keep_address": "yes"}, 1), ({"keep_address": "yes"}, 1)):
        add(visitor, counter, hammer=1)
        page = visitor.get(CHECKOUT).text
        assert 'name="keep_address"' in page
        assert place(visitor, page, **sent).status_code == 303
        assert rows("select count(*) from address") == [(kept,)]
    assert rows("select user_id, last_name, line1, postal_code, is_default_shipping from address") == [
        (maren.user_id, "Holt", "Lange Gasse 3", "34117", False)
    ]


def test_a_kept_address_waits_for_an_order_that_can_be_placed(visitor: TestClient, counter: Counter) -> None:
    add(visitor, counter, hammer=1)
    place(visitor, visitor.get(CHECKOUT).text, keep_address="yes", **{"shipping.postal_code": "ABC"})
    page = visitor.get(CHECKOUT).text
    assert re.search(r'<input type="checkbox" name="keep_address"[^>]* checked', page)  # nothing is ticked twice
    assert rows("select count(*) from address") == [(0,)]


def test_a_guest_has_no_book_to_keep_an_address_in(counter: Counter) -> None:
    with browser() as guest:
        add(guest, counter, hammer=1)
        page = guest.get(CHECKOUT).text
        assert "keep_address" not in page
        place(guest, page, keep_address="yes")
    assert rows("select count(*) from address") == [(0,)]
    assert rows("select count(*) from order_group") == [(1,)]


def test_the_invoice_goes_to_the_address_that_bills_go_to(visitor: TestClient, counter: Counter, maren: Actor) -> None:
    office = keep(
        counter, maren, "Rue 5", label="Head office", country="FR", postal_code="33380", is_default_billing=True
    )
    add(visitor, counter, hammer=1)
    page = visitor.get(CHECKOUT).text
    assert bills(page) == {"": "The delivery address", office: "Head office, Rue 5, 33380 Kassel", "chosen": office}
    place(visitor, page, billing=office)
    add(visitor, counter, hammer=1)
    place(visitor, visitor.get(CHECKOUT).text, billing="")
    assert rows(
        "select shipping_address ->> 'line1', billing_address ->> 'line1', billing_address ->> 'country'"
        " from order_group order by placed_at"
    ) == [("Lange Gasse 3", "Rue 5", "FR"), ("Lange Gasse 3", "Lange Gasse 3", "DE")]


def test_an_invoice_goes_to_no_address_of_another_and_to_none_that_lacks_something(
    visitor: TestClient, counter: Counter, maren: Actor
) -> None:
    with unit_of_work(Scope.system()) as db:
        other = actor_for(db, make_user(db, "eve@holt.example"))
    theirs = keep(counter, other, "Geheimer Weg 9")
    bare = keep(counter, maren, "Hafenweg 4", last_name="")
    add(visitor, counter, hammer=1)
    for key, sentence in (
        (theirs, "This address is not in your address book. Choose another."),
        (bare, "Complete it in your address book first: Enter a name."),
    ):
        place(visitor, visitor.get(CHECKOUT).text, billing=key)
        page = visitor.get(CHECKOUT).text
        assert sentence in words(page)
        assert "Geheimer Weg" not in page
    assert rows("select count(*) from checkout") == [(0,)]


def test_the_whole_book_is_offered(visitor: TestClient, counter: Counter, maren: Actor) -> None:
    for at in range(8):
        keep(counter, maren, f"Hafenweg {at}")
    add(visitor, counter, hammer=1)
    page = offered(visitor.get(CHECKOUT).text)
    assert "2 more" in page
    assert all(f"Hafenweg {at}" in page for at in range(8))


def test_two_tabs_leave_one_default(counter: Counter, maren: Actor) -> None:
    """The lock makes the second wait for the first; without it both would be the default, or one would crash."""

    def one(line1: str) -> None:
        with unit_of_work(Scope.tenant(counter.tenant_id)) as db:
            values = {"last_name": "Holt", "line1": line1, "city": "Kassel", "country": "DE", "postal_code": "34117"}
            save_address(db, maren, counter.tenant_id, values, default_shipping=True)

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(one, [f"Hafenweg {at}" for at in range(8)]))
    assert rows("select count(*), count(*) filter (where is_default_shipping) from address") == [(8, 1)]


def test_an_address_of_before_becomes_the_default_though_its_code_is_none(counter: Counter, maren: Actor) -> None:
    """A code is checked when it is given, not when something else of the address changes."""
    old = keep(counter, maren, "Altmarkt 1", postal_code="ABC")
    with unit_of_work(Scope.tenant(counter.tenant_id)) as db:
        row = save_address(db, maren, counter.tenant_id, {}, address_id=old, default_shipping=True)
        assert (row.is_default_shipping, row.postal_code) == (True, "ABC")
    with pytest.raises(Invalid), unit_of_work(Scope.tenant(counter.tenant_id)) as db:
        save_address(db, maren, counter.tenant_id, {"country": "AT"}, address_id=old)


def test_the_place_of_ones_company_is_known_in_its_own_store_alone(counter: Counter, maren: Actor) -> None:
    ids = {"tenant_id": counter.tenant_id}
    with unit_of_work(Scope.system()) as db:
        for handle, city in (("holt", "Kassel"), ("rival", "Bonn")):
            company = Company(id=new_id("com"), handle=handle, name=handle.capitalize(), status="approved", **ids)
            db.add(company)
            db.flush()
            db.add(
                CompanyLocation(
                    id=new_id("loc"), company_id=company.id, name=f"{handle} depot", country="DE", city=city, **ids
                )
            )
            if handle == "holt":
                db.add(
                    Membership(
                        id=new_id("mem"),
                        user_id=maren.user_id,
                        role=Role.COMPANY_CONTACT,
                        title="buyer",
                        company_id=company.id,
                        **ids,
                    )
                )
    keep(counter, maren, "Hafenweg 4")
    with browser() as client:
        client.cookies.set("session", sign_in(maren))
        add(client, counter, hammer=1)
        page = client.get(CHECKOUT).text
        assert "holt depot" in offered(page)
        assert "rival depot" not in page
        (place,) = [str(row[0]) for row in rows("select id from company_location where name = 'holt depot'")]
        client.post(CHECKOUT, data={"use": place})
        page = client.get(CHECKOUT).text
    assert (field(page, "company"), field(page, "city"), field(page, "last_name")) == ("Holt", "Kassel", "Test")


def test_the_place_that_is_bought_for_comes_before_what_was_delivered_to(counter: Counter, maren: Actor) -> None:
    address = {"line1": "Depot 3", "postal_code": "34119", "city": "Kassel", "country": "DE"}
    with unit_of_work(Scope.system()) as db:
        company = make_company(db, counter.tenant_id, places=("York", "Derby"))
        make_member(db, company, maren.email, "buyer")
        derby = db.exec(select(CompanyLocation).where(CompanyLocation.name == "Derby")).one()
        derby.shipping_address, derby.city = address, "Kassel"
        ids = {"id": new_id("bpl"), "tenant_id": counter.tenant_id, "user_id": maren.user_id}
        db.add(BuyingPlace(location_id=derby.id, **ids))
    with unit_of_work(Scope.tenant(counter.tenant_id)) as db:
        actor = actor_for(db, db.exec(select(User).where(User.email == maren.email)).one())
        known = known_addresses(db, actor, counter.tenant_id, ["DE"])
    assert [(one.title, one.line) for one in known] == [("Derby", "Depot 3, 34119 Kassel"), ("York", "York")]
