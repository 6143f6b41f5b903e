"""What a person may do where, as plain values: read with every event and every call."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.lifecycle import CompanyStatus
from marketplace.domain.permissions import Grant, Role
from marketplace.kit.sql import compose

# The roles of `$user` as rows of JSON, their places as `[id, whether it is the one that was chosen]`, oldest first: one
# question together with the session, because everybody who is signed in waits for it with every page, event and call.
GRANTS = """
    select coalesce(jsonb_agg(jsonb_build_array(m.role, m.tenant_id, m.vendor_id, m.company_id, m.title, c.status,
            coalesce((
        select jsonb_agg(jsonb_build_array(l.id, b.id is not null) order by l.created_at, l.id)
        from company_member w
        join company_location l on l.company_id = w.company_id and l.tenant_id = w.tenant_id
        left join company_member_location x
          on x.member_id = w.id and x.location_id = l.id and x.tenant_id = w.tenant_id
        left join buying_place b on b.user_id = w.user_id and b.location_id = l.id and b.tenant_id = w.tenant_id
        where w.user_id = m.user_id and w.company_id = m.company_id and w.tenant_id = m.tenant_id
          and w.status = 'active' and (w.all_locations or x.id is not null)), '[]'))
        order by c.status is not distinct from 'rejected', m.id), '[]')
    from membership m left join company c on c.id = m.company_id and c.tenant_id = m.tenant_id
    where m.user_id = $user
"""
_GRANTS = text(compose(GRANTS, user=":user"))


def grants_of(db: Session, user_id: str) -> tuple[Grant, ...]:
    """Every role of a person, as plain values; the eldest first, companies that were declined last."""
    db.flush()  # a role that this transaction has just given counts
    return read_grants(db.connection().execute(_GRANTS, {"user": user_id}).scalar_one())


def read_grants(rows: Sequence[Sequence[Any]]) -> tuple[Grant, ...]:
    """The roles out of what `GRANTS` answers."""
    return tuple(_grant(*row) for row in rows)


def _grant(
    role: str,
    tenant_id: str | None,
    vendor_id: str | None,
    company_id: str | None,
    title: str,
    status: str | None,
    places: Sequence[tuple[str, bool]],
) -> Grant:
    return Grant(
        role=Role(role),
        tenant_id=tenant_id,
        vendor_id=vendor_id,
        company_id=company_id,
        title=title,
        may_buy=status in (None, CompanyStatus.APPROVED),
        location_ids=tuple(key for key, _ in places),
        place=next((key for key, is_chosen in places if is_chosen), ""),
    )
