"""Status: a dot whose shape says how far and whose colour says how well, and always the word.

Ring waits, half is under way, full is done, square is stopped, dashed is a draft.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import reflex as rx

from marketplace.components.markup import Markup, el, pick

Shapes = Mapping[str, tuple[str, str]]  # status -> (classes, word)

VENDOR: Shapes = {
    "draft": ("dash", "Not sent yet"),
    "pending": ("warn", "Pending"),
    "approved": ("good full", "Approved"),
    "suspended": ("warn stop", "Suspended"),
    "rejected": ("bad stop", "Rejected"),
    "terminated": ("stop", "Terminated"),
}
COMPANY = VENDOR
REQUEST: Shapes = {
    "pending": ("warn", "Waits"),
    "approved": ("info half", "Approved"),
    "placed": ("good full", "Ordered"),
    "declined": ("bad stop", "Declined"),
    "withdrawn": ("stop", "Taken back"),
}
QUOTE: Shapes = {
    "pending": ("", "Asked"),
    "quoted": ("info full", "Quoted"),
    "countered": ("warn half", "Countered"),
    "accepted": ("good full", "Accepted"),
    "declined": ("stop", "Declined"),
    "expired": ("stop", "Expired"),
    "withdrawn": ("stop", "Ended"),
    "rejected": ("bad stop", "No offer"),
}
MEMBER: Shapes = {
    "active": ("good full", "Active"),
    "limit": ("bad full", "Limit reached"),
    "invited": ("info", "Invited"),
    "expired": ("warn", "Invitation too old"),
    "left": ("stop", "Left"),
}
PRODUCT: Shapes = {
    "draft": ("dash", "Draft"),
    "proposed": ("info", "Proposed"),
    "published": ("good full", "Live"),
    "no_stock": ("warn", "No stock"),
    "rejected": ("bad stop", "Rejected"),
    "archived": ("stop", "Archived"),
}
OFFER: Shapes = {
    "live": ("good full", "Live"),
    "paused": ("stop", "Paused"),
    "no_stock": ("warn", "No stock"),
    "draft": ("dash", "Draft"),
}
JOB: Shapes = {
    "pending": ("", "Waiting"),
    "running": ("info half", "Running"),
    "retrying": ("warn half", "Trying again"),
    "done": ("good full", "Done"),
    "dead": ("bad full", "Dead"),
    "superseded": ("stop", "Superseded"),
    "cancelled": ("stop", "Cancelled"),
}
TENANT: Shapes = {"active": ("good full", "Active"), "inactive": ("stop", "Switched off")}
PAYOUT: Shapes = {
    "requested": ("", "Requested"),
    "held": ("warn", "Held"),
    "queued": ("", "Queued"),
    "sending": ("info half", "Sending"),
    "in_transit": ("info half", "In transit"),
    "paid": ("good full", "Paid"),
    "cancelled": ("stop", "Cancelled"),
    "failed": ("bad full", "Failed"),
    "returned": ("bad stop", "Returned"),
}
PAGE: Shapes = {
    "draft": ("dash", "Draft"),
    "changed": ("warn half", "Changed"),
    "in_review": ("info", "In review"),
    "scheduled": ("info half", "Scheduled"),
    "published": ("good full", "Published"),
    "archived": ("stop", "Archived"),
}


def status(shapes: Shapes, value: Any, *, pill: bool = False) -> Markup:
    """The dot and the word of a status. A pill only beside a page title."""
    if isinstance(value, rx.Var):
        classes = rx.match(value, *[(key, look) for key, (look, _) in shapes.items()], "")
        word = rx.match(value, *[(key, label) for key, (_, label) in shapes.items()], value)
        return dot(classes, word, pill=pill)
    look, label = shapes.get(value, ("", str(value).replace("_", " ").capitalize()))
    return dot(look, label, pill=pill)


def dot(classes: Any, word: Any, *, pill: bool = False) -> Markup:
    """A dot of these classes (`good full`) and its word."""
    return el.span(el.i(), word, class_name=f"st {'pill ' if pill else ''}{classes}")


def open_or_closed(is_open: Any, *, is_draft: Any = False, pill: bool = False) -> Markup:
    """A store's state by its one name, at every desk; `is_draft` for one that was never opened."""
    shape, word = pick(is_draft, "dash", "warn stop"), pick(is_draft, "Never opened", "Closed")
    return dot(pick(is_open, "good full", shape), pick(is_open, "Open", word), pill=pill)
