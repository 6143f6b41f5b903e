"""API keys: made and shown once, recognised by their fingerprint, narrowed to their scopes, revoked for good."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from marketplace.domain.errors import Conflict, Forbidden, Invalid, NotFound, Unauthenticated
from marketplace.domain.identity.api_scopes import MEANINGS, PLATFORM_ONLY, ApiScope, read_scopes
from marketplace.domain.permissions import (
    GUEST,
    SCOPE_OF,
    Actor,
    Permission,
    Role,
    allows,
    may_use,
    require,
    require_scope,
)
from marketplace.kit.tables import AuditEvent
from marketplace.kit.tokens import hash_token
from marketplace.models.tenant import Tenant
from marketplace.models.user import ApiKey
from marketplace.queries.operator_desk.api_keys import get_keys
from marketplace.queries.operator_desk.audit_trail import sentence
from marketplace.queries.operator_desk.audit_values import AuditFormat
from marketplace.queries.operator_desk.tenants import get_tenant, list_tenants
from marketplace.queries.operator_desk.vendors import list_vendors
from marketplace.services.identity import api_keys
from marketplace.services.identity.api_keys import NewKey, actor_of_key, create_key, find_secret, revoke_key
from marketplace.services.stores import tenants
from marketplace.services.stores.tenants import TenantFacts
from marketplace.services.vendors.vendor_decisions import approve_vendor
from tests.factories.people import PASSWORD, actor_for, give_role, make_operator, make_tenant, make_user, make_vendor

NOON = datetime(2026, 11, 28, 12, tzinfo=UTC)


@dataclass
class Town:
    """Two stores, an operator, and the administrator of the first store."""

    db: Session
    store: Tenant
    other: Tenant
    operator: Actor
    admin: Actor

    def secret(self, actor: Actor | None = None, **given: Any) -> NewKey:
        facts = {"kind": "secret", "tenant_id": self.store.id, "title": "Warehouse", "scopes": ["orders:read"]}
        return create_key(self.db, actor or self.admin, **{**facts, "password": PASSWORD, **given})

    def program(self, **given: Any) -> Actor:
        """The actor of a new secret key."""
        key = find_secret(self.db, self.secret(self.operator, **given).token)
        assert key is not None
        return actor_of_key(key, ip="203.0.113.9", request_id="req_1")

    def made(self) -> list[ApiKey]:
        return list(self.db.exec(select(ApiKey).order_by(col(ApiKey.created_at))))


@pytest.fixture
def town(db: Session) -> Town:
    store, user = make_tenant(db), make_user(db)
    give_role(db, user, Role.TENANT_ADMIN, tenant=store)
    return Town(db, store, make_tenant(db, "other"), make_operator(db), actor_for(db, user))


def test_of_a_secret_key_only_fingerprint_and_hint_are_kept(town: Town) -> None:
    made = town.secret(scopes=["orders:write"])
    (key,) = town.made()
    assert made == NewKey(key.id, "secret", "Warehouse", made.token)
    assert made.token.startswith("sk_")
    assert len(made.token) == 3 + 43  # 256 bits in base64
    assert (key.token, key.token_hash, key.hint) == (
        None,
        hash_token(made.token),
        f"{made.token[:7]}…{made.token[-4:]}",
    )
    assert (key.tenant_id, key.scopes, key.created_by) == (
        town.store.id,
        "orders:read orders:write",
        town.admin.user_id,
    )
    stored = town.db.connection().execute(text("select a::text from audit_event a union select k::text from api_key k"))
    assert not [row for row in stored.scalars() if made.token in row]
    line = town.db.exec(select(AuditEvent)).one()
    assert (line.action, line.tenant_id, line.after) == (
        "api_key:api_key:created",
        town.store.id,
        {"kind": "secret", "key": key.hint, "scopes": "orders:read orders:write"},
    )
    assert sentence(line, AuditFormat()) == "made the secret API key Warehouse"


def test_the_database_itself_keeps_no_secret(town: Town) -> None:
    town.secret()
    with pytest.raises(IntegrityError, match="no_secret_is_kept"):
        town.db.connection().execute(text("update api_key set token = 'sk_plain'"))


def test_a_publishable_key_is_public_and_needs_no_password(town: Town) -> None:
    made = town.secret(kind="publishable", password="", scopes=["orders:write"], title="  Shop ")
    (key,) = town.made()
    assert made.token.startswith("pk_")
    assert (key.kind, key.title, key.token, key.scopes) == ("publishable", "Shop", made.token, "")
    kept = town.db.exec(select(ApiKey).where(ApiKey.id == made.id)).one()
    assert (kept.token, kept.tenant_id) == (made.token, town.store.id)
    with pytest.raises(ValueError, match="acts for nobody"):
        actor_of_key(kept)


@pytest.mark.parametrize(
    ("given", "field", "sentence_"),
    [
        ({"title": "  "}, "title", "Say what the key is for, in 1 to 60 characters."),
        ({"title": "x" * 61}, "title", "Say what the key is for, in 1 to 60 characters."),
        ({"kind": "root"}, "kind", "Choose publishable or secret."),
        ({"scopes": []}, "scopes", "Choose what the key may do."),
        ({"scopes": ["orders:read", "payouts:release"]}, "scopes", "Choose from the list."),
        ({"scopes": ["tenants:write"]}, "scopes", "Choose from the list."),
        ({"password": "not it"}, "password", "This is not your password."),
        ({"password": ""}, "password", "This is not your password."),
    ],
)
def test_what_is_refused_makes_nothing(town: Town, given: dict[str, Any], field: str, sentence_: str) -> None:
    with pytest.raises(Invalid) as caught:
        town.secret(**given)
    assert caught.value.fields == {field: sentence_}
    assert town.made() == []
    assert town.db.exec(select(AuditEvent)).all() == []


def test_a_publishable_key_of_no_store_is_refused(town: Town) -> None:
    with pytest.raises(Invalid) as caught:
        town.secret(town.operator, kind="publishable", tenant_id=None)
    assert set(caught.value.fields) == {"kind"}
    assert town.made() == []


def test_who_may_make_and_revoke(town: Town) -> None:
    theirs = town.secret(town.operator, tenant_id=town.other.id)
    platform = town.secret(town.operator, tenant_id=None, scopes=["tenants:write"])
    bystander = make_user(town.db, "shopper@example.com")
    give_role(town.db, bystander, Role.SHOPPER, tenant=town.store)
    for who, place, error in (
        (GUEST, town.store.id, Unauthenticated),
        (actor_for(town.db, bystander), town.store.id, Forbidden),
        (town.admin, town.other.id, NotFound),
        (town.admin, None, NotFound),
        (town.operator, "ten_none", NotFound),
    ):
        with pytest.raises(error):
            town.secret(who, tenant_id=place)
    for key in (theirs, platform):
        with pytest.raises(NotFound):
            revoke_key(town.db, town.admin, key.id)
    with pytest.raises(NotFound):
        revoke_key(town.db, town.admin, "key_none")
    with pytest.raises(NotFound):
        revoke_key(town.db, town.operator, "key_none")
    with pytest.raises(Unauthenticated):
        revoke_key(town.db, GUEST, theirs.id)
    assert [key.revoked_at for key in town.made()] == [None, None]
    assert len(town.db.exec(select(AuditEvent)).all()) == 2


def test_a_revoked_key_is_unknown_and_stays_so(town: Town) -> None:
    made = town.secret()
    assert find_secret(town.db, made.token) is not None
    assert revoke_key(town.db, town.operator, made.id) == "Warehouse"
    assert find_secret(town.db, made.token) is None
    with pytest.raises(Conflict, match="Warehouse is revoked already"):
        revoke_key(town.db, town.admin, made.id)
    lines = town.db.exec(select(AuditEvent.action, AuditEvent.actor_id).order_by(AuditEvent.seq)).all()
    assert [tuple(line) for line in lines] == [
        ("api_key:api_key:created", town.admin.user_id),
        ("api_key:api_key:revoked", town.operator.user_id),
    ]


def test_each_kind_is_found_only_as_what_it_is(town: Town) -> None:
    secret, public = town.secret(), town.secret(kind="publishable")
    assert find_secret(town.db, public.token) is None
    for strange in ("", "sk_", secret.token[:-1], secret.token + "x", secret.token.upper(), hash_token(secret.token)):
        assert find_secret(town.db, strange) is None


def test_use_is_noted_once_a_minute(town: Town) -> None:
    made = town.secret()

    def used(after: int) -> datetime | None:
        api_keys.touch(town.db, made.id, at=NOON + timedelta(seconds=after))
        town.db.expire_all()
        return town.made()[0].last_used_at

    assert used(0) == NOON
    assert used(60) == NOON
    assert used(61) == NOON + timedelta(seconds=61)
    assert used(30) == NOON + timedelta(seconds=61)  # a slower process comes late


def test_a_key_acts_for_its_store_within_its_scopes(town: Town) -> None:
    vendor = make_vendor(town.db, town.store, "pending", status="pending", applied_at=NOON)
    foreign = make_vendor(town.db, town.other, "foreign", status="pending", applied_at=NOON)
    reader, writer = town.program(scopes=["vendors:read"]), town.program(scopes=["vendors:write"], title="Onboarding")
    assert [row.name for row in list_vendors(town.db, reader).rows] == ["Pending"]
    with pytest.raises(Forbidden, match="does not have the scope vendors:write"):
        approve_vendor(town.db, reader, vendor.id)
    assert vendor.status == "pending"
    with pytest.raises(NotFound):
        approve_vendor(town.db, writer, foreign.id)
    assert foreign.status == "pending"
    with pytest.raises(Forbidden, match="does not have the scope tenants:read"):
        get_tenant(town.db, writer, town.store.id)
    approve_vendor(town.db, writer, vendor.id)
    assert vendor.status == "approved"
    line = town.db.exec(select(AuditEvent).where(AuditEvent.action == "vendor:vendor:approved")).one()
    assert (line.actor_id, line.actor_name, line.ip) == (writer.user_id, "Onboarding (API key)", "203.0.113.9")


def test_a_key_of_the_platform_sees_every_store_and_one_of_a_store_its_own(town: Town) -> None:
    whole = town.program(tenant_id=None, scopes=["tenants:write"])
    program = town.program(scopes=["tenants:read"])
    assert {row.handle for row in list_tenants(town.db, whole).rows} == {"acme", "other"}
    assert {row.handle for row in list_tenants(town.db, program).rows} == {"acme"}
    tenants.deactivate_tenant(town.db, whole, town.other.id)
    assert not town.other.is_active
    with pytest.raises(Forbidden, match="does not have the scope tenants:write"):
        tenants.create_tenant(town.db, program, TenantFacts(name="Papermill"), handle="papermill")
    with pytest.raises(Forbidden):
        tenants.deactivate_tenant(town.db, program, town.store.id)
    assert town.store.is_active


def test_no_key_does_what_is_for_people(town: Town) -> None:
    """Whatever its scopes: a second release by the key of the first person would be nobody's second look."""
    everything = town.program(tenant_id=None, scopes=["*"])
    assert everything.scopes == frozenset(ApiScope)
    for permission in Permission:
        is_vendors = permission is Permission.QUOTE_ANSWER  # by a vendor's key alone
        assert allows(everything, permission) == (permission in SCOPE_OF and not is_vendors), permission
    with pytest.raises(Forbidden, match="No API key can do this"):
        require(everything, Permission.PAYOUT_RELEASE)
    before = len(town.made())
    with pytest.raises(Forbidden, match="No API key can do this"):
        town.secret(everything)
    with pytest.raises(Forbidden):
        revoke_key(town.db, everything, town.made()[0].id)
    assert len(town.made()) == before
    assert town.made()[0].revoked_at is None


