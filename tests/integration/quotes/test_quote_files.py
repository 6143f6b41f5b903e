"""Quotes as files: what the spreadsheet and the paper say, and for whom there is one."""

from __future__ import annotations

import csv
import io
import re

import pytest
from sqlalchemy import text
from sqlmodel import select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.app import ROUTES
from marketplace.domain.permissions import GUEST, Actor
from marketplace.domain.quotes.answer_form import AnswerForm
from marketplace.domain.quotes.papers import ComparedRow, ComparisonPaper
from marketplace.domain.quotes.requester import Requester
from marketplace.integrations.documents.pdf import Column, Paper
from marketplace.kit.db import unit_of_work
from marketplace.kit.session_cookie import quote_cookie
from marketplace.kit.tenancy import Scope
from marketplace.models.quote import QuoteRequest, QuoteRevision
from marketplace.queries.formatting.dates import full_day
from marketplace.queries.formatting.money import money
from marketplace.queries.operator_desk.quote_room import get_store_room
from marketplace.queries.shared.quote_papers import get_buyer_paper, get_vendor_paper
from marketplace.queries.storefront.comparison_paper import get_comparison_paper
from marketplace.queries.storefront.comparison_table import COMPARISON_HEAD
from marketplace.queries.storefront.quote_comparison import get_comparison
from marketplace.queries.storefront.quote_room import get_buyer_room
from marketplace.queries.vendor_desk.quote_room import get_vendor_room
from marketplace.services.quotes.answering import answer_quote, take_back_answer
from marketplace.services.quotes.documents import print_comparison, print_revision
from marketplace.services.quotes.quote_access import quote_link
from marketplace.services.quotes.revisions import totals
from tests.factories.days import in_a_week
from tests.factories.people import actor_for, make_user
from tests.factories.quotes import Market, make_market
from tests.state.browser import sign_in


@pytest.fixture
def market(database: str) -> Market:
    return make_market()


def get(path: str, who: Actor | None = None, *, key: str = "") -> tuple[int, bytes, str]:
    """Status, body and what the file is called, as this person's browser gets it."""
    app = Starlette(routes=ROUTES)
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as client:
        if who is not None:
            client.cookies.set("session", sign_in(who))
        if key:
            client.cookies.set(quote_cookie(), key)
        answer = client.get(path)
    return answer.status_code, answer.content, answer.headers.get("content-disposition", "")


def quoted(market: Market, **fields: object) -> str:
    """Bolt has answered everything, with steps and a minimum; nut has answered its glove alone."""
    request = market.ask(country="DE", postal_code="34117", city="Kassel", **fields)
    market.answer(request, "bolt", 850, 430, valid_until=in_a_week(), note="Ex stock.", payment_terms="30 days net")
    market.answer(request, "nut", None, 450, valid_until=in_a_week(), freight_amount=300)
    return request


def test_the_comparison_is_a_row_for_each_line_and_vendor(market: Market) -> None:
    request = quoted(market)
    status, body, name = get(f"/s/northforge/quotes/{request}.csv", market.priya)
    assert (status, name) == (200, 'attachment; filename="Q-1001.csv"')
    head, *rows = csv.reader(io.StringIO(body.decode("utf-8-sig")))
    assert tuple(head) == COMPARISON_HEAD
    hammer, glove = ["1", "Hammer, HAMMER", "10"], ["2", "Glove, GLOVE", "24"]
    until = f"{in_a_week():%Y-%m-%d %H:%M} UTC"
    bolt, nut = ["Bolt", "quoted", "1"], ["Nut", "quoted", "1"]
    bolt_ends, nut_ends = ["7.00", until, "yes"], ["3.00", until, ""]  # the lowest price is chosen at first
    article = "bolt’s own Glove, GLOVE"
    assert rows == [
        [*hammer, *bolt, "yes", "Hammer, HAMMER", "BO-HAMMER", "8.50", "10", "85.00", "EUR", "1", "4", "", *bolt_ends],
        [*hammer, *nut, "no", *[""] * 12],
        [*glove, *bolt, "yes", article, "", "4.30", "24", "103.20", "EUR", "1", "4", "", *bolt_ends],
        [*glove, *nut, "yes", "Glove, GLOVE", "NU-GLOVE", "4.50", "24", "108.00", "EUR", "1", "4", "", *nut_ends],
    ]
    trail = "select actor_name, after->>'rows' from audit_event where object_id = 'comparison of a quote'"
    with unit_of_work(Scope.system()) as db:
        assert db.connection().execute(text(trail)).all() == [("Priya Test", "4")]


