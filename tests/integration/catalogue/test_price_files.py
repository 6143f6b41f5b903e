"""Prices out of a file: every line is looked at before anything changes, and what is wrong is named by its lines."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.domain.permissions import Role
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.services.catalogue import price_files
from marketplace.services.catalogue.price_files import check_price_file, store_price_file
from marketplace.site.desks.price_files import ROUTES
from marketplace.state.operator_desk.price_lists import OperatorPriceListState
from tests.factories.companies import make_company
from tests.factories.people import actor_for, give_role, make_user
from tests.factories.price_lists import make_list
from tests.factories.shop import Counter, make_counter
from tests.state.browser import do, sign_in, tab

SYSTEM = Scope.system()


@dataclass
class Desk:
    counter: Counter
    list_id: str
    token: str
    client: TestClient
    progress: list[int]

    def send(self, content: str | bytes, name: str = "prices.csv") -> Any:
        self.client.cookies.set("session", self.token)
        files = {"file": (name, content, "text/csv")}
        return self.client.post(f"/price-files/{self.list_id}", files=files, headers={"origin": "http://localhost"})

    def work(self, do_it: Any, file_id: str) -> None:
        run(Scope.tenant(self.counter.tenant_id), lambda db: do_it(db, file_id, self.progress.append))

    def screen(self) -> Any:
        screen = tab(OperatorPriceListState, f"/admin/price-lists/{self.list_id}", token=self.token)
        do(screen, "open")
        return screen

    def checked(self, content: str) -> Any:
        """The screen once the file was looked at."""
        answer = self.send(content)
        assert answer.status_code == 201, answer.text
        self.work(check_price_file, answer.json()["id"])
        return self.screen()


def prices() -> list[tuple[Any, ...]]:
    with unit_of_work(SYSTEM) as db:
        rows = db.connection().execute(
            text("""select p.title, i.min_quantity, i.amount, i.percent_off_bps from price i
            join offer o on o.id = i.offer_id join product p on p.id = o.product_id
            where i.price_list_id is not null order by 1, 2""")
        )
        return [tuple(row) for row in rows]


@pytest.fixture
def desk(database: str, no_rate_limits: None) -> Iterator[Desk]:
    """A company's list with the saw at 19.00; SKUs are HA-1, SA-1 and GL-1."""
    counter = make_counter()
    with unit_of_work(SYSTEM) as db:
        for title in ("hammer", "saw", "glove"):
            sku = {"sku": f"{title[:2].upper()}-1", "id": counter.offers[title]}
            db.connection().execute(text("update offer set sku = :sku where id = :id"), sku)
        company = make_company(db, counter.tenant_id, "Rail")
        saw = {counter.offers["saw"]: 1900}
        list_id = make_list(db, counter.tenant_id, "contract_company", company.id, title="Rail 2027", prices=saw)
        admin = make_user(db, "admin@n.example")
        give_role(db, admin, Role.TENANT_ADMIN, tenant=db.get(Tenant, counter.tenant_id))
        by = actor_for(db, admin)
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost") as client:
        yield Desk(counter, list_id, sign_in(by), client, [])


KEPT = [("Saw", 1, 1900, None)]


def test_a_file_is_looked_at_and_then_set_whole(desk: Desk) -> None:
    screen = desk.checked("SKU;from;price;percent\nHA-1;1;9,50;\nHA-1;10;8,75;\n;;;\nGL-1;;;12,5\n")
    sentence = "Nothing is wrong: 2 offers get the prices of this file, and 2 prices change."
    assert (screen.file.text, screen.file.is_ready) == (sentence, True)
    assert [(one.title, one.sku, one.before, one.after) for one in screen.file.changes] == [
        ("Glove", "GL-1", "€5.00", "€4.38"),
        ("Hammer", "HA-1", "€10.00", "€9.50"),
    ]
    assert prices() == KEPT  # nothing is set before a person says so
    do(screen, "apply_file")
    assert (screen.file.is_busy, prices()) == (True, KEPT)
    desk.work(store_price_file, screen.file.id)
    assert prices() == [("Glove", 1, None, 1250), ("Hammer", 1, 950, None), ("Hammer", 10, 875, None), *KEPT]
    assert desk.screen().file.text == "2 offers have the prices of this file."
    assert desk.progress[-1] == 2
    with unit_of_work(SYSTEM) as db:
        line = "select action, actor_name, after ->> 'file' from audit_event order by seq desc limit 1"
        assert db.connection().execute(text(line)).one()[0] == "price_list:prices:imported"
        assert db.connection().execute(text("select content from price_file")).scalars().all() == [""]
    desk.work(store_price_file, screen.file.id)  # a job may run twice
    assert len(prices()) == 4


