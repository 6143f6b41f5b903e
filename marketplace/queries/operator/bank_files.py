"""What a bank file tells: one transfer for each payout in it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission
from marketplace.queries.operator.reach import reach


@dataclass(frozen=True)
class Transfer:
    """One line of a bank file, with everything that the bank needs."""

    key: str
    amount: int
    currency: str
    purpose: str
    account: dict[str, str]
    sent_at: datetime


_TRANSFERS = text("""
    select distinct on (p.id) p.number, p.amount, p.currency, p.account, p.sent_at, a.idempotency_key as key
    from payout p join payout_attempt a on a.payout_id = p.id and a.tenant_id = p.tenant_id
    where p.bank_file = :file and (cast(:tenant as text) is null or p.tenant_id = :tenant)
    order by p.id, a.number desc
""")


def list_transfers(db: Session, actor: Actor, file: str) -> list[Transfer]:
    """What a bank file tells. Operators only: raises `Forbidden`, `NotFound` for a file that there is not."""
    tenant_id = reach(actor, Permission.PAYOUT_RELEASE)
    rows = db.connection().execute(_TRANSFERS, {"file": file, "tenant": tenant_id}).all()
    if not rows:
        raise NotFound("bank file")
    return [Transfer(r.key, r.amount, r.currency, f"Payout {r.number}", r.account, r.sent_at) for r in rows]
