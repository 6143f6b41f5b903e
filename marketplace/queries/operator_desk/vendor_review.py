"""One vendor on the operator's desk: evidence, risks, what it would sell, its people, and what may be decided."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.errors import NotFound
from marketplace.domain.lifecycle import VENDOR, can
from marketplace.domain.permissions import Actor, Permission
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.domain.vendors.onboarding import BY_KEY
from marketplace.kit.clock import now
from marketplace.kit.tables import AuditEvent
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership, User
from marketplace.models.vendor import Vendor, VendorRequirement
from marketplace.queries.formatting.amounts import plain_percent
from marketplace.queries.formatting.dates import ago, day, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.wording import count, hue, initials
from marketplace.queries.operator_desk.access_scope import NO_MARK, Fact, Mark, reach, store_mark
from marketplace.queries.operator_desk.audit_trail import AuditLine, list_of_vendor
from marketplace.queries.operator_desk.vendor_risks import Risk, read_risks, risk_words
from marketplace.queries.operator_desk.vendors import answer_due, shown_note

_BY = {"computed": "System", "attested": "the vendor", "verified": ""}


@dataclass(frozen=True)
class Evidence:
    """A line of the checklist; `tone` good is proven, warn waits for a person, empty was not given."""

    key: str
    label: str
    hint: str
    note: str
    state: str
    shape: str  # classes of the status dot
    by: str
    is_done: bool
    can_accept: bool
    can_reopen: bool


@dataclass(frozen=True)
class Sample:
    title: str
    thumbnail: str
    price: str
    href: str


@dataclass(frozen=True)
class TeamMember:
    name: str
    email: str
    title: str
    initials: str
    hue: int


@dataclass(frozen=True)
class VendorReview:
    """Everything the page shows. The `can_` flags say which decisions are open from this status."""

    id: str = ""
    name: str = ""
    legal_name: str = ""
    handle: str = ""
    tagline: str = ""
    kind: str = ""
    status: str = ""
    status_reason: str = ""
    mark: Mark = NO_MARK
    store_name: str = ""
    shop_href: str = ""
    sent: str = ""  # "Sent today at 08:40 by Sanne de Wit."
    due: str = ""
    due_tone: str = ""
    evidence: tuple[Evidence, ...] = ()
    proven: str = ""
    proven_share: str = "0%"
    open_share: str = "0%"
    open_labels: str = ""
    risks: tuple[Risk, ...] = ()
    risk_words: str = ""
    risk_tone: str = ""
    samples: tuple[Sample, ...] = ()
    catalogue: str = ""
    products: int = 0
    team: tuple[TeamMember, ...] = ()
    audit: tuple[AuditLine, ...] = ()
    commission: str = ""  # what is set for this vendor, in per cent; empty: the store's rules
    payout_schedule: str = "weekly"
    contact: tuple[Fact, ...] = ()
    place: str = ""  # 1 of 3
    previous_href: str = ""
    next_href: str = ""
    can_approve: bool = False
    can_suspend: bool = False
    can_reinstate: bool = False
    can_terminate: bool = False


def get_vendor_review(db: Session, actor: Actor, vendor_id: str) -> VendorReview:
    """One vendor for decision. Raises `NotFound` for one that does not exist or is beyond this actor's reach."""
    tenant_id = reach(actor, Permission.VENDOR_SEE)
    row = db.exec(
        select(Vendor, Tenant).join(Tenant, col(Tenant.id) == Vendor.tenant_id).where(Vendor.id == vendor_id)
    ).first()
    if row is None or (tenant_id is not None and row[0].tenant_id != tenant_id):
        raise NotFound("vendor", vendor_id)
    vendor, store = row
    moment = now()
    is_sent = vendor.applied_at is not None
    is_pending = vendor.status == "pending" and is_sent
    evidence = _evidence(db, vendor)
    done = sum(row.is_done for row in evidence)
    risks = read_risks(db, vendor)
    doubtful = [risk for risk in risks if "good" not in risk.shape]
    due, tone = answer_due(vendor.applied_at, moment) if is_pending and vendor.applied_at else ("", "")
    place, previous, following = _neighbours(db, vendor, tenant_id)
    samples, products, offers = _samples(db, vendor, store)
    share = round(100 * done / len(evidence)) if evidence else 0
    return VendorReview(
        id=vendor.id,
        name=vendor.name,
        legal_name=vendor.legal_name,
        handle=vendor.handle,
        tagline=vendor.tagline,
        kind=vendor.kind,
        status=vendor.status if is_sent or vendor.status != "pending" else "draft",
        status_reason=vendor.status_reason,
        mark=store_mark(store),
        store_name=store.name,
        shop_href=f"/s/{store.handle}/v/{vendor.handle}",
        sent=_sent(db, vendor, store),
        due=due,
        due_tone=tone,
        evidence=evidence,
        proven=f"{done} of {len(evidence)} proven" if evidence else "",
        proven_share=f"{share}%",
        open_share=f"{max(0, 98 - share)}%",
        open_labels=", ".join(row.label for row in evidence if not row.is_done),
        risks=risks,
        risk_words=risk_words(len(doubtful)),
        risk_tone="good" if not doubtful else "warn",
        samples=samples,
        products=products,
        catalogue=f"{count(products, 'product')}, {count(offers, 'offer')}",
        team=_team(db, vendor),
        audit=list_of_vendor(db, vendor.tenant_id, vendor.id, limit=30),
        commission=plain_percent(vendor.commission_bps),
        payout_schedule=vendor.payout_schedule,
        contact=_contact(vendor),
        place=place,
        previous_href=previous,
        next_href=following,
        can_approve=is_pending,
        can_suspend=can(VENDOR, "suspend", vendor.status),
        can_reinstate=can(VENDOR, "reinstate", vendor.status),
        can_terminate=can(VENDOR, "terminate", vendor.status),
    )


