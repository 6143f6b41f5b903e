"""Ready pages: what goes over the wire, how long they are kept, what makes them stale."""

from __future__ import annotations

import asyncio
import gzip

import pytest

from marketplace.kit.cached_response import CachedResponse, ResponseCache, cached
from marketplace.queries.shared import open_stores
from marketplace.queries.shared.open_stores import OpenStore
from marketplace.web.response_cache import Kind, Responses, Slot, Versions, key_of, region_of, store_of

PAGE = "<p>" + "tools and parts " * 80 + "</p>"


def test_the_body_goes_zipped_to_those_who_take_it() -> None:
    page = cached(PAGE)
    status, headers, body = page.answer({b"accept-encoding": b"gzip, br"})
    assert status == 200
    assert gzip.decompress(body).decode() == PAGE
    assert (b"content-encoding", b"gzip") in headers
    assert (b"content-length", str(len(body)).encode()) in headers
    _, plain_headers, plain = page.answer({})
    assert plain.decode() == PAGE
    assert b"content-encoding" not in dict(plain_headers)


def test_a_page_that_the_browser_has_is_not_sent_again() -> None:
    page = cached(PAGE)
    status, headers, body = page.answer({b"if-none-match": b'"other", ' + page.etag})
    assert (status, body) == (304, b"")
    assert dict(headers)[b"etag"] == page.etag
    assert cached(PAGE + "!").etag != page.etag


def test_a_missing_page_is_never_not_modified() -> None:
    page = cached(PAGE, status=404)
    assert page.answer({b"if-none-match": page.etag})[0] == 404


def test_a_page_lives_as_long_as_its_stamp() -> None:
    pages, key = ResponseCache(), ("localhost", "/s/assay", b"", "")
    pages.keep(key, ("t1", 4), cached(PAGE))
    assert pages.find(key, ("t1", 4)) is not None
    assert pages.find(key, ("t1", 5)) is None
    assert pages.find(key, ("t1", 4)) is None


def test_the_least_asked_for_goes_first() -> None:
    page = cached(PAGE)
    pages = ResponseCache(limit=int(page.size * 2.5))
    keys = [("h", f"/s/a/p/{n}", b"", "") for n in range(3)]
    for key in keys[:2]:
        pages.keep(key, (1,), page)
    assert pages.find(keys[0], (1,)) is not None  # asked for again
    pages.keep(keys[2], (1,), page)
    assert pages.find(keys[1], (1,)) is None
    assert pages.find(keys[0], (1,)) is not None
    assert pages.find(keys[2], (1,)) is not None


def test_a_page_larger_than_the_limit_is_not_kept() -> None:
    pages = ResponseCache(limit=10)
    pages.keep(("h", "/", b"", ""), (1,), cached(PAGE))
    assert pages.find(("h", "/", b"", ""), (1,)) is None


@pytest.mark.parametrize(
    ("cookie", "region"),
    [
        (b"region=DE-EUR", "DE-EUR"),
        (b"session=abc; region=gb-gbp; store=x", "GB-GBP"),
        (b"region=DE-EUR-and-more", ""),
        (b"region=../../etc", ""),
        (b"xregion=DE-EUR", ""),
        (b"", ""),
    ],
)
def test_only_a_real_region_becomes_part_of_the_key(cookie: bytes, region: str) -> None:
    assert region_of(cookie) == region


@pytest.mark.parametrize(
    ("path", "store"),
    [("/s/assay", "assay"), ("/s/assay/c/glassware", "assay"), ("/stores", ""), ("/s/", ""), ("/", "")],
)
def test_the_store_is_in_the_path(path: str, store: str) -> None:
    assert store_of(path) == store


def test_the_key_holds_what_a_page_depends_on_and_nothing_personal() -> None:
    scope = {"path": "/s/assay", "query_string": b"page=2"}
    seen = {b"host": b"Shop.Example", b"cookie": b"session=secret; region=DE-EUR"}
    assert key_of(scope, seen) == ("shop.example", "/s/assay", b"page=2", "DE-EUR")
    assert "secret" not in str(key_of(scope, seen))


def test_versions_are_read_at_most_four_times_a_second(monkeypatch: pytest.MonkeyPatch) -> None:
    reads = []

    def read(*_: object) -> tuple[dict[str, OpenStore], dict[str, OpenStore]]:
        reads.append(1)
        return {"assay": OpenStore("ten_1", "assay", "Assay", len(reads), 0, "EUR", "en")}, {}

    monkeypatch.setattr(open_stores, "run", read)
    versions = Versions()
    versions.forget()

    async def many() -> list[object]:
        return await asyncio.gather(*(versions.stamp("assay") for _ in range(50)))

    assert set(asyncio.run(many())) == {("ten_1", 1, "open")}
    assert len(reads) == 1
    versions.forget()
    assert asyncio.run(versions.stamp("assay")) == ("ten_1", 2, "open")
    assert asyncio.run(versions.stamp("closed")) is None
    assert asyncio.run(versions.stamp("")) == (("assay", "ten_1", 2, "open"),)
    versions.forget()


def test_pages_and_reads_of_the_api_are_kept_apart() -> None:
    async def keep_and_find() -> list[CachedResponse | None]:
        responses = Responses()
        read, page = Slot(Kind.READ, "same", ("t1", 1)), Slot(Kind.PAGE, "same", ("t1", 1))
        await responses.keep(read, cached("<p>a</p>"))
        first = [await responses.find(read), await responses.find(page)]
        responses.clear()
        return [*first, await responses.find(read)]

    assert asyncio.run(keep_and_find()) == [cached("<p>a</p>"), None, None]