def test_what_was_chosen_is_marked(market: Market) -> None:
    request = quoted(market)
    market.award(request, "bolt", "nut")
    _, body, _ = get(f"/s/northforge/quotes/{request}.csv", market.priya)
    rows = list(csv.reader(io.StringIO(body.decode("utf-8-sig"))))[1:]
    assert [(row[3], row[4], row[-1]) for row in rows] == [
        ("Bolt", "accepted", "yes"),
        ("Nut", "accepted", ""),
        ("Bolt", "accepted", ""),
        ("Nut", "accepted", "yes"),
    ]


def test_the_comparison_for_paper_says_what_its_page_says(market: Market) -> None:
    request = quoted(market)
    with unit_of_work(Scope.tenant(market.tenant_id)) as db:
        grid = get_comparison(db, market.buyer, market.tenant_id, request)
        paper = get_comparison_paper(db, market.buyer, market.tenant_id, request)
    assert (paper.number, paper.store, paper.title, list(paper.vendors)) == (
        "Q-1001",
        "Northforge",
        "Line 3 refit",
        ["Bolt", "Nut"],
    )
    assert paper.facts[0] == grid.summary
    assert [(row.title.split("\n")[0], [cell.split("\n")[0] for cell in row.cells]) for row in paper.lines] == [
        ("Hammer, HAMMER", ["chosen: €8.50", "no offer"]),
        ("Glove, GLOVE", ["chosen: €4.30", "€4.50"]),
    ]
    assert [[cell.partition("\n")[2] for cell in row.cells] for row in paper.lines] == [
        ["€85.00 · 4 days · lowest", ""],
        ["€103.20 · 4 days · lowest · instead: bolt’s own Glove, GLOVE", "€108.00 · 4 days"],
    ]
    assert [(row.title, list(row.cells)) for row in paper.feet if row.title != "Valid until"] == [
        ("They add", ["Ex stock.", ""]),
        ("Freight", ["€7.00", "€3.00"]),
        ("Payment", ["30 days net", ""]),
        ("If all from one", ["€195.20\nfor 2 of 2 lines", "€111.00\nfor 1 of 2 lines"]),
    ]
    # 85.00 + 103.20 + 7.00 of freight, with 19 % on top
    assert paper.sums == [
        ("Bolt, 2 lines", "€188.20"),
        ("Freight", grid.freight),
        ("Tax", grid.tax),
        ("Together, with freight and tax", "€232.29"),
    ]
    assert grid.total == "€232.29"


def test_the_comparison_is_a_pdf_for_who_reads_the_request(market: Market) -> None:
    request = quoted(market)
    path = f"/s/northforge/quotes/{request}.pdf"
    status, body, name = get(path, market.priya)
    assert (status, body[:5], name) == (200, b"%PDF-", 'inline; filename="Q-1001.pdf"')
    assert (get(path, market.bolt)[0], get(path)[0]) == (404, 303)
    trail = "select actor_name, after->>'rows' from audit_event where object_id = 'comparison of a quote'"
    with unit_of_work(Scope.system()) as db:
        assert db.connection().execute(text(trail)).all() == [("Priya Test", "4")]


