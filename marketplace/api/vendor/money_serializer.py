"""A vendor's figures, earnings and payouts as programs read them: major units, rates in per cent."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from marketplace.api.http.responses import major
from marketplace.kit.clock import iso
from marketplace.queries.desk_api.dashboard import Dashboard, SalesDay
from marketplace.queries.desk_api.money import FeeLine, PayoutFacts, Total, Transaction
from marketplace.queries.formatting.amounts import ending

_ACCOUNTS = ("pending", "available", "reserve", "in_transit")


def dashboard_json(one: Dashboard) -> dict[str, Any]:
    """The figures of the desk's first page."""
    place, balance = one.place, one.balance
    return {
        "vendor": {"id": place.vendor_id, "name": place.name, "handle": place.handle, "status": place.status},
        "store": {"name": place.store_name, "handle": place.store_handle},
        "currency_code": one.currency.lower(),
        "sales": {
            "days": len(one.days),
            **_sales(one.days, one.currency),
            "before": _sales(one.days_before, one.currency),
            "by_day": [{"day": day.day.isoformat(), **_sales([day], one.currency)} for day in one.days],
        }
        if place.sees_orders
        else None,
        "orders": {
            "to_fulfil": place.orders_to_fulfil,
            "late": place.orders_late,
            "cancel_requested": place.cancel_wishes,
            "returns_open": place.returns_open,
        }
        if place.sees_orders
        else None,
        "products": {
            "all": place.products,
            "published": place.live,
            "draft": place.drafts,
            "no_stock": place.no_stock,
            "low_stock": place.low_stock,
        },
        "balance": None if balance is None else {name: major(balance.get(name, 0), one.currency) for name in _ACCOUNTS},
    }


def transaction_json(one: Transaction) -> dict[str, Any]:
    """An earning: `gross - commission - commission_tax` is `net`."""
    return {
        "id": one.id,
        "kind": one.kind,
        "status": one.status,
        "order_id": one.order_id,
        "order_display_id": one.number,
        **_amounts(one),
        "payout_id": one.payout_id,
        "note": one.note or None,
        "available_at": iso(one.available_at) if one.available_at else None,
        "created_at": iso(one.created_at),
        "lines": [_fee(line, one.currency) for line in one.lines],
    }


def total_json(one: Total) -> dict[str, Any]:
    """The sums of a list in one currency."""
    return _amounts(one)


def payout_json(one: PayoutFacts) -> dict[str, Any]:
    """A payout and what it is made of; of the account only the end is told."""

    def m(name: str) -> int | float:
        return major(int(one.figures.get(name, 0)), one.currency)

    return {
        "id": one.id,
        "number": one.number,
        "status": one.status,
        "currency_code": one.currency.lower(),
        "amount": major(one.amount, one.currency),
        "earnings_count": int(one.figures.get("earnings", 0)),
        "goods": m("goods"),
        "commission": m("commission"),
        "commission_tax": m("fee_tax"),
        "refunds": m("refunds"),
        "other": m("other"),
        "period": one.period,
        "method": one.method,
        "account": {"holder": one.account.get("holder", ""), "iban": ending(str(one.account.get("iban", "")))},
        "hold_reason": one.hold_reason or None,
        "failure": one.failure or None,
        "bank_reference": one.bank_reference or None,
        "expected_on": one.expected_on.isoformat() if one.expected_on else None,
        "sent_at": iso(one.sent_at) if one.sent_at else None,
        "paid_at": iso(one.paid_at) if one.paid_at else None,
        "created_at": iso(one.created_at),
    }


def _sales(days: Sequence[SalesDay], currency: str) -> dict[str, Any]:
    return {
        "orders": sum(day.orders for day in days),
        "total": major(sum(day.goods_amount for day in days), currency),
        "refunded": major(sum(day.refunded_amount for day in days), currency),
    }


def _amounts(one: Transaction | Total) -> dict[str, Any]:
    return {
        "currency_code": one.currency.lower(),
        "gross": major(one.gross_amount, one.currency),
        "commission": major(one.commission_amount, one.currency),
        "commission_tax": major(one.commission_tax_amount, one.currency),
        "net": major(one.net_amount, one.currency),
    }


def _fee(line: FeeLine, currency: str) -> dict[str, Any]:
    return {
        "order_line_id": line.order_line_id,
        "title": line.title,
        "sku": line.sku,
        "quantity": line.quantity,
        "base": major(line.base_amount, currency),
        "rate_percent": line.rate_bps / 100,
        "reason": line.reason,
        "commission": major(line.amount, currency),
        "commission_tax": major(line.tax_amount, currency),
        "given_back": major(line.reversed_amount, currency),
    }
