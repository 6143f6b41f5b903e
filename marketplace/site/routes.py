"""The addresses that are answered with whole HTML."""

from __future__ import annotations

from starlette.routing import BaseRoute

from marketplace.site.desk import ROUTES as DESK
from marketplace.site.entrance import ROUTES as ENTRANCE

ROUTES: list[BaseRoute] = [*ENTRANCE, *DESK]
