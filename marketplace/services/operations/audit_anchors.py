"""How far the audit trail reaches, written down outside of its table: in a signed file and in the log.

A chain shows what was changed or taken out of its middle; only an anchor shows that its end is missing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import delete, text
from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.permissions import SYSTEM
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.kit.ids import new_id
from marketplace.kit.sql import compose
from marketplace.kit.tables import TrailAnchor
from marketplace.settings import settings

log = structlog.get_logger("audit")
DATED = AuditAction.AUDIT_TRAIL_DATED


@dataclass(frozen=True)
class Anchor:
    """The newest line of one chain (a store's, or the platform's: empty) at a moment."""

    chain: str
    seq: int
    line: str
    hash: str
    at: str
    signature: str = ""
    database: str = ""

    @property
    def is_genuine(self) -> bool:
        """Whether this copy signed it."""
        return hmac.compare_digest(self.signature, self.signed())

    def signed(self) -> str:
        """The signature that belongs to it."""
        payload = json.dumps(["audit", self.database, self.chain, self.seq, self.line, self.hash, self.at]).encode()
        return hmac.new(settings().secret(), payload, hashlib.sha256).hexdigest()


def anchor_heads(db: Session) -> int:
    """Write down the newest line of every chain that grew; returns how many did. The job `audit.anchor`.

    While a backup is brought back nothing is written: what the file says and what the database says change together.

    An anchor that is not this copy's, is gone, or whose line is not there any more stays as it is, and is said in the
    log: it must not be overwritten by what is left.
    """
    if not audit.anchors_are_mine(db):
        return 0
    if _date_old_lines(db):
        return 0  # an anchor is of lines that are committed: next time
    known = {anchor.chain: anchor for anchor in read_anchors()}
    doubtful, grown = _say_doubtful(db, known), 0
    database = str(db.connection().execute(text("select current_database()")).scalar_one())
    for row in db.connection().execute(_HEADS):
        before = known.get(row.chain)
        if row.chain in doubtful or (before is not None and before.line == row.id):
            continue
        fresh = Anchor(
            chain=row.chain,
            seq=row.seq,
            line=row.id,
            hash=row.hash,
            at=now().isoformat(timespec="seconds"),
            signature="",
            database=database,
        )
        known[row.chain] = fresh = Anchor(**{**asdict(fresh), "signature": fresh.signed()})
        log.info("audit.head", **asdict(fresh))
        grown += 1
    if grown:
        _write(audit.heads_file(), [asdict(known[chain]) for chain in sorted(known)])
    _remember(db, [anchor for chain, anchor in known.items() if chain not in doubtful])
    return grown


def read_anchors() -> list[Anchor]:
    """The anchors of this database, as the file has them; none before the first."""
    path = audit.heads_file()
    return [Anchor(**one) for one in json.loads(path.read_text())] if path.exists() else []


def lost_anchors(db: Session, anchors: Sequence[Anchor]) -> list[Anchor]:
    """Those that this copy did not sign, or whose line is not there as it was."""
    there = {row.id: row.hash for row in db.connection().execute(_LINES, {"ids": [a.line for a in anchors]})}
    return [a for a in anchors if not (a.is_genuine and there.get(a.line) == a.hash)]


def missing_anchors(db: Session) -> list[TrailAnchor]:
    """What was written into the file, says the database, and is not in it: neither that anchor nor a later one.

    The file is read after the rows: it is written before they are committed.
    """
    due = db.exec(select(TrailAnchor).order_by(TrailAnchor.chain)).all()
    reached = {anchor.chain: anchor.seq for anchor in read_anchors()}
    return [row for row in due if reached.get(row.chain, -1) < row.seq]


def begin_anew(db: Session, *, reason: str) -> None:
    """Put the anchors aside, after a change of the key say: the next ones are of the trail as it is now.

    The trail says so. The old file stays beside the new one.
    """
    audit.record(
        db,
        SYSTEM,
        AuditAction.AUDIT_ANCHORS_BEGUN_ANEW,
        tenant_id=None,
        object_type="trail",
        object_id="anchors",
        reason=reason,
    )
    db.exec(delete(TrailAnchor))
    path = audit.heads_file()
    if path.exists():
        path.replace(path.with_suffix(f".until-{now():%Y%m%dT%H%M%S}.json"))


def _say_doubtful(db: Session, known: dict[str, Anchor]) -> set[str]:
    lost, missing = lost_anchors(db, list(known.values())), missing_anchors(db)
    for anchor in lost:
        log.error("audit.head_lost", chain=anchor.chain, line=anchor.line, seq=anchor.seq)
    for row in missing:
        log.error("audit.heads_missing", chain=row.chain, seq=row.seq, file=str(audit.heads_file()))
    return {anchor.chain for anchor in lost} | {row.chain for row in missing}


def _remember(db: Session, anchors: Sequence[Anchor]) -> None:
    """After the file: the database may know of no anchor that was never written."""
    rows = {row.chain: row for row in db.exec(select(TrailAnchor))}
    for anchor in anchors:
        row = rows.get(anchor.chain) or TrailAnchor(id=new_id("anc"), chain=anchor.chain, seq=anchor.seq)
        row.seq = anchor.seq
        db.add(row)
    db.flush()


def dates_of_old_lines(db: Session, tenant_id: str | None) -> tuple[int, str]:
    """How many lines of a chain have no date in their hash, and the digest of all their dates."""
    row = db.connection().execute(_DATES, {"tenant": tenant_id}).one()
    return int(row.number), str(row.digest)


def _date_old_lines(db: Session) -> bool:
    """Once per chain from before dates were hashed: a line that says all their dates together."""
    connection, wrote = db.connection(), False
    for tenant_id in connection.execute(_UNDATED).scalars().all():
        if connection.execute(_IS_SAID, {"tenant": tenant_id, "action": DATED}).scalar_one():
            continue
        number, digest = dates_of_old_lines(db, tenant_id)
        audit.record(
            db,
            SYSTEM,
            DATED,
            tenant_id=tenant_id,
            object_type="trail",
            object_id=tenant_id or "platform",
            after={"lines": number, "digest": digest},
        )
        wrote = True
    return wrote


def _write(path: Path, anchors: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    with fresh.open("w") as file:
        json.dump(anchors, file, indent=1)
        file.flush()
        os.fsync(file.fileno())  # the database is told of it next, and must not know more than the disk
    fresh.replace(path)


# The first or the last line of every chain, each by one look into the index.
_ENDS = """
    select t.id as chain, line.* from tenant t cross join lateral (
        select seq, id, hash from audit_event where tenant_id = t.id order by seq $which limit 1) line
    union all
    (select '' as chain, seq, id, hash from audit_event where tenant_id is null order by seq $which limit 1)
"""
_HEADS = text(compose(_ENDS, which="desc"))
_LINES = text("select id, hash from audit_event where id = any(cast(:ids as text[]))")
# Of chains that have no anchor yet, the first line: in an unbroken chain no line after a dated one is undated.
_UNDATED = text(
    compose(
        """
    select nullif(first.chain, '') from ($ends) first
    where first.hash not like '2.%' and not exists (select 1 from trail_anchor t where t.chain = first.chain)
    """,
        ends=compose(_ENDS, which="asc"),
    )
)
_IS_SAID = text("""
    select exists (select 1 from audit_event where tenant_id is not distinct from :tenant and action = :action)
""")
_DATES = text("""
    select count(*) as number, encode(sha256(convert_to(coalesce(string_agg(
        id || ' ' || extract(epoch from created_at), ',' order by seq), ''), 'UTF8')), 'hex') as digest
    from audit_event where hash not like '2.%' and tenant_id is not distinct from :tenant
""")