def test_the_comparison_of_many_vendors_goes_on_below() -> None:
    vendors = [f"Vendor {at}" for at in range(12)]
    lines = [ComparedRow(f"Line {at}\n3 pieces", ["€8.50\n€25.50"] * 12) for at in range(40)]
    paper = ComparisonPaper("Q-1", "Northforge", "Line 3 refit", ["now"], "", vendors, lines, [])
    one = ComparisonPaper("Q-1", "Northforge", "Line 3 refit", ["now"], "", vendors[:5], lines, [])
    assert pages(print_comparison(paper)) > pages(print_comparison(one)) > 1


def test_an_offer_on_paper_loses_no_word(market: Market) -> None:
    words = "Stainless, passivated, packed in tens, each with its own sheet of measurements. " * 6
    request = market.ask(market.wanted("hammer", 10))
    line = market.line(market.lines(request)[0], 900, "bolt", note=words.strip())
    quote = market.quote(request)
    form = AnswerForm((line,), in_a_week())
    market.do(lambda db: answer_quote(db, market.bolt, quote, form))
    paper = market.do(lambda db: get_buyer_paper(db, market.buyer, market.tenant_id, request, quote, number=1))
    detail = paper.lines[0].detail
    assert words.strip() in detail
    sheet = Paper("t", "a", "f")
    loud, quiet = sheet._laid(Column("Article"), 78, f"Hammer\n{detail}")
    assert (loud, " ".join(quiet)) == (["Hammer"], detail)
    assert len(quiet) > 5
    assert sheet.finished()[:5] == print_revision(paper)[:5] == b"%PDF-"


def pages(pdf: bytes) -> int:
    return int(re.search(rb"/Count (\d+)", pdf)[1])  # type: ignore[index]


def test_the_paper_of_a_revision_says_what_was_sent(market: Market) -> None:
    request = quoted(market)
    quote = market.quote(request)
    paper = market.do(lambda db: get_buyer_paper(db, market.buyer, market.tenant_id, request, quote, number=1))
    assert (paper.number, paper.store, paper.title, paper.vendor, paper.buyer) == (
        "Q-1001",
        "Northforge",
        "Offer, revision 1",
        "Bolt GmbH",
        "Priya Test",
    )
    assert (paper.ship_to, paper.facts[1]) == (
        ["34117 Kassel", "Germany"],
        f"Valid until {full_day(in_a_week().date())}, {in_a_week():%H:%M} UTC",
    )
    assert [(one.title, one.detail, one.quantity, one.unit, one.total) for one in paper.lines] == [
        ("Hammer, HAMMER", "BO-HAMMER · 4 working days", 10, "€8.50", "€85.00"),
        ("bolt’s own Glove, GLOVE", "4 working days", 24, "€4.30", "€103.20"),
    ]
    assert (paper.payment_terms, paper.note, paper.missing) == ("30 days net", "Ex stock.", "")
    assert market.do(lambda db: get_vendor_paper(db, market.bolt, quote, 1)) == paper
    nut = market.quote(request, "nut")
    assert market.do(lambda db: get_vendor_paper(db, market.nut, nut, 1)).missing == "Hammer, HAMMER"


@pytest.mark.parametrize("inclusive", [False, True])
def test_the_sums_of_paper_are_those_of_the_revision(database: str, inclusive: bool) -> None:
    market = make_market(inclusive=inclusive)
    request = quoted(market)
    market.counter_offer(request, "bolt", 1, line0=800)
    quote = market.quote(request)
    with unit_of_work(Scope.tenant(market.tenant_id)) as db:
        sent = db.exec(select(QuoteRevision).where(QuoteRevision.quote_id == quote).order_by("number")).all()
        expected = {one.number: totals(one.terms) for one in sent}
        papers = {
            one: get_buyer_paper(db, market.buyer, market.tenant_id, request, quote, number=one) for one in expected
        }
    assert [papers[one].title for one in (1, 2)] == ["Offer, revision 1", "Counter, revision 2"]
    for number, whole in expected.items():
        assert papers[number].sums == [
            ("Goods", money(whole.goods, "EUR")),
            ("Freight", money(whole.freight, "EUR")),
            ("VAT", money(whole.tax, "EUR")),
            ("Total", money(whole.total, "EUR")),
        ]
    # 8.00 x 10 + 4.30 x 24 + 7.00 freight is 190.20, with 19 % on top 226.34
    assert papers[2].sums[-1][1] == ("€190.20" if inclusive else "€226.34")


