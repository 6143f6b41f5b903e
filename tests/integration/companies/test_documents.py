"""Documents of a registration: guarded, private, kept through leaving and mending, for the store's side to read."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from sqlalchemy import text
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.app import ROUTES
from marketplace.domain.companies.documents import HINT, document_name, kind_of
from marketplace.domain.permissions import Actor, Role
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.services.companies.decisions import decide_company
from marketplace.services.companies.documents import delete_document_file
from marketplace.settings import settings
from marketplace.state.company_desk.overview import CompanyOverviewState
from marketplace.state.company_desk.register import CompanyRegisterState
from marketplace.state.operator_desk.company import OperatorCompanyState
from marketplace.web.body_limit import largest_body
from tasks.forgetting import forget_contents
from tests.factories.companies import make_company, make_member
from tests.factories.goods import picture_bytes
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user
from tests.factories.shop import Counter, make_counter
from tests.state.browser import do, sign_in, tab
from tests.state.test_company_desk import GIVEN

REGISTER, DESK = "/s/northforge/b2b/register", "/s/northforge/company"
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\n%%EOF\n"
SYSTEM = Scope.system()


@pytest.fixture
def counter(database: str, no_rate_limits: None) -> Counter:
    return make_counter()


@pytest.fixture
def ada(counter: Counter) -> str:
    """Ada's session; she registers."""
    with unit_of_work(SYSTEM) as db:
        actor = actor_for(db, make_user(db))
    return sign_in(actor)


@pytest.fixture(autouse=True)
def empty_folder() -> Iterator[None]:
    yield
    for path in _files():
        path.unlink()


@pytest.fixture
def client() -> Iterator[TestClient]:
    app = Starlette(routes=ROUTES)
    with TestClient(app, base_url="http://localhost", follow_redirects=False) as browser:
        yield browser


def _files() -> list[Path]:
    return sorted(path for path in (settings().data_dir / "documents").rglob("*") if path.is_file())


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(SYSTEM) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


def send(
    client: TestClient,
    token: str,
    data: bytes = PDF,
    name: str = "Trade register.pdf",
    *,
    store: str = "northforge",
    origin: str = "http://localhost",
) -> httpx.Response:
    cookie = {"cookie": f"session={token}", "origin": origin}
    return client.post(f"/company-documents/{store}", files={"file": (name, data)}, headers=cookie)


def get(client: TestClient, token: str, path: str) -> httpx.Response:
    return client.get(path, headers={"cookie": f"session={token}"})


def page(token: str) -> CompanyRegisterState:
    state = tab(CompanyRegisterState, REGISTER, token=token)
    do(state, "open")
    return state


def test_kept_through_leaving_sent_read_and_kept_through_mending(client: TestClient, ada: str) -> None:
    assert send(client, ada).status_code == 201
    assert send(client, ada, picture_bytes((800, 600), "PNG"), "../../Scan 1.PNG").status_code == 201
    first = page(ada)  # another day
    assert [(one.name, one.size, one.is_sent) for one in first.documents] == [
        ("Trade register.pdf", "1 KB", False),
        ("Scan 1.webp", first.documents[1].size, False),
    ]
    answer = get(client, ada, first.documents[0].href)
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")
    assert answer.headers["content-disposition"] == "attachment; filename*=UTF-8''Trade%20register.pdf"
    assert answer.headers["cache-control"] == "no-store, private"
    do(first, "send", GIVEN)
    ((company,),) = rows("select id from company")
    assert rows("select company_id from company_document") == [(company,), (company,)]

    with unit_of_work(SYSTEM) as db:
        operator = make_operator(db)
        decide_company(db, operator, str(company), "reject", reason="The scan cannot be read.")
    desk = tab(OperatorCompanyState, f"/admin/companies/{company}", token=sign_in(operator))
    do(desk, "open")
    assert [one.name for one in desk.review.documents] == ["Trade register.pdf", "Scan 1.webp"]
    read = get(client, sign_in(operator), desk.review.documents[0].href)
    assert (read.status_code, read.content) == (200, PDF)

    again = page(ada)
    assert [(one.name, one.is_sent) for one in again.documents] == [("Trade register.pdf", True), ("Scan 1.webp", True)]
    do(again, "remove_document", again.documents[0].id)  # the store has read it
    assert len(rows("select id from company_document")) == 2
    assert send(client, ada, PDF, "Better.pdf").status_code == 201
    do(again, "document_taken", '{"message": ""}')
    assert [one.name for one in again.documents] == ["Trade register.pdf", "Scan 1.webp", "Better.pdf"]
    do(again, "send", GIVEN)
    assert rows("select count(*) from company_document where company_id is not null") == [(3,)]
    overview = tab(CompanyOverviewState, DESK, token=ada)
    do(overview, "open")
    assert [one.name for one in overview.view.documents] == ["Trade register.pdf", "Scan 1.webp", "Better.pdf"]
    assert get(client, ada, overview.view.documents[2].href).content == PDF


