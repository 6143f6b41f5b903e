"""The addresses that are answered with whole HTML."""

from __future__ import annotations

from starlette.routing import BaseRoute

from marketplace.site.catalogue import ROUTES as CATALOGUE
from marketplace.site.desk import ROUTES as DESK
from marketplace.site.entrance import ROUTES as ENTRANCE
from marketplace.site.storefront import ROUTES as STOREFRONT

ROUTES: list[BaseRoute] = [*STOREFRONT, *CATALOGUE, *ENTRANCE, *DESK]