def _sent(db: Session, vendor: Vendor, store: Tenant) -> str:
    if vendor.applied_at is None:
        return f"Fills in an application to sell in {store.name}."
    who = db.exec(
        select(AuditEvent.actor_name)
        .where(AuditEvent.action == AuditAction.VENDOR_APPLICATION_SENT, AuditEvent.object_id == vendor.id)
        .order_by(col(AuditEvent.seq).desc())
    ).first()
    at, moment = vendor.applied_at, now()
    when = "today" if at.date() == moment.date() else day(at, moment)
    by = f" by {who}" if who else ""
    return f"Wants to sell in {store.name}. Sent {when} at {at:%H:%M}{by}."


def _evidence(db: Session, vendor: Vendor) -> tuple[Evidence, ...]:
    rows = db.exec(
        select(VendorRequirement)
        .where(VendorRequirement.vendor_id == vendor.id, VendorRequirement.tenant_id == vendor.tenant_id)
        .order_by(col(VendorRequirement.position))
    )
    moment = now()
    evidence = []
    for row in rows:
        done, by_us = row.done_at is not None, row.kind == "verified"
        state, shape = ("Proven", "good full") if done else ("To check", "warn") if by_us else ("Missing", "")
        who = _BY.get(row.kind, "") or "a person here"
        evidence.append(
            Evidence(
                key=row.key,
                label=row.label,
                hint=BY_KEY[row.key].hint if row.key in BY_KEY else "",
                note=shown_note(row.note) or _known(vendor, row.key, done=done),
                state=state,
                shape=shape,
                by=f"{who}, {ago(row.done_at, moment)}" if done else "",
                is_done=done,
                can_accept=not done and vendor.status == "pending",
                can_reopen=done and by_us and vendor.status == "pending",
            )
        )
    return tuple(evidence)


