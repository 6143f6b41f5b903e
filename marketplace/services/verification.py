"""`marketplace verify`: every invariant recomputed from the rows, not trusted."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.kit import audit
from marketplace.kit.db import unit_of_work
from marketplace.kit.records import AuditEvent
from marketplace.kit.tenancy import Scope


@dataclass(frozen=True)
class Result:
    """`broken` names each row that breaks the rule; empty when it holds for all `checked` rows."""

    name: str
    checked: int
    broken: tuple[str, ...]


# name -> (how many rows are concerned, one line of text per row that breaks the rule)
_RULES = {
    "posted ledger transactions sum to zero per currency": (
        "select count(*) from ledger_tx where status = 'posted'",
        """select t.id || ': ' || a.currency || ' ' || sum(e.amount) from ledger_tx t
           join ledger_entry e on e.tx_id = t.id and e.tenant_id = t.tenant_id
           join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
           where t.status = 'posted' group by t.id, a.currency having sum(e.amount) <> 0""",
    ),
    "cached balances equal the sum of their entries": (
        "select count(*) from ledger_account",
        """select a.id || ': cached ' || a.posted_balance || ', computed ' || coalesce(s.total, 0)
           from ledger_account a left join (
             select e.account_id, e.tenant_id, sum(e.amount) total from ledger_entry e
             join ledger_tx t on t.id = e.tx_id and t.tenant_id = e.tenant_id and t.status = 'posted'
             group by 1, 2) s on s.account_id = a.id and s.tenant_id = a.tenant_id
           where a.posted_balance <> coalesce(s.total, 0)""",
    ),
    "no ledger transaction stays a draft": (
        "select count(*) from ledger_tx",
        "select id from ledger_tx where status = 'draft' and created_at < now() - interval '5 minutes'",
    ),
    "stock: 0 <= reserved <= on hand, and reserved equals what is held": (
        "select count(*) from stock_level",
        """select l.id || ': reserved ' || l.reserved || ', held ' || coalesce(sum(r.quantity), 0) from stock_level l
           left join reservation r on r.stock_level_id = l.id and r.tenant_id = l.tenant_id and r.status = 'held'
           group by l.id, l.tenant_id, l.reserved, l.on_hand
           having l.reserved <> coalesce(sum(r.quantity), 0) or l.reserved < 0 or l.reserved > l.on_hand""",
    ),
    "an order group is the sum of its orders": (
        "select count(*) from order_group",
        """select g.number || ': ' || g.total_amount || ' against ' || sum(o.total_amount) from order_group g
           join vendor_order o on o.group_id = g.id and o.tenant_id = g.tenant_id
           group by g.id, g.number, g.total_amount having g.total_amount <> sum(o.total_amount)""",
    ),
    "an order is goods - discount + shipping + tax": (
        "select count(*) from vendor_order",
        """select id from vendor_order
           where total_amount <> goods_amount - discount_amount + shipping_amount + tax_amount""",
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
