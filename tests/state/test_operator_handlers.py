"""The operator's handlers: what a person presses, what they see then, and what nobody else can press."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

import pytest
from sqlmodel import select

from marketplace.domain.permissions import GUEST, Actor, Role
from marketplace.kit.clock import now
from marketplace.kit.db import unit_of_work
from marketplace.kit.tables import AuditEvent, Job
from marketplace.kit.tenancy import Scope
from marketplace.models.tenant import Tenant
from marketplace.models.vendor import Vendor
from marketplace.state.operator_desk.audit import OperatorAuditState
from marketplace.state.operator_desk.home import OperatorHomeState
from marketplace.state.operator_desk.jobs import OperatorJobsState
from marketplace.state.operator_desk.new_tenant import OperatorNewTenantState
from marketplace.state.operator_desk.product import OperatorProductState
from marketplace.state.operator_desk.products import OperatorProductsState
from marketplace.state.operator_desk.tenant import OperatorTenantState
from marketplace.state.operator_desk.tenants import OperatorTenantsState
from marketplace.state.operator_desk.vendor import OperatorVendorState
from marketplace.state.operator_desk.vendors import OperatorVendorsState
from tests.factories.people import actor_for, give_role, make_operator, make_tenant, make_user, make_vendor
from tests.integration.operations.test_job_desk import make_job
from tests.state.browser import do, sign_in, tab

S = TypeVar("S")
SYSTEM = Scope.system()


@dataclass
class Cast:
    """Who is on stage: the session that every tab carries."""

    token: str = ""

    def enter(self, actor: Actor) -> None:
        """From now on every tab is this person's."""
        self.token = "" if actor.user_id is None else sign_in(actor)

    def state(self, kind: type[S], path: str = "/admin") -> S:
        """A fresh tab at this address, loaded."""
        state = tab(kind, path, token=self.token)
        self.answer = do(state, "open")
        return state


@pytest.fixture
def cast(database: str) -> Cast:
    return Cast()


@pytest.fixture
def store(cast: Cast) -> Tenant:
    """A store, and an operator on stage."""
    with unit_of_work(SYSTEM) as db:
        operator, tenant = make_operator(db), make_tenant(db, "northforge")
    cast.enter(operator)
    return tenant


def vendor_in(store: Tenant, handle: str = "kestrel", **fields: Any) -> Vendor:
    with unit_of_work(SYSTEM) as db:
        return make_vendor(db, store, handle, **{"status": "pending", "applied_at": now(), **fields})


def stored(vendor: Vendor) -> Vendor:
    with unit_of_work(SYSTEM) as db:
        return db.exec(select(Vendor).where(Vendor.id == vendor.id)).one()


def decisions_made() -> list[str]:
    """What the trail holds, signing in left aside."""
    with unit_of_work(SYSTEM) as db:
        actions = db.exec(select(AuditEvent.action).order_by(AuditEvent.seq))
        return [action for action in actions if action != "account:account:signed_in"]


def test_home_shows_what_waits(cast: Cast, store: Tenant) -> None:
    vendor_in(store)
    home = cast.state(OperatorHomeState)
    assert [need.title for need in home.home.needs] == ["Kestrel"]
    assert (home.place.name, home.place.vendors, home.home_ready) == ("Concourse", "1", True)


def test_approving_from_the_panel(cast: Cast, store: Tenant) -> None:
    vendor = vendor_in(store)
    state = cast.state(OperatorVendorState, f"/admin/vendors/{vendor.id}")
    assert state.review.can_approve
    do(state, "decide", {"reason": "", "commission": "12,5", "payout_schedule": "daily", "message": ""})
    assert stored(vendor).status == "approved"
    assert stored(vendor).commission_bps == 1250
    assert (state.review.status, state.undo_text) == ("approved", "")


def test_a_rejection_without_a_reason_is_said_at_its_field(cast: Cast, store: Tenant) -> None:
    vendor = vendor_in(store)
    state = cast.state(OperatorVendorState, f"/admin/vendors/{vendor.id}")
    do(state, "choose", "reject")
    do(state, "decide", {"reason": " "})
    assert set(state.field_errors) == {"reason"}
    assert stored(vendor).status == "pending"
    assert decisions_made() == []


def test_a_rate_that_is_no_number(cast: Cast, store: Tenant) -> None:
    vendor = vendor_in(store)
    state = cast.state(OperatorVendorState, f"/admin/vendors/{vendor.id}")
    do(state, "decide", {"reason": "", "commission": "twelve"})
    assert state.field_errors == {"commission": "Enter a rate such as 12 or 12.5."}
    assert stored(vendor).status == "pending"


