"""What a refund form says, whoever fills it in."""

from __future__ import annotations

from typing import Any

from sqlmodel import Session

from marketplace.domain.forms import FormReader
from marketplace.domain.permissions import Actor
from marketplace.queries.vendor_desk.order_page import LineRow, VendorOrder
from marketplace.services.finance.refunds import RefundLine, paid_back, refund_order


def give_back(db: Session, actor: Actor, order: VendorOrder, form: dict[str, Any], press: str) -> str:
    """Refund what the form asks for, and answer what its person is told. Raises as `refund_order` does."""
    refund_id = refund_order(db, actor, order.id, key=f"refund:{press}", **refund_asked(form, order))
    return ending("Refunded", paid_back(db, refund_id))


def refund_asked(form: dict[str, Any], order: VendorOrder) -> dict[str, Any]:
    """The arguments of `refund_order`. Pieces, freight and a free amount may stand together; the amount then decides.

    Raises `Invalid` for `reason`, `pieces-<line>`, `shipping` or `amount`.
    """
    typed = FormReader(form)
    if len(typed.text("reason")) < 5:
        typed.refuse("reason", "Say why, in a sentence: the buyer reads it.")
    lines = [
        RefundLine(line.id, pieces, typed.is_ticked("restock"))
        for line in order.lines
        if (pieces := _pieces(typed, line))
    ]
    freight, amount = typed.amount("shipping", order.currency), typed.amount("amount", order.currency)
    typed.check()
    return {"lines": lines, "reason": typed.text("reason"), "shipping_amount": freight or 0, "amount": amount}


def _pieces(typed: FormReader, line: LineRow) -> int:
    pieces = typed.count(f"pieces-{line.id}") or 0
    if pieces > line.refundable:
        typed.refuse(f"pieces-{line.id}", f"At most {line.refundable}.")
    return pieces


def ending(deed: str, back: int) -> str:
    """What a person is told who has refused, cancelled or refunded an order; `back` is what goes back to its buyer."""
    return f"{deed}. {'The buyer is paid back.' if back else 'There was nothing to pay back.'}"
