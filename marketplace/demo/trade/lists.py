"""What a company's buyer keeps in the demo: a list for everybody, one of their own, and a cart that was put aside."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import col, select

from marketplace.demo.trade.approvals import Stage, find_person
from marketplace.domain.buying.requisition_lists import Kind
from marketplace.domain.catalogue.tiers import QuantityRule
from marketplace.kit.clock import at
from marketplace.models.catalogue import Product
from marketplace.models.offer import Offer
from marketplace.services.buying.requisition_lists import NewLine, add_lines, make_list

_SHARED, _OWN, _ASIDE = 8, 4, 3  # lines


def leave_lists(stage: Stage, end: datetime) -> None:
    """Nothing where the store's company has no buyer."""
    buyer = find_person(stage, "buyer")
    if buyer is None or not stage.goods:
        return
    shared, private = stage.company.lists
    with at(end - timedelta(days=21)):
        row = make_list(stage.db, buyer, stage.tenant_id, shared, is_shared=True)
        add_lines(stage.db, row, [*_lines(stage, 0, _SHARED), *_replaced(stage)])
    with at(end - timedelta(days=8)):
        row = make_list(stage.db, buyer, stage.tenant_id, private)
        add_lines(stage.db, row, _lines(stage, _SHARED, _OWN))
    with at(end - timedelta(days=2)):
        row = make_list(stage.db, buyer, stage.tenant_id, f"{private}, later", kind=Kind.CART)
        row.region_id = stage.region_id
        add_lines(stage.db, row, _lines(stage, _SHARED + _OWN, _ASIDE))


def _lines(stage: Stage, start: int, count: int) -> list[NewLine]:
    """So many of the store's goods, a few days' need of each."""
    chosen = stage.goods[3 :: max(1, len(stage.goods) // 20)][start : start + count]  # of all shelves
    return [NewLine(one["id"], _pieces(one), seen_amount=one["amount"]) for one in chosen]


def _pieces(offer: Mapping[str, Any]) -> int:
    return QuantityRule(offer["min_quantity"], offer["quantity_step"]).fit(max(1, 8_000 // offer["amount"]))


def _replaced(stage: Stage) -> list[NewLine]:
    """An article that is sold no longer, and has a successor."""
    gone = select(Offer.id).join(
        Product, (col(Product.id) == Offer.product_id) & (col(Product.tenant_id) == Offer.tenant_id)
    )
    mine = gone.where(Product.status == "archived", Product.successor_sku != "", Offer.vendor_id == Product.vendor_id)
    return [NewLine(key, 1) for key in stage.db.exec(mine.where(Product.tenant_id == stage.tenant_id))]
