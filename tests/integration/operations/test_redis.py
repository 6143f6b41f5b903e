"""What `REDIS_URL` changes. Runs with `make test REDIS_URL=redis://...`; skipped where there is none."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from uuid import uuid4

import httpx
import pytest
import redis
from sqlmodel import Session
from starlette.applications import Starlette

from marketplace.domain.errors import TooManyRequests
from marketplace.kit import ratelimit
from marketplace.kit.cached_response import cached
from marketplace.settings import settings
from marketplace.site.not_found import draw_not_found
from marketplace.site.storefront.homes import ROUTES
from marketplace.web import shared_pages
from marketplace.web.edge import Edge
from marketplace.web.response_cache import RESPONSES, VERSIONS
from marketplace.web.shared_pages import SharedPages
from tests.conftest import REDIS
from tests.factories.people import make_tenant

needs_redis = pytest.mark.skipif(REDIS is None, reason="no REDIS_URL")
KEY = ("shop.example", "/s/acme", b"", "")


def forget_settings() -> None:
    settings.cache_clear()
    shared_pages.shared_pages.cache_clear()
    ratelimit._limiter.cache_clear()


@pytest.fixture
def copy(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """This process as one of a copy that has a Redis, with keys of its own there."""
    monkeypatch.setenv("REDIS_URL", REDIS or "")
    monkeypatch.setenv("SECRET_KEY", uuid4().hex)
    forget_settings()
    yield
    client = redis.Redis.from_url(REDIS or "")
    for name in client.scan_iter(f"{settings().redis_namespace()}*"):
        client.delete(name)
    client.close()
    monkeypatch.undo()
    forget_settings()


def forget_pages() -> None:
    """Nothing is ready for any process."""
    with redis.Redis.from_url(REDIS or "") as client:
        for name in client.scan_iter(f"*{settings().redis_namespace()}*"):
            client.delete(name)


def kept_pages() -> list[str]:
    """The text of every page that is ready for all processes."""
    with redis.Redis.from_url(REDIS or "") as client:
        held = [client.get(name) for name in client.scan_iter(f"*{settings().redis_namespace()}*")]
    pages = [shared_pages.unpacked(one) for one in held if isinstance(one, bytes)]
    return [page.body.decode() for page in pages if page is not None]


def keys() -> list[bytes]:
    with redis.Redis.from_url(REDIS or "") as client:
        return list(client.scan_iter(f"*{settings().redis_namespace()}*"))


@needs_redis
@pytest.mark.usefixtures("copy")
def test_tries_are_counted_for_all_processes_together() -> None:
    ratelimit.limit("2/minute", "sign-in", "maren")
    ratelimit._limiter.cache_clear()  # another process
    ratelimit.limit("2/minute", "sign-in", "maren")
    with pytest.raises(TooManyRequests):
        ratelimit.limit("2/minute", "sign-in", "maren")
    ratelimit.limit("2/minute", "sign-in", "ilse")
    assert keys()


@needs_redis
@pytest.mark.usefixtures("copy", "front_end")
def test_a_page_is_drawn_once_for_all_processes(db: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    make_tenant(db, "acme")
    db.commit()
    RESPONSES.clear()
    VERSIONS.forget()

    async def ask_twice() -> tuple[httpx.Response, httpx.Response]:
        site = httpx.ASGITransport(Edge(Starlette(routes=ROUTES), not_found=draw_not_found))
        async with httpx.AsyncClient(transport=site, base_url="http://shop.example") as client:
            first = await client.get("/s/acme")
            RESPONSES.clear()  # another process
            monkeypatch.setattr("marketplace.site.store_page.draw_page", None)
            second = await client.get("/s/acme")
        shelf = shared_pages.shared_pages()
        assert shelf is not None
        await shelf.close()
        return first, second

    first, second = asyncio.run(ask_twice())
    RESPONSES.clear()
    assert (second.status_code, second.text) == (200, first.text)
    assert second.headers["etag"] == first.headers["etag"]
    assert "set-cookie" in first.headers
    assert "set-cookie" not in second.headers, "what was meant for one browser went to another"


@needs_redis
@pytest.mark.usefixtures("copy")
def test_two_copies_on_one_redis_do_not_meet(monkeypatch: pytest.MonkeyPatch) -> None:
    async def keep_here_and_look_there() -> tuple[object, object]:
        ours = SharedPages(REDIS or "", settings().redis_namespace())
        with monkeypatch.context() as other:
            other.setenv("SECRET_KEY", uuid4().hex)
            settings.cache_clear()
            theirs = SharedPages(REDIS or "", settings().redis_namespace())
        settings.cache_clear()
        await ours.keep(KEY, ("t1", 1), cached("<p>a</p>"))
        pages = await ours.find(KEY, ("t1", 1)), await theirs.find(KEY, ("t1", 1))
        await ours.close()
        await theirs.close()
        return pages

    here, there = asyncio.run(keep_here_and_look_there())
    assert here == cached("<p>a</p>")
    assert there is None


def test_without_an_answer_from_redis_the_page_is_drawn() -> None:
    gone = SharedPages("redis://127.0.0.1:1/0", "gone")

    async def ask() -> object:
        await gone.keep(KEY, ("t1", 1), cached("<p>a</p>"))
        page = await gone.find(KEY, ("t1", 1))
        await gone.close()
        return page

    assert asyncio.run(ask()) is None


@pytest.mark.parametrize("text", ["<p>short</p>", "<p>" + "long and longer " * 90 + "</p>"])
def test_a_page_comes_back_as_it_was(text: str) -> None:
    page = cached(text, headers=((b"vary", b"Cookie"),), content_type="application/xml")
    assert shared_pages.unpacked(shared_pages.packed(page)) == page
