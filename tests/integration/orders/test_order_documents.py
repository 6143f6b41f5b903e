"""Invoices and packing slips: readable, numbered, and only for who may have them."""

from __future__ import annotations

import csv
from dataclasses import dataclass

import pytest
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.app import ROUTES
from marketplace.domain.orders.documents import OrderPaper, PaperLine, PaperTax
from marketplace.integrations.documents.order_documents import invoice, packing_slip
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.order import OrderGroup
from tests.factories.bought import buy, orders_of
from tests.factories.catalogue import make_catalogue
from tests.factories.people import actor_for, make_operator, make_user, make_vendor_owner
from tests.state.browser import sign_in


@dataclass(frozen=True)
class Scene:
    """One purchase of two vendors, who may read what of it, and its guest link."""

    bolt_order: str
    vanta_order: str
    key: str
    other_key: str
    tokens: dict[str, str]


@pytest.fixture
def scene(database: str) -> Scene:
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db)
        shop.product("Drill", price=10_000, stock=50)
        shop.product("Gloves", price=900, vendor="vanta", category="safety")
        buyer = make_user(db, "buyer@example.com")
        group = buy(db, shop, {"Drill": 2}, {"Gloves": 1}, user_id=buyer.id)
        unpaid = buy(db, shop, {"Drill": 1}, number=1043, user_id=buyer.id, paid=False)
        bolt, vanta = orders_of(db, group)
        people = {
            "buyer": actor_for(db, buyer),
            "bolt": make_vendor_owner(db, shop.vendors["bolt"]),
            "operator": make_operator(db),
            "stranger": actor_for(db, make_user(db, "else@example.com")),
        }
    tokens = {name: sign_in(actor) for name, actor in people.items()}
    return Scene(bolt.id, vanta.id, group.key(), unpaid.key(), tokens | {"guest": ""})


def get(scene: Scene, path: str, who: str) -> tuple[int, bytes]:
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False) as client:
        if scene.tokens[who]:
            client.cookies.set("session", scene.tokens[who])
        answer = client.get(path)
        return answer.status_code, answer.content


def test_each_side_gets_its_invoice_and_nobody_else(scene: Scene) -> None:
    mine, shopped = f"/vendor/orders/{scene.bolt_order}/invoice.pdf", "/s/northforge/orders/1042/1/invoice.pdf"
    for path, who in (
        (mine, "bolt"),
        (shopped, "buyer"),
        (f"{shopped}?key={scene.key}", "guest"),
        (f"/admin/orders/{scene.bolt_order}/invoice.pdf", "operator"),
        (shopped, "bolt"),
    ):
        status, body = get(scene, path, who)
        assert (status, body[:5]) == (200, b"%PDF-"), (path, who)
    refused = (
        (f"/vendor/orders/{scene.vanta_order}/invoice.pdf", "bolt", 404),
        (shopped, "stranger", 404),
        (shopped, "guest", 303),
        (f"{shopped}?key={scene.other_key}", "guest", 404),
        (mine, "buyer", 303),
        ("/s/northforge/orders/1042/2/invoice.pdf", "bolt", 404),
        ("/s/northforge/orders/9/1/invoice.pdf", "buyer", 404),
        (f"/admin/orders/{scene.bolt_order}/invoice.pdf", "bolt", 303),
        ("/s/northforge/orders/1043/1/invoice.pdf", "buyer", 404),  # unpaid: there is no invoice yet
    )
    for path, who, status in refused:
        assert get(scene, path, who)[0] == status, (path, who)


def test_a_packing_slip_is_for_who_packs(scene: Scene) -> None:
    path = f"/vendor/orders/{scene.bolt_order}/packing-slip.pdf"
    assert get(scene, path, "bolt")[1][:5] == b"%PDF-"
    assert get(scene, path, "buyer")[0] == 303
    assert get(scene, f"/vendor/orders/{scene.vanta_order}/packing-slip.pdf", "bolt")[0] == 404


def test_the_work_list_as_a_file(scene: Scene) -> None:
    with unit_of_work(Scope.system()) as db:
        db.exec(select(OrderGroup).where(OrderGroup.number == 1042)).one().cost_centre = "4410 Tracks"
    status, body = get(scene, "/vendor/orders.csv?view=all", "bolt")
    lines = list(csv.reader(body.decode("utf-8-sig").splitlines()))
    assert status == 200
    assert lines[0][:4] == ["Order", "PO", "Placed", "Buyer"]
    assert [line[0] for line in lines[1:]] == ["1043-1", "1042-1"]
    at = lines[0].index("Cost centre")
    assert [line[at] for line in lines[1:]] == ["", "4410 Tracks"]
    by_centre = get(scene, "/vendor/orders.csv?view=all&q=4410", "bolt")[1].decode("utf-8-sig").splitlines()
    assert [line[0] for line in csv.reader(by_centre[1:])] == ["1042-1"]
    assert "1042-2" not in body.decode()
    assert get(scene, "/vendor/orders.csv", "buyer")[0] == 303


def test_names_of_all_europe_and_long_lists_are_printed() -> None:
    lines = [
        PaperLine(f"Bohrmaschine für Łódź, Ψ, Ж {n} " + "lang " * 30, "HB-1", 2, 1, "€1.00", "19 %", "€2.00")
        for n in range(60)
    ]
    paper = OrderPaper(
        "1042-1",
        "Northforge",
        "Škoda",
        ["Ulica 1"],
        "CZ1",
        ["Ana"],
        ["Ana"],
        "1 May 2026",
        lines,
        note="Ring twice",
        invoice_number="SKODA-1",
        paid="Paid.",
        sums=[("Total", "€120.00")],
        taxes=[PaperTax("0 %", "€120.00", "€0.00", "Export outside the EU (VATEX-EU-G)")],
    )
    for made in (invoice(paper), packing_slip(paper)):
        assert made.startswith(b"%PDF-")
        assert made.count(b"/Type /Page\n") >= 3
