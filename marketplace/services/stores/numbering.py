"""Numbers that people read. Counting is part of the transaction: what is rolled back leaves no gap."""

from __future__ import annotations

from sqlalchemy import text
from sqlmodel import Session

from marketplace.kit.ids import new_id

_NEXT = text("""
    insert into counter (id, tenant_id, name, last) values (:id, :tenant, :name, :first)
    on conflict (tenant_id, name) do update set last = counter.last + :step returning last
""")


def next_number(db: Session, tenant_id: str, name: str, *, first: int = 1001, step: int = 1) -> int:
    """The next number of this store's `name` (`order`, `invoice:…`), or the last of the next `step` ones. Its row stays
    locked until the transaction ends, so ask for it as late as can be."""
    row = {"id": new_id("cnt"), "tenant": tenant_id, "name": name, "first": first + step - 1, "step": step}
    return int(db.connection().execute(_NEXT, row).scalar_one())
