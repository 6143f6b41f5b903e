"""One identifier for a request: in its log lines, its audit entries and the jobs that come of it; and what crashes."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
import sentry_sdk
import structlog
from prometheus_client import REGISTRY
from structlog.testing import capture_logs

from marketplace.kit import telemetry
from marketplace.kit.log import begin_request, request_id
from marketplace.queries.shared.open_stores import STORES, OpenStore
from marketplace.state.base import on_unexpected
from marketplace.web import edge, headers
from marketplace.web.edge import Edge

STORE = OpenStore("ten_1", "assay", "Assay", 1, 1, "EUR", "en")


@pytest.fixture(autouse=True)
def calm(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    headers.security_headers.cache_clear()
    monkeypatch.setattr(headers, "content_security_policy", lambda: "default-src 'self'")
    monkeypatch.setattr(edge.Edge, "_ready", _nothing_ready)
    monkeypatch.setattr(edge, "sign_in_first", _no_door)
    monkeypatch.setattr(STORES, "_by_handle", {"assay": STORE})
    monkeypatch.setattr(STORES, "find_by_key", lambda token: STORE if token == "pk_1" else None)
    yield
    structlog.contextvars.clear_contextvars()


async def _nothing_ready(self: Any, scope: Any, seen: Any) -> None:
    return None


async def _no_door(scope: Any, seen: Any) -> str:
    return ""


def ask(app: Any, path: str, sent: dict[str, str], api: Any = None) -> None:
    async def send(message: Any) -> None: ...

    async def receive() -> Any:
        return {"type": "http.request", "body": b""}

    raw = [(k.encode(), v.encode()) for k, v in {"host": "shop.example", **sent}.items()]
    scope = {"type": "http", "method": "GET", "path": path, "query_string": b"", "headers": raw}
    paths = SimpleNamespace(take=lambda scope, seen: api is not None)
    asyncio.run(Edge(app, api=api, api_paths=paths)(scope, receive, send))


@pytest.mark.parametrize(
    ("path", "sent", "api", "bound"),
    [
        (
            "/s/assay/cart",
            {"x-request-id": "abc123"},
            False,
            {"request": "abc123", "tenant": "ten_1", "store": "assay"},
        ),
        (
            "/store/carts/1",
            {"x-request-id": "abc", "x-publishable-api-key": "pk_1"},
            True,
            {"request": "abc", "tenant": "ten_1", "store": "assay"},
        ),
        ("/admin", {"x-request-id": "abc"}, False, {"request": "abc"}),
    ],
)
def test_what_a_request_is_known_by(path: str, sent: dict[str, str], api: bool, bound: dict[str, str]) -> None:
    seen: list[dict[str, Any]] = []

    async def app(scope: Any, receive: Any, send: Any) -> None:
        seen.append(dict(structlog.contextvars.get_contextvars()))
        seen.append({"request": await asyncio.to_thread(request_id)})  # as the audit trail asks, from a thread
        await send({"type": "http.response.start", "status": 204, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    ask(app, path, sent, app if api else None)
    assert seen == [bound, {"request": bound["request"]}]


def test_an_identifier_that_is_no_identifier_is_replaced() -> None:
    for given in ("abc", "0f8fad5b-d9cb-469f-a165-70867728950e", "req_01M8H58BWREV4FBA0ACV6BVZ4F"):
        assert begin_request(given) == request_id() == given
    for given in ("", "a b", "x" * 65, "a\nb", "abc\n", "ä"):
        assert begin_request(given).startswith("req_")


def test_a_crash_is_written_down_and_counted() -> None:
    async def app(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 500, "headers": []})
        await send({"type": "http.response.body", "body": b""})
        raise ZeroDivisionError("by zero")

    def failures() -> float:
        return REGISTRY.get_sample_value("http_requests_total", {"method": "GET", "status": "500"}) or 0

    before = failures()
    with capture_logs() as lines:
        ask(app, "/s/assay/cart", {})
    [crash] = [line for line in lines if line["event"] == "request.crashed"]
    assert (crash["path"], type(crash["exc_info"])) == ("/s/assay/cart", ZeroDivisionError)
    assert failures() == before + 1


def test_sentry_hears_of_a_crashed_event_only_where_it_is_set_up(monkeypatch: pytest.MonkeyPatch) -> None:
    heard: list[BaseException] = []
    started: list[dict[str, Any]] = []
    monkeypatch.setattr(sentry_sdk, "capture_exception", heard.append)
    monkeypatch.setattr(sentry_sdk, "init", lambda **options: started.append(options))
    error = ValueError("x")
    on_unexpected(error)
    telemetry.start_telemetry("web")
    assert (heard, started) == ([], [])
    live = SimpleNamespace(sentry_dsn="https://key@sentry.example/1", otlp_endpoint=None)
    monkeypatch.setattr(telemetry, "settings", lambda: live)
    telemetry.start_telemetry("web")
    on_unexpected(error)
    assert heard == [error]
    assert started == [
        {
            "dsn": live.sentry_dsn,
            "server_name": "web",
            "send_default_pii": False,
            "include_local_variables": False,
            "max_request_body_size": "never",
        }
    ]


def test_spans_say_what_they_are_around(monkeypatch: pytest.MonkeyPatch) -> None:
    from opentelemetry import trace
    from opentelemetry.sdk.trace import TracerProvider
    from opentelemetry.sdk.trace.export import SimpleSpanProcessor
    from opentelemetry.sdk.trace.export.in_memory_span_exporter import InMemorySpanExporter

    kept, provider = InMemorySpanExporter(), TracerProvider()
    provider.add_span_processor(SimpleSpanProcessor(kept))
    monkeypatch.setattr(trace, "get_tracer", provider.get_tracer)
    with telemetry.span("job", kind="order.settle"):
        pass
    assert kept.get_finished_spans() == ()
    live = SimpleNamespace(sentry_dsn=None, otlp_endpoint="http://collector.example")
    monkeypatch.setattr(telemetry, "settings", lambda: live)
    with telemetry.span("job", kind="order.settle"):
        pass
    [made] = kept.get_finished_spans()
    assert (made.name, dict(made.attributes or {})) == ("job", {"kind": "order.settle"})
