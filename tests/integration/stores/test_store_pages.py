"""Whole pages over real rows: the plain home, the market, the 404s, and what makes a page stale."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from typing import Any

import pytest
from sqlmodel import Session, col, update
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.region import Region, RegionCountry
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.queries.shared.market import find_market
from marketplace.queries.storefront.layout import current_page_of, fill, in_words, logo_parts
from marketplace.queries.storefront.stores import get_directory
from marketplace.site.not_found import draw_not_found
from marketplace.site.storefront.homes import ROUTES
from marketplace.state.storefront.stores import last_visit
from marketplace.web.edge import Edge
from marketplace.web.response_cache import RESPONSES, VERSIONS
from tests.factories.people import make_tenant, make_vendor

pytestmark = pytest.mark.usefixtures("front_end")
HTML = {"accept": "text/html"}


@pytest.fixture
def store(db: Session) -> Tenant:
    tenant = make_tenant(
        db, "acme", currencies=["EUR", "CHF"], brand={"look": "plain", "brand": "#7a1fa2", "tagline": "Everything"}
    )
    for position, (name, country, currency) in enumerate((("Germany", "DE", "EUR"), ("Switzerland", "CH", "CHF"))):
        region = new_id("reg")
        db.add(Region(id=region, tenant_id=tenant.id, name=name, currency=currency, position=position))
        db.flush()
        db.add(RegionCountry(id=new_id("rct"), tenant_id=tenant.id, region_id=region, country=country))
    make_vendor(db, tenant, "bolt", tagline="Bolts by the box")
    db.commit()
    return tenant


@pytest.fixture
def visitor(store: Tenant) -> Iterator[TestClient]:
    RESPONSES.clear()
    VERSIONS.forget()
    with TestClient(
        Edge(Starlette(routes=ROUTES), not_found=draw_not_found), base_url="http://shop.example", headers=HTML
    ) as client:
        yield client
    RESPONSES.clear()


def change(statement: Any) -> None:
    """A change by somebody else, seen by the next request."""
    with unit_of_work(Scope.system()) as db:
        db.exec(statement)
    VERSIONS.forget()


def snapshot_of(page: str) -> str:
    return page.split('<div id="snapshot">', 1)[1]


def test_a_store_without_a_home_of_its_own_has_a_plain_one_in_its_colours(visitor: TestClient) -> None:
    first = visitor.get("/s/acme")
    assert first.headers["cache-control"] == "private, max-age=0, must-revalidate"  # it hands out a cart's secret
    assert "HttpOnly; SameSite=Lax" in first.headers["set-cookie"]
    answer = visitor.get("/s/acme")
    assert answer.status_code == 200
    assert "set-cookie" not in answer.headers
    body = snapshot_of(answer.text)
    assert '<h1 class="display">Acme</h1>' in body
    assert "Bolts by the box" in body
    assert "--own-brand:#7a1fa2" in body
    assert "<title>Acme: Everything</title>" in answer.text
    assert re.search(r'<link rel="canonical" href="http[^"]+/s/acme">', answer.text)
    assert answer.headers["cache-control"] == "public, max-age=0, must-revalidate"


def test_a_cached_page_is_new_in_the_moment_its_version_moves(visitor: TestClient, store: Tenant) -> None:
    first = visitor.get("/s/acme")
    assert visitor.get("/s/acme", headers={"if-none-match": first.headers["etag"]}).status_code == 304
    change(update(Vendor).where(col(Vendor.handle) == "bolt").values(tagline="Nuts now"))
    assert "Bolts by the box" in visitor.get("/s/acme").text
    change(update(Tenant).where(col(Tenant.id) == store.id).values(content_version=1))
    assert "Nuts now" in visitor.get("/s/acme").text


def test_a_closed_store_is_gone_at_once_even_from_memory(visitor: TestClient, store: Tenant) -> None:
    assert visitor.get("/s/acme").status_code == 200
    change(update(Tenant).where(col(Tenant.id) == store.id).values(is_active=False))
    answer = visitor.get("/s/acme")
    assert answer.status_code == 404
    assert answer.headers["cache-control"] == "private, no-store"
    assert "There is no such place here." in answer.text


def test_a_missing_page_of_an_open_store_wears_its_brand(visitor: TestClient) -> None:
    answer = visitor.get("/s/acme/p/left-handed-hammer")
    assert answer.status_code == 404
    assert "--own-brand:#7a1fa2" in answer.text
    assert 'value="left handed hammer"' in answer.text
    assert "noindex" in answer.text


@pytest.mark.parametrize("path", ["/s/nobody", "/s/nobody/p/x", "/s/%3Cscript%3E"])
def test_an_unknown_store_is_a_404_of_the_platform(visitor: TestClient, path: str) -> None:
    answer = visitor.get(path)
    assert answer.status_code == 404
    assert "Concourse" in answer.text
    assert "<script>" not in answer.text.split("<body>", 1)[1]


def test_the_region_is_part_of_the_page_and_of_its_key(visitor: TestClient) -> None:
    assert "Germany · EUR" in visitor.get("/s/acme").text
    swiss = visitor.get("/s/acme", headers={"cookie": "region=CH-CHF"}).text
    assert "Switzerland · CHF" in swiss
    assert "Germany · EUR" in visitor.get("/s/acme").text


def test_a_cached_page_knows_nobody(visitor: TestClient) -> None:
    known = visitor.get("/s/acme", headers={"cookie": "session=someone; store=acme"}).text
    assert known == visitor.get("/s/acme").text


@pytest.mark.parametrize(
    ("choice", "expected"),
    [
        ("", ("Germany", "EUR")),
        ("CH-CHF", ("Switzerland", "CHF")),
        ("ch-eur", ("Switzerland", "EUR")),
        ("CH-JPY", ("Switzerland", "CHF")),
        ("FR-EUR", ("Germany", "EUR")),
        ("nonsense", ("Germany", "EUR")),
    ],
)
def test_a_choice_that_does_not_fit_falls_back(store: Tenant, choice: str, expected: tuple[str, str]) -> None:
    with unit_of_work(Scope.tenant(store.id)) as db:
        market = find_market(db, store, choice)
    assert (market.region, market.currency) == expected


def test_the_bare_address_leads_to_the_store_visited_last_while_it_is_open(visitor: TestClient) -> None:
    def target(cookie: str) -> str:
        return str(visitor.get("/", headers={"cookie": cookie}, follow_redirects=False).headers["location"])

    assert target("store=acme") == "/s/acme"
    assert target("store=gone") == "/stores"
    assert target("store=//evil.example") == "/stores"
    assert target("") == "/stores"


def test_the_doors_show_open_stores_only(visitor: TestClient) -> None:
    with unit_of_work(Scope.system()) as db:
        make_tenant(db, "closed", is_active=False)
        make_tenant(db, "umbrella", kind="group")
    VERSIONS.forget()
    body = snapshot_of(visitor.get("/stores").text)
    assert "Acme" in body
    assert "Closed" not in body
    assert "Umbrella" not in body
    with unit_of_work(Scope.system()) as db:
        assert [store.handle for store in get_directory(db).stores] == ["acme"]


def test_crawlers_are_told_what_is_public(visitor: TestClient) -> None:
    robots = visitor.get("/robots.txt").text
    assert "Disallow: /account" in robots
    assert "/s/acme/sitemap.xml" in robots
    sitemap = visitor.get("/s/acme/sitemap.xml")
    assert sitemap.headers["content-type"].startswith("application/xml")
    assert "/s/acme/v/bolt</loc>" in sitemap.text
    assert visitor.get("/s/nobody/sitemap.xml").status_code == 404


def test_small_texts() -> None:
    assert logo_parts("Ass*a*y") == ("Ass", "a", "y")
    assert logo_parts("Plain") == ("Plain", "", "")
    assert fill("{vendors} of {nothing}", {"vendors": 3}) == "3 of {nothing}"
    assert [in_words(0), in_words(4), in_words(13)] == ["no", "four", "13"]
    assert current_page_of("/s/a/search", "q=a&page=2").quoted == "%2Fs%2Fa%2Fsearch%3Fq%3Da%26page%3D2"
    today = now().date()
    assert last_visit(today.isoformat(), today) == "Last visited, today"
    assert last_visit("not a day", today) == "Last visited"


def test_versions_survive_a_burst(visitor: TestClient) -> None:
    async def burst() -> set[object]:
        VERSIONS.forget()
        return set(await asyncio.gather(*(VERSIONS.stamp("acme") for _ in range(20))))

    assert len(asyncio.run(burst())) == 1
