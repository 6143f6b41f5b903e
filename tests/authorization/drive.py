"""Drives every event handler as the browser could: any handler, any payload, any identifier, any cookie."""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from dataclasses import dataclass, is_dataclass, replace
from typing import Any

import reflex as rx
from reflex.istate.data import RouterData

from tests.authorization.world import World

_BUILT_IN = frozenset({"setvar", "set_is_hydrated", "hydrate"})


@dataclass(frozen=True)
class Handler:
    """One public event of one state; `name` is `State.event`."""

    state: type[rx.State]
    event: str

    @property
    def name(self) -> str:
        return f"{self.state.__name__}.{self.event}"


def handlers() -> list[Handler]:
    """Every event that a browser can send, found in the classes themselves."""
    every_handler = [Handler(state, event) for state in states(rx.State) for event in own_events(state)]
    return sorted(every_handler, key=lambda handler: handler.name)


def states(root: type[rx.State]) -> Iterator[type[rx.State]]:
    """Every state class of ours below this one; a mixin is none, and its events are those of the states that use it."""
    for state in root.__subclasses__():
        if state.__module__.startswith("marketplace.") and not state._mixin:
            yield state
            yield from states(state)


def own_events(state: type[rx.State]) -> list[str]:
    return [name for name in state.event_handlers if name in vars(state) and name not in _BUILT_IN]


async def send(world: World, handler: Handler, role: str, target: str) -> str:
    """Send the event as this role, aimed at `own`, `neighbour`, `foreign` or `missing`; returns all that came back.

    Every identifier that the event takes, that the state remembers, or that the address holds is the target's.
    """
    root = rx.State(_reflex_internal_init=True)
    root.router = RouterData.from_router_data(_router(world, handler, role, target))
    state = await root.get_state(handler.state)
    _aim(state, world, target)
    fn = handler.state.event_handlers[handler.event].fn
    arguments = [_argument(p, world, target) for p in list(inspect.signature(fn).parameters.values())[1:]]
    answers: list[Any] = []
    result = fn(state, *arguments)
    if inspect.isasyncgen(result):
        async for answer in result:
            answers.append(answer)
    elif inspect.isawaitable(result):
        answers.append(await result)
    elif inspect.isgenerator(result):
        answers.extend(result)
    return json.dumps([visible_state(root), [str(a) for a in answers]], default=str).lower()


def visible_state(state: Any) -> dict[str, Any]:
    """Everything of a state tree that would travel to the browser, but what is written in the classes.

    Reflex keeps a value in the instance once it was read or set; most of a tree was neither.
    """
    held = vars(state)
    shown = [name for name in state.base_vars if name in held and name not in ("router", "is_hydrated")]
    return {name: _plain(held[name]) for name in shown} | {
        name: visible_state(child) for name, child in state.substates.items()
    }


def _plain(value: Any) -> Any:
    return str(value) if is_dataclass(value) else value


def _router(world: World, handler: Handler, role: str, target: str) -> dict[str, Any]:
    ids = {
        f"{kind}_{end}": of.get(target, "missing")
        for kind, of in world.objects.items()
        for end in ("key", "id", "handle")
    }
    path = "/admin/" + "/".join(ids.values())
    if ".company_desk." in handler.state.__module__:  # whose store, request and quote stand in the address
        path = "/s/{store_handle}/quotes/{request_id}/{quote_id}".format(**ids)
    for module, desk in ((".vendor_desk.quote_room", "vendor"), (".operator_desk.quote", "admin")):
        if handler.state.__module__.endswith(module):
            path = f"/{desk}/quotes/{ids['quote_id']}"
    return {
        "pathname": path,
        "asPath": path,
        "query": ids,
        "headers": {"cookie": f"session={world.tokens[role]}", "origin": "http://localhost", "user-agent": "matrix"},
        "ip": "127.0.0.1",
        "token": "matrix",
        "sid": "matrix",
    }


def identifier(name: str, world: World, target: str) -> str | None:
    """The target's identifier for a parameter or variable of this name; None when it names no object."""
    if not name.endswith(("_id", "_key", "_handle", "key", "handle")) and name not in (
        "id",
        "job",
        "vendor",
        "product",
    ):
        return None
    for kind, of in world.objects.items():
        if kind in name:
            return of.get(target, f"{kind}_missing")
    return world.objects["product"].get(target, "missing")


def _aim(state: Any, world: World, target: str) -> None:
    for name, var in type(state).base_vars.items():
        key = identifier(name, world, target)
        if key is not None and var._var_type is str:
            setattr(state, name, key)
        elif name in world.objects and hasattr(getattr(state, name), "id"):
            setattr(state, name, replace(getattr(state, name), id=world.objects[name].get(target, "missing")))


def _argument(parameter: inspect.Parameter, world: World, target: str) -> Any:
    kind = str(parameter.annotation)
    if "dict" in kind:
        ids = {f"{k}_id": of.get(target, "missing") for k, of in world.objects.items()}
        return ids | {"reason": "x", "title": "x", "kind": "publishable"}
    if "int" in kind:
        return 0
    if "bool" in kind:
        return True
    if "list" in kind:
        return []
    return identifier(parameter.name, world, target) or "x"
