"""The operator's first page: what needs a person, how the machine is, what was just done."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.audit import digest
from marketplace.kit.tables import AuditEvent
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.dates import lasted
from marketplace.queries.formatting.wording import count, hue, initials, monogram
from marketplace.queries.operator_desk.access_scope import PLATFORM, Mark, reach, store_mark
from marketplace.queries.operator_desk.attention import count_waiting, list_attention, says
from marketplace.queries.operator_desk.attention_rows import AttentionRow
from marketplace.queries.operator_desk.audit_trail import AuditLine, list_audit

_CHAIN_WINDOW = 400


@dataclass(frozen=True)
class OperatorPlace:
    """What the rail shows: whose desk, who sits at it, and what waits. Counts are text, empty for none."""

    name: str = PLATFORM
    mark: str = PLATFORM[0]
    line: str = "operator desk"
    person: str = ""
    initials: str = ""
    hue: int = 1
    role: str = ""
    is_operator: bool = False
    needs: str = ""
    vendors: str = ""
    companies: str = ""
    companies_late: bool = False  # one of them waits longer than was promised
    orders: str = ""  # that wait for this side: transfers to confirm, refunds that failed
    payouts: str = ""  # to be released
    dead: str = ""
    pulse: str = ""


@dataclass(frozen=True)
class Health:
    label: str
    says: str
    shape: str


@dataclass(frozen=True)
class StoreLine:
    id: str
    name: str
    mark: Mark
    sub: str
    says: str
    note: str
    note_tone: str


@dataclass(frozen=True)
class OperatorHome:
    needs: tuple[AttentionRow, ...] = ()
    total: int = 0
    says: str = ""
    first_href: str = ""
    health: tuple[Health, ...] = ()
    stores: tuple[StoreLine, ...] = ()
    done: tuple[AuditLine, ...] = ()


_HEALTH = text("""
    select (select count(*) from (select e.tx_id from ledger_entry e
              join ledger_tx t on t.id = e.tx_id and t.tenant_id = e.tenant_id and t.status = 'posted'
              join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
              group by e.tx_id, e.tenant_id, a.currency having sum(e.amount) <> 0) x) unbalanced,
           (select count(*) from ledger_tx where status = 'posted') posted,
           (select count(*) from product p where p.status = 'published' and exists (
              select 1 from offer o join vendor v on v.id = o.vendor_id and v.tenant_id = o.tenant_id
              join price c on c.offer_id = o.id and c.tenant_id = o.tenant_id
              where o.product_id = p.id and o.tenant_id = p.tenant_id and o.status = 'live'
                and v.status = 'approved')) live,
           (select count(*) from search_document) found,
           (select count(*) from job where status = 'dead') dead,
           (select count(*) from job where status in ('pending', 'running')) open,
           (select extract(epoch from now() - min(run_at))::float from job
            where status = 'pending' and run_at <= now()) oldest,
           (select percentile_cont(0.95) within group (
              order by extract(epoch from finished_at - first_started_at)::float) from job
            where status = 'done' and finished_at > now() - interval '1 day') p95
""")
_STORES = text("""
    select t.id, (select count(*) from product p where p.tenant_id = t.id and p.status = 'published') products,
           (select count(*) from vendor v where v.tenant_id = t.id and v.status = 'approved') vendors,
           (select count(*) from order_group g
            where g.tenant_id = t.id and g.placed_at > now() - interval '1 day') orders,
           (select count(*) from tenant c where c.parent_id = t.id) children
    from tenant t
