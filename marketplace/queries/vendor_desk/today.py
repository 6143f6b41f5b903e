"""What a vendor has to do today, worst first."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from marketplace.queries.formatting.wording import capitalised, count
from marketplace.queries.vendor_desk.desk import VendorPlace


@dataclass(frozen=True)
class Need:
    """One thing that waits for a person, with the one place that settles it."""

    icon: str
    tone: str
    title: str
    detail: str
    href: str
    action: str


def needs_of(place: VendorPlace) -> list[Need]:
    """Everything that waits, out of the figures of the desk; empty when nothing does."""
    needs = [_standing(place), *_of_orders(place), *(_of_products(place) if place.can_edit else [])]
    return [need for need in needs if need is not None]


def _of_products(place: VendorPlace) -> list[Need]:
    needs = []
    if place.no_stock:
        needs.append(
            Need(
                icon="circle-alert",
                tone="bad",
                title=f"{count(place.no_stock, 'live product')} without stock",
                detail="Shoppers see them and cannot buy.",
                href="/vendor/products?status=no_stock",
                action="Restock",
            )
        )
    if place.low_stock:
        needs.append(
            Need(
                icon="triangle-alert",
                tone="warn",
                title=f"{count(place.low_stock, 'product')} running low",
                detail="Ten pieces or fewer are left to sell.",
                href="/vendor/products?status=published&sort=stock",
                action="See stock",
            )
        )
    if place.drafts:
        needs.append(
            Need(
                icon="pencil",
                tone="",
                title=f"{count(place.drafts, 'draft')} not in the store",
                detail="Only your team sees what is not published.",
                href="/vendor/products?status=draft",
                action="Finish",
            )
        )
    if not place.products:
        needs.append(
            Need(
                icon="boxes",
                tone="info",
                title="Add your first product",
                detail="A name is enough to begin.",
                href="/vendor/products/new",
                action="Add it",
            )
        )
    return needs


def _of_orders(place: VendorPlace) -> list[Need]:
    needs = []
    if place.quotes_to_answer:
        needs.append(
            Need(
                icon="message-square",
                tone="warn" if place.quotes_late else "info",
                title=f"{count(place.quotes_to_answer, 'quote')} to answer",
                detail="Buyers are promised an answer within two hours.",
                href="/vendor/quotes?view=mine",
                action="Answer",
            )
        )
    if place.cancel_wishes:
        needs.append(
            Need(
                icon="undo-2",
                tone="warn",
                title=f"{count(place.cancel_wishes, 'buyer')} asking to cancel",
                detail="Cancel, or say why it is too late.",
                href="/vendor/orders?view=to_fulfil",
                action="Answer",
            )
        )
    if place.returns_open:
        needs.append(
            Need(
                icon="undo-2",
                tone="info",
                title=f"{count(place.returns_open, 'return')} waiting for you",
                detail="Decide, receive, pay back.",
                href="/vendor/orders?view=returns",
                action="See returns",
            )
        )
    return needs


def _standing(place: VendorPlace) -> Need | None:
    to_do = "/vendor/apply"
    if place.status == "draft":
        return Need(
            icon="list-checks",
            tone="warn",
            title="Your application is not sent yet",
            detail="Your products stay hidden until it is approved.",
            href=to_do,
            action="Go on",
        )
    if place.status == "pending":
        return Need(
            icon="clock",
            tone="info",
            title="Your application is being read",
            detail="You can prepare your catalogue meanwhile.",
            href=to_do,
            action="See it",
        )
    if place.status in ("suspended", "rejected", "terminated"):
        return Need(
            icon="ban",
            tone="bad",
            title=f"Your shop is {place.status}",
            detail=place.reason or "Ask the store for the reason.",
            href=to_do,
            action="See why",
        )
    return None


def headline(place: VendorPlace, needs: Sequence[Need], day: str, *, payout_failed: bool = False) -> str:
    """`Thursday 19 November. 14 orders to send, 1 of them late, 2 drafts.`

    In order is only a shop that needs nothing: what has no figure here is counted.
    """
    parts = ["a payout did not arrive"] if payout_failed else []
    if place.orders_to_fulfil:
        late = f", {place.orders_late:,} of them late" if place.orders_late else ""
        parts.append(f"{count(place.orders_to_fulfil, 'order')} to send{late}")
    if place.can_edit and place.no_stock:
        parts.append(f"{count(place.no_stock, 'live product')} without stock")
    if place.can_edit and place.low_stock:
        parts.append(f"{place.low_stock:,} running low")
    if place.can_edit and place.drafts:
        parts.append(count(place.drafts, "draft"))
    if place.quotes_to_answer:
        parts.append(f"{count(place.quotes_to_answer, 'quote')} to answer")
    if place.returns_open:
        parts.append(f"{count(place.returns_open, 'return')} waiting")
    if not parts and needs:
        parts.append(f"{count(len(needs), 'thing needs', 'things need')} you")
    sentence = ", ".join(parts) or "everything is in order"
    return f"{day}. {capitalised(sentence)}."
