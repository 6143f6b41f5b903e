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


class CompanyStatus(StrEnum):
    PENDING = "pending"
    APPROVED = "approved"
    REJECTED = "rejected"
    SUSPENDED = "suspended"


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
OFFER: Table = _table(
    pause=("live", "paused"),
    resume=("paused", "live"),
)
COMPANY: Table = _table(
    approve=("pending", "approved"),
    reject=("pending", "rejected"),
    suspend=("approved", "suspended"),
    reinstate=("suspended", "approved"),
)
JOB: Table = _table(
    claim=("pending", "running"),
    finish=("running", "done"),
    release=("running", "pending"),
    bury=("running|pending", "dead"),
    retry=("dead", "pending"),
    discard=("dead|pending", "cancelled"),
)


def after(table: Table, action: str, status: str) -> str:
    """The status that `action` leads to from `status`; raises `ActionNotPossible` with both named."""
    before, target = table[action]
    if status not in before:
        raise ActionNotPossible(action=action, status=status)
    return target


def can(table: Table, action: str, status: str) -> bool:
    """Whether `action` is open from `status`: what decides if a button is shown."""
    return status in table[action][0]