def test_suspending_can_be_undone(cast: Cast, store: Tenant) -> None:
    vendor = vendor_in(store, status="approved")
    state = cast.state(OperatorVendorState, f"/admin/vendors/{vendor.id}")
    do(state, "suspend", {"reason": "Late shipments"})
    assert (stored(vendor).status, state.undo_text) == ("suspended", "Kestrel is suspended.")
    assert "reinstate" in do(state, "undo")
    do(state, "reinstate")
    assert stored(vendor).status == "approved"


def test_a_vendor_elsewhere_is_missing(cast: Cast, store: Tenant) -> None:
    with unit_of_work(SYSTEM) as db:
        other = make_vendor(db, make_tenant(db, "assay"), "strange")
        user = make_user(db, "admin@northforge.example")
        give_role(db, user, Role.TENANT_ADMIN, tenant=store)
        admin = actor_for(db, user)
    cast.enter(admin)
    state = cast.state(OperatorVendorState, f"/admin/vendors/{other.id}")
    assert (state.missing, state.review.id, state.place.name) == (True, "", "Northforge")
    do(state, "suspend", {"reason": "Late shipments"})
    assert stored(other).status == "approved"


def test_a_store_is_closed_and_opened_again(cast: Cast, store: Tenant) -> None:
    state = cast.state(OperatorTenantsState, "/admin/tenants")
    assert [row.name for row in state.rows] == ["Northforge"]
    do(state, "switch", store.id, False)
    assert (state.rows[0].is_active, state.undo_text) == (False, "Northforge is closed.")
    do(state, "switch", store.id, True)
    assert state.rows[0].is_active
    assert decisions_made() == ["tenant:tenant:deactivated", "tenant:tenant:activated"]


def test_a_brand_is_tried_before_it_is_published(cast: Cast, store: Tenant) -> None:
    state = cast.state(OperatorTenantState, f"/admin/tenants/{store.id}")
    do(state, "try_brand", "accent", "#8A9A3B")
    accent = next(row for row in state.colours if row.name == "accent")
    assert accent.sentence.startswith("As text, #8A9A3B is ")
    assert [(c.name, c.before, c.after) for c in state.changes] == [("accent", "#ad4e17", "#8a9a3b")]
    assert "accent=%238a9a3b" in state.preview_href
    assert "theme=light" in state.preview_href
    do(state, "try_brand", "canvas", "red")
    assert state.field_errors == {"canvas": "Enter a colour such as #C0291A."}
    do(state, "take_back", "canvas")
    assert decisions_made() == []
    do(state, "publish_brand")
    assert (state.changes, decisions_made()) == ([], ["tenant:brand:changed"])


def test_facts_are_saved_and_refused(cast: Cast, store: Tenant) -> None:
    state = cast.state(OperatorTenantState, f"/admin/tenants/{store.id}")
    form = {
        "name": "North Forge",
        "default_currency": "EUR",
        "currency-EUR": "EUR",
        "currency-SEK": "SEK",
        "default_locale": "de",
        "parent_id": "",
        "domain": "",
        "access_posture": "open",
    }
    do(state, "save", form)
    assert (state.tenant.name, state.tenant.currencies, state.tenant.default_locale) == (
        "North Forge",
        ("EUR", "SEK"),
        "de",
    )
    do(state, "save", {**form, "parent_id": store.id})
    assert set(state.field_errors) == {"parent_id"}


def test_a_new_store(cast: Cast, store: Tenant) -> None:
    state = cast.state(OperatorNewTenantState, "/admin/tenants/new")
    do(state, "name_typed", "Paper Mill")
    assert state.handle == "paper-mill"
    form = {"name": "Paper Mill", "handle": "northforge", "default_currency": "EUR", "access_posture": "open"}
    do(state, "create", form)
    assert state.field_errors == {"handle": "“northforge” is taken."}
    assert "/admin/tenants/ten_" in do(state, "create", {**form, "handle": "paper-mill"})
    with unit_of_work(SYSTEM) as db:
        assert sorted(db.exec(select(Tenant.handle))) == ["northforge", "paper-mill"]


