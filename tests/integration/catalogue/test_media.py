"""Pictures: taken from vendors only, drawn anew, served from our folder only."""

from __future__ import annotations

import asyncio
import io
import resource
import struct
import subprocess
import sys
import threading
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest
from PIL import Image
from sqlalchemy import text
from sqlmodel import Session, select
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.domain.catalogue.products import ProductFacts
from marketplace.domain.errors import Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.integrations.storage import drawing
from marketplace.integrations.storage.drawing import draw_picture
from marketplace.integrations.storage.pictures import Picture, UnreadablePicture, encode_picture
from marketplace.kit.db import unit_of_work
from marketplace.kit.session_cookie import session_cookie
from marketplace.kit.slow import Place
from marketplace.kit.tables import Job
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import MediaFile, Product, ProductImage
from marketplace.models.user import User
from marketplace.services.catalogue import media, products
from marketplace.services.identity.sessions import open_session
from marketplace.settings import settings
from marketplace.site import media as api
from marketplace.site.media import ROUTES
from tests.factories.goods import Shop, make_product, make_shop, picture_bytes
from tests.factories.people import make_vendor, make_vendor_owner

SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def shop(db: Session) -> Shop:
    return make_shop(db)


@pytest.fixture
def bare(db: Session, shop: Shop) -> str:
    return products.create_product(db, shop.owner, ProductFacts(title="Torque wrench")).id


def _files() -> list[Path]:
    return sorted(path for path in (settings().data_dir / "media").rglob("*") if path.is_file())


def add(db: Session, shop_owner: Actor, product_id: str, data: bytes, alt: str = "") -> media.PictureRef:
    """As the route does, in one transaction."""
    media.check_room(db, shop_owner, product_id, len(data))
    return media.add_product_picture(db, shop_owner, product_id, media.draw(data), alt=alt)


@pytest.fixture(autouse=True)
def empty_folder() -> Iterator[None]:
    yield
    for path in _files():
        path.unlink()


def test_a_picture_is_drawn_anew_in_two_sizes(db: Session, shop: Shop, bare: str) -> None:
    photo = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Secret Camera"
    Image.new("RGB", (2000, 1000), "#24507f").save(photo, "JPEG", exif=exif)
    ref = add(db, shop.owner, bare, photo.getvalue(), alt="  A   wrench ")

    row = db.exec(select(MediaFile)).one()
    assert (row.content_type, row.width, row.height, row.vendor_id) == ("image/webp", 1600, 800, shop.vendor.id)
    assert ref.url == f"/media/{row.path}"
    assert row.path.startswith(f"{shop.store.id}/")
    folder = settings().data_dir / "media"
    with Image.open(folder / row.path) as large, Image.open(folder / row.path.replace(".webp", "-480.webp")) as small:
        assert (large.format, large.size, small.size) == ("WEBP", (1600, 800), (480, 240))
    assert b"Secret Camera" not in (folder / row.path).read_bytes()
    product = db.exec(select(Product)).one()
    assert (product.thumbnail, ref.alt) == (ref.thumbnail, "A wrench")


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (SVG, "This is not a picture that can be read. Use JPEG, PNG or WebP."),
        (b"MZ not a picture", "This is not a picture that can be read. Use JPEG, PNG or WebP."),
        (picture_bytes()[:200], "This is not a picture that can be read. Use JPEG, PNG or WebP."),
        (b"x" * (10 * 1024 * 1024 + 1), "This file is larger than 10 MB. Save it smaller and try again."),
        (
            picture_bytes((7000, 6000), "PNG"),
            "This picture has more than 40 megapixels. Save it smaller and try again.",
        ),
    ],
    ids=["svg", "program", "half a jpeg", "too many bytes", "too many pixels"],
)
def test_what_is_refused_leaves_nothing(db: Session, shop: Shop, bare: str, data: bytes, sentence: str) -> None:
    with pytest.raises(Invalid) as caught:
        add(db, shop.owner, bare, data)
    assert caught.value.fields == {"pictures": sentence}
    assert db.exec(select(ProductImage)).all() == []
    assert _files() == []


def test_a_picture_of_many_pixels_takes_memory_of_a_process_that_ends(db: Session, shop: Shop, bare: str) -> None:
    """40 megapixels in 120 KB: 160 MB decoded, and no second copy of that beside it for longer than it takes."""
    bomb = picture_bytes((8000, 5000), "PNG")
    assert len(bomb) < 200_000
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    ref = add(db, shop.owner, bare, bomb)
    assert ref.url
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000  # kilobytes