def test_the_preview_has_what_moves_against_the_list_as_it_is(desk: Desk) -> None:
    screen = desk.checked("SKU;from;price\nSA-1;1;19,00\nSA-1;10;17,00\nHA-1;1;10,00\nGL-1;12;5,00\n")
    assert screen.file.text == "Nothing is wrong: 3 offers get the prices of this file, and 1 price changes."
    assert [(one.sku, one.before, one.after) for one in screen.file.changes] == [("SA-1, from 10", "€19.00", "€17.00")]
    assert screen.file.rest == ""
    do(screen, "discard_file")
    assert (screen.file.changes, prices()) == ((), KEPT)


def test_what_is_wrong_is_named_line_by_line_and_nothing_changes(desk: Desk) -> None:
    screen = desk.checked(
        "sku,vendor,from,to,price,percent,currency\n"
        "HA-1,,1,10,9.50,,\n"
        "HA-1,,10,,9.00,,\n"
        "NO-1,,1,,5,,\n"
        "SA-1,,1,,-5,,\n"
        "SA-1,nut,1,,5,,\n"
        "GL-1,,1,,5,5,\n"
        ",,1,,5,,\n"
        "GL-1,,1,,5,,CHF\n"
        "SA-1,bolt,5,,18.00,,EUR\n"
        "SA-1,bolt,9,,18.50,,EUR\n"
        "SA-1,bolt,x,,18.50,,EUR\n"
    )
    assert [(one.line, one.sku, one.text) for one in screen.file.problems] == [
        ("3", "HA-1", "Lines 2 and 3 overlap: 1 to 10 and from 10."),
        ("4", "NO-1", "No offer has the SKU NO-1."),
        ("5", "SA-1", "A price cannot be below zero."),
        ("6", "SA-1", "No offer has the SKU SA-1 at the vendor nut."),
        ("7", "GL-1", "Enter either a price or a percentage."),
        ("8", "", "Enter the SKU."),
        ("9", "GL-1", "This list is in EUR, the line in CHF."),
        ("11", "SA-1", "More pieces must not cost more each than fewer."),
        ("12", "SA-1", "Enter from how many pieces on, such as 10."),
    ]
    assert (screen.file.text, screen.file.is_ready) == ("9 lines cannot be used, so nothing was changed.", False)
    do(screen, "apply_file")
    assert "cannot be changed this way" in screen.problem
    assert prices() == KEPT
    problems = desk.client.get(f"/admin/price-lists/{desk.list_id}/problems.csv").text
    assert '"4","NO-1","No offer has the SKU NO-1."' in problems
    do(screen, "discard_file")
    assert screen.file.id == ""


def test_a_file_that_is_none_is_refused_at_once(desk: Desk) -> None:
    for content, sentence in (
        ("", "The file is empty."),
        ("article number,costs\nHA-1,5\n", "The first line must name the columns: sku, and price or percent."),
    ):
        answer = desk.send(content)
        assert (answer.status_code, answer.json()["message"]) == (422, sentence)
    other = desk.client.post(f"/price-files/{desk.list_id}", files={"file": ("a.csv", "sku,price")})
    assert other.status_code == 403  # no page of ours
    with unit_of_work(SYSTEM) as db:
        assert db.connection().execute(text("select count(*) from price_file")).scalar_one() == 0


def test_goods_that_went_between_the_look_and_the_setting_stop_all_of_it(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    screen = desk.checked("sku,price\nHA-1,9\nGL-1,4\n")
    do(screen, "apply_file")
    with unit_of_work(SYSTEM) as db:
        db.connection().execute(text("update offer set sku = 'GONE' where sku = 'GL-1'"))
    desk.work(store_price_file, screen.file.id)
    assert (desk.screen().file.text, prices()) == ("1 line cannot be used, so nothing was changed.", KEPT)
    screen = desk.checked("sku,price\nHA-1,9\nGONE,4\n")
    do(screen, "apply_file")
    monkeypatch.setattr(price_files, "_BATCH", 1)  # so that the second of two parts fails

    def fails(done: int) -> None:
        if done == 2:
            raise RuntimeError("the worker was stopped")

    with pytest.raises(RuntimeError):
        run(Scope.tenant(desk.counter.tenant_id), lambda db: store_price_file(db, screen.file.id, fails))
    assert prices() == KEPT
    desk.work(store_price_file, screen.file.id)
    assert len(prices()) == 3


def test_what_is_taken_along_can_be_sent_back(desk: Desk) -> None:
    desk.client.cookies.set("session", desk.token)
    file = desk.client.get(f"/admin/price-lists/{desk.list_id}/prices.csv").content
    assert file.decode("utf-8-sig").splitlines()[1] == '"SA-1","bolt","1","19.00","","EUR"'
    screen = desk.checked(file.decode("utf-8-sig"))
    assert screen.file.is_ready
