"""How many products a vendor has is one figure: on the home, among the vendors, on its page and at the desk."""

import re
from datetime import UTC, datetime
from pathlib import Path

from sqlmodel import Session, select

from marketplace.components.desk.status import open_or_closed
from marketplace.components.markup import snapshot
from marketplace.kit.db import run, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.catalogue import Variant
from marketplace.models.tenant import Tenant
from marketplace.queries.operator_desk.vendors import list_vendors as desk_vendors
from marketplace.queries.shared.market import find_market
from marketplace.queries.storefront.home_goods import Shelf
from marketplace.queries.storefront.vendor_page import get_vendor_page, list_vendors
from marketplace.services.search.indexing import index_store
from tests.factories.catalogue import make_catalogue
from tests.factories.people import make_operator

MOMENT = datetime(2026, 11, 23, 9, tzinfo=UTC)


def test_a_vendors_products_are_counted_alike(database: str) -> None:
    """Bolt has two of its own, one of them a draft, and sells one that Hallberg drew up, at a higher price."""
    with unit_of_work(Scope.system()) as db:
        shop = make_catalogue(db)
        shop.product("Nail", vendor="bolt", price=100)
        shop.product("Screw", vendor="bolt", price=100, status="draft")
        drill = shop.product("Drill", vendor="hallberg", price=1000)
        variant = db.exec(select(Variant).where(Variant.product_id == drill.id)).one()
        shop.offer(drill, variant, vendor="bolt", price=2000, stock=5)
        operator = make_operator(db)
    run(Scope.tenant(shop.store.id), index_store)

    def use(db: Session) -> tuple[str, str, str]:
        tenant = db.exec(select(Tenant).where(Tenant.id == shop.store.id)).one()
        market = find_market(db, tenant)
        tile = next(v for v in Shelf(db, tenant, market).vendors([]) if v.name == "Bolt")
        line = next(v for v in list_vendors(db, tenant, market, MOMENT).vendors if v.name == "Bolt")
        page = get_vendor_page(db, tenant, market, "bolt", {}, MOMENT)
        return tile.lines, line.products, page.listing.found_text

    assert run(Scope.tenant(shop.store.id), use) == ("2 lines", "2", "2")
    desk = run(Scope.system(), lambda db: desk_vendors(db, operator, q="Bolt"))
    assert [row.products for row in desk.rows] == ["2"]


def test_a_store_is_called_open_or_closed_at_every_desk() -> None:
    pages = {path.name: path.read_text() for path in Path("marketplace/pages/operator_desk").glob("*.py")}
    by_name = [name for name, code in pages.items() if "open_or_closed(" in code]
    assert sorted(by_name) == ["product.py", "tenant.py", "tenants.py"]
    assert [name for name, code in pages.items() if "Paused" in code or '"Active"' in code] == []
    with snapshot():
        drawn = [str(open_or_closed(is_open, is_draft=is_draft)) for is_open, is_draft in ((1, 0), (0, 0), (0, 1))]
    assert [re.sub("<[^>]+>", "", one) for one in drawn] == ["Open", "Closed", "Never opened"]
