"""The only way a status changes: named actions, and from where to where each may lead."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

from marketplace.domain.errors import ActionNotPossible


class VendorStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    SUSPENDED = "suspended"
    REJECTED = "rejected"
    TERMINATED = "terminated"


class ProductStatus(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    PUBLISHED = "published"
    REJECTED = "rejected"
    ARCHIVED = "archived"


class OfferStatus(StrEnum):
    LIVE = "live"
    PAUSED = "paused"


class PriceListStatus(StrEnum):
    ACTIVE = "active"
    ARCHIVED = "archived"


class PriceFileStatus(StrEnum):
    CHECKING = "checking"
    REFUSED = "refused"  # something is wrong with it: nothing of it is stored
    READY = "ready"
    APPLYING = "applying"
    APPLIED = "applied"
    DISCARDED = "discarded"


class CompanyStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUSPENDED = "suspended"


class MemberStatus(StrEnum):
    INVITED = "invited"
    ACTIVE = "active"
    LEFT = "left"


class JobStatus(StrEnum):
    PENDING = "pending"
    RUNNING = "running"
    DONE = "done"
    DEAD = "dead"
    CANCELLED = "cancelled"


class OrderStatus(StrEnum):
    AWAITING_PAYMENT = "awaiting_payment"
    TO_FULFIL = "to_fulfil"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    DELIVERED = "delivered"
    CANCELLED = "cancelled"


class PayoutStatus(StrEnum):
    REQUESTED = "requested"
    HELD = "held"
    QUEUED = "queued"
    SENDING = "sending"
    IN_TRANSIT = "in_transit"
    PAID = "paid"
    CANCELLED = "cancelled"
    FAILED = "failed"
    RETURNED = "returned"


class CheckoutStatus(StrEnum):
    RESERVED = "reserved"  # stock and promotions are held, nothing is paid
    PAYING = "paying"  # the provider was asked; its answer may be unknown
    PLACED = "placed"
    FAILED = "failed"  # refused by the provider; everything is given back
    UNDONE = "undone"  # given up by the buyer or by time; everything is given back


class SpendingStatus(StrEnum):
    """Of money that a company's people have promised to spend."""

    HELD = "held"  # by an open checkout
    SPENT = "spent"  # by a purchase
    RELEASED = "released"  # the checkout came to nothing


class RequestStatus(StrEnum):
    """Of a basket that needs the yes of somebody in its company."""

    PENDING = "pending"
    APPROVED = "approved"  # it is being placed, or waits for its buyer
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    PLACED = "placed"


class QuoteStatus(StrEnum):
    """Of what one vendor is asked to quote; the last five are final."""

    PENDING = "pending"  # the vendor has not answered
    QUOTED = "quoted"  # the buyer has an answer
    COUNTERED = "countered"  # the buyer asks for another one
    ACCEPTED = "accepted"
    DECLINED = "declined"  # by the buyer
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"  # the request was taken back, or ended by the store
    REJECTED = "rejected"  # by the vendor


class TransferStatus(StrEnum):
    """Of a wish to have a guest's purchase in one's account."""

    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CANCELLED = "cancelled"


class AccountChangeStatus(StrEnum):
    """Of a bank account that a shop wants to be paid to."""

    REQUESTED = "requested"  # held: an owner has not followed the letter's link
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    REPLACED = "replaced"  # by a later wish


class PaymentStatus(StrEnum):
    PENDING = "pending"
    REQUIRES_ACTION = "requires_action"
    AWAITING = "awaiting"  # a bank transfer that is on its way
    OWED = "owed"  # on account: the order goes on, the money comes when its invoices are due
    CAPTURED = "captured"
    FAILED = "failed"
    CANCELLED = "cancelled"


class RefundStatus(StrEnum):
    PENDING = "pending"
    SUCCEEDED = "succeeded"
    FAILED = "failed"


class ReturnStatus(StrEnum):
    REQUESTED = "requested"
    APPROVED = "approved"
    RECEIVED = "received"
    REFUNDED = "refunded"
    REFUSED = "refused"


class EarningStatus(StrEnum):
    PENDING = "pending"
    AVAILABLE = "available"
    IN_TRANSIT = "in_transit"
    PAID = "paid"


# action -> (from, to)
Table = Mapping[str, tuple[frozenset[str], str]]


def _table(**actions: tuple[str, str]) -> Table:
    return {name: (frozenset(before.split("|")), after) for name, (before, after) in actions.items()}


