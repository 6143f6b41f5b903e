"""The audit trail cannot be changed, and a change made behind its back is found."""

import json
import subprocess
import sys

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError
from sqlmodel import select
from structlog.testing import capture_logs

from marketplace.domain.permissions import SYSTEM as SYSTEM_ACTOR
from marketplace.kit import audit
from marketplace.kit.db import owner_engine, unit_of_work
from marketplace.kit.tables import AuditEvent
from marketplace.kit.tenancy import Scope
from marketplace.services.operations import audit_anchors
from marketplace.services.operations.verification import verify_everything
from marketplace.services.operations.verification.trail import check_anchors
from tests.factories.people import make_tenant

SYSTEM = Scope.system()
REACH = "the audit trail reaches as far as it was known to"
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


# --- where it is known to reach


def anchor() -> int:
    with unit_of_work(SYSTEM) as db:
        return audit_anchors.anchor_heads(db)


def reach() -> tuple[int, tuple[str, ...]]:
    result = next(result for result in verify_everything() if result.name == REACH)
    return result.checked, result.broken


def behind_its_back(change: str, **values: object) -> None:
    with owner_engine().begin() as owner:
        owner.execute(text("set local session_replication_role = replica"))
        owner.execute(text("select set_config('app.platform', 'on', true)"))
        owner.execute(text(change), values)


def test_the_ends_of_all_chains_are_written_down_once_each_time_they_grow(trail: list[str]) -> None:
    assert reach() == (0, ())
    assert (anchor(), anchor()) == (2, 0)
    assert reach() == (2, ())
    assert audit.heads_file().stat().st_mode & 0o777 == 0o600
    with unit_of_work(SYSTEM) as db:
        audit.record(db, SYSTEM_ACTOR, "thing:changed", tenant_id=None, object_type="thing", object_id="10")
    assert reach() == (2, ())  # what came since is no loss
    assert (anchor(), anchor()) == (1, 0)


def test_an_end_that_is_missing_is_found_and_its_anchor_is_not_overwritten(trail: list[str]) -> None:
    anchor()
    behind_its_back("delete from audit_event where id = :id", id=trail[2])
    assert broken() == ()
    checked, lost = reach()
    assert (checked, len(lost)) == (2, 1)
    assert trail[2] in lost[0]
    with unit_of_work(SYSTEM) as db:  # whoever deleted it lets the store go on
        tenant = db.connection().execute(text("select tenant_id from audit_event where id = :id"), {"id": trail[0]})
        audit.record(
            db, SYSTEM_ACTOR, "thing:changed", tenant_id=tenant.scalar_one(), object_type="thing", object_id="4"
        )
    assert anchor() == 0
    assert reach() == (checked, lost)


def test_an_anchor_that_is_written_while_verify_reads_is_no_loss(trail: list[str]) -> None:
    with unit_of_work(SYSTEM, frozen=True) as old:
        old.connection().execute(text("select 1"))
        before = audit_anchors.read_anchors()
        anchor()
        assert check_anchors(old, before) == (0, [])
    assert reach() == (2, ())


def test_an_anchor_of_somebody_elses_making_is_none(trail: list[str]) -> None:
    anchor()
    written = json.loads(audit.heads_file().read_text())
    behind_its_back("delete from audit_event where id = :id", id=trail[2])
    for one in written:
        if one["line"] == trail[2]:
            one.update(line=trail[1], seq=one["seq"] - 1)
    audit.heads_file().write_text(json.dumps(written))
    assert [line.endswith("its anchor is not signed with this copy's key") for line in reach()[1]] == [True]


def said_in_log(*events: str) -> list[tuple[str, str]]:
    """What the next anchoring logs of these events, and of which chains."""
    with capture_logs() as lines:
        anchor()
    return sorted((line["event"], line["chain"]) for line in lines if line["event"] in events)


def test_a_chain_that_is_gone_as_a_whole_is_said_each_time(trail: list[str]) -> None:
    anchor()
    behind_its_back("delete from audit_event where tenant_id is null")
    for _ in range(2):
        assert said_in_log("audit.head_lost", "audit.head") == [("audit.head_lost", "")]
    assert len(reach()[1]) == 1


def cut(chains: set[str]) -> None:
    """Take these chains' anchors out of the file."""
    path = audit.heads_file()
    path.write_text(json.dumps([one for one in json.loads(path.read_text()) if one["chain"] not in chains]))