def test_the_process_that_draws_takes_what_the_picture_needs(tmp_path: Path) -> None:
    """Asked of a process that has no other children: what this one's had, browsers among them, is none of it."""
    code = (
        "import resource, sys; from pathlib import Path; from marketplace.integrations.storage.drawing import"
        " draw_picture; draw_picture(sys.stdin.buffer.read(), Path(sys.argv[1]));"
        " print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)],
        input=picture_bytes((8000, 5000), "PNG"),
        capture_output=True,
        check=True,
    )
    assert 160_000 < int(done.stdout) < 600_000  # kilobytes


def test_who_decodes_a_picture_knows_no_secret(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secrets = dict.fromkeys(("SECRET_KEY", "DATABASE_URL", "SMTP_URL", "REDIS_URL", "SOMETHING_OF_MINE"), "hunter2")
    for name, value in secrets.items():
        monkeypatch.setenv(name, value)
    given: list[dict[str, str]] = []
    run = subprocess.run

    def look(command: list[str], env: dict[str, str], **named: Any) -> subprocess.CompletedProcess[bytes]:
        given.append(env)
        return run(command, env=env, **named)

    monkeypatch.setattr(subprocess, "run", look)
    assert draw_picture(picture_bytes(), tmp_path).width > 0
    assert [set(one) - drawing._NEEDED for one in given] == [set()]
    assert "hunter2" not in given[0].values()


@pytest.mark.parametrize("size", [(60_000, 60_000), (40_000, 1_001), (2_000_000_000, 1)])
def test_the_head_is_enough_to_refuse_a_bomb(size: tuple[int, int], monkeypatch: pytest.MonkeyPatch) -> None:
    head = bytearray(picture_bytes((8, 8), "PNG"))
    head[16:24] = struct.pack(">II", *size)
    head[29:33] = struct.pack(">I", zlib.crc32(head[12:29]))
    monkeypatch.setattr(Image.Image, "load", lambda self: pytest.fail("it was decoded"))
    with pytest.raises(UnreadablePicture):
        encode_picture(bytes(head))


def test_photos_are_turned_upright(db: Session, shop: Shop, bare: str) -> None:
    photo, exif = io.BytesIO(), Image.Exif()
    exif[0x0112] = 6  # turned by a quarter
    Image.new("RGB", (4000, 1000), "#24507f").save(photo, "JPEG", exif=exif)
    add(db, shop.owner, bare, photo.getvalue())
    row = db.exec(select(MediaFile)).one()
    assert (row.width, row.height) == (400, 1600)


def test_a_day_and_a_folder_have_an_end(db: Session, shop: Shop, bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    add(db, shop.owner, bare, picture_bytes())
    monkeypatch.setattr(media, "MAX_KEPT", 1000)
    with pytest.raises(Invalid) as full:
        media.check_room(db, shop.owner, bare, 1000)
    assert full.value.fields == {"pictures": "Your pictures take 5 GB in all, which is the most. Remove some first."}
    monkeypatch.undo()
    monkeypatch.setattr(media, "A_DAY", 3)
    for _ in range(3):
        media.check_room(db, shop.owner, bare, 1)
    with pytest.raises(Invalid) as enough:
        media.check_room(db, shop.owner, bare, 1)
    assert enough.value.fields == {"pictures": "You have sent 3 pictures today, which is the most. Go on tomorrow."}


def test_an_applicant_sends_fewer(db: Session, shop: Shop, bare: str, monkeypatch: pytest.MonkeyPatch) -> None:
    shop.vendor.status = "pending"
    db.flush()
    monkeypatch.setattr(media, "A_DAY_APPLICANT", 1)
    media.check_room(db, shop.owner, bare, 1)
    with pytest.raises(Invalid):
        media.check_room(db, shop.owner, bare, 1)


def test_order_words_and_removal(db: Session, shop: Shop, bare: str) -> None:
    first, second = (add(db, shop.owner, bare, picture_bytes()) for _ in range(2))
    product = db.exec(select(Product)).one()
    media.reorder_pictures(db, shop.owner, bare, [second.id, first.id])
    assert product.thumbnail == second.thumbnail
    with pytest.raises(Invalid):
        media.reorder_pictures(db, shop.owner, bare, [second.id])
    media.describe_picture(db, shop.owner, bare, second.id, alt="From above")
    media.remove_picture(db, shop.owner, bare, first.id)
    images = db.exec(select(ProductImage)).all()
    assert [(image.id, image.alt, image.position) for image in images] == [(second.id, "From above", 0)]
    job = db.exec(select(Job).where(Job.kind == "media.remove")).one()
    path = first.url.removeprefix("/media/")
    assert job.payload == {"paths": [path, path.replace(".webp", "-480.webp")]}
    assert len(_files()) == 4
    for _ in range(2):
        media.remove_files(db, job.entity_id, job.payload["paths"])
    assert len(_files()) == 2


def test_a_published_product_keeps_a_picture(db: Session, shop: Shop) -> None:
    product = make_product(db, shop)
    products.publish_product(db, shop.owner, product.id)
    image = db.exec(select(ProductImage)).one()
    with pytest.raises(Invalid):
        media.remove_picture(db, shop.owner, product.id, image.id)
    assert db.exec(select(ProductImage)).one().id == image.id


def test_a_rival_adds_nothing(db: Session, shop: Shop, bare: str) -> None:
    rival = make_vendor_owner(db, make_vendor(db, shop.store, "rival"))
    with pytest.raises(NotFound):
        add(db, rival, bare, picture_bytes())
    assert _files() == []


# --- over HTTP


@pytest.fixture
def signed_in(database: str) -> tuple[TestClient, str]:
    """A browser with the session of a vendor's owner, and the id of its product."""
    with unit_of_work(Scope.system()) as db:
        shop = make_shop(db)
        product_id = products.create_product(db, shop.owner, ProductFacts(title="Torque wrench")).id
        user = db.exec(select(User)).one()
        token = open_session(db, user, actor=shop.owner)
    client = TestClient(Starlette(routes=ROUTES), base_url="http://localhost")
    client.cookies.set(session_cookie(), token)
    return client, product_id


def _another_vendor(handle: str) -> tuple[str, str]:
    """Its owner's session and its product."""
    with unit_of_work(Scope.system()) as db:
        shop = make_shop(db, handle, handle)
        user = db.exec(select(User).where(User.id == shop.owner.user_id)).one()
        product = products.create_product(db, shop.owner, ProductFacts(title="Torque wrench"))
        return open_session(db, user, actor=shop.owner), product.id


def _post(client: TestClient, product_id: str, data: bytes, origin: str | None = "http://localhost"):
    headers = {"origin": origin} if origin else {}
    return client.post(f"/vendor-media/{product_id}", files={"file": ("a.jpg", data)}, headers=headers)


def test_upload_and_fetch(signed_in: tuple[TestClient, str]) -> None:
    client, product_id = signed_in
    answer = _post(client, product_id, picture_bytes())
    assert answer.status_code == 201
    body = answer.json()
    assert body["version"] == 2
    got = client.get(body["url"])
    assert (got.status_code, got.headers["content-type"]) == (200, "image/webp")
    assert got.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert got.headers["x-content-type-options"] == "nosniff"
    assert client.get(body["thumbnail"]).status_code == 200


def test_nothing_is_locked_while_a_picture_is_drawn(
    signed_in: tuple[TestClient, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, product_id = signed_in
    drawn = media.draw

    def draw(data: bytes) -> Picture:
        with unit_of_work(Scope.system()) as db:
            db.exec(select(Product).where(Product.id == product_id).with_for_update(nowait=True)).one()
            open_ones = (
                "select count(*) from pg_stat_activity where state like 'idle in%' and datname = current_database()"
            )
            assert db.connection().execute(text(open_ones)).scalar_one() == 0
        return drawn(data)

    monkeypatch.setattr(api, "draw", draw)
    assert _post(client, product_id, picture_bytes()).status_code == 201


def test_eight_at_once_are_drawn_one_after_the_other_and_pages_have_their_threads(
    signed_in: tuple[TestClient, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    client, _ = signed_in
    senders = [_another_vendor(f"vendor-{n}") for n in range(8)]
    inside: list[int] = []
    most: list[int] = []
    began, go, drawn = threading.Event(), threading.Event(), media.draw

    def draw(data: bytes) -> Picture:
        inside.append(1)
        began.set()
        most.append(len(inside))
        go.wait(30)
        picture = drawn(data)
        inside.pop()
        return picture

    async def eight() -> list[int]:
        transport = httpx.ASGITransport(app=client.app)
        async with httpx.AsyncClient(transport=transport, base_url="http://localhost", timeout=60) as browser:
            posts = [
                asyncio.create_task(
                    browser.post(
                        f"/vendor-media/{product_id}",
                        files={"file": ("a.jpg", picture_bytes())},
                        headers={"origin": "http://localhost", "cookie": f"{session_cookie()}={token}"},
                    )
                )
                for token, product_id in senders
            ]
            await asyncio.to_thread(began.wait, 30)
            pages = await asyncio.gather(*(asyncio.to_thread(len, "page") for _ in range(20)))
            assert pages == [4] * 20  # while all eight are on their way
            go.set()
            return [(await post).status_code for post in posts]

    monkeypatch.setattr(api, "draw", draw)
    assert asyncio.run(eight()) == [201] * 8
    assert max(most) == 1


def test_a_vendor_has_one_picture_in_hand(signed_in: tuple[TestClient, str], monkeypatch: pytest.MonkeyPatch) -> None:
    client, product_id = signed_in
    answers: list[httpx.Response] = []

    def draw(data: bytes) -> Picture:
        if not answers:
            answers.append(_post(client, product_id, data))
            raise Invalid({"pictures": "no picture"})
        return media.draw(data)

    monkeypatch.setattr(api, "draw", draw)
    monkeypatch.setattr(api._ONE_EACH, "patience", 0.2)
    assert _post(client, product_id, picture_bytes()).status_code == 422
    assert (answers[0].status_code, answers[0].json()["message"]) == (
        409,
        "Another picture of yours is still being taken in. Send this one when that is done.",
    )
    assert _post(client, product_id, picture_bytes()).status_code == 201


@pytest.mark.parametrize("what", ["the day", "the folder"])
def test_who_has_no_room_is_told_before_anything_is_read(
    signed_in: tuple[TestClient, str], monkeypatch: pytest.MonkeyPatch, what: str
) -> None:
    client, product_id = signed_in

    async def read(_: object) -> tuple[bytes, str]:
        raise AssertionError("the form was read")

    monkeypatch.setattr(api, "_form", read)
    monkeypatch.setattr(api, "PICTURES", Place("t", 1, waiting=-1))  # nor does it wait
    monkeypatch.setattr(media, "A_DAY" if what == "the day" else "MAX_KEPT", 0)
    answer = _post(client, product_id, picture_bytes())
    assert (answer.status_code, answer.json()["message"]) == (
        422,
        "You have sent 0 pictures today, which is the most. Go on tomorrow."
        if what == "the day"
        else "Your pictures take 5 GB in all, which is the most. Remove some first.",
    )


def test_too_many_at_once_are_told_so(signed_in: tuple[TestClient, str], monkeypatch: pytest.MonkeyPatch) -> None:
    client, product_id = signed_in
    monkeypatch.setattr(api, "PICTURES", Place("t", 1, waiting=-1))
    answer = _post(client, product_id, picture_bytes())
    assert (answer.status_code, answer.json()["message"]) == (
        503,
        "Too many people are doing this right now. Please try again in a few seconds.",
    )
    assert _files() == []


@pytest.mark.parametrize("origin", ["https://evil.example", "null", None])
def test_a_foreign_page_cannot_upload(signed_in: tuple[TestClient, str], origin: str | None) -> None:
    client, product_id = signed_in
    assert _post(client, product_id, picture_bytes(), origin).status_code == 403
    assert _files() == []


def test_without_a_session_nothing_is_taken(signed_in: tuple[TestClient, str]) -> None:
    client, product_id = signed_in
    client.cookies.clear()
    assert _post(client, product_id, picture_bytes()).status_code == 401
    assert _files() == []


def test_bad_uploads_say_why(signed_in: tuple[TestClient, str]) -> None:
    client, product_id = signed_in
    answer = _post(client, product_id, SVG)
    assert (answer.status_code, answer.json()["fields"]) == (
        422,
        {"pictures": "This is not a picture that can be read. Use JPEG, PNG or WebP."},
    )
    assert _post(client, "prod_unknown", picture_bytes()).status_code == 404
    assert _post(client, product_id, b"x" * (11 * 1024 * 1024)).status_code == 422


def test_only_our_files_are_given(signed_in: tuple[TestClient, str]) -> None:
    client, _ = signed_in
    folder = settings().data_dir / "media"
    (folder / "demo").mkdir(parents=True, exist_ok=True)
    (folder / "demo" / "drill.svg").write_bytes(SVG)
    (folder / "evil.svg").write_bytes(SVG)
    (folder / "notes.txt").write_text("no")
    drawing = client.get("/media/demo/drill.svg")
    assert drawing.status_code == 200
    assert drawing.headers["content-security-policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    for path in ("evil.svg", "notes.txt", "%2e%2e/secret.key", "demo/%2e%2e/evil.svg", "..%2f..%2fx.webp", "a.webp"):
        assert client.get(f"/media/{path}").status_code == 404, path
