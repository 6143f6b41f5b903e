"""Applying to sell, and what is decided about it."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlmodel import Session, select

from marketplace.domain.errors import ActionNotPossible, Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST, Actor, Role
from marketplace.domain.vendors.onboarding import Application
from marketplace.kit.tables import AuditEvent, Job, Outbox
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.user import Membership
from marketplace.models.vendor import Vendor, VendorRequirement
from marketplace.queries.operator_desk.vendor_review import get_vendor_review
from marketplace.queries.shared.delivery_promise import promised
from marketplace.services.orders.fulfilling import deadlines_for
from marketplace.services.vendors import vendor_decisions as decisions
from marketplace.services.vendors.vendors import apply_as_vendor, save_application_draft, send_application
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user, make_vendor

KESTREL = Application(
    name="Kestrel Abrasives",
    legal_name="Kestrel Abrasives BV",
    email="orders@kestrel.example",
    tax_id="NL 8612.34.509 B01",
    street="Havenkade 14",
    postal_code="1976 CA",
    city="IJmuiden",
    country="NL",
    iban="NL91 ABNA 0417 1643 00",
    account_holder="KESTREL ABRASIVES B.V.",
    accepts_terms=True,
)


@pytest.fixture
def store(db: Session) -> Tenant:
    """A store, and the session inside it as the apply page opens it."""
    tenant = make_tenant(db, "northforge")
    db.info["scope"] = Scope.tenant(tenant.id)
    return tenant


@pytest.fixture
def sanne(db: Session, store: Tenant) -> Actor:
    return actor_for(db, make_user(db, "sanne@kestrel.example"))


def _topics(db: Session) -> list[str]:
    return list(db.exec(select(Outbox.topic).order_by(Outbox.seq)))


def _mails(db: Session) -> list[tuple[str, dict[str, object]]]:
    rows = db.exec(select(Job).where(Job.kind.startswith("mail.")).order_by(Job.seq))  # type: ignore[attr-defined]
    return [(job.kind, dict(job.payload)) for job in rows]


def _applied(db: Session, store: Tenant, actor: Actor) -> str:
    vendor_id = apply_as_vendor(db, actor, KESTREL).vendor_id
    db.info["scope"] = Scope.system()
    return vendor_id


def test_a_vendor_has_one_clock_for_what_is_promised_and_what_is_due(db: Session, store: Tenant, sanne: Actor) -> None:
    """At 15:30 in London it is 16:30 in Berlin: the parcel that is promised for today is due today."""
    apply_as_vendor(db, sanne, replace(KESTREL, tax_id="GB307291808", country="GB", postal_code="BA1 2QR"))
    vendor = db.exec(select(Vendor)).one()
    vendor.cutoff_hour = 16
    moment = datetime(2026, 11, 27, 15, 30, tzinfo=UTC)
    day = promised(moment, vendor.country, cutoff_hour=vendor.cutoff_hour, lead_days=1)
    assert (day.leaves_on, day.order_by) == (date(2026, 11, 27), datetime(2026, 11, 27, 16, tzinfo=UTC))
    assert deadlines_for(vendor, moment).ship_by == datetime(2026, 11, 27, 18, tzinfo=UTC)


def test_applying_makes_a_pending_vendor_its_owner_and_the_checklist(db: Session, store: Tenant, sanne: Actor) -> None:
    receipt = apply_as_vendor(db, sanne, KESTREL)

    vendor = db.exec(select(Vendor)).one()
    assert (vendor.id, vendor.handle, vendor.status) == (receipt.vendor_id, "kestrel-abrasives", "pending")
    assert (vendor.legal_name, vendor.country, vendor.tax_id) == ("Kestrel Abrasives BV", "NL", "NL861234509B01")
    assert vendor.applied_at is not None
    assert receipt.is_sent
    member = db.exec(select(Membership)).one()
    assert (member.user_id, member.role, member.vendor_id, member.title) == (
        sanne.user_id,
        Role.VENDOR_MEMBER,
        vendor.id,
        "owner",
    )
    rows = db.exec(select(VendorRequirement).order_by(VendorRequirement.position)).all()
    assert [(row.key, row.done_at is not None) for row in rows] == [
        ("legal_name", True),
        ("tax_id", True),
        ("address", True),
        ("contact", True),
        ("payout_account", True),
        ("terms", True),
        ("identity", False),
        ("register", False),
    ]
    assert rows[4].note == "NL91ABNA0417164300, KESTREL ABRASIVES B.V."
    assert _topics(db) == ["vendor.applied"]
    assert _mails(db) == [
        (
            "mail.vendor_applied",
            {
                "to": "orders@kestrel.example",
                "name": "Sanne Test",
                "vendor": "Kestrel Abrasives",
                "store": "Northforge",
                "reason": "",
            },
        )
    ]


def test_an_incomplete_application_names_each_field_and_leaves_nothing(
    db: Session, store: Tenant, sanne: Actor
) -> None:
    with pytest.raises(Invalid) as caught:
        apply_as_vendor(
            db, sanne, replace(KESTREL, iban="NL91ABNA0417164301", account_holder="Somebody", tax_id="NL1", city="")
        )
    assert set(caught.value.fields) == {"iban", "account_holder", "tax_id", "city"}
    assert caught.value.fields["account_holder"] == (
        "The holder is Somebody, your legal name is Kestrel Abrasives BV. Correct one."
    )
    assert db.exec(select(Vendor)).all() == []
    assert db.exec(select(Membership)).all() == []


@pytest.mark.parametrize(
    ("typed", "country", "code", "kept"),
    [
        ("XI 980 7806 84", "GB", "BT1 5GS", "XI980780684"),
        ("995 525 828 MVA", "NO", "0150", "NO995525828MVA"),
        ("BE 428.759.497", "BE", "1000", "BE0428759497"),
        ("GR094259216", "GR", "104 31", "EL094259216"),
    ],
)
def test_a_tax_number_is_kept_in_its_one_form(
    db: Session, store: Tenant, sanne: Actor, typed: str, country: str, code: str, kept: str
) -> None:
    apply_as_vendor(db, sanne, replace(KESTREL, tax_id=typed, country=country, postal_code=code))
    assert db.exec(select(Vendor.tax_id)).one() == kept


def test_an_application_needs_an_address_that_letters_and_parcels_find(
    db: Session, store: Tenant, sanne: Actor
) -> None:
    wrong = replace(KESTREL, email="orders@kestrel", postal_code="1976")
    with pytest.raises(Invalid) as caught:
        apply_as_vendor(db, sanne, wrong)
    assert caught.value.fields == {
        "email": "Enter an e-mail address such as orders@company.com.",
        "postal_code": "A postal code in the Netherlands looks like 1234 AB or 2490 AA.",
    }
    assert db.exec(select(Vendor)).all() == []
    assert save_application_draft(db, sanne, wrong).missing == ("Business address", "Contact for orders")


def test_a_word_is_no_tax_number_and_the_draft_keeps_it_until_it_is_mended(
    db: Session, store: Tenant, sanne: Actor
) -> None:
    hello = replace(KESTREL, tax_id="hello", country="GR", postal_code="104 31")
    with pytest.raises(Invalid) as caught:
        apply_as_vendor(db, sanne, hello)
    assert caught.value.fields == {"tax_id": "Enter a valid VAT number for GR, such as EL094259216."}
    assert db.exec(select(Vendor)).all() == []
    assert save_application_draft(db, sanne, hello).missing == ("VAT number",)
    assert db.exec(select(Vendor.tax_id)).one() == "HELLO"


def test_two_vendors_of_one_tax_number_are_seen_however_they_write_it(db: Session, store: Tenant, sanne: Actor) -> None:
    first = apply_as_vendor(
        db, sanne, replace(KESTREL, tax_id="CHE-107.787.577 MWST", country="CH", postal_code="8001")
    )
    other = actor_for(db, make_user(db, "other@kestrel.example"))
    again = replace(KESTREL, name="Again", tax_id="che 107 787 577 tva", country="CH", postal_code="8001")
    apply_as_vendor(db, other, again)
    db.info["scope"] = Scope.system()
    risks = {risk.label: risk.says for risk in get_vendor_review(db, make_operator(db), first.vendor_id).risks}
    assert risks["Same VAT number elsewhere"] == "1 vendor"


def test_a_guest_is_asked_to_sign_in(db: Session, store: Tenant) -> None:
    with pytest.raises(Unauthenticated):
        apply_as_vendor(db, GUEST, KESTREL)
    assert db.exec(select(Vendor)).all() == []


def test_one_application_per_person_and_store(db: Session, store: Tenant, sanne: Actor) -> None:
    apply_as_vendor(db, sanne, KESTREL)
    with pytest.raises(Conflict, match="You belong to Kestrel Abrasives"):
        apply_as_vendor(db, sanne, replace(KESTREL, name="Kestrel Two"))
    assert len(db.exec(select(Vendor)).all()) == 1
    assert _topics(db) == ["vendor.applied"]


def test_a_taken_handle_gets_a_number(db: Session, store: Tenant, sanne: Actor) -> None:
    make_vendor(db, store, "kestrel-abrasives")
    assert apply_as_vendor(db, sanne, KESTREL).handle == "kestrel-abrasives-2"


def test_a_draft_is_kept_and_sent_when_complete(db: Session, store: Tenant, sanne: Actor) -> None:
    draft = save_application_draft(db, sanne, Application(name="Kestrel Abrasives"))
    assert draft.missing == (
        "Legal name and form",
        "VAT number",
        "Business address",
        "Contact for orders",
        "Bank account for payouts",
        "Terms for vendors",
    )
    with pytest.raises(Invalid) as caught:
        send_application(db, sanne, draft.vendor_id)
    assert caught.value.fields["terms"] == "Terms for vendors is missing."
    assert _topics(db) == []

    again = save_application_draft(db, sanne, KESTREL)
    assert (again.vendor_id, again.missing) == (draft.vendor_id, ())
    assert send_application(db, sanne, draft.vendor_id).is_sent
    assert _topics(db) == ["vendor.applied"]


def test_nobody_sends_the_draft_of_somebody_else(db: Session, store: Tenant, sanne: Actor) -> None:
    draft = save_application_draft(db, sanne, KESTREL)
    other = actor_for(db, make_user(db, "piet@kestrel.example"))
    with pytest.raises(NotFound):
        send_application(db, other, draft.vendor_id)
    assert db.exec(select(Vendor)).one().applied_at is None


def test_approval_needs_a_reason_while_something_is_not_proven(db: Session, store: Tenant, sanne: Actor) -> None:
    vendor_id = _applied(db, store, sanne)
    operator = make_operator(db)
    with pytest.raises(Invalid) as caught:
        decisions.approve_vendor(db, operator, vendor_id)
    assert caught.value.fields == {
        "reason": "Not proven: Owner’s identity, Trade register. Say why you accept it all the same."
    }
    assert db.exec(select(Vendor)).one().status == "pending"

    decisions.verify_requirement(db, operator, vendor_id, "identity", note="Passport read")
    decisions.verify_requirement(db, operator, vendor_id, "register", note="KvK 81220934")
    version = store.content_version
    decisions.approve_vendor(db, operator, vendor_id, message="Welcome", commission_bps=1200, payout_schedule="daily")

    vendor = db.exec(select(Vendor)).one()
    assert (vendor.status, vendor.verification, vendor.commission_bps, vendor.payout_schedule) == (
        "approved",
        "verified",
        1200,
        "daily",
    )
    assert _topics(db) == ["vendor.applied", "vendor.approved"]
    assert _mails(db)[1] == (
        "mail.vendor_approved",
        {
            "to": "orders@kestrel.example",
            "name": "Sanne",
            "vendor": "Kestrel Abrasives",
            "store": "Northforge",
            "reason": "Welcome",
        },
    )
    db.refresh(store)
    assert store.content_version == version + 1
    last = db.exec(select(AuditEvent).order_by(AuditEvent.seq.desc())).first()  # type: ignore[attr-defined]
    assert last is not None
    assert (last.action, last.before, last.after, last.actor_id) == (
        "vendor:vendor:approved",
        {"status": "pending"},
        {"status": "approved"},
        operator.user_id,
    )


def test_approval_with_a_reason_accepts_what_is_open(db: Session, store: Tenant, sanne: Actor) -> None:
    vendor_id = _applied(db, store, sanne)
    decisions.approve_vendor(db, make_operator(db), vendor_id, reason="Known to us for years")
    assert db.exec(select(Vendor.verification)).one() == "accepted"


def test_a_draft_cannot_be_approved(db: Session, store: Tenant, sanne: Actor) -> None:
    draft = save_application_draft(db, sanne, KESTREL)
    db.info["scope"] = Scope.system()
    with pytest.raises(Conflict, match="not sent yet"):
        decisions.approve_vendor(db, make_operator(db), draft.vendor_id, reason="anything at all")


def test_rejection_needs_a_reason_and_is_final(db: Session, store: Tenant, sanne: Actor) -> None:
    vendor_id = _applied(db, store, sanne)
    operator = make_operator(db)
    with pytest.raises(Invalid) as caught:
        decisions.reject_vendor(db, operator, vendor_id, reason="no")
    assert set(caught.value.fields) == {"reason"}
    decisions.reject_vendor(db, operator, vendor_id, reason="The register does not know this company.")
    assert _mails(db)[-1][1]["reason"] == "The register does not know this company."
    with pytest.raises(ActionNotPossible):
        decisions.approve_vendor(db, operator, vendor_id, reason="changed my mind")
    assert db.exec(select(Vendor.status)).one() == "rejected"


def test_an_application_handed_back_can_be_sent_again(db: Session, store: Tenant, sanne: Actor) -> None:
    vendor_id = _applied(db, store, sanne)
    decisions.ask_for_changes(db, make_operator(db), vendor_id, reason="The house number differs.")
    vendor = db.exec(select(Vendor)).one()
    assert (vendor.status, vendor.applied_at, vendor.status_reason) == ("pending", None, "The house number differs.")
    db.info["scope"] = Scope.tenant(store.id)
    assert apply_as_vendor(db, sanne, KESTREL).vendor_id == vendor_id
    assert _topics(db) == ["vendor.applied", "vendor.returned", "vendor.applied"]


def test_suspension_and_return(db: Session, store: Tenant) -> None:
    vendor, operator = make_vendor(db, store, email="bolt@example.com"), make_operator(db)
    db.info["scope"] = Scope.system()
    decisions.suspend_vendor(db, operator, vendor.id, reason="Late shipments")
    assert (vendor.status, vendor.status_reason) == ("suspended", "Late shipments")
    decisions.reinstate_vendor(db, operator, vendor.id)
    assert (vendor.status, vendor.status_reason) == ("approved", "")
    assert _topics(db) == ["vendor.suspended", "vendor.reinstated"]
    assert [kind for kind, _ in _mails(db)] == ["mail.vendor_suspended", "mail.vendor_reinstated"]


def test_ending_for_good_needs_the_typed_name(db: Session, store: Tenant) -> None:
    vendor, operator = make_vendor(db, store), make_operator(db)
    db.info["scope"] = Scope.system()
    with pytest.raises(Invalid) as caught:
        decisions.terminate_vendor(db, operator, vendor.id, typed_name="bolt", reason="Fraud was proven")
    assert caught.value.fields == {"typed_name": "Type Bolt to end it for good."}
    decisions.terminate_vendor(db, operator, vendor.id, typed_name="Bolt", reason="Fraud was proven")
    assert vendor.status == "terminated"


@pytest.mark.parametrize(
    ("role", "error"), [(Role.SHOPPER, Forbidden), (Role.VENDOR_MEMBER, Forbidden), (None, NotFound)]
)
def test_who_may_not_decide_changes_nothing(db: Session, store: Tenant, role: Role | None, error: type) -> None:
    vendor = make_vendor(db, store, status="pending")
    user = make_user(db, "eve@example.com")
    if role is not None:
        give_role(db, user, role, tenant=store, vendor=vendor if role is Role.VENDOR_MEMBER else None)
    with pytest.raises(error):
        decisions.approve_vendor(db, actor_for(db, user), vendor.id, reason="let me in")
    assert vendor.status == "pending"
    assert db.exec(select(AuditEvent)).all() == []
    assert _topics(db) == []


def test_a_store_admin_decides_in_the_own_store_only(db: Session, store: Tenant) -> None:
    db.info["scope"] = Scope.system()
    here, other = make_vendor(db, store), make_vendor(db, make_tenant(db, "assay"))
    user = make_user(db, "admin@northforge.example")
    give_role(db, user, Role.TENANT_ADMIN, tenant=store)
    admin = actor_for(db, user)
    decisions.suspend_vendor(db, admin, here.id, reason="Late shipments")
    with pytest.raises(NotFound):
        decisions.suspend_vendor(db, admin, other.id, reason="Late shipments")
    assert (here.status, other.status) == ("suspended", "approved")


def test_numbers_on_file_before_get_their_form_and_what_is_none_stays(db: Session, store: Tenant) -> None:
    vendors = [make_vendor(db, store, handle) for handle in ("fits", "word")]
    for vendor, typed in zip(vendors, ("NO 995 525 828 MVA", "hello"), strict=True):
        vendor.tax_id, vendor.country = typed, "NO"
    db.flush()
    migration = ScriptDirectory("alembic").get_revision("0044").module
    with Operations.context(MigrationContext.configure(db.connection())):
        migration.upgrade()
    for vendor in vendors:
        db.refresh(vendor)
    assert [vendor.tax_id for vendor in vendors] == ["NO995525828MVA", "hello"]


def test_vendors_of_before_get_the_clock_of_their_country(db: Session, store: Tenant) -> None:
    vendors = {country: make_vendor(db, store, f"v{country}", country=country) for country in ("GB", "US", "DE", "")}
    migration = ScriptDirectory("alembic").get_revision("0082").module
    with Operations.context(MigrationContext.configure(db.connection())):
        migration.upgrade()
    for vendor in vendors.values():
        db.refresh(vendor)
    assert {country: vendor.time_zone for country, vendor in vendors.items()} == {
        "GB": "Europe/London",
        "US": "America/New_York",
        "DE": "Europe/Berlin",
        "": "Europe/Berlin",
    }