def test_dead_letters_by_hand(cast: Cast, store: Tenant) -> None:
    with unit_of_work(SYSTEM) as db:
        first, second = make_job(db), make_job(db)
        ids = (first.id, second.id)
    state = cast.state(OperatorJobsState, "/admin/jobs?view=dead")
    assert (state.cause.number, len(state.rows)) == (2, 2)
    do(state, "discard", {"reason": ""})
    assert set(state.field_errors) == {"reason"}
    do(state, "retry_alike")
    with unit_of_work(SYSTEM) as db:
        assert {db.exec(select(Job.status).where(Job.id == i)).one() for i in ids} == {"pending"}
    assert state.figures.dead == 0


def test_lists_follow_the_address(cast: Cast, store: Tenant) -> None:
    vendor_in(store)
    vendor_in(store, "bolt", status="approved")
    vendors = cast.state(OperatorVendorsState, "/admin/vendors?status=pending&q=kes")
    assert [row.name for row in vendors.rows] == ["Kestrel"]
    assert [(chip.name, chip.value, chip.href) for chip in vendors.chips] == [
        ("Search", "kes", "/admin/vendors?status=pending")
    ]
    assert vendors.csv == "/admin/vendors.csv?q=kes&status=pending"
    do(vendors, "ask", "kestr")
    assert [hit.title for hit in vendors.hits] == ["Kestrel"]


PAGES = (
    OperatorHomeState,
    OperatorVendorsState,
    OperatorVendorState,
    OperatorTenantsState,
    OperatorTenantState,
    OperatorNewTenantState,
    OperatorProductsState,
    OperatorProductState,
    OperatorJobsState,
    OperatorAuditState,
)


@pytest.mark.parametrize("screen", PAGES, ids=lambda screen: screen.__name__)
@pytest.mark.parametrize("who", ["guest", "shopper", "vendor"])
def test_strangers_see_nothing(cast: Cast, store: Tenant, screen: type[Any], who: str) -> None:
    vendor = vendor_in(store, status="approved")
    with unit_of_work(SYSTEM) as db:
        user = make_user(db, "eve@example.com")
        if who == "shopper":
            give_role(db, user, Role.SHOPPER, tenant=store)
        elif who == "vendor":
            give_role(db, user, Role.VENDOR_MEMBER, vendor=vendor)
        stranger = GUEST if who == "guest" else actor_for(db, user)
    cast.enter(stranger)
    state = cast.state(screen, "/admin/anything")
    assert ("/sign-in" if who == "guest" else "/wrong-desk") in cast.answer
    assert state.place.person == ""
    assert not [name for name in state.vars if name.endswith("_ready") and getattr(state, name)]


def test_terms_of_payouts_are_set_and_said_in_the_trail(cast: Cast, store: Tenant) -> None:
    state = cast.state(OperatorTenantState, f"/admin/tenants/{store.id}")
    assert (state.tenant.terms.hold_days, [row.currency for row in state.limits]) == ("14", ["EUR"])
    form = {"hold_days": "3", "return_days": "30", "fee_tax": "19", "minimum-EUR": "10", "two_persons-EUR": "500.50"}
    do(state, "save_terms", {**form, "hold_days": "x"})
    assert set(state.field_errors) == {"hold_days"}
    assert decisions_made() == []
    do(state, "save_terms", form)
    do(state, "save_terms", form)  # the second time there is nothing to change
    assert decisions_made() == ["tenant:terms:changed"]
    with unit_of_work(SYSTEM) as db:
        kept = db.exec(select(Tenant.settings).where(Tenant.id == store.id)).one()
    assert (kept.hold_days, kept.fee_tax_bps) == (3, 1_900)
    assert (kept.payout_minimum, kept.payout_two_persons) == ({"EUR": 1_000}, {"EUR": 50_050})
    assert (state.tenant.terms.hold_days, state.limits[0].two_persons) == ("3", "500.50")


def test_from_which_amount_on_a_store_quotes_is_set_by_currency(cast: Cast, store: Tenant) -> None:
    state = cast.state(OperatorTenantState, f"/admin/tenants/{store.id}")
    assert [row.quotes_from for row in state.limits] == [""]
    do(state, "save_quotes", {"quotes-EUR": "-5"})
    assert set(state.field_errors) == {"quotes-EUR"}
    assert decisions_made() == []
    do(state, "save_quotes", {"quotes-EUR": "250,50"})
    do(state, "save_quotes", {"quotes-EUR": "250.50"})  # the same
    assert decisions_made() == ["tenant:quotes:changed"]
    assert [row.quotes_from for row in state.limits] == ["250.50"]
    do(state, "save_quotes", {"quotes-EUR": ""})
    assert [row.quotes_from for row in state.limits] == [""]
