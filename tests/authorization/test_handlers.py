"""Every event handler x every role x objects of one's own, of a neighbour, of another store, and missing ones.

`policy.py` says who may use which handler; a handler that it does not list fails. Whoever may not, changes
nothing and sees no canary; whoever may, does so only with their own.
"""

from __future__ import annotations

import asyncio
import importlib
import pkgutil

import pytest

import marketplace.state
from tests.authorization.drive import Handler, handlers, send
from tests.authorization.policy import HANDLERS, SELF_SERVICE
from tests.authorization.world import ROLES, World, build_world, canaries_for, fingerprint
from tests.conftest import use_database

for module in pkgutil.walk_packages(marketplace.state.__path__, "marketplace.state."):
    importlib.import_module(module.name)  # registers every state, on a page or not
TARGETS = ("own", "neighbour", "foreign", "missing")
PARTS = 8  # tests that share one world, so that several workers share the handlers


def test_every_handler_is_listed_and_nothing_else() -> None:
    assert sorted(h.name for h in handlers()) == sorted(HANDLERS)


def harmless(name: str, role: str, target: str) -> bool:
    """Whether this call must change nothing: not allowed at all, or aimed at what is not the role's own."""
    if role not in HANDLERS[name]:
        return True
    if name in SELF_SERVICE:
        return False
    reach = {"operator": TARGETS[:3], "tenant admin A": ("own", "neighbour"), "tenant admin B": ("foreign",)}
    return target not in reach.get(role, {"vendor A2": ("neighbour",)}.get(role, ("own",)))


@pytest.fixture(scope="module")
def built(module_database: str) -> World:
    use_database(module_database)
    return build_world()


@pytest.fixture
def world(built: World, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr("marketplace.state.operator_desk.layout.UNDO_SECONDS", 0)
    for waits in (
        "operator_desk.jobs._EVERY_SECONDS",
        "price_list_file.EVERY_SECONDS",
        "vendor_desk.orders.EVERY_SECONDS",
        "vendor_desk.today.EVERY_SECONDS",
    ):
        monkeypatch.setattr(f"marketplace.state.{waits}", 0)
    return built


@pytest.mark.parametrize("part", range(PARTS))
def test_no_handler_leaks_or_acts_for_the_wrong_person(world: World, part: int) -> None:
    problems: list[str] = []
    before = fingerprint()
    for handler in handlers()[part::PARTS]:
        problems += asyncio.run(sweep(world, handler))
        after = fingerprint()
        changed = [table for table in after if after[table] != before[table]]
        if changed:
            problems.append(f"{handler.name} changed {', '.join(changed)} for somebody who may not")
            before = after
    assert not problems, "\n".join(problems)


async def sweep(world: World, handler: Handler) -> list[str]:
    """Every call of this handler that must have no effect."""
    problems = []
    for role in ROLES:
        for target in TARGETS:
            if not harmless(handler.name, role, target):
                continue
            try:
                seen = await send(world, handler, role, target)
            except Exception as error:
                problems.append(f"{handler.name} as {role} at {target}: {type(error).__name__}: {error}")
                continue
            problems += [
                f"{handler.name} as {role} at {target} shows {canary}"
                for canary in canaries_for(role)
                if canary in seen
            ]
    return problems