def test_each_side_gets_the_pdf_and_nobody_else(market: Market) -> None:
    request = quoted(market)
    bolt, nut = market.quote(request), market.quote(request, "nut")
    with unit_of_work(Scope.system()) as db:
        eva = actor_for(db, make_user(db, "eva@elsewhere.example"))
    buyers, vendors = f"/s/northforge/quotes/{request}/{bolt}/revision-1.pdf", f"/vendor/quotes/{bolt}/revision-1.pdf"
    for path, who in ((buyers, market.priya), (vendors, market.bolt)):
        status, body, name = get(path, who)
        assert (status, body[:5], name) == (200, b"%PDF-", 'inline; filename="Q-1001-revision-1.pdf"')
    for path, who in ((buyers, eva), (buyers, market.bolt), (vendors, market.nut)):
        assert get(path, who)[0] == 404, (path, who)
    assert get(f"/s/northforge/quotes/{request}.csv", eva)[0] == 404
    assert get(f"/vendor/quotes/{nut}/revision-1.pdf", market.bolt)[0] == 404
    for path in (buyers, vendors, f"/s/northforge/quotes/{request}.csv"):
        assert get(path)[0] == 303, path
    assert get(vendors, market.priya)[0] == 303


def test_there_is_no_paper_of_what_was_never_sent_or_taken_back(market: Market) -> None:
    request = market.ask(market.wanted("hammer", 10))
    quote = market.quote(request)
    market.answer(request, "bolt", 850)
    market.do(lambda db: take_back_answer(db, market.bolt, quote))
    for number in (1, 2):
        assert get(f"/s/northforge/quotes/{request}/{quote}/revision-{number}.pdf", market.priya)[0] == 404


def test_a_guest_gets_the_files_by_the_key_of_the_link(market: Market) -> None:
    guest = Requester(GUEST)
    request = market.ask(market.wanted("hammer", 10), who=guest, name="Ada Lind", email="ada@lind.example")
    market.answer(request, "bolt", 850)
    key = market.do(lambda db: quote_link(db.exec(select(QuoteRequest)).one()))
    for path in (f"{request}.csv", f"{request}/{market.quote(request)}/revision-1.pdf"):
        assert get(f"/s/northforge/quotes/{path}", key=f"{request}.{key}")[0] == 200
        assert get(f"/s/northforge/quotes/{path}", key=f"{request}.wrong")[0] == 404
        assert get(f"/s/northforge/quotes/{path}")[0] == 303


def test_the_room_leads_each_side_to_its_papers(market: Market) -> None:
    request = quoted(market)
    quote = market.quote(request, "bolt")
    market.do(lambda db: take_back_answer(db, market.bolt, quote))
    market.answer(request, "bolt", 800, 400, valid_until=in_a_week())
    buyers = market.do(lambda db: get_buyer_room(db, market.buyer, market.tenant_id, request, quote))
    vendors, _ = market.do(lambda db: get_vendor_room(db, market.bolt, quote))
    stores, _ = market.do(lambda db: get_store_room(db, market.operator, quote))
    for room, home, who in (
        (buyers, f"/s/northforge/quotes/{request}/{quote}", market.priya),
        (vendors, f"/vendor/quotes/{quote}", market.bolt),
    ):
        papers = [note.paper for note in room.notes if note.paper]
        assert papers[-1] == f"{home}/revision-{room.revision}.pdf"
        assert {get(paper, who)[0] for paper in papers} == {200}
    assert {note.paper for note in stores.notes} == {""}
