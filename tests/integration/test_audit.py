"""The audit trail cannot be changed, and a change made behind its back is found."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from marketplace.domain.permissions import SYSTEM as SYSTEM_ACTOR
from marketplace.kit import audit
from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.services.verification import verify_everything
from tests.factories.people import make_tenant

SYSTEM = Scope.system()
RULE = "the audit trail is an unbroken chain"


@pytest.fixture
def trail(database: str) -> list[str]:
    """Three lines of one store and one of the platform."""
    with unit_of_work(SYSTEM) as db:
        tenant = make_tenant(db)
        for number in range(3):
            audit.record(
                db, SYSTEM_ACTOR, "thing:changed", tenant_id=tenant.id, object_type="thing", object_id=str(number)
            )
        audit.record(db, SYSTEM_ACTOR, "thing:changed", tenant_id=None, object_type="thing", object_id="9")
        return list(
            db.connection()
            .execute(text("select id from audit_event where tenant_id is not null order by seq"))
            .scalars()
        )


def broken() -> tuple[str, ...]:
    return next(result.broken for result in verify_everything() if result.name == RULE)


@pytest.mark.parametrize("change", ["update audit_event set reason = 'x'", "delete from audit_event"])
def test_neither_the_product_nor_the_owner_can_change_a_line(trail: list[str], change: str) -> None:
    with pytest.raises(DBAPIError), unit_of_work(SYSTEM) as db:
        db.connection().execute(text(change))
    with pytest.raises(DBAPIError, match="never changed"), owner_engine().begin() as owner:
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        owner.execute(text(change))
    assert broken() == ()


def test_a_line_changed_with_the_triggers_off_is_found(trail: list[str]) -> None:
    with owner_engine().begin() as owner:
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        owner.execute(text("alter table audit_event disable trigger audit_event_guard"))
        owner.execute(text("update audit_event set actor_name = 'Somebody else' where id = :id"), {"id": trail[1]})
    assert broken() == (trail[1],)


def test_a_line_taken_out_of_the_middle_is_found(trail: list[str]) -> None:
    with owner_engine().begin() as owner:
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        owner.execute(text("alter table audit_event disable trigger audit_event_guard"))
        owner.execute(text("delete from audit_event where id = :id"), {"id": trail[1]})
    assert broken() == (trail[2],)
