"""What goes with a request for prices: guarded, private, kept with the form, read by who takes part."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text
from starlette.applications import Starlette
from starlette.testclient import TestClient

import tasks.handlers  # noqa: F401
from marketplace.app import ROUTES
from marketplace.domain.companies.documents import DocumentKind
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import GUEST, Actor
from marketplace.domain.quotes.files import MOST_FILES, TOO_MANY
from marketplace.domain.quotes.requester import Requester
from marketplace.kit.db import unit_of_work
from marketplace.kit.session_cookie import quote_cookie
from marketplace.kit.tenancy import Scope
from marketplace.queries.operator_desk.quote_room import get_store_room
from marketplace.queries.storefront.quote_comparison import get_comparison
from marketplace.queries.storefront.quote_room import get_buyer_room
from marketplace.queries.vendor_desk.quote_room import get_vendor_room
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.quotes.quote_access import quote_link
from marketplace.services.quotes.request_drafts import find_draft
from marketplace.services.quotes.request_files import attach_file, detach_file, list_unsent
from marketplace.settings import settings
from marketplace.web.body_limit import largest_body
from tasks.app import run_next
from tasks.forgetting import forget_contents
from tests.factories.goods import picture_bytes
from tests.factories.people import actor_for, make_user
from tests.factories.quotes import Market, make_market
from tests.state.browser import sign_in

FORM = "/s/northforge/quotes/request"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
Kept = tuple[DocumentKind, bytes]
DRAWING: Kept = (DocumentKind.PDF, PDF)


@pytest.fixture
def market(database: str, no_rate_limits: None) -> Market:
    return make_market()


@pytest.fixture(autouse=True)
def empty_folder() -> Iterator[None]:
    yield
    for path in stored():
        path.unlink()


@pytest.fixture
def client(front_end: None) -> Iterator[TestClient]:
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost") as browser:
        yield browser


def stored() -> list[Path]:
    return sorted(path for path in (settings().data_dir / "documents").rglob("*") if path.is_file())


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        answer = db.connection().execute(text(statement))
        return [tuple(row) for row in answer] if answer.returns_rows else []


def press(client: TestClient, do: str, *files: tuple[str, bytes], **fields: str) -> str:
    """The form with these files, and the page that follows."""
    form = {"quantity-0": "200", "title-0": "Fit for NEMA 34", "answer_days": "3", "do": do, **fields}
    return client.post(FORM, data=form, files=[("files", one) for one in files] or None).text


def sentence_of(page: str) -> str:
    """What the page says at the field for files, where something is wrong with them."""
    match = re.search(r'<p class="err" id="files-says">(.*?)</p>|<p id="files-says" class="err">(.*?)</p>', page)
    return (match[1] or match[2]) if match else ""


def get(path: str, who: Actor | None = None, *, key: str = "") -> tuple[int, bytes]:
    with TestClient(Starlette(routes=ROUTES), base_url="http://localhost", follow_redirects=False) as browser:
        if who is not None:
            browser.cookies.set("session", sign_in(who))
        if key:
            browser.cookies.set(quote_cookie(), key)
        answer = browser.get(path)
    return answer.status_code, answer.content


def attached(market: Market, who: Requester | None = None) -> list[str]:
    asker = who or market.buyer
    return market.do(lambda db: [one.name for one in list_unsent(db, asker, market.tenant_id)])


def request_with_drawing(market: Market, who: Requester | None = None, **fields: object) -> tuple[str, str]:
    """A request that a drawing goes with; the ids of both."""
    asker = who or market.buyer
    file_id = market.do(lambda db: attach_file(db, asker, market.tenant_id, "Flange.pdf", DRAWING).id)
    return market.ask(who=asker, file_ids=(file_id,), **fields), file_id


def test_files_come_along_with_any_button_and_go_with_the_request(market: Market, client: TestClient) -> None:
    client.cookies.set("session", sign_in(market.priya))
    page = press(client, "attach", ("Flange rev C.PDF", PDF), ("../Scan.png", picture_bytes((800, 600), "PNG")))
    assert ("Flange rev C.pdf" in page, "Scan.webp" in page, 'value="Fit for NEMA 34"' in page) == (True, True, True)
    page = press(client, "keep", ("List.pdf", PDF), vendors=bolt_of(market))
    assert page.count("detach-") == 3
    press(client, "send", ("Last.pdf", PDF + b"%%EOF"), vendors=bolt_of(market), press="p1")
    assert rows("select f.name, r.title from quote_file f join quote_request r on r.id = f.request_id order by 1") == [
        ("Flange rev C.pdf", "Fit for NEMA 34"),
        ("Last.pdf", "Fit for NEMA 34"),
        ("List.pdf", "Fit for NEMA 34"),
        ("Scan.webp", "Fit for NEMA 34"),
    ]
    trail = "select actor_name, count(*) from audit_event where action = 'quote:file:added' group by 1"
    assert rows(trail) == [("Priya Test", 4)]
    assert press(client, "keep").count("detach-") == 0  # the next form begins without them


def test_a_double_click_leaves_no_copy_for_the_next_request(market: Market, client: TestClient) -> None:
    client.cookies.set("session", sign_in(market.priya))
    for _ in range(2):
        press(client, "send", ("Flange.pdf", PDF), vendors=bolt_of(market), press="p1")
    assert (attached(market), len(stored())) == ([], 1)
    assert rows("select count(*) from quote_request") == [(1,)]


def test_taking_one_out_makes_room_for_what_was_chosen(market: Market, client: TestClient) -> None:
    client.cookies.set("session", sign_in(market.priya))
    press(client, "attach", *[(f"{at}.pdf", PDF) for at in range(MOST_FILES)])
    first = str(rows("select id from quote_file where name = '0.pdf'")[0][0])
    assert sentence_of(press(client, f"detach-{first}", ("new.pdf", PDF))) == ""
    assert attached(market) == ["1.pdf", "2.pdf", "3.pdf", "4.pdf", "new.pdf"]


def test_who_acts_in_a_members_name_sees_neither_their_files_nor_their_form(market: Market, client: TestClient) -> None:
    client.cookies.set("session", sign_in(market.priya))
    press(client, "attach", ("Private.pdf", PDF))
    acting = replace(market.priya, impersonator_id=market.operator.user_id, impersonator_name="Op")
    asker, shopper = Requester(acting), Shopper(acting)
    assert attached(market, asker) == []
    assert market.do(lambda db: find_draft(db, market.tenant_id, shopper)).lines == ()
    private = str(rows("select id from quote_file")[0][0])
    with pytest.raises(NotFound):
        market.do(lambda db: detach_file(db, asker, market.tenant_id, private))
    request = market.ask(market.wanted("hammer", 3), who=asker, file_ids=(private,))
    assert rows(f"select name from quote_file where request_id = '{request}'") == []


def test_far_too_many_files_at_once_are_refused_with_a_sentence(market: Market, client: TestClient) -> None:
    client.cookies.set("session", sign_in(market.priya))
    press(client, "keep")
    page = press(client, "attach", *[(f"{at}.pdf", PDF) for at in range(21)])
    assert page.count(TOO_MANY) == 2  # for the script, and said
    assert ('value="Fit for NEMA 34"' in page, attached(market)) == (True, [])


def test_nothing_large_is_read_for_a_store_that_is_not_there(market: Market, client: TestClient) -> None:
    answer = client.post("/s/nowhere/quotes/request", data={"do": "attach"}, files=[("files", ("a.pdf", PDF * 40_000))])
    assert answer.status_code == 404


def bolt_of(market: Market) -> str:
    return str(rows("select id from vendor where handle = 'bolt'")[0][0])


def test_who_takes_part_reads_them_and_nobody_else(market: Market) -> None:
    request, file_id = request_with_drawing(market)
    bolt, nut = market.quote(request), market.quote(request, "nut")
    only_bolt = market.ask(market.wanted("hammer", 1), vendor_ids=(bolt_of(market),))
    with unit_of_work(Scope.system()) as db:
        eva = actor_for(db, make_user(db, "eva@elsewhere.example"))
    buyers, vendors = f"/s/northforge/quotes/{request}/files/{file_id}", f"/vendor/quotes/{bolt}/files/{file_id}"
    stores = f"/admin/quotes/{bolt}/files/{file_id}"
    for path, who in (
        (buyers, market.priya),
        (vendors, market.bolt),
        (f"/vendor/quotes/{nut}/files/{file_id}", market.nut),
        (stores, market.operator),
    ):
        assert get(path, who) == (200, PDF), path
    others_file = f"/vendor/quotes/{market.quote(only_bolt)}/files/{file_id}"
    for path, who in ((buyers, eva), (buyers, market.bolt), (vendors, market.nut), (others_file, market.bolt)):
        assert get(path, who)[0] == 404, (path, who)
    for path, who in ((stores, market.bolt), (stores, market.priya), (vendors, market.priya), (stores, None)):
        assert get(path, who)[0] == 303, (path, who)


def test_each_side_is_led_to_them(market: Market) -> None:
    request, _ = request_with_drawing(market)
    quote = market.quote(request)
    rooms = [
        market.do(lambda db: get_buyer_room(db, market.buyer, market.tenant_id, request, quote)),
        market.do(lambda db: get_vendor_room(db, market.bolt, quote))[0],
        market.do(lambda db: get_store_room(db, market.operator, quote))[0],
    ]
    grid = market.do(lambda db: get_comparison(db, market.buyer, market.tenant_id, request))
    for view, who in zip([*rooms, grid], [market.priya, market.bolt, market.operator, market.priya], strict=True):
        ((name, size, href),) = [(one.name, one.size, one.href) for one in view.files]
        assert (name, size, get(href, who)) == ("Flange.pdf", "1 KB", (200, PDF))
    while run_next():
        pass
    letters = rows('select "to", text from mail_message order by 1')
    assert [to for to, _ in letters] == ["owner@bolt.example", "owner@nut.example", "priya@aldermoor.example"]
    assert all("Attached: Flange.pdf." in str(words) for _, words in letters)


def test_a_guest_reads_them_by_the_link(market: Market) -> None:
    guest = Requester(GUEST, token="cookie")
    request, file_id = request_with_drawing(market, guest, name="Ada Lind", email="ada@lind.example")
    key = quote_link(market.request(request))
    path = f"/s/northforge/quotes/{request}/files/{file_id}"
    assert get(path, key=f"{request}.{key}") == (200, PDF)
    assert (get(path, key=f"{request}.wrong")[0], get(path)[0]) == (404, 303)


@pytest.mark.parametrize(
    ("name", "data", "sentence"),
    [
        ("notes.pdf", b"not a pdf at all", "notes.pdf: This is not a PDF, JPEG or PNG that can be read."),
        ("half.pdf", PDF[:20], "half.pdf: This is not a PDF, JPEG or PNG that can be read."),
        ("big.pdf", PDF + b" " * 10 * 1024 * 1024 + b"%%EOF", "big.pdf: This file is larger than 10 MB."),
        ("script.svg", b"<svg xmlns='http://www.w3.org/2000/svg'/>", "script.svg: This is not a PDF"),
    ],
)
def test_a_file_that_is_not_taken_is_named_and_nothing_typed_is_lost(
    market: Market, client: TestClient, name: str, data: bytes, sentence: str
) -> None:
    client.cookies.set("session", sign_in(market.priya))
    page = press(client, "send", (name, data), ("Good.pdf", PDF), vendors=bolt_of(market), press="p1")
    assert (sentence in sentence_of(page), 'value="Fit for NEMA 34"' in page, "Good.pdf" in page) == (True, True, True)
    assert (rows("select count(*) from quote_request"), attached(market)) == ([(0,)], ["Good.pdf"])
    assert len(stored()) == 1
    press(client, "send", vendors=bolt_of(market), press="p1")  # told once; the good one goes along
    assert rows("select count(*) from quote_file where request_id is not null") == [(1,)]


def test_no_more_than_five_however_they_come(market: Market, client: TestClient) -> None:
    client.cookies.set("session", sign_in(market.priya))
    six = [(f"{at}.pdf", PDF) for at in range(6)]
    assert sentence_of(press(client, "attach", *six)) == f"{TOO_MANY} Not taken: 5.pdf."
    assert attached(market) == [f"{at}.pdf" for at in range(MOST_FILES)]
    assert sentence_of(press(client, "attach", ("one-more.pdf", PDF))) == f"one-more.pdf: {TOO_MANY}"
    assert len(stored()) == MOST_FILES


def test_the_same_file_again_is_one_and_one_taken_out_is_gone(market: Market, client: TestClient) -> None:
    client.cookies.set("session", sign_in(market.priya))
    for _ in range(2):
        press(client, "attach", ("Flange.pdf", PDF))
    press(client, "attach", ("Flange.pdf", PDF + b"%%EOF"))  # its name, not its content
    assert attached(market) == ["Flange.pdf", "Flange.pdf"]
    first = str(rows("select id from quote_file order by created_at limit 1")[0][0])
    with pytest.raises(NotFound):
        market.do(lambda db: detach_file(db, Requester(market.bolt), market.tenant_id, first))
    for _ in range(2):
        page = press(client, f"detach-{first}")
        assert page.count("detach-") == 1
    while run_next():
        pass
    assert len(stored()) == 1


def test_what_a_guest_attached_is_theirs_after_signing_in(market: Market) -> None:
    guest = Requester(GUEST, token="cookie")
    market.do(lambda db: attach_file(db, guest, market.tenant_id, "Flange.pdf", DRAWING))
    assert attached(market) == []
    assert attached(market, Requester(market.priya, token="cookie")) == ["Flange.pdf"]
    assert attached(market) == ["Flange.pdf"]  # on any of their devices
    for other in (Requester(GUEST, token="another"), guest, Requester(market.bolt, token="cookie")):
        assert attached(market, other) == []
    with pytest.raises(Invalid, match="refuses cookies"):
        market.do(lambda db: attach_file(db, Requester(GUEST), market.tenant_id, "Flange.pdf", DRAWING))


def test_nobody_sends_the_files_of_others(market: Market) -> None:
    theirs = market.do(lambda db: attach_file(db, Requester(market.bolt), market.tenant_id, "Flange.pdf", DRAWING).id)
    _, sent = request_with_drawing(market)
    again = market.ask(market.wanted("hammer", 3), file_ids=(theirs, sent))
    assert rows("select name from quote_file where request_id = '" + again + "'") == []
    assert rows("select count(*) from quote_file where request_id is null") == [(1,)]


def test_what_was_never_sent_is_forgotten_after_a_week(market: Market) -> None:
    request_with_drawing(market)
    for name in ("Old.pdf", "Young.pdf"):
        market.do(lambda db, name=name: attach_file(db, market.buyer, market.tenant_id, name, DRAWING))
    rows("update quote_file set created_at = now() - interval '7 days 1 minute' where name <> 'Young.pdf'")
    with unit_of_work(Scope.system()) as db:
        forget_contents(db, None)  # type: ignore[arg-type]
    while run_next():
        pass
    assert rows("select name from quote_file order by 1") == [("Flange.pdf",), ("Young.pdf",)]
    assert len(stored()) == 2
    trail = "select actor_name, object_name from audit_event where action = 'quote:file:removed'"
    assert rows(trail) == [("System", "Old.pdf")]


def test_a_person_sends_thirty_a_day(database: str, client: TestClient) -> None:
    market = make_market()
    client.cookies.set("session", sign_in(market.priya))
    for _ in range(30):
        press(client, "attach", ("same.pdf", PDF))
    assert "You have sent 30 files today" in press(client, "attach", ("same.pdf", PDF))
    assert attached(market) == ["same.pdf"]


def test_the_form_takes_five_large_files_at_once() -> None:
    assert largest_body(FORM) >= MOST_FILES * 10 * 1024 * 1024 + 512 * 1024
    assert largest_body("/s/northforge/quotes/qrq_1") == 256 * 1024
