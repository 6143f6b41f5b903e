"""/health: 200 with its parts while the product can serve, 503 naming the part when it cannot; /metrics beside it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy.exc import OperationalError
from starlette.applications import Starlette
from starlette.testclient import TestClient

from marketplace.api.operations import ROUTES
from marketplace.kit import jobs
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.operations import health
from marketplace.settings import settings


@pytest.fixture
def client(database: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[TestClient]:
    (tmp_path / "__spa-fallback.html").write_text("")
    monkeypatch.setattr(health.frontend, "CLIENT", tmp_path)
    with TestClient(Starlette(routes=ROUTES)) as asking:
        yield asking


def test_all_well(client: TestClient) -> None:
    answer = client.get("/health")
    assert (answer.status_code, answer.headers["cache-control"]) == (200, "no-store")
    health = answer.json()
    assert (health["status"], health["down"]) == ("ok", [])
    assert {name: part["ok"] for name, part in health["parts"].items()} == {
        "database": True,
        "schema": True,
        "jobs": True,
        "front_end": True,
    }


def test_a_front_end_that_is_not_built(client: TestClient, tmp_path: Path) -> None:
    (tmp_path / "__spa-fallback.html").unlink()
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["status"], answer.json()["down"]) == (503, "down", ["front_end"])
    assert answer.json()["parts"]["front_end"]["says"].startswith("not built")


def test_a_schema_behind_the_code(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(health.migrations, "pending", lambda: True)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["down"]) == (503, ["schema"])
    assert "marketplace migrate" in answer.json()["parts"]["schema"]["says"]


def test_a_database_that_is_gone(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(scope: Scope) -> None:
        raise OperationalError("select 1", None, Exception("connection refused"))

    monkeypatch.setattr(health, "unit_of_work", gone)
    answer = client.get("/health")
    assert (answer.status_code, answer.json()["down"]) == (503, ["database"])
    assert set(answer.json()["parts"]) == {"database", "front_end"}  # what needs it is not asked


def test_metrics_count_what_waits(client: TestClient) -> None:
    with unit_of_work(Scope.system()) as db:
        jobs.enqueue(db, "t.work", delay_seconds=-7)
    lines = client.get("/metrics").text.splitlines()
    assert 'jobs{kind="t.work",status="pending"} 1.0' in lines
    [oldest] = [float(line.split()[1]) for line in lines if line.startswith("jobs_oldest_pending_seconds ")]
    assert 7 <= oldest < 60
    assert {"# TYPE http_requests_total counter", "# TYPE http_request_seconds histogram"} <= set(lines)


@pytest.mark.parametrize("token", ["", "an-operations-token"])
def test_in_production_details_are_for_who_brings_the_token(
    client: TestClient, monkeypatch: pytest.MonkeyPatch, token: str
) -> None:
    for name, value in {
        "MARKETPLACE_MODE": "production",
        "SECRET_KEY": "s" * 32,
        "SMTP_URL": "smtp://mail",
        "PUBLIC_URL": "https://shop.example",
        "OPERATIONS_TOKEN": token or None,
    }.items():
        monkeypatch.delenv(name, raising=False) if value is None else monkeypatch.setenv(name, value)
    settings.cache_clear()
    assert client.get("/health").json() == {"status": "ok"}
    assert client.get("/metrics").status_code == 404
    for wrong in ("Bearer guessed", "Basic x", "Bearer "):
        assert client.get("/metrics", headers={"authorization": wrong}).status_code == 404
    if token:
        known = {"authorization": f"Bearer {token}"}
        assert client.get("/health", headers=known).json()["parts"]["database"]["ok"]
        assert b"jobs_oldest_pending_seconds" in client.get("/metrics", headers=known).content