""")


def get_place(db: Session, actor: Actor) -> OperatorPlace:
    """Whose desk it is and what waits there. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    tenant_id = reach(actor, Permission.VENDOR_DECIDE)
    waiting = count_waiting(db, tenant_id)
    number = waiting.by_kind
    orders = number["transfers"] + number["refunds"]
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id)).first() if tenant_id else None
    name = store.name if store else PLATFORM
    return OperatorPlace(
        name=name,
        mark=monogram(name),
        line="store desk" if store else "operator desk",
        person=actor.name,
        initials=initials(actor.name),
        hue=hue(actor.name),
        role="Store administrator" if store else "Operator",
        is_operator=store is None,
        needs=f"{waiting.total:,}" if waiting.total else "",
        vendors=str(number["vendors"] or ""),
        companies=str(number["companies"] or ""),
        companies_late=waiting.companies_late > 0,
        orders=str(orders or ""),
        payouts=str(number.get("payouts") or ""),
        dead=str(number.get("dead") or ""),
        pulse=count(waiting.total, "thing needs a look", "things need a look")
        if waiting.total
        else "Nothing waits for you",
    )


def get_home(db: Session, actor: Actor) -> OperatorHome:
    """The whole first page, narrowed to the store of a store admin."""
    tenant_id = reach(actor, Permission.VENDOR_DECIDE)
    waiting = count_waiting(db, tenant_id)
    needs = list_attention(db, actor, tenant_id, waiting)
    lines = list_audit(db, actor, per_page=40).rows
    return OperatorHome(
        needs=tuple(needs),
        total=waiting.total,
        says=says(waiting),
        first_href=needs[0].href if needs else "",
        health=_health(db) if tenant_id is None else (),
        stores=_stores(db, tenant_id),
        done=tuple(line for line in lines if not line.action.startswith("account:"))[:6],
    )


def _health(db: Session) -> tuple[Health, ...]:
    row = db.connection().execute(_HEALTH).one()
    checked, broken = _chain(db)
    in_step = row.live == row.found
    slow = (row.oldest or 0) > 60
    return (
        Health("Books balance", f"{row.unbalanced} of {row.posted:,} off", _light(bool(row.unbalanced))),
        Health("Audit trail", "broken" if broken else f"unbroken, last {checked}", _light(broken)),
        Health("Search in step", f"{row.found:,} / {row.live:,}", "good full" if in_step else "warn half"),
        Health("Jobs", f"{row.dead:,} dead" if row.dead else "none dead", _light(bool(row.dead))),
        Health(
            "Oldest waiting",
            lasted(row.oldest) if row.oldest is not None else "nothing waits",
            "warn half" if slow else "good full",
        ),
        Health("Jobs, p95", lasted(row.p95) or "no runs yet", "warn half" if (row.p95 or 0) > 10 else "good full"),
    )


def _light(is_bad: bool) -> str:
    return "bad full" if is_bad else "good full"


def _chain(db: Session) -> tuple[int, bool]:
    """Whether the newest lines of the trail still fit together; `marketplace verify` walks the whole of it."""
    events = list(db.exec(select(AuditEvent).order_by(col(AuditEvent.seq).desc()).limit(_CHAIN_WINDOW)))
    following: dict[str | None, AuditEvent] = {}
    for event in events:
        newer = following.get(event.tenant_id)
        if event.hash != digest(event) or (newer is not None and newer.prev_hash != event.hash):
            return len(events), True
        following[event.tenant_id] = event
    return len(events), False


def _stores(db: Session, tenant_id: str | None) -> tuple[StoreLine, ...]:
    figures = {row.id: row for row in db.connection().execute(_STORES)}
    tenants = db.exec(select(Tenant).order_by(Tenant.name)).all()
    lines = []
    for tenant in tenants:
        row = figures[tenant.id]
        if (tenant_id is not None and tenant.id != tenant_id) or (row.children and not row.products):
            continue
        lines.append(
            StoreLine(
                id=tenant.id,
                name=tenant.name,
                mark=store_mark(tenant),
                sub=count(row.vendors, "vendor"),
                says=count(row.products, "product"),
                note="closed"
                if not tenant.is_active
                else count(row.orders, "order") + " today"
                if row.orders
                else "open",
                note_tone="warn" if not tenant.is_active else "good",
            )
        )
    return tuple(lines)
