"""What a person may do where, as plain values: read with every event and every call."""

from __future__ import annotations

from typing import Any

from sqlalchemy import Row, text
from sqlmodel import Session

from marketplace.domain.lifecycle import CompanyStatus
from marketplace.domain.permissions import Grant, Role

# Places as `[id, whether it is the one that was chosen]`, oldest first: one question, because everybody who is signed
# in waits for it with every page, event and call.
_GRANTS = text("""
    select m.role, m.tenant_id, m.vendor_id, m.company_id, m.title, c.status, coalesce((
        select jsonb_agg(jsonb_build_array(l.id, b.id is not null) order by l.created_at, l.id)
        from company_member w
        join company_location l on l.company_id = w.company_id and l.tenant_id = w.tenant_id
        left join company_member_location x
          on x.member_id = w.id and x.location_id = l.id and x.tenant_id = w.tenant_id
        left join buying_place b on b.user_id = w.user_id and b.location_id = l.id and b.tenant_id = w.tenant_id
        where w.user_id = m.user_id and w.company_id = m.company_id and w.tenant_id = m.tenant_id
          and w.status = 'active' and (w.all_locations or x.id is not null)), '[]') as places
    from membership m left join company c on c.id = m.company_id and c.tenant_id = m.tenant_id
    where m.user_id = :user order by c.status is not distinct from 'rejected', m.id
""")


def grants_of(db: Session, user_id: str) -> tuple[Grant, ...]:
    """Every role of a person, as plain values; the eldest first, companies that were declined last."""
    db.flush()  # a role that this transaction has just given counts
    return tuple(map(_grant, db.connection().execute(_GRANTS, {"user": user_id})))


def _grant(row: Row[Any]) -> Grant:
    return Grant(
        role=Role(row.role),
        tenant_id=row.tenant_id,
        vendor_id=row.vendor_id,
        company_id=row.company_id,
        title=row.title,
        may_buy=row.status in (None, CompanyStatus.APPROVED),
        location_ids=tuple(key for key, _ in row.places),
        place=next((key for key, is_chosen in row.places if is_chosen), ""),
    )
