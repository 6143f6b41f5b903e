"""The people who run the platform; the first is made on the command line."""

from __future__ import annotations

from sqlmodel import Session

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import Conflict
from marketplace.domain.identity.passwords import check_password
from marketplace.domain.permissions import SYSTEM, Role
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.models.user import Membership, User
from marketplace.services.identity.identity import find_user, hash_password, normal_email


def create(db: Session, *, email: str, name: str, password: str) -> str:
    """Make an operator's account; returns its id. Raises `Invalid`, or `Conflict` when the address is taken."""
    address = normal_email(email)
    check_password(password, email=address)
    if find_user(db, address) is not None:
        raise Conflict(f"{address} has an account already.")
    first, _, last = name.strip().partition(" ")
    user = User(
        id=new_id("usr"),
        email=address,
        password_hash=hash_password(password),
        first_name=first,
        last_name=last,
        email_verified_at=now(),
    )
    db.add(user)
    db.flush()
    db.add(Membership(id=new_id("mem"), user_id=user.id, role=Role.OPERATOR))
    audit.record(
        db,
        SYSTEM,
        AuditAction.OPERATOR_CREATED,
        tenant_id=None,
        object_type="account",
        object_id=user.id,
        object_name=address,
    )
    return user.id
