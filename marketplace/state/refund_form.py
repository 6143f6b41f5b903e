"""What a refund form says, whoever fills it in."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from marketplace.domain.errors import Invalid
from marketplace.domain.numbers import read_amount, read_whole
from marketplace.domain.permissions import Actor
from marketplace.queries.vendor_desk.order import LineRow, VendorOrder
from marketplace.services.finance.refunds import RefundLine, paid_back, refund_order


def give_back(db: Session, actor: Actor, order: VendorOrder, form: dict[str, Any], press: str) -> str:
    """Refund what the form asks for, and answer what its person is told. Raises as `refund_order` does."""
    refund_id = refund_order(db, actor, order.id, key=f"refund:{press}", **refund_asked(form, order))
    return ending("Refunded", paid_back(db, refund_id))


def refund_asked(form: dict[str, Any], order: VendorOrder) -> dict[str, Any]:
    """The arguments of `refund_order`. Pieces, freight and a free amount may stand together; the amount then decides.

    Raises `Invalid` for `reason`, `pieces-<line>`, `shipping` or `amount`.
    """
    reason = text_of(form, "reason")
    if len(reason) < 5:
        raise Invalid({"reason": "Say why, in a sentence: the buyer reads it."})
    restock, lines = form.get("restock") is not None, []
    for line in order.lines:
        if pieces := _pieces(text_of(form, f"pieces-{line.id}"), line):
            lines.append(RefundLine(line.id, pieces, restock))
    typed, freight = text_of(form, "amount"), text_of(form, "shipping")
    return {
        "lines": lines,
        "reason": reason,
        "shipping_amount": amount_of(freight, order.currency, "shipping") if freight else 0,
        "amount": amount_of(typed, order.currency, "amount") if typed else None,
    }


def _pieces(typed: str, line: LineRow) -> int:
    try:
        pieces = read_whole(typed) if typed else 0
    except ValueError as error:
        raise Invalid({f"pieces-{line.id}": str(error)}) from error
    if pieces > line.refundable:
        raise Invalid({f"pieces-{line.id}": f"At most {line.refundable}."})
    return pieces


def ending(deed: str, back: int) -> str:
    """What a person is told who has refused, cancelled or refunded an order; `back` is what goes back to its buyer."""
    return f"{deed}. {'The buyer is paid back.' if back else 'There was nothing to pay back.'}"


def text_of(form: dict[str, Any], name: str) -> str:
    """What was typed, without blanks around it; empty where nothing was."""
    return str(form.get(name) or "").strip()


def amount_of(typed: str, currency: str, field: str) -> int:
    """Minor units. Raises `Invalid` for the field."""
    try:
        return read_amount(typed, currency)
    except ValueError as error:
        raise Invalid({field: f"{error}."}) from error
