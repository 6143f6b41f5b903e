"""How far the audit trail reaches, written down outside of its table: in a signed file and in the log.

A chain shows what was changed or taken out of its middle; only an anchor shows that its end is missing.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import structlog
from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import SYSTEM
from marketplace.kit import audit
from marketplace.kit.clock import now
from marketplace.settings import settings

log = structlog.get_logger("audit")
DATED = "audit:trail:dated"


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
        said = json.dumps(["audit", self.database, self.chain, self.seq, self.line, self.hash, self.at]).encode()
        return hmac.new(settings().secret(), said, hashlib.sha256).hexdigest()


def anchor_heads(db: Session) -> int:
    """Write down the newest line of every chain that grew; returns how many did. The job `audit.anchor`.

    An anchor whose line is not there any more is kept, and said in the log: it must not be overwritten by what is left.
    """
    if _date_old_lines(db):
        return 0  # an anchor is of lines that are committed: next time
    known = {anchor.chain: anchor for anchor in read_anchors()}
    lines = {row.id: row.hash for row in db.connection().execute(_LINES, {"ids": [a.line for a in known.values()]})}
    grown, database = 0, str(db.connection().execute(text("select current_database()")).scalar_one())
    for row in db.connection().execute(_HEADS):
        before = known.get(row.chain)
        if before is not None and before.line == row.id and before.hash == row.hash:
            continue
        if before is not None and lines.get(before.line) != before.hash:
            log.error("audit.head_lost", chain=row.chain, line=before.line, seq=before.seq)
            continue
        fresh = Anchor(row.chain, row.seq, row.id, row.hash, now().isoformat(timespec="seconds"), "", database)
        known[row.chain] = fresh = Anchor(**{**asdict(fresh), "signature": fresh.signed()})
        log.info("audit.head", **asdict(fresh))
        grown += 1
    if grown:
        _write(audit.heads_file(), [asdict(known[chain]) for chain in sorted(known)])
    return grown


def read_anchors() -> list[Anchor]:
    """The anchors of this database, as the file has them; none before the first."""
    path = audit.heads_file()
    return [Anchor(**one) for one in json.loads(path.read_text())] if path.exists() else []


def dates_of_old_lines(db: Session, tenant_id: str | None) -> tuple[int, str]:
    """How many lines of a chain have no date in their hash, and the digest of all their dates."""
    row = db.connection().execute(_DATES, {"tenant": tenant_id}).one()
    return int(row.number), str(row.digest)


def _date_old_lines(db: Session) -> bool:
    """Once per chain from before dates were hashed: a line that says all their dates together."""
    undated = db.connection().execute(_UNDATED, {"action": DATED}).scalars().all()
    for tenant_id in undated:
        number, digest = dates_of_old_lines(db, tenant_id)
        audit.record(
            db, SYSTEM, DATED, tenant_id=tenant_id, object_type="trail", object_id=tenant_id or "platform",
            after={"lines": number, "digest": digest},
        )  # fmt: skip
    return bool(undated)


def _write(path: Path, anchors: list[dict[str, Any]]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f".{path.name}.{os.getpid()}")
    fresh.touch(mode=0o600)
    fresh.write_text(json.dumps(anchors, indent=1))
    fresh.replace(path)


_HEADS = text("""
    select coalesce(c.tenant_id, '') as chain, h.seq, h.id, h.hash
    from (select id as tenant_id from tenant union all select null) c
    cross join lateral (
        select seq, id, hash from audit_event a
        where a.tenant_id = c.tenant_id or (a.tenant_id is null and c.tenant_id is null)
        order by seq desc limit 1) h
    order by 1
""")
_LINES = text("select id, hash from audit_event where id = any(cast(:ids as text[]))")
_UNDATED = text("""
    select distinct a.tenant_id from audit_event a
    where a.hash not like '2.%' and not exists (
        select 1 from audit_event d where d.tenant_id is not distinct from a.tenant_id and d.action = :action)
""")
_DATES = text("""
    select count(*) as number, encode(sha256(convert_to(coalesce(string_agg(
        id || ' ' || extract(epoch from created_at), ',' order by seq), ''), 'UTF8')), 'hex') as digest
    from audit_event where hash not like '2.%' and tenant_id is not distinct from :tenant
""")