def _known(vendor: Vendor, key: str, *, done: bool) -> str:
    """What the vendor's own record says where the checklist has no note."""
    address = vendor.address
    town = f"{address.get('postal_code', '')} {address.get('city', '')}".strip()
    known = {
        "legal_name": vendor.legal_name,
        "tax_id": print_tax_number(vendor.tax_id),
        "contact": ", ".join(part for part in (vendor.email, vendor.phone) if part),
        "address": ", ".join(part for part in (address.get("street", ""), town, vendor.country) if part),
    }
    is_ours = key in BY_KEY and BY_KEY[key].kind == "verified"
    return known.get(key) or ("on file" if done else "nobody has looked yet" if is_ours else "nothing yet")


_SAMPLES = text("""
    select p.id, p.title, p.thumbnail, min(c.amount) amount from product p
    left join offer o on o.product_id = p.id and o.tenant_id = p.tenant_id and o.vendor_id = p.vendor_id
    left join price c on c.offer_id = o.id and c.tenant_id = o.tenant_id and c.currency = :currency
         and c.price_list_id is null and c.min_quantity = 1
    where p.vendor_id = :vendor and p.tenant_id = :tenant and p.status <> 'archived'
    group by p.id, p.title, p.thumbnail, p.tenant_id, p.created_at order by (p.thumbnail = ''), p.created_at limit 4
""")
_GOODS = text("""
    select count(distinct p.id) products, count(o.id) offers from product p
    left join offer o on o.product_id = p.id and o.tenant_id = p.tenant_id
    where p.vendor_id = :vendor and p.tenant_id = :tenant and p.status <> 'archived'
""")


def _samples(db: Session, vendor: Vendor, store: Tenant) -> tuple[tuple[Sample, ...], int, int]:
    where = {"vendor": vendor.id, "tenant": store.id, "currency": store.default_currency}
    goods = db.connection().execute(_GOODS, where).one()
    rows = db.connection().execute(_SAMPLES, where)
    samples = tuple(
        Sample(
            r.title,
            r.thumbnail,
            "no price yet" if r.amount is None else money(r.amount, store.default_currency),
            f"/admin/products/{r.id}",
        )
        for r in rows
    )
    return samples, goods.products, goods.offers


def _team(db: Session, vendor: Vendor) -> tuple[TeamMember, ...]:
    rows = db.exec(
        select(Membership, User)
        .join(User, col(User.id) == Membership.user_id)
        .where(Membership.vendor_id == vendor.id)
        .order_by(Membership.id)
    )
    return tuple(
        TeamMember(name, user.email, member.title.capitalize(), initials(name), hue(name))
        for member, user in rows
        for name in [f"{user.first_name} {user.last_name}".strip() or user.email]
    )


def _contact(vendor: Vendor) -> tuple[Fact, ...]:
    address = vendor.address
    town = f"{address.get('postal_code', '')} {address.get('city', '')}".strip()
    where = ", ".join(part for part in (address.get("street", ""), town, vendor.country) if part)
    facts: list[tuple[str, Any]] = [
        ("Legal name", vendor.legal_name),
        ("Kind", vendor.kind.capitalize()),
        ("VAT number", print_tax_number(vendor.tax_id)),
        ("Address", where),
        ("E-mail", vendor.email),
        ("Phone", vendor.phone),
        ("Since", exact(vendor.created_at).partition(",")[0]),
    ]
    return tuple(Fact(label, value) for label, value in facts if value)


def _neighbours(db: Session, vendor: Vendor, tenant_id: str | None) -> tuple[str, str, str]:
    """Where this application stands among those that wait, with the addresses of the ones around it."""
    rules = [col(Vendor.status) == "pending", col(Vendor.applied_at).is_not(None)]
    if tenant_id is not None:
        rules.append(col(Vendor.tenant_id) == tenant_id)
    waiting = list(db.exec(select(Vendor.id).where(*rules).order_by(col(Vendor.applied_at), col(Vendor.id))))
    if vendor.id not in waiting:
        return "", "", ""
    at = waiting.index(vendor.id)
    href = "/admin/vendors/{}".format
    return (
        f"{at + 1} of {len(waiting)}",
        href(waiting[at - 1]) if at else "",
        href(waiting[at + 1]) if at + 1 < len(waiting) else "",
    )