def test_one_that_is_not_sent_is_taken_back_with_its_file(client: TestClient, ada: str) -> None:
    send(client, ada)
    state = page(ada)
    do(state, "remove_document", state.documents[0].id)
    assert (state.documents, rows("select * from company_document")) == ([], [])
    ((key, path),) = rows("select entity_id, payload->>'path' from job where kind = 'company.remove_document'")
    with unit_of_work(SYSTEM) as db:
        delete_document_file(db, str(key), str(path))
    assert _files() == []
    assert rows("select action from audit_event where action like 'company:document%' order by seq") == [
        ("company:document:added",),
        ("company:document:removed",),
    ]


def test_what_is_not_sent_goes_after_a_week_with_its_file(client: TestClient, ada: str) -> None:
    for name in ("Old.pdf", "Sent.pdf"):
        send(client, ada, name=name)
    do(page(ada), "send", GIVEN)
    with unit_of_work(SYSTEM) as db:  # a second company's, as one that is declined gathers more
        db.connection().execute(text("update company_document set company_id = null where name = 'Old.pdf'"))
        aged = "update company_document set created_at = now() - interval '7 days 1 minute'"
        db.connection().execute(text(aged))
        forget_contents(db, None)  # type: ignore[arg-type]
    assert rows("select name from company_document") == [("Sent.pdf",)]
    ((key, path),) = rows("select entity_id, payload->>'path' from job where kind = 'company.remove_document'")
    with unit_of_work(SYSTEM) as db:
        delete_document_file(db, str(key), str(path))
    assert len(_files()) == 1
    assert rows("select actor_name, object_name from audit_event where action = 'company:document:removed'") == [
        ("System", "Old.pdf")
    ]


def test_what_was_uploaded_this_week_stays(client: TestClient, ada: str) -> None:
    send(client, ada)
    with unit_of_work(SYSTEM) as db:
        aged = "update company_document set created_at = now() - interval '6 days 23 hours'"
        db.connection().execute(text(aged))
        forget_contents(db, None)  # type: ignore[arg-type]
    assert len(rows("select id from company_document")) == len(_files()) == 1


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"MZ\x90 program", "register.pdf"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "logo.png"),
        (b"<html><script>alert(1)</script>", "a.pdf"),
        (PDF[:20], "half.pdf"),
        (b"\x89PNG\r\n\x1a\n broken", "broken.png"),
        (b"", "empty.pdf"),
    ],
)
def test_what_is_no_document_is_refused_and_leaves_nothing(
    client: TestClient, ada: str, data: bytes, name: str
) -> None:
    answer = send(client, ada, data, name)
    assert answer.status_code == 422
    assert "JPEG" in answer.json()["message"]
    assert (rows("select * from company_document"), _files()) == ([], [])


def test_the_same_document_twice_is_one(client: TestClient, ada: str) -> None:
    scan = picture_bytes((800, 600), "PNG")
    for data, name in ((PDF, "Register.pdf"), (scan, "Scan.png"), (PDF, "Register.pdf"), (scan, "Scan.png")):
        assert send(client, ada, data, name).status_code == 201
    assert send(client, ada, PDF + b"%%EOF", "Register.pdf").status_code == 201  # its name, not its content
    assert [one.name for one in page(ada).documents] == ["Register.pdf", "Scan.webp", "Register.pdf"]
    assert len(_files()) == 3


