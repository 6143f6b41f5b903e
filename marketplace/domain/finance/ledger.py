"""The books' vocabulary: who holds an account, what kinds there are, and the postings of each thing that happens.

What we owe others counts up (a vendor's earnings, tax, our own commission), what others hold for us counts
down (money at the payment provider, what a buyer still has to pay). Every function returns postings that sum
to zero; nothing of the amount zero is posted.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

PLATFORM = "platform"
# What may go below zero by its nature: money that others hold for us, and what we spend.
BELOW_ZERO = frozenset({"psp_clearing", "psp_fees", "promotions", "write_off", "receivable", "unbilled"})


@dataclass(frozen=True, order=True)
class Account:
    """`owner` is `platform`, `vendor:<id>` or `buyer:<location id>`; `kind` says what it counts."""

    owner: str
    kind: str

    @property
    def may_be_negative(self) -> bool:
        """Whether the database lets it below zero from the start."""
        return self.kind in BELOW_ZERO


@dataclass(frozen=True)
class Posting:
    """One entry: signed minor units of the transaction's currency."""

    account: Account
    amount: int


CLEARING = Account(PLATFORM, "psp_clearing")
FEES = Account(PLATFORM, "psp_fees")
COMMISSION = Account(PLATFORM, "commission")
FEE_TAX = Account(PLATFORM, "fee_tax_payable")
TAX = Account(PLATFORM, "tax_payable")
PROMOTIONS = Account(PLATFORM, "promotions")
WRITE_OFF = Account(PLATFORM, "write_off")


def of_vendor(vendor_id: str, kind: str) -> Account:
    """One of the four accounts of a vendor."""
    return Account(f"vendor:{vendor_id}", kind)


def of_buyer(location_id: str) -> Account:
    """What a company's location was billed and still has to pay, counted down; above zero what it has in credit."""
    return Account(f"buyer:{location_id}", "receivable")


def unbilled(location_id: str) -> Account:
    """What a company's location has ordered on account and has no invoice for yet, counted down."""
    return Account(f"buyer:{location_id}", "unbilled")


@dataclass(frozen=True)
class Share:
    """How the money of an order, or of the part of it that goes back, is divided; all in minor units.

    `goods` is without tax and after discounts, `store_discount` the part of the discounts that the store bears
    and so pays to the vendor, `given_shipping` the freight that it pays in the buyer's place, `fee_tax` the tax on the
    commission.
    """

    goods: int = 0
    shipping: int = 0
    tax: int = 0
    store_discount: int = 0
    given_shipping: int = 0
    commission: int = 0
    fee_tax: int = 0

    @property
    def paid(self) -> int:
        """What the buyer pays, or gets back."""
        return self.goods + self.shipping + self.tax

    @property
    def borne(self) -> int:
        """What the store pays, or gets back."""
        return self.store_discount + self.given_shipping

    @property
    def earning(self) -> int:
        """What the vendor gets, or gives back."""
        return self.goods + self.shipping + self.borne - self.commission - self.fee_tax


def order_paid(vendor_id: str, share: Share, source: Account = CLEARING) -> tuple[Posting, ...]:
    """An order is paid by `source`: the payment provider, or a buyer's account when it is bought on terms."""
    return _zero(
        (source, -share.paid),
        (PROMOTIONS, -share.borne),
        (of_vendor(vendor_id, "pending"), share.earning),
        (COMMISSION, share.commission),
        (FEE_TAX, share.fee_tax),
        (TAX, share.tax),
    )


def refunded(vendor_id: str, share: Share, kind: str, source: Account = CLEARING) -> tuple[Posting, ...]:
    """A part goes back out of the vendor's `pending` or `available` account; `source` gets what it paid."""
    return _zero(
        (of_vendor(vendor_id, kind), -share.earning),
        (COMMISSION, -share.commission),
        (FEE_TAX, -share.fee_tax),
        (TAX, -share.tax),
        (PROMOTIONS, share.borne),
        (source, share.paid),
    )


def provider_fee(amount: int) -> tuple[Posting, ...]:
    """The payment provider keeps its fee."""
    return _zero((FEES, -amount), (CLEARING, amount))


def invoiced(location_id: str, amount: int) -> tuple[Posting, ...]:
    """What was ordered on account has left, and is owed from now on."""
    return _zero((unbilled(location_id), amount), (of_buyer(location_id), -amount))


def receivable_paid(location_id: str, amount: int) -> tuple[Posting, ...]:
    """A buyer on terms has paid."""
    return _zero((of_buyer(location_id), amount), (CLEARING, -amount))


def credit_paid_out(location_id: str, amount: int) -> tuple[Posting, ...]:
    """A buyer on terms got back what it had in credit."""
    return _zero((of_buyer(location_id), -amount), (CLEARING, amount))


def receivable_written_off(location_id: str, amount: int) -> tuple[Posting, ...]:
    """The store gives up what a buyer on terms owes, and bears it."""
    return _zero((of_buyer(location_id), amount), (WRITE_OFF, -amount))


def hold_over(vendor_id: str, amount: int, reserved: int = 0) -> tuple[Posting, ...]:
    """The hold has ended: `amount` becomes available, less what is kept in reserve."""
    return _zero(
        (of_vendor(vendor_id, "pending"), -amount),
        (of_vendor(vendor_id, "available"), amount - reserved),
        (of_vendor(vendor_id, "reserve"), reserved),
    )


def reserve_over(vendor_id: str, amount: int) -> tuple[Posting, ...]:
    """What was kept in reserve becomes available."""
    return _zero((of_vendor(vendor_id, "reserve"), -amount), (of_vendor(vendor_id, "available"), amount))


def payout_asked(vendor_id: str, amount: int) -> tuple[Posting, ...]:
    """What is asked for leaves the available balance at once."""
    return _zero((of_vendor(vendor_id, "available"), -amount), (of_vendor(vendor_id, "in_transit"), amount))


def payout_paid(vendor_id: str, amount: int) -> tuple[Posting, ...]:
    """The bank has paid it."""
    return _zero((of_vendor(vendor_id, "in_transit"), -amount), (CLEARING, amount))


def written_off(vendor_id: str, amount: int) -> tuple[Posting, ...]:
    """The store gives up what a vendor owes it: `amount` is how far the available balance is below zero."""
    return _zero((of_vendor(vendor_id, "available"), amount), (WRITE_OFF, -amount))


def opposite(postings: Iterable[Posting]) -> tuple[Posting, ...]:
    """The reversal."""
    return tuple(Posting(posting.account, -posting.amount) for posting in postings)


def _zero(*rows: tuple[Account, int]) -> tuple[Posting, ...]:
    postings = tuple(Posting(account, amount) for account, amount in rows if amount)
    if sum(posting.amount for posting in postings) != 0:
        raise ValueError("postings must sum to zero")
    return postings
