"""What a buyer reads of a purchase: plain values, money and days already in words. Empty text means "not there"."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PurchaseCard:
    """One line of a buyer's list. `pictures` are at most four; `needs` says what waits for the buyer."""

    number: str
    href: str
    store: str
    store_handle: str
    placed: str
    placed_exact: str
    total: str
    status: str  # a word for all parts together
    tone: str  # "", info, warn, good, bad
    vendors: str  # "2 vendors"
    pieces: str  # "17 pieces"
    po_number: str = ""
    pictures: tuple[str, ...] = ()
    needs: str = ""


@dataclass(frozen=True)
class PaperLink:
    """A paper by its number."""

    number: str
    href: str


@dataclass(frozen=True)
class BoughtLine:
    """One thing bought. `may_return` counts pieces that can be asked back, `open_pieces` those not shipped yet."""

    id: str = ""
    title: str = ""
    variant: str = ""
    sku: str = ""
    picture: str = ""
    href: str = ""  # empty when the product is gone
    offer_id: str = ""
    quantity: int = 0
    sent: str = ""  # "6", or "2 of 4" while some are left
    unit_price: str = ""
    price: str = ""  # of the line, as shown in the region (with tax where prices include it)
    open_pieces: int = 0
    cancelled: int = 0
    returned: int = 0
    may_return: int = 0
    note: str = ""  # "1 cancelled, 1 sent back"


@dataclass(frozen=True)
class ParcelLine:
    title: str = ""
    sku: str = ""
    picture: str = ""
    quantity: int = 0


@dataclass(frozen=True)
class ParcelView:
    """A parcel; `tracking_href` opens the carrier's page."""

    id: str = ""
    title: str = ""  # "Parcel 1 of 2"
    carrier: str = ""
    tracking_number: str = ""
    tracking_href: str = ""
    status: str = ""  # Shipped, Delivered
    tone: str = ""
    shipped: str = ""
    delivered: str = ""
    pieces: str = ""
    lines: tuple[ParcelLine, ...] = ()


@dataclass(frozen=True)
class TrackStep:
    """A step of the timeline. `state` is done, now, or empty for what is to come."""

    title: str = ""
    detail: str = ""
    when: str = ""
    state: str = ""


@dataclass(frozen=True)
class ReturnView:
    id: str = ""
    status: str = ""
    tone: str = ""
    requested_at: str = ""
    pieces: str = ""
    reason: str = ""
    answer: str = ""
    lines: tuple[ParcelLine, ...] = ()


@dataclass(frozen=True)
class VendorPart:
    """One vendor's part of a purchase, with everything that can be done with it.

    `cancels_at_once`: it is unpaid, and cancelling ends the whole purchase; else the vendor is asked.
    """

    id: str = ""
    number: str = ""  # 1042-1
    vendor: str = ""
    vendor_href: str = ""
    mark: str = ""
    status: str = ""
    tone: str = ""
    line: str = ""  # "2 parcels", "leaves by Tue 24 Nov"
    steps: tuple[TrackStep, ...] = ()
    lines: tuple[BoughtLine, ...] = ()
    parcels: tuple[ParcelView, ...] = ()
    returns: tuple[ReturnView, ...] = ()
    delivery: str = ""
    goods: str = ""
    discount: str = ""
    shipping: str = ""
    tax: str = ""
    total: str = ""
    refunded: str = ""
    invoice_href: str = ""
    credit_notes: tuple[PaperLink, ...] = ()
    may_cancel: bool = False
    cancels_at_once: bool = False
    cancel_asked: bool = False
    may_return: bool = False


@dataclass(frozen=True)
class TransferView:
    """Where the money is to go. `path` and `box` draw the code for banking apps; empty where there is none."""

    holder: str
    iban: str
    bic: str
    amount: str
    reference: str
    path: str = ""
    box: str = ""


@dataclass(frozen=True)
class Purchase:
    """One order group as its buyer sees it. Amounts are without tax, then tax, then the total.

    `key` is the link's key when it was opened by link: pass it on with every link and action. `is_awaiting`
    means that a bank transfer is expected.
    """

    id: str = ""
    number: str = ""
    store: str = ""
    store_handle: str = ""
    placed: str = ""  # "19 November"
    placed_exact: str = ""
    by: str = ""  # who it is for: company, else name
    email: str = ""
    po_number: str = ""
    cost_centre: str = ""
    note: str = ""
    acted_by: str = ""  # who placed it in the buyer's name
    status: str = ""
    tone: str = ""
    parts: tuple[VendorPart, ...] = ()
    goods: str = ""
    discount: str = ""
    shipping: str = ""
    tax: str = ""
    tax_label: str = "VAT"
    total: str = ""
    refunded: str = ""
    paid_by: str = ""  # "Card ending 4242"
    payment: str = ""  # Paid, Awaiting payment, Cancelled
    is_awaiting: bool = False
    transfer: TransferView | None = None
    pro_forma_href: str = ""  # the paper that says the same
    ship_to: tuple[str, ...] = ()
    bill_to: tuple[str, ...] = ()
    has_other_billing: bool = False
    path: str = ""  # its own address, with the key where needed
    key: str = ""
    may_reorder: bool = False
    ordered_by: str = ""  # the colleague of the reader who bought it; empty for the reader's own
