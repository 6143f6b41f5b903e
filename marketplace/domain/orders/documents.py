"""What the documents of an order say: packing slip, invoice, and the pro forma that a transfer is paid by."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class PaperLine:
    """One line; `left` is what is still to be packed, amounts are texts."""

    title: str
    detail: str  # SKU and variant
    quantity: int
    left: int = 0
    unit: str = ""
    tax: str = ""  # rate, "19 %"
    total: str = ""


@dataclass(frozen=True)
class PaperTax:
    """One rate of an invoice: what it is on, how much it is, and at 0 % on which ground nothing is charged."""

    rate: str
    base: str
    amount: str
    ground: str = ""


@dataclass(frozen=True)
class OrderPaper:
    """An order for paper. `sums` end with the total; `taxes` are per category and rate."""

    number: str
    store: str
    vendor: str
    vendor_lines: Sequence[str]
    vendor_tax_id: str
    ship_to: Sequence[str]
    bill_to: Sequence[str]
    date: str
    lines: Sequence[PaperLine]
    delivery: str = ""
    po_number: str = ""
    cost_centre: str = ""  # of the buying company
    note: str = ""
    invoice_number: str = ""
    paid: str = ""  # "Paid by card ending 4242 on 19 November 2026"
    sums: Sequence[tuple[str, str]] = ()
    taxes: Sequence[PaperTax] = ()
    supplied: str = ""  # "Supplied on 20 November 2026"
    due: str = ""  # "Due on 20 December 2026, net 30 days"
    pay_to: Sequence[tuple[str, str]] = ()  # of an invoice on account, as `ProForma.pay_to`
    credits: str = ""  # of a credit note, the number of its invoice


@dataclass(frozen=True)
class ProForma:
    """A purchase for paper: a part per vendor, sums that end with the total, and where the money is to go.

    `code` is a picture that banking apps read, empty where there is none.
    """

    number: str
    store: str
    date: str
    bill_to: Sequence[str]
    ship_to: Sequence[str]
    parts: Sequence[OrderPaper]
    sums: Sequence[tuple[str, str]]
    pay_to: Sequence[tuple[str, str]]  # ("IBAN", "AT48 3200 0000 1234 5864")
    code: bytes = b""
    po_number: str = ""
    cost_centre: str = ""


def references(paper: OrderPaper | ProForma) -> list[str]:
    """What the buyer wants to find on every paper: their order number and their cost centre."""
    known = (("PO", paper.po_number), ("Cost centre", paper.cost_centre))
    return [f"{label} {value}" for label, value in known if value]
