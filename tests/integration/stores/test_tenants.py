"""Stores: made with a key, changed, branded readably, opened and closed."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.domain.finance.payout_terms import PayoutTerms
from marketplace.domain.permissions import GUEST, Actor, Role
from marketplace.domain.stores.brand import Brand, contrast
from marketplace.domain.stores.region_form import DeliveryFacts
from marketplace.kit.tables import AuditEvent, Outbox
from marketplace.kit.tokens import hash_token
from marketplace.models.region import Region
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey
from marketplace.services.finance.payout_terms import set_payout_terms
from marketplace.services.identity.access import find_store
from marketplace.services.stores import tenants
from marketplace.services.stores.regions import set_default_delivery
from marketplace.services.stores.tenants import TenantFacts
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user

PAPERMILL = TenantFacts(name="Papermill", default_currency="EUR", currencies=("SEK",))


@pytest.fixture
def operator(db: Session) -> Actor:
    return make_operator(db)


def test_a_new_store_is_closed_and_has_a_key(db: Session, operator: Actor) -> None:
    made = tenants.create_tenant(db, operator, PAPERMILL, handle="papermill")
    tenant = db.exec(select(Tenant)).one()
    assert (tenant.handle, tenant.name, tenant.is_active, tenant.currencies) == (
        "papermill",
        "Papermill",
        False,
        ["EUR", "SEK"],
    )
    key = db.exec(select(ApiKey)).one()
    assert made.publishable_key.startswith("pk_")
    assert (key.kind, key.token, key.token_hash) == (
        "publishable",
        made.publishable_key,
        hash_token(made.publishable_key),
    )
    assert db.exec(select(Region.currency).order_by(Region.position)).all() == ["EUR", "SEK"]
    assert db.exec(select(AuditEvent.action)).all() == ["tenant:tenant:created"]
    assert db.exec(select(Outbox.topic)).all() == ["tenant.created"]
    with pytest.raises(NotFound):
        find_store(db, "papermill")


@pytest.mark.parametrize(
    ("handle", "sentence"),
    [
        ("x", "Use 2 to 60 characters."),
        ("Paper Mill", "Use small letters, digits and single hyphens, such as north-forge."),
        ("admin", "“admin” is used by the platform itself. Choose another."),
        ("acme", "“acme” is taken."),
    ],
)
def test_handles(db: Session, operator: Actor, handle: str, sentence: str) -> None:
    make_tenant(db, "acme")
    with pytest.raises(Invalid) as caught:
        tenants.create_tenant(db, operator, PAPERMILL, handle=handle)
    assert caught.value.fields == {"handle": sentence}
    assert db.exec(select(Tenant.handle)).all() == ["acme"]


def test_every_bad_field_is_named(db: Session, operator: Actor) -> None:
    with pytest.raises(Invalid) as caught:
        tenants.create_tenant(
            db,
            operator,
            TenantFacts(
                name="",
                currencies=("XXX",),
                default_locale="xx",
                parent_id="ten_no",
                domain="http://x",
                access_posture="closed",
            ),
            handle="papermill",
        )
    assert set(caught.value.fields) == {"name", "currencies", "default_locale", "parent_id", "domain", "access_posture"}


def test_editing_writes_only_what_changed(db: Session, operator: Actor) -> None:
    made = tenants.create_tenant(db, operator, PAPERMILL, handle="papermill")
    tenant = db.exec(select(Tenant)).one()
    version = tenant.content_version
    assert tenants.edit_tenant(db, operator, made.id, replace(PAPERMILL, name="Paper Mill"))
    assert (tenant.name, tenant.content_version) == ("Paper Mill", version + 1)
    line = db.exec(select(AuditEvent).where(AuditEvent.action == "tenant:tenant:updated")).one()
    assert (line.before, line.after) == ({"name": "Papermill"}, {"name": "Paper Mill"})
    assert not tenants.edit_tenant(db, operator, made.id, replace(PAPERMILL, name="Paper Mill"))


def test_a_currency_in_use_stays(db: Session, operator: Actor) -> None:
    made = tenants.create_tenant(db, operator, PAPERMILL, handle="papermill")
    with pytest.raises(Invalid) as caught:
        tenants.edit_tenant(db, operator, made.id, replace(PAPERMILL, currencies=()))
    assert caught.value.fields == {"currencies": "SEK is used by a region of this store. Change the region first."}


def test_no_store_stands_under_itself(db: Session, operator: Actor) -> None:
    top = make_tenant(db, "top")
    middle = make_tenant(db, "middle", parent_id=top.id)
    bottom = make_tenant(db, "bottom", parent_id=middle.id)
    for parent in (top, middle, bottom):
        with pytest.raises(Invalid) as caught:
            tenants.edit_tenant(db, operator, top.id, TenantFacts(name="Top", parent_id=parent.id))
        assert set(caught.value.fields) == {"parent_id"}
    tenants.edit_tenant(db, operator, bottom.id, TenantFacts(name="Bottom", parent_id=top.id))
    assert bottom.parent_id == top.id


def test_a_brand_that_cannot_be_read_is_adjusted_and_said(db: Session, operator: Actor) -> None:
    tenant = make_tenant(db, "mezzaluna", brand={"look": "mezzaluna", "motif": "moon"})
    checks = tenants.change_brand(db, operator, tenant.id, Brand(look="mezzaluna", brand="#C0291A", accent="#8A9A3B"))
    by_name = {check.name: check for check in checks}
    accent = by_name["accent"]
    assert accent.ratio < 4.5 <= accent.used_ratio
    assert accent.sentence == f"As text, #8A9A3B is {accent.ratio:.1f} to 1. We use {accent.used.upper()}."
    assert contrast(accent.used, "#fffaf0") >= 4.5
    assert by_name["brand"].sentence == ""
    assert tenant.brand == {"look": "mezzaluna", "motif": "moon", "brand": "#c0291a", "accent": "#8a9a3b"}
    assert tenant.content_version == 1


@pytest.mark.parametrize("colour", ["red", "#12345", "#c0291a;}", "url(x)"])
def test_a_colour_is_a_colour(db: Session, operator: Actor, colour: str) -> None:
    tenant = make_tenant(db)
    with pytest.raises(Invalid) as caught:
        tenants.change_brand(db, operator, tenant.id, Brand(brand=colour))
    assert caught.value.fields == {"brand": "Enter a colour such as #C0291A."}
    assert tenant.brand == {}


def test_settings_of_an_older_row_are_changed_and_nothing_of_it_is_lost(db: Session, operator: Actor) -> None:
    tenant = make_tenant(db)
    region = Region(id="reg_1", tenant_id=tenant.id, name="Europe", currency="EUR", position=0)
    db.add(region)
    db.flush()
    old = {"hold_days": 21, "experiment": {"on": True}, "layout": {"colour": "red"}}
    change, look = text("update tenant set settings = cast(:new as jsonb)"), text("select settings from tenant")
    db.connection().execute(change, {"new": json.dumps(old)})
    db.expire_all()
    assert not set_payout_terms(db, operator, tenant.id, PayoutTerms(21, 30, 0, {"EUR": 10_000}, {"EUR": 1_500_000}))
    assert db.connection().execute(look).scalar_one() == old
    assert set_payout_terms(db, operator, tenant.id, PayoutTerms(3, 30, 1_900, {"EUR": 500}, {"EUR": 900}))
    facts = DeliveryFacts(
        "Standard",
        "flat",
        690,
        step_size=None,
        step_amount=None,
        free_from_amount=None,
        min_order_amount=None,
        days_min=2,
        days_max=4,
    )
    assert set_default_delivery(db, operator, region.id, facts) == 0
    assert db.connection().execute(look).scalar_one() == old | {
        "version": 1,
        "hold_days": 3,
        "return_days": 30,
        "fee_tax_bps": 1_900,
        "payout_minimum": {"EUR": 500},
        "payout_two_persons": {"EUR": 900},
        "deliveries": {"reg_1": vars(facts)},
    }


def test_closing_is_404_at_once_and_can_be_undone(db: Session, operator: Actor) -> None:
    tenant = make_tenant(db)
    assert find_store(db, "acme").id == tenant.id
    tenants.deactivate_tenant(db, operator, tenant.id)
    with pytest.raises(NotFound):
        find_store(db, "acme")
    assert tenant.content_version == 1
    with pytest.raises(Conflict, match="closed already"):
        tenants.deactivate_tenant(db, operator, tenant.id)
    tenants.activate_tenant(db, operator, tenant.id)
    assert find_store(db, "acme").id == tenant.id
    assert db.exec(select(Outbox.topic).order_by(Outbox.seq)).all() == ["tenant.deactivated", "tenant.activated"]


def test_only_operators_change_stores(db: Session) -> None:
    tenant, other = make_tenant(db), make_tenant(db, "other")
    user = make_user(db)
    give_role(db, user, Role.TENANT_ADMIN, tenant=tenant)
    admin = actor_for(db, user)
    for who, error in ((GUEST, Unauthenticated), (admin, Forbidden)):
        with pytest.raises(error):
            tenants.create_tenant(db, who, PAPERMILL, handle="papermill")
        with pytest.raises(error):
            tenants.deactivate_tenant(db, who, tenant.id)
        with pytest.raises(error):
            tenants.change_brand(db, who, tenant.id, Brand(brand="#000000"))
    with pytest.raises(NotFound):
        tenants.deactivate_tenant(db, admin, other.id)
    assert (tenant.is_active, other.is_active, tenant.brand) == (True, True, {})
    assert db.exec(select(AuditEvent)).all() == []
