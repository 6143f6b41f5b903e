"""An application to sell, as its applicant sees it: the form as it was left, and the checklist."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlmodel import Session, col, select

from marketplace.domain.permissions import Actor, Role
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.domain.vendors.onboarding import BY_KEY, CHECKLIST
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership
from marketplace.models.vendor import Vendor, VendorRequirement
from marketplace.queries.formatting.dates import exact

_PROOF = {"computed": "checked at once", "attested": "you tell us", "verified": "checked by us"}


@dataclass(frozen=True)
class RequirementRow:
    """One line of the checklist. `state` is done, todo or waiting (for a person on our side)."""

    key: str
    label: str
    hint: str
    proof: str
    gate: str
    state: str
    note: str


@dataclass(frozen=True)
class ApplicationView:
    """Everything the onboarding page shows; `vendor_id` is empty while nothing was saved yet."""

    store_name: str = ""
    store_handle: str = ""
    vendor_id: str = ""
    status: str = ""  # "" none yet | draft | pending | approved | rejected | ...
    reason: str = ""
    sent: str = ""
    name: str = ""
    legal_name: str = ""
    kind: str = "distributor"
    tagline: str = ""
    email: str = ""
    phone: str = ""
    tax_id: str = ""
    street: str = ""
    postal_code: str = ""
    city: str = ""
    country: str = ""
    iban: str = ""
    account_holder: str = ""
    accepts_terms: bool = False
    to_send: tuple[RequirementRow, ...] = ()
    to_be_approved: tuple[RequirementRow, ...] = ()
    done: int = 0
    total: int = 0
    left_to_send: int = 0


def get_application(db: Session, actor: Actor, tenant_id: str) -> ApplicationView:
    """The actor's own application in this store; an empty form and the whole checklist when there is none."""
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id)).one()
    vendor = _own_vendor(db, actor, tenant_id)
    if vendor is None:
        rows = tuple(
            RequirementRow(
                key=r.key, label=r.label, hint=r.hint, proof=_PROOF[r.kind], gate=r.gate, state="todo", note=""
            )
            for r in CHECKLIST
        )
        return _with_rows(ApplicationView(store.name, store.handle, email=actor.email), rows)
    stored = db.exec(
        select(VendorRequirement)
        .where(VendorRequirement.vendor_id == vendor.id)
        .order_by(col(VendorRequirement.position))
    ).all()
    notes = {row.key: row.note for row in stored}
    iban, _, holder = notes.get("payout_account", "").partition(", ")
    is_draft = vendor.status == "pending" and vendor.applied_at is None
    view = ApplicationView(
        store_name=store.name,
        store_handle=store.handle,
        vendor_id=vendor.id,
        status="draft" if is_draft else vendor.status,
        reason=vendor.status_reason,
        sent=exact(vendor.applied_at),
        name=vendor.name,
        legal_name=vendor.legal_name,
        kind=vendor.kind,
        tagline=vendor.tagline,
        email=vendor.email,
        phone=vendor.phone,
        tax_id=print_tax_number(vendor.tax_id),
        street=vendor.address.get("street", ""),
        postal_code=vendor.address.get("postal_code", ""),
        city=vendor.address.get("city", ""),
        country=vendor.country,
        iban=iban,
        account_holder=holder,
        accepts_terms=bool(notes.get("terms")),
    )
    return _with_rows(view, tuple(_row(row, is_sent=not is_draft) for row in stored))


def _own_vendor(db: Session, actor: Actor, tenant_id: str) -> Vendor | None:
    return db.exec(
        select(Vendor)
        .join(Membership, col(Membership.vendor_id) == Vendor.id)
        .where(
            Membership.user_id == (actor.user_id or ""),
            Membership.role == Role.VENDOR_MEMBER,
            Membership.tenant_id == tenant_id,
            Vendor.tenant_id == tenant_id,
        )
    ).first()


def _row(row: VendorRequirement, *, is_sent: bool) -> RequirementRow:
    state = "done" if row.done_at else "waiting" if is_sent and row.kind == "verified" else "todo"
    hint = BY_KEY[row.key].hint if row.key in BY_KEY else ""
    return RequirementRow(
        key=row.key,
        label=row.label,
        hint=hint,
        proof=_PROOF.get(row.kind, ""),
        gate=row.gate,
        state=state,
        note=row.note,
    )


def _with_rows(view: ApplicationView, rows: tuple[RequirementRow, ...]) -> ApplicationView:
    first = tuple(row for row in rows if row.gate == "submit")
    return replace(
        view,
        to_send=first,
        to_be_approved=tuple(row for row in rows if row.gate != "submit"),
        total=len(rows),
        done=sum(row.state == "done" for row in rows),
        left_to_send=sum(row.state != "done" for row in first),
    )
