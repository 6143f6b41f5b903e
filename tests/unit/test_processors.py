"""Which processor is the web's, and when nothing is pinned."""

import os

import pytest

from marketplace.kit import cpu_affinity
from marketplace.settings import Settings

Placed = list[tuple[int, set[int]]]


@pytest.fixture
def placed(monkeypatch: pytest.MonkeyPatch) -> Placed:
    done: Placed = []
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {2, 5, 7}, raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", lambda pid, cpus: done.append((pid, set(cpus))), raising=False)
    monkeypatch.setattr(cpu_affinity.sys, "platform", "linux")
    return done


def live_with(monkeypatch: pytest.MonkeyPatch, **fields: object) -> None:
    alone = {"REDIS_URL": None, "DATABASE_URL": None}
    monkeypatch.setattr(cpu_affinity, "settings", lambda: Settings(**{**alone, **fields}))


@pytest.mark.parametrize(("port", "processor"), [(3000, 2), (3001, 5), (3002, 7), (3003, 2)])
def test_neighbouring_copies_are_not_on_the_same(
    placed: Placed, monkeypatch: pytest.MonkeyPatch, port: int, processor: int
) -> None:
    live_with(monkeypatch, PORT=port)
    chosen = cpu_affinity.choose_processor()
    cpu_affinity.keep_to(chosen)
    cpu_affinity.leave(chosen, 77)
    assert placed == [(0, {processor}), (77, {2, 5, 7} - {processor})]


@pytest.mark.parametrize(
    "fields", [{"OWN_PROCESSOR": False}, {"REDIS_URL": "redis://localhost"}, {"DATABASE_URL": "postgresql://elsewhere"}]
)
def test_nothing_is_pinned_where_it_would_not_help(
    placed: Placed, monkeypatch: pytest.MonkeyPatch, fields: dict[str, object]
) -> None:
    live_with(monkeypatch, **fields)
    assert cpu_affinity.choose_processor() is None
    cpu_affinity.keep_to(None)
    cpu_affinity.leave(None)
    assert placed == []


def test_a_single_processor_is_everybodys(placed: Placed, monkeypatch: pytest.MonkeyPatch) -> None:
    live_with(monkeypatch)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0})
    assert cpu_affinity.choose_processor() is None


@pytest.mark.parametrize("error", [PermissionError, ProcessLookupError, OSError])
def test_where_it_is_refused_everything_stays_where_it_is(
    placed: Placed, monkeypatch: pytest.MonkeyPatch, error: type[OSError]
) -> None:
    def refuse(pid: int, cpus: object) -> None:
        raise error

    monkeypatch.setattr(os, "sched_setaffinity", refuse)
    cpu_affinity.keep_to(2)
    cpu_affinity.leave(2, 77)
    assert placed == []