@pytest.mark.parametrize("how", ["no file", "an empty one", "an older one", "the store's anchor is cut out"])
def test_anchors_that_are_gone_are_said_and_the_trail_is_not_anchored_anew(trail: list[str], how: str) -> None:
    anchor()
    older = audit.heads_file().read_text()
    with unit_of_work(SYSTEM) as db:
        store = str(db.connection().execute(text("select id from tenant")).scalar_one())
        for chain in (store, None):
            audit.record(db, SYSTEM_ACTOR, "thing:changed", tenant_id=chain, object_type="thing", object_id="5")
    anchor()
    behind_its_back("delete from audit_event where object_id = '5'")
    gone = {"", store}
    if how == "no file":
        audit.heads_file().unlink()
    elif how == "an empty one":
        audit.heads_file().write_text("[]")
    elif how == "an older one":
        audit.heads_file().write_text(older)
    else:
        cut({store})
        gone = {store}
    for _ in range(2):
        assert said_in_log("audit.heads_missing", "audit.head") == [
            ("audit.heads_missing", one) for one in sorted(gone)
        ]
    broken = [line for line in reach()[1] if "was anchored, and audit-heads-" in line]
    assert [line.split(":")[0] for line in broken] == [one or "the platform" for one in sorted(gone)]
    with unit_of_work(SYSTEM) as db:  # whoever runs the platform knows why
        audit_anchors.begin_anew(db, reason="another key")
    assert (anchor(), anchor()) == (2, 0)
    assert reach() == (2, ())
    with unit_of_work(SYSTEM) as db:
        lines = db.exec(select(AuditEvent).where(AuditEvent.action == "audit:anchors:begun_anew")).all()
        assert [(line.tenant_id, line.reason) for line in lines] == [(None, "another key")]


def test_the_command_begins_them_anew(trail: list[str]) -> None:
    anchor()
    done = subprocess.run(
        [sys.executable, "-m", "marketplace.cli", "begin-anchors-anew", "--reason", "another key"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert reach() == (0, ())
    assert anchor() == 2


def test_a_forged_anchor_is_not_made_genuine_when_its_chain_grows(trail: list[str]) -> None:
    anchor()
    written = json.loads(audit.heads_file().read_text())
    for one in written:
        one["signature"] = "0" * 64
    audit.heads_file().write_text(json.dumps(written))
    with unit_of_work(SYSTEM) as db:
        audit.record(db, SYSTEM_ACTOR, "thing:changed", tenant_id=None, object_type="thing", object_id="10")
    assert anchor() == 0
    assert json.loads(audit.heads_file().read_text()) == written


def test_old_lines_are_looked_for_until_there_is_an_anchor(trail: list[str]) -> None:
    undate()
    assert (anchor(), anchor()) == (0, 2)
    with unit_of_work(SYSTEM) as db:
        assert db.connection().execute(audit_anchors._UNDATED).all() == []  # or the whole trail is read each minute
        for method in ("seqscan", "bitmapscan", "sort"):  # with more rows nobody would take them
            db.connection().execute(text(f"set local enable_{method} = off"))
        for statement in (audit_anchors._UNDATED, audit_anchors._HEADS):
            plan = "\n".join(db.connection().execute(text(f"explain {statement.text}")).scalars())
            assert "using ix_audit_event_tenant on audit_event" in plan
            assert "Seq Scan on audit_event" not in plan


def undate() -> None:
    """As the lines were before their date was part of their hash."""
    with unit_of_work(SYSTEM) as db:
        events = db.exec(select(AuditEvent).order_by(AuditEvent.tenant_id, AuditEvent.seq)).all()
        last: dict[str | None, str] = {}
        for event in events:
            db.expunge(event)
            event.prev_hash, event.hash = last.get(event.tenant_id, ""), ""
            event.hash = last[event.tenant_id] = audit.digest(event)
    for event in events:
        behind_its_back(
            "update audit_event set prev_hash = :prev, hash = :hash where id = :id",
            prev=event.prev_hash,
            hash=event.hash,
            id=event.id,
        )


def test_old_lines_keep_their_hashes_and_their_dates_are_written_down_together(trail: list[str]) -> None:
    undate()
    assert broken() == ()
    anchor()
    with unit_of_work(SYSTEM) as db:
        events = db.exec(select(AuditEvent).where(AuditEvent.action == "audit:trail:dated")).all()
    assert sorted(line.after["lines"] for line in events) == [1, 3]
    assert anchor() == 2  # once, and only now: an anchor is of lines that are committed
    assert broken() == ()
    behind_its_back("update audit_event set created_at = created_at - interval '1 day' where id = :id", id=trail[0])
    assert [line.startswith("dates of the old lines of") for line in broken()] == [True]


def test_a_dated_line_cannot_become_an_undated_one(trail: list[str]) -> None:
    """Its newest line loses the mark, so that its date would not count any more."""
    with unit_of_work(SYSTEM) as db:
        event = db.exec(select(AuditEvent).where(AuditEvent.id == trail[2])).one()
        db.expunge(event)
    event.hash = ""
    behind_its_back("update audit_event set hash = :hash where id = :id", hash=audit.digest(event), id=trail[2])
    assert broken() == (trail[2],)