def test_size_and_number_are_limited_and_said(client: TestClient, ada: str) -> None:
    assert HINT == "PDF, JPEG or PNG, at most 10 MB each and 5 in all."
    big = send(client, ada, b"%PDF-1.7" + b"x" * (10 * 1024 * 1024) + b"%%EOF")
    assert (big.status_code, big.json()["message"]) == (
        422,
        "This file is larger than 10 MB. Save it smaller and try again.",
    )
    assert [send(client, ada, name=f"{at}.pdf").status_code for at in range(6)] == [201] * 5 + [422]
    assert (len(_files()), rows("select count(*) from company_document")) == (5, [(5,)])
    assert "5 documents at most" in send(client, ada).json()["message"]
    state = page(ada)
    do(state, "document_taken", '{"message": "5 documents at most. Remove one first."}')
    assert state.field_errors == {"documents": "5 documents at most. Remove one first."}
    do(state, "remove_document", state.documents[0].id)
    assert (state.field_errors, len(state.documents)) == ({}, 4)


def test_every_upload_route_takes_what_its_field_promises() -> None:
    """A limit on bodies that is below a file's own would refuse the file before its sentence could be said."""
    sizes = {path: largest_body(path) for path in ("/vendor-media/p", "/company-documents/n", "/price-files/l")}
    assert sizes == {
        "/vendor-media/p": 10 * 1024**2 + 64 * 1024,
        "/company-documents/n": 10 * 1024**2 + 64 * 1024,
        "/price-files/l": 12 * 1024**2 + 64 * 1024,
    }
    assert largest_body("/s/northforge/quick-order") >= 2_000_000


def test_nobody_else_reads_them(client: TestClient, counter: Counter, ada: str) -> None:
    send(client, ada)
    gathered = page(ada).documents[0].href
    with unit_of_work(SYSTEM) as db:
        south = make_tenant(db, "assay")
        eve = make_user(db, "eve@example.com")
        others = {"eve": actor_for(db, eve)}
        rival = make_company(db, counter.tenant_id, "Rival Works")
        others["rival's administrator"] = make_member(db, rival, "rival@example.com")
        others["other store's administrator"] = _admin(db, south, "admin@assay.example")
        here = db.exec(select(Tenant).where(Tenant.id == counter.tenant_id)).one()
        north = _admin(db, here, "admin@northforge.example")
        rival_id = rival.id
    tokens = {who: sign_in(actor) for who, actor in others.items()}
    for who, token in tokens.items():
        assert get(client, token, gathered).status_code == 404, who
    assert get(client, "", gathered).headers["location"].startswith("/sign-in")

    do(page(ada), "send", GIVEN)
    ((company, document),) = rows("select company_id, id from company_document")
    sent = f"/admin/companies/{company}/documents/{document}"
    for who, token in tokens.items():
        assert get(client, token, gathered).status_code == 404, who
        assert get(client, token, sent).status_code in (403, 404), who
    assert get(client, ada, sent).status_code == 403
    assert get(client, "", sent).headers["location"].startswith("/sign-in")
    admin = sign_in(north)
    assert get(client, admin, sent).content == PDF
    assert get(client, admin, f"/admin/companies/{rival_id}/documents/{document}").status_code == 404
    assert get(client, admin, f"/media/{rows('select path from company_document')[0][0]}").status_code == 404


def test_guests_and_companies_that_were_let_in_send_none(client: TestClient, counter: Counter, ada: str) -> None:
    with unit_of_work(SYSTEM) as db:
        marta = make_member(db, make_company(db, counter.tenant_id), "marta@aldermoor.example")
    assert send(client, "").status_code == 401
    assert send(client, sign_in(marta)).status_code == 409
    assert send(client, ada, origin="https://elsewhere.example").status_code == 403
    assert send(client, ada, store="nowhere").status_code == 404
    assert (rows("select * from company_document"), _files()) == ([], [])


@pytest.mark.parametrize(
    ("typed", "name"),
    [
        ("C:\\scans\\Trade register.PDF", "Trade register.pdf"),
        ("../../etc/passwd", "passwd.pdf"),
        ('a"\r\nSet-Cookie: x.pdf', "a Set-Cookie x.pdf"),
        ("...", "document.pdf"),
        ("Ü" * 200 + ".pdf", "Ü" * 80 + ".pdf"),
    ],
)
def test_a_name_is_safe_in_a_header(typed: str, name: str) -> None:
    kind = kind_of(PDF)
    assert kind is not None
    assert document_name(typed, kind) == name


def _admin(db: Session, store: Tenant, email: str) -> Actor:
    user = make_user(db, email)
    give_role(db, user, Role.TENANT_ADMIN, tenant=store)
    return actor_for(db, user)
