"""Work in the background, what happened, and what was said about it: the tables under `kit/`."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, Column, Identity, Index, UniqueConstraint, text
from sqlmodel import Field

from marketplace.kit.columns import Row, json_field, moment


class Job(Row, table=True):
    """The truth about background work; Huey only runs it. Times come from the database's clock."""

    __table_args__ = (
        CheckConstraint("status in ('pending','running','done','dead','cancelled')", name="status"),
        Index(
            "uq_job_dedupe",
            "kind",
            "dedupe_key",
            unique=True,
            postgresql_where=text("status = 'pending' and dedupe_key is not null"),
        ),
        Index("ix_job_due", "priority", "run_at", postgresql_where=text("status = 'pending'")),
        Index("ix_job_lease", "lease_until", postgresql_where=text("status = 'running'")),
        Index(
            "ix_job_ordering",
            "ordering_key",
            "seq",
            postgresql_where=text("ordering_key is not null and status in ('pending','running')"),
        ),
        Index(
            "ix_job_remembers",
            "finished_at",
            postgresql_where=text("status in ('done','cancelled') and payload <> '{}'::jsonb"),
        ),
        Index("ix_job_tenant_status", "tenant_id", "status", "created_at"),
    )

    seq: int = Field(default=None, sa_column=Column(BigInteger, Identity(), nullable=False, unique=True))
    tenant_id: str | None = Field(default=None, foreign_key="tenant.id")
    kind: str
    entity: str = ""
    entity_id: str = ""
    operation: str = ""
    payload: dict[str, Any] = json_field()
    dedupe_key: str | None = None
    ordering_key: str | None = None
    priority: int = 100  # lower runs first
    status: str = "pending"
    run_at: datetime = moment(default_now=True)
    lease_until: datetime | None = moment()
    lease_token: str | None = None
    attempts: int = 0
    max_attempts: int = 8
    last_error: str | None = None
    error_class: str | None = None
    fingerprint: str | None = None  # groups dead letters that died of the same cause
    note: str = ""  # why it was discarded
    correlation_id: str = ""
    first_started_at: datetime | None = moment()
    finished_at: datetime | None = moment()


class Schedule(Row, table=True):
    """When a kind of job is due next; won by a conditional update, so many workers fire it once."""

    name: str = Field(unique=True)
    kind: str
    every_seconds: int
    next_run_at: datetime = moment(default_now=True)
    last_run_at: datetime | None = moment()


class Outbox(Row, table=True):
    """An event, written in the transaction of its change; a job takes it on after the commit."""

    __table_args__ = (Index("ix_outbox_aggregate", "aggregate_type", "aggregate_id", "seq"),)

    seq: int = Field(default=None, sa_column=Column(BigInteger, Identity(), nullable=False, unique=True))
    tenant_id: str | None = Field(default=None, foreign_key="tenant.id")
    topic: str  # past tense, product.published
    aggregate_type: str
    aggregate_id: str
    aggregate_version: int = 0
    data: dict[str, Any] = json_field()
    changed_fields: list[str] = json_field(list)
    origin: str = "marketplace"
    correlation_id: str = ""
    causation_id: str | None = None


class Inbox(Row, table=True):
    """A message from outside, kept once however often it is delivered."""

    __table_args__ = (UniqueConstraint("source", "message_id"),)

    tenant_id: str | None = Field(default=None, foreign_key="tenant.id")
    source: str
    message_id: str
    topic: str = ""
    body: dict[str, Any] = json_field()
    status: str = "received"
    error: str | None = None
    handled_at: datetime | None = moment()


class AuditEvent(Row, table=True):
    """Who did what. Never changed: triggers refuse it, and each row carries the hash of the one before."""

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_object", "object_type", "object_id"),
        Index("ix_audit_event_tenant", "tenant_id", "seq"),
    )

    seq: int = Field(default=None, sa_column=Column(BigInteger, Identity(), nullable=False, unique=True))
    tenant_id: str | None = Field(default=None, foreign_key="tenant.id")
    actor_id: str | None = None
    actor_name: str = "System"
    impersonator_id: str | None = None
    action: str  # noun:noun:verb, vendor:application:approved
    object_type: str
    object_id: str
    object_name: str = ""
    before: dict[str, Any] | None = json_field()
    after: dict[str, Any] | None = json_field()
    reason: str = ""
    ip: str = ""
    agent: str = ""
    request_id: str = ""
    prev_hash: str = ""
    hash: str = ""


class TrailAnchor(Row, table=True):
    """How far an anchor outside of the database reached: that it was there, should the file be gone or an older one."""

    __tablename__ = "trail_anchor"

    chain: str = Field(unique=True)  # a store's, or the platform's: empty
    seq: int = Field(sa_type=BigInteger)


class MailMessage(Row, table=True):
    """The demo mailbox: what would have been sent, had SMTP been set."""

    __tablename__ = "mail_message"

    tenant_id: str | None = Field(default=None, foreign_key="tenant.id")
    to: str
    subject: str
    text: str
    html: str = ""
    message_key: str = Field(unique=True)  # made from the job's id: a mail is sent once


class RememberedCall(Row, table=True):
    """The answer to a call that came with an idempotency key; `id` is the digest of caller and key."""

    __tablename__ = "remembered_call"
    __table_args__ = (Index("ix_remembered_call_created_at", "created_at"),)

    request_hash: str
    status: int
    body: str
