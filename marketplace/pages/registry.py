"""A page: one module per route, which ends in `PAGE = Page(...)`; the folder's `__init__` lists them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Page:
    """`route` as Reflex writes it (`/s/[store_handle]`), `build` makes the component, `on_load` fills the state."""

    route: str
    build: Callable[[], Any]
    title: str
    on_load: Any = None