def test_a_person_needs_no_scope_and_a_program_is_told_which(town: Town) -> None:
    reader = town.program(scopes=["orders:read"])
    assert all(may_use(town.admin, scope) for scope in ApiScope)
    assert [scope for scope in ApiScope if may_use(reader, scope)] == [ApiScope.ORDERS_READ]
    require_scope(town.admin, ApiScope.ORDERS_WRITE)
    with pytest.raises(Forbidden) as caught:
        require_scope(reader, ApiScope.ORDERS_WRITE)
    assert caught.value.sentence == "This key does not have the scope orders:write. Make a key that has it."


def test_every_scope_has_a_sentence_and_opens_something() -> None:
    assert set(MEANINGS) == set(ApiScope) == set(SCOPE_OF.values())
    assert read_scopes(["*"], is_platform=True) == frozenset(ApiScope)
    assert read_scopes(["*"], is_platform=False) == frozenset(ApiScope) - PLATFORM_ONLY
    assert read_scopes([], is_platform=True) == frozenset()


def test_the_page_shows_whose_they_are(town: Town) -> None:
    first = town.secret(town.operator, title="First")
    api_keys.touch(town.db, first.id, at=NOON)
    town.secret(title="Gone")
    revoke_key(town.db, town.admin, town.made()[-1].id)
    public = town.secret(kind="publishable", title="Shop")
    town.secret(town.operator, tenant_id=None, title="Platform", scopes=["*"])
    book = get_keys(town.db, town.admin)
    assert (book.tenant_id, book.owner) == (town.store.id, "Acme")
    assert [(row.title, row.kind, row.token, row.made_by, row.used_exact) for row in book.rows] == [
        ("Shop", "publishable", public.token, "Ada Test", ""),
        ("First", "secret", "", "Op Test", "28 Nov 2026, 12:00:00 UTC"),
    ]
    assert [scope.name for scope in book.scopes] == [s.value for s in ApiScope if s not in PLATFORM_ONLY]
    assert get_keys(town.db, town.operator, town.store.id).rows == book.rows
    platform = get_keys(town.db, town.operator)
    assert (platform.tenant_id, platform.owner, [row.title for row in platform.rows]) == ("", "Concourse", ["Platform"])
    with pytest.raises(NotFound):
        get_keys(town.db, town.admin, town.other.id)
    with pytest.raises(NotFound):
        get_keys(town.db, town.operator, "ten_none")
