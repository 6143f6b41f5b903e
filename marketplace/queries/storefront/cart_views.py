"""What a page shows of a cart, in formatted words and figures."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Fix:
    """A sentence about a line, and the quantity that one press sets; 0 offers nothing."""

    strong: str = ""
    words: str = ""
    label: str = ""
    quantity: int = 0


@dataclass(frozen=True)
class CartLineView:
    """One line. `problem` says why it cannot be bought now, `nudge` what a few more would save."""

    id: str
    title: str
    detail: str
    href: str
    picture: str
    quantity: int
    step: int
    minimum: int
    total: str = ""
    each: str = ""
    was: str = ""
    stock_strong: str = ""
    stock_text: str = ""
    stock_tone: str = ""
    moved: str = ""
    problem: Fix = Fix()
    nudge: Fix = Fix()
    seen_amount: int = 0
    offer_id: str = ""
    wishes: str = ""  # what is remembered with the line


@dataclass(frozen=True)
class DeliveryView:
    """A way of delivery to choose."""

    id: str
    title: str
    note: str
    price: str
    chosen: bool


@dataclass(frozen=True)
class CartPart:
    """One vendor's section; the meter counts to free freight or to the vendor's minimum."""

    vendor_id: str
    vendor: str
    mark: str
    ships: str
    lines: tuple[CartLineView, ...]
    goods: str
    freight: str
    foot: str
    meter_strong: str = ""
    meter_text: str = ""
    meter_at: str = ""
    meter_tone: str = ""
    held_back: str = ""
    held_fix: str = ""
    pieces: str = ""
    deliveries: tuple[DeliveryView, ...] = ()


@dataclass(frozen=True)
class CodeView:
    """A promotion in the cart; one that applies by itself cannot be taken out."""

    id: str
    title: str
    code: str
    saves: str


@dataclass(frozen=True)
class CartPage:
    """The whole cart; sums count what can be bought now."""

    count: int = 0
    pieces: str = ""
    parts: tuple[CartPart, ...] = ()
    saved: tuple[CartLineView, ...] = ()
    codes: tuple[CodeView, ...] = ()
    goods: str = ""
    goods_label: str = ""
    freights: tuple[tuple[str, str], ...] = ()
    discount: str = ""
    tax: str = ""
    tax_label: str = ""
    total: str = ""
    total_amount: int = 0
    market: str = ""  # EUR:reg_..., what the total is in
    waiting: tuple[tuple[str, str], ...] = ()
    can_check_out: bool = False
    check_out_label: str = ""
