"""A payout that the bank refused, until the account is mended or money has arrived since."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor, Permission, allows, vendor_grant
from marketplace.kit.clock import now
from marketplace.queries.formatting.amounts import ending
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money


@dataclass(frozen=True)
class FailedPayout:
    """Empty when there is none. `held`: another account was given and waits for an owner's letter."""

    number: str = ""
    amount: str = ""
    account: str = ""
    reason: str = ""
    since: str = ""
    since_exact: str = ""
    href: str = ""
    held: bool = False
    can_mend: bool = False


# The newest that failed or came back, while the account that it went to is still the one in use and nothing arrived
# there since.
_FAILED = text("""
    select p.id, p.number, p.amount, p.currency, p.account->>'iban' iban, p.failure, p.created_at,
           exists (select 1 from vendor_account_change c where c.tenant_id = p.tenant_id and c.vendor_id = p.vendor_id
                   and c.status = 'requested' and c.expires_at > :now) held
    from payout p
    join vendor v on v.id = p.vendor_id and v.tenant_id = p.tenant_id
    left join vendor_requirement r on r.tenant_id = v.tenant_id and r.vendor_id = v.id and r.key = 'payout_account'
    where p.tenant_id = :tenant and p.vendor_id = :vendor and p.status in ('failed', 'returned')
      and p.account->>'iban' = coalesce(nullif(v.payout_account->>'iban', ''), split_part(r.note, ', ', 1))
      and not exists (select 1 from payout later where later.tenant_id = p.tenant_id and later.vendor_id = p.vendor_id
                      and later.currency = p.currency and later.status = 'paid' and later.created_at > p.created_at
                      and later.account->>'iban' = p.account->>'iban')
    order by p.created_at desc limit 1
""")


def find_failed_payout(db: Session, actor: Actor) -> FailedPayout:
    """What keeps the actor's own shop from being paid; empty for who does not see its money."""
    grant = vendor_grant(actor)
    where = {"tenant_id": grant.tenant_id, "vendor_id": grant.vendor_id}
    if not allows(actor, Permission.PAYOUT_SEE, **where):
        return FailedPayout()
    row = db.connection().execute(_FAILED, {"tenant": grant.tenant_id, "vendor": grant.vendor_id, "now": now()}).first()
    if row is None:
        return FailedPayout()
    return FailedPayout(
        number=row.number,
        amount=money(row.amount, row.currency),
        account=ending(row.iban),
        reason=row.failure,
        since=ago(row.created_at, now()),
        since_exact=exact(row.created_at),
        href=f"/vendor/payouts/{row.id}",
        held=row.held,
        can_mend=allows(actor, Permission.PAYOUT_ACCOUNT_EDIT, **where),
    )
