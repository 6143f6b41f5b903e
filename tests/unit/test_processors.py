"""Which processor is the web's, and when nothing is pinned."""

import os

import pytest

from marketplace.kit import processors
from marketplace.settings import Settings


@pytest.fixture
def pinned(monkeypatch: pytest.MonkeyPatch) -> list[tuple[int, set[int]]]:
    done: list[tuple[int, set[int]]] = []
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {2, 5, 7}, raising=False)
    monkeypatch.setattr(os, "sched_setaffinity", lambda pid, cpus: done.append((pid, set(cpus))), raising=False)
    monkeypatch.setattr(processors.sys, "platform", "linux")
    return done


def live_with(monkeypatch: pytest.MonkeyPatch, **fields: object) -> None:
    monkeypatch.setattr(processors, "settings", lambda: Settings(**{"REDIS_URL": None, **fields}))


@pytest.mark.parametrize(("port", "own"), [(3000, 2), (3001, 5), (3002, 7), (3003, 2)])
def test_neighbouring_copies_are_not_on_the_same(
    pinned: list[tuple[int, set[int]]], monkeypatch: pytest.MonkeyPatch, port: int, own: int
) -> None:
    live_with(monkeypatch, PORT=port)
    processors.keep_to_the_webs()
    processors.leave_the_webs(77)
    assert pinned == [(0, {own}), (77, {2, 5, 7} - {own})]


@pytest.mark.parametrize("fields", [{"OWN_PROCESSOR": False}, {"REDIS_URL": "redis://localhost"}])
def test_nothing_is_pinned_where_it_would_not_help(
    pinned: list[tuple[int, set[int]]], monkeypatch: pytest.MonkeyPatch, fields: dict[str, object]
) -> None:
    live_with(monkeypatch, **fields)
    processors.keep_to_the_webs()
    processors.leave_the_webs()
    assert pinned == []


def test_a_single_processor_is_everybodys(pinned: list[tuple[int, set[int]]], monkeypatch: pytest.MonkeyPatch) -> None:
    live_with(monkeypatch)
    monkeypatch.setattr(os, "sched_getaffinity", lambda pid: {0})
    processors.keep_to_the_webs()
    processors.leave_the_webs()
    assert pinned == []


def test_another_users_database_stays_where_it_is(
    pinned: list[tuple[int, set[int]]], monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(pid: int, cpus: object) -> None:
        raise PermissionError

    live_with(monkeypatch)
    monkeypatch.setattr(os, "sched_setaffinity", refuse)
    processors.leave_the_webs(77)
    assert pinned == []