VENDOR: Table = _table(
    approve=("pending", "approved"),
    reject=("pending", "rejected"),
    suspend=("approved", "suspended"),
    reinstate=("suspended", "approved"),
    terminate=("approved|suspended", "terminated"),
)
PRODUCT: Table = _table(
    propose=("draft|rejected", "proposed"),
    publish=("draft|proposed|archived", "published"),
    reject=("proposed", "rejected"),
    unpublish=("published", "draft"),
    archive=("draft|proposed|published|rejected", "archived"),
)
OFFER: Table = _table(pause=("live", "paused"), resume=("paused", "live"))
PRICE_LIST: Table = _table(archive=("active", "archived"), restore=("archived", "active"))
PRICE_FILE: Table = _table(
    refuse=("checking", "refused"),
    accept=("checking", "ready"),
    apply=("ready", "applying"),
    give_back=("applying", "refused"),
    finish=("applying", "applied"),
    discard=("checking|refused|ready", "discarded"),
)
COMPANY: Table = _table(
    approve=("pending", "approved"),
    reject=("pending", "rejected"),
    ask_again=("rejected", "pending"),
    suspend=("approved", "suspended"),
    reinstate=("suspended", "approved"),
)
MEMBER: Table = _table(
    accept=("invited", "active"), deactivate=("invited|active", "left"), invite_again=("left", "invited")
)
JOB: Table = _table(
    claim=("pending", "running"),
    finish=("running", "done"),
    release=("running", "pending"),
    bury=("running|pending", "dead"),
    retry=("dead", "pending"),
    discard=("dead|pending", "cancelled"),
)


ORDER: Table = _table(
    pay=("awaiting_payment", "to_fulfil"),
    ship_part=("to_fulfil|part_shipped", "part_shipped"),
    ship=("to_fulfil|part_shipped", "shipped"),
    deliver=("shipped", "delivered"),
    cancel=("awaiting_payment|to_fulfil", "cancelled"),
)
CHECKOUT: Table = _table(
    pay=("reserved|paying", "paying"),
    place=("reserved|paying", "placed"),
    refuse=("reserved|paying", "failed"),
    undo=("reserved|paying", "undone"),
    revive=("undone", "paying"),
)
SPENDING: Table = _table(spend=("held", "spent"), release=("held", "released"), hold_again=("released", "held"))
REQUEST: Table = _table(
    approve=("pending", "approved"),
    decline=("pending", "declined"),
    ask_again=("pending|approved", "pending"),
    withdraw=("pending|approved", "withdrawn"),
    place=("approved", "placed"),
)
QUOTE: Table = _table(
    answer=("pending|countered", "quoted"),
    take_back_answer=("quoted", "pending"),
    take_back_second=("quoted", "countered"),
    counter=("quoted", "countered"),
    accept=("quoted", "accepted"),
    decline=("pending|quoted|countered", "declined"),
    expire=("pending|quoted|countered", "expired"),
    withdraw=("pending|quoted|countered", "withdrawn"),
    reject=("pending|countered", "rejected"),
)
TRANSFER: Table = _table(
    accept=("requested", "accepted"), decline=("requested", "declined"), cancel=("requested", "cancelled")
)
ACCOUNT_CHANGE: Table = _table(
    confirm=("requested", "confirmed"), refuse=("requested", "refused"), replace=("requested", "replaced")
)
PAYMENT: Table = _table(
    challenge=("pending", "requires_action"),
    announce=("pending", "awaiting"),
    owe=("pending|captured", "owed"),
    capture=("pending|requires_action|awaiting|owed", "captured"),
    fail=("pending|requires_action|awaiting", "failed"),
    cancel=("pending|requires_action|awaiting", "cancelled"),
    revive=("cancelled", "pending"),
)
REFUND: Table = _table(succeed=("pending", "succeeded"), fail=("pending", "failed"), retry=("failed", "pending"))
RETURN: Table = _table(
    approve=("requested", "approved"),
    refuse=("requested|approved", "refused"),
    receive=("approved", "received"),
    refund=("approved|received", "refunded"),
)
EARNING: Table = _table(
    release=("pending", "available"),
    ask=("available", "in_transit"),
    give_back=("in_transit", "available"),
    pay=("in_transit", "paid"),
    return_=("paid", "available"),
)
PAYOUT: Table = _table(
    hold=("requested|queued", "held"),
    queue=("requested|held", "queued"),
    send=("queued", "sending"),
    sent=("sending", "in_transit"),
    pay=("sending|in_transit", "paid"),
    cancel=("requested|held|queued", "cancelled"),
    fail=("sending|in_transit", "failed"),
    return_=("paid", "returned"),
)

PROMOTION: Table = _table(end=("active", "ended"), restart=("ended", "active"))


def after(table: Table, action: str, status: str) -> str:
    """The status that `action` leads to from `status`; raises `ActionNotPossible` with both named."""
    before, target = table[action]
    if status not in before:
        raise ActionNotPossible(action=action, status=status)
    return target


def can(table: Table, action: str, status: str) -> bool:
    """Whether `action` is open from `status`: what decides if a button is shown."""
    return status in table[action][0]
