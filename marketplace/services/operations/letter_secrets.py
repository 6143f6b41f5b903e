"""What a letter says beyond its job: a job names rows, and the secrets of their links are made here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session, select

from marketplace.models.order import OrderGroup
from marketplace.models.tenant import Tenant
from marketplace.models.user import User
from marketplace.services.buying.approval_links import asked_letter, decided_letter
from marketplace.services.companies.invitations import invitation_letter
from marketplace.services.finance.payout_accounts import account_letter
from marketplace.services.identity.customers import make_transfer_token
from marketplace.services.identity.one_time_tokens import make_token
from marketplace.services.identity.registration import make_pending_token


def letter_data(db: Session, payload: Mapping[str, Any]) -> dict[str, Any] | None:
    """What a letter's template names; None when what its job asked for is over (a token used, a wish taken back)."""
    if "account_change_id" in payload:
        return account_letter(db, str(payload["account_change_id"]), str(payload["token_id"]))
    if "token_id" in payload:
        return _with_token(db, str(payload["token_id"]))
    if "pending_id" in payload:
        return _with_pending(db, str(payload["pending_id"]))
    if "invitation_id" in payload:
        return invitation_letter(db, str(payload["invitation_id"]))
    if "approval_link_id" in payload:
        return asked_letter(db, str(payload["approval_link_id"]))
    if "purchase_request_id" in payload:
        return decided_letter(db, str(payload["purchase_request_id"]))
    if "transfer_id" in payload:
        return _with_transfer(db, str(payload["transfer_id"]))
    return dict(payload)


def _with_token(db: Session, token_id: str) -> dict[str, Any] | None:
    made = make_token(db, token_id)
    if made is None:
        return None
    user, token = made
    return {"to": user.email, "name": user.first_name, "token": token}


def _with_pending(db: Session, pending_id: str) -> dict[str, Any] | None:
    made = make_pending_token(db, pending_id)
    if made is None:
        return None
    wish, token = made
    return {"to": wish.email, "name": wish.first_name, "token": token, "is_new": True}


def _with_transfer(db: Session, transfer_id: str) -> dict[str, Any] | None:
    made = make_transfer_token(db, transfer_id)
    if made is None:
        return None
    wish, token = made
    group = db.exec(select(OrderGroup).where(OrderGroup.id == wish.group_id)).one()
    handle = db.exec(select(Tenant.handle).where(Tenant.id == group.tenant_id)).one()
    return {
        "to": group.email,
        "who": db.exec(select(User.email).where(User.id == wish.user_id)).one(),
        "number": str(group.number),
        "path": f"/s/{handle}/orders/{group.number}?key={group.key()}",
        "token": token,
    }
