"""`marketplace verify`: every invariant recomputed from the rows, not trusted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from time import monotonic

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.kit import audit
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.records import AuditEvent
from marketplace.kit.tenancy import Scope
from marketplace.models.ledger import LedgerCheck
from marketplace.services.money_rules import MONEY_RULES


@dataclass(frozen=True)
class Result:
    """`broken` names each row that breaks the rule; empty when it holds for all `checked` rows."""

    name: str
    checked: int
    broken: tuple[str, ...]


# name -> (how many rows are concerned, one line of text per row that breaks the rule)
_RULES = {
    **MONEY_RULES,
    "stock: 0 <= reserved <= on hand, and reserved equals what is held": (
        "select count(*) from stock_level",
        """select l.id || ': reserved ' || l.reserved || ', held ' || coalesce(sum(r.quantity), 0) from stock_level l
           left join reservation r on r.stock_level_id = l.id and r.tenant_id = l.tenant_id and r.status = 'held'
           group by l.id, l.tenant_id, l.reserved, l.on_hand
           having l.reserved <> coalesce(sum(r.quantity), 0) or l.reserved < 0 or l.reserved > l.on_hand""",
    ),
    "volume prices fall with the quantity": (
        "select count(*) from price where amount is not null",
        """select offer_id || ' ' || currency || ' from ' || min_quantity from (
             select offer_id, currency, min_quantity, amount, lag(amount) over (
               partition by tenant_id, offer_id, currency, price_list_id order by min_quantity) before
             from price where amount is not null) p where amount > before""",
    ),
    "every product in search is published and sold by an approved vendor": (
        "select count(*) from search_document",
        """select d.id from search_document d join product p on p.id = d.id and p.tenant_id = d.tenant_id
           join vendor v on v.id = d.vendor_id and v.tenant_id = d.tenant_id
           where (p.status <> 'published' or v.status <> 'approved')
             and not exists (select 1 from job j where j.status in ('pending', 'running')
                             and j.kind in ('search.index', 'search.rebuild', 'event.dispatch'))""",
    ),
    "every published product of an approved vendor is in search": (
        "select count(*) from product where status = 'published'",
        """select p.id from product p join tenant t on t.id = p.tenant_id
           where p.status = 'published' and exists (
               select 1 from offer o join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
               join price c on c.offer_id = o.id and c.tenant_id = o.tenant_id
               where o.product_id = p.id and o.tenant_id = p.tenant_id and o.status = 'live' and v.status = 'approved')
             and not exists (select 1 from search_document d where d.id = p.id and d.tenant_id = p.tenant_id)
             and not exists (select 1 from job j where j.status in ('pending', 'running')
                             and j.kind in ('search.index', 'search.rebuild', 'event.dispatch'))""",
    ),
    "every table with a tenant has its row-level policy": (
        "select count(distinct table_name) from information_schema.columns"
        " where table_schema = 'public' and column_name = 'tenant_id'",
        """select c.relname from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attname = 'tenant_id'
           where c.relkind = 'r' and c.relnamespace = 'public'::regnamespace and not a.attisdropped
             and not (c.relrowsecurity and c.relforcerowsecurity
                      and exists (select 1 from pg_policy p where p.polrelid = c.oid))""",
    ),
}


def verify_everything() -> list[Result]:
    """Check every rule over every tenant, reading one consistent snapshot."""
    with unit_of_work(Scope.system(), frozen=True) as db:
        return [*(_check(db, name, *rule) for name, rule in _RULES.items()), _audit_chain(db)]


def verify_and_note(db: Session) -> list[Result]:
    """Check every rule in this session and keep what was found as a `LedgerCheck`, which the operators' desk shows.

    The rules are read one after the other, so what changes in between may look broken: those are looked at again.
    """
    started = monotonic()
    results = [_check(db, name, *rule) for name, rule in MONEY_RULES.items()]
    results = [_check(db, r.name, *MONEY_RULES[r.name]) if r.broken else r for r in results]
    db.add(
        LedgerCheck(
            id=new_id("chk"), checked=sum(r.checked for r in results),
            milliseconds=round((monotonic() - started) * 1000),
            broken=[{"rule": r.name, "rows": list(r.broken[:50])} for r in results if r.broken],
            rules=[{"rule": r.name, "checked": r.checked, "broken": len(r.broken)} for r in results],
        )
    )  # fmt: skip
    db.flush()
    return results


def _check(db: Session, name: str, count: str, broken: str) -> Result:
    checked = int(db.connection().execute(text(count)).scalar_one())
    return Result(name, checked, tuple(str(row[0]) for row in db.connection().execute(text(broken))))


def _audit_chain(db: Session) -> Result:
    order = (
        select(AuditEvent).order_by(col(AuditEvent.tenant_id), col(AuditEvent.seq)).execution_options(yield_per=1000)
    )
    checked, broken = 0, []
    for _, chain in groupby(db.exec(order), key=lambda event: event.tenant_id):
        events = list(chain)
        checked += len(events)
        if bad := audit.first_broken_link(events):
            broken.append(bad)
    return Result("the audit trail is an unbroken chain", checked, tuple(broken))
