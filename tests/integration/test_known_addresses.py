"""Who is signed in need not type an address again, and is not asked to sign in."""

import re
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from marketplace.domain.permissions import Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.address import Address
from marketplace.site.cache import PAGES, VERSIONS
from tests.factories.people import actor_for, make_user
from tests.factories.shop import Counter, make_counter
from tests.integration.test_cart_pages import CART, CHECKOUT, add, browser, place, rows, words
from tests.state.browser import sign_in


@pytest.fixture
def counter(database: str, front_end: None, no_rate_limits: None) -> Counter:
    PAGES.clear()
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
            id=new_id("cuaddr"), tenant_id=counter.tenant_id, user_id=owner.user_id, first_name="Maren",
            last_name="Holt", line1=line1, city="Kassel",
            **{"country": "DE", "postal_code": "34117", **fields},  # type: ignore[arg-type]
        )  # fmt: skip
        db.add(row)
        return row.id


def field(page: str, name: str) -> str:
    found = re.search(rf'name="shipping.{name}"[^>]*value="([^"]*)"', page)
    assert found is not None, name
    return found[1]


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
    assert "Rue 5" not in page
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
        "Lange Gasse 3", "34117", "Kassel",
    )  # fmt: skip


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
    for asked in ("Sign in", "Open an account", "Operator sign-in", "Vendor sign-in", "Find an order"):
        assert asked not in foot
    with browser() as guest:
        foot = words(guest.get(CART).text.partition('<footer class="ft"')[2])
    assert "Sign in" in foot
    assert "Find an order" in foot
    assert "Your account" not in foot
