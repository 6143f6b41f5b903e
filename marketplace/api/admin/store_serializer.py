"""Stores and vendors as the platform's programs read them."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from marketplace.api.http.responses import major
from marketplace.kit.clock import iso
from marketplace.queries.desk_api.stores import DeskStore, DeskVendor


def tenant_json(one: DeskStore) -> dict[str, Any]:
    """A store with its settings; orders and revenue are of the last thirty days, in its main currency."""
    row, figures = one.store, one.figures
    return {
        "id": row.id,
        "handle": row.handle,
        "name": row.name,
        "is_active": row.is_active,
        "parent_id": row.parent_id,
        "domain": row.domain,
        "default_currency_code": row.default_currency.lower(),
        "currency_codes": [code.lower() for code in row.sells_in()],
        "default_locale": row.default_locale,
        "access_posture": row.access_posture,
        "created_at": iso(row.created_at),
        "figures": {
            "vendors": figures.vendors,
            "products": figures.products,
            "orders": figures.orders,
            "revenue": major(figures.revenue_amount, row.default_currency),
        },
    }


def vendor_json(one: DeskVendor) -> dict[str, Any]:
    """A vendor with its checklist. `status` is `draft` for an application that was not sent."""
    row = one.vendor
    is_draft = row.status == "pending" and row.applied_at is None
    return {
        "id": row.id,
        "tenant_id": row.tenant_id,
        "handle": row.handle,
        "name": row.name,
        "legal_name": row.legal_name,
        "kind": row.kind,
        "status": "draft" if is_draft else row.status,
        "status_reason": row.status_reason or None,
        "verification": row.verification,
        "email": row.email,
        "phone": row.phone,
        "tax_id": row.tax_id,
        "country_code": row.country.lower() or None,
        "ships_from": row.ships_from,
        "commission_percent": None if row.commission_bps is None else row.commission_bps / 100,
        "payout_schedule": row.payout_schedule,
        "published_products": one.live,
        "products": one.products,
        "applied_at": _iso(row.applied_at),
        "status_changed_at": _iso(row.status_changed_at),
        "created_at": iso(row.created_at),
        "requirements": [
            {
                "key": r.key,
                "label": r.label,
                "needed_to": r.gate,
                "note": r.note or None,
                "is_done": r.done_at is not None,
                "done_at": _iso(r.done_at),
            }
            for r in one.requirements
        ],
    }


def _iso(moment: datetime | None) -> str | None:
    return None if moment is None else iso(moment)
