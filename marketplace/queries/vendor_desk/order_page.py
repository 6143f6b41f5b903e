"""What a page says of one vendor's order: plain values, each empty until it is read."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class LineRow:
    """One line, counted. `open_pieces` can be shipped or cancelled, `refundable` paid back without the goods."""

    id: str = ""
    title: str = ""
    detail: str = ""  # SKU, variant
    picture: str = ""
    ordered: int = 0
    open_pieces: int = 0
    shipped: int = 0
    refundable: int = 0
    on_hand: str = ""
    state: str = ""  # "4 of 12 shipped, 1 cancelled"
    unit_price: str = ""
    price: str = ""


@dataclass(frozen=True)
class ParcelRow:
    id: str = ""
    title: str = ""
    carrier: str = ""
    tracking_number: str = ""
    tracking_href: str = ""
    sent: str = ""
    delivered: str = ""
    contents: str = ""  # "2 × Drill, 5 × Bits"
    may_deliver: bool = False


@dataclass(frozen=True)
class ReturnRow:
    id: str = ""
    status: str = ""
    look: str = ""
    requested_at: str = ""
    contents: str = ""
    reason: str = ""
    answer: str = ""
    may_approve: bool = False
    may_refuse: bool = False
    may_receive: bool = False
    may_refund: bool = False


@dataclass(frozen=True)
class RefundRow:
    id: str = ""
    amount: str = ""
    status: str = ""
    look: str = ""
    when: str = ""
    exact: str = ""
    reason: str = ""
    failure: str = ""


@dataclass(frozen=True)
class TimelineLine:
    text: str = ""
    when: str = ""
    exact: str = ""
    tone: str = ""


@dataclass(frozen=True)
class SumLine:
    label: str = ""
    amount: str = ""
    strong: bool = False


@dataclass(frozen=True)
class VendorOrder:
    """Plain values; empty text means "not there". What may be done is decided here, and again by the services."""

    id: str = ""
    number: str = ""
    buyer: str = ""
    email: str = ""
    po_number: str = ""
    cost_centre: str = ""
    note: str = ""
    status: str = ""
    look: str = ""
    due: str = ""
    due_exact: str = ""
    due_tone: str = ""
    placed: str = ""
    paid_by: str = ""
    paid: str = ""
    lines: tuple[LineRow, ...] = ()
    parcels: tuple[ParcelRow, ...] = ()
    returns: tuple[ReturnRow, ...] = ()
    refunds: tuple[RefundRow, ...] = ()
    timeline: tuple[TimelineLine, ...] = ()
    sums: tuple[SumLine, ...] = ()
    ship_to: tuple[str, ...] = ()
    delivery: str = ""
    total: str = ""
    currency: str = ""
    refundable: str = ""  # what of the total is not paid back yet, plain, as an input shows it
    freight_left: str = ""
    freight_by: str = ""  # who paid it, where that was not the buyer
    cancel_wish: str = ""  # what the buyer wrote when asking to cancel
    is_cancel_asked: bool = False
    slip_href: str = ""
    invoice_href: str = ""
    open_pieces: int = 0
    may_accept: bool = False
    may_ship: bool = False
    may_cancel: bool = False
    may_refund: bool = False
    is_waiting: bool = False
