"""A guest who lost the letter finds the order again: by its number and the address that it was placed with."""

from __future__ import annotations

from sqlmodel import Session, select

from marketplace.domain.errors import Invalid, TooManyRequests
from marketplace.domain.numbers import read_whole
from marketplace.kit.emails import email_problem, spellings
from marketplace.kit.jobs import enqueue
from marketplace.kit.ratelimit import limit
from marketplace.models.order import OrderGroup


def ask_for_link(db: Session, tenant_id: str, *, number: str, email: str) -> None:
    """Send the order's link to the address that it was placed with, if number and address belong together.

    Whether they do is told to nobody but the owner of the address: the answer is the same, also beyond five letters
    an hour. Raises `Invalid` for `number` and `email` that cannot be any.
    """
    problems: dict[str, str] = {}
    try:
        wanted = read_whole(number.strip().lstrip("#").partition("-")[0], least=1)  # 1042-1 is a part of 1042
    except ValueError:
        problems["number"] = "Enter the number of the order, such as 1042."
    address, *_ = typed = spellings(email)
    if "@" not in address:
        problems["email"] = email_problem(email)
    if problems:
        raise Invalid(problems)
    try:
        limit("5/hour", "order-link", f"{tenant_id}:{address}")
    except TooManyRequests:
        return
    group = db.exec(select(OrderGroup).where(OrderGroup.tenant_id == tenant_id, OrderGroup.number == wanted)).first()
    if group is not None and group.email.lower() in typed:
        enqueue(
            db,
            "order.letter",
            tenant_id=tenant_id,
            entity="order_group",
            entity_id=group.id,
            payload={"letter": "order_link"},
            priority=20,
        )
