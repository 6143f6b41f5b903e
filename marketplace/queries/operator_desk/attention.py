"""What waits for a person on the store's side: counted as things, and shown by kind, a few of each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import SOON
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk import attention_rows as rows
from marketplace.queries.operator_desk.access_scope import Mark, store_marks
from marketplace.queries.operator_desk.attention_rows import AttentionRow
from marketplace.queries.operator_desk.companies import ANSWER_WITHIN as ANSWER_COMPANIES_WITHIN
from marketplace.queries.operator_desk.job_causes import list_causes
from marketplace.queries.operator_desk.vendors import ANSWER_WITHIN

MOST = 8  # of one kind; the rest is one press away


@dataclass(frozen=True)
class Kind:
    """One kind of thing that waits. `rule` is a table `x` with the condition that makes it wait."""

    name: str
    head: str
    note: str
    rule: str
    href: str  # the list of all of them
    columns: str
    draw: Callable[[Any, Mark], AttentionRow]
    operators_only: bool = False


_SILENT = "x.status = 'to_fulfil' and x.accepted_at is null and x.accept_by < :now"
KINDS = (
    Kind(
        name="payouts",
        head="Money held",
        note="Payouts that wait for a person",
        rule="payout x where x.status in ('requested', 'held')",
        href="/admin/payouts?view=held",
        columns=rows.PAYOUTS,
        draw=rows.payout,
        operators_only=True,
    ),
    Kind(
        name="vendors",
        head="Vendors to approve",
        note="Answered within a day",
        rule="vendor x where x.status = 'pending' and x.applied_at is not null",
        href="/admin/vendors?status=pending",
        columns=rows.VENDORS,
        draw=rows.vendor,
    ),
    Kind(
        name="companies",
        head="Companies to let in",
        note="Answered within two days",
        rule="company x where x.status = 'pending'",
        href="/admin/companies?status=pending",
        columns=rows.COMPANIES,
        draw=rows.company,
    ),
    Kind(
        name="refunds",
        head="Refunds that failed",
        note="The buyer waits for this money",
        rule="refund x where x.status = 'failed'",
        href="/admin/orders?view=refunds",
        columns=rows.REFUNDS,
        draw=rows.refund,
    ),
    Kind(
        name="returned",
        head="Late payments that were not taken back",
        note="Asked again by a job until it is dead",
        rule="payment x where x.return_status = 'failed' and coalesce((select j.status from job j where j.kind = "
        "'payment.return' and j.entity_id = x.id order by j.seq desc limit 1), '') <> 'cancelled'",
        href="/admin/audit?area=payment",
        columns=rows.RETURNED,
        draw=rows.returned,
    ),
    Kind(
        name="transfers",
        head="Transfers to confirm",
        note="Nothing is sent before",
        rule="payment x where x.status = 'awaiting' and x.group_id is not null",
        href="/admin/orders?view=awaiting",
        columns=rows.TRANSFERS,
        draw=rows.transfer,
    ),
    Kind(
        name="unanswered",
        head="Orders without an answer",
        note="Their vendors were reminded",
        rule=compose("vendor_order x where $silent", silent=_SILENT),
        href="/admin/orders?view=unanswered",
        columns=rows.UNANSWERED,
        draw=rows.unanswered,
    ),
    Kind(
        name="late",
        head="Orders that are late",
        note="Accepted, and not sent in time",
        rule=compose(
            "vendor_order x where x.status in ('to_fulfil', 'part_shipped') and x.ship_by < :now and not ($silent)",
            silent=_SILENT,
        ),
        href="/admin/orders?view=late",
        columns=rows.LATE,
        draw=rows.late,
    ),
)
_OWN = " and (cast(:tenant as text) is null or x.tenant_id = :tenant)"
_THINGS = "(select x.* from {rule}) x"
_NUMBER = "(select count(*) from {rule}) {name}"
_RULES = {kind.name: kind.rule + _OWN for kind in KINDS}
_APPLIED = _RULES["vendors"] + " and x.applied_at "
_ASKED = _RULES["companies"] + " and x.asked_at "
_COUNTED = {
    **_RULES,
    "dead": "job where status = 'dead'",
    "vendors_late": _APPLIED + "< :answered",
    "vendors_soon": _APPLIED + "between :answered and :soon",
    "companies_late": _ASKED + "< :companies_answered",
    "companies_soon": _ASKED + "between :companies_answered and :companies_soon",
}
_COUNTS = text("select " + ", ".join(_NUMBER.format(rule=rule, name=name) for name, rule in _COUNTED.items()))


@dataclass(frozen=True)
class Waiting:
    """How many things of each kind wait; dead jobs among them, for operators."""

    by_kind: dict[str, int]
    late: int
    soon: int
    companies_late: int = 0  # of those that are late

    @property
    def total(self) -> int:
        return sum(self.by_kind.values())


def count_waiting(db: Session, tenant_id: str | None) -> Waiting:
    """Everything that waits in a store; None counts every store's and the machine's. The caller has authorised."""
    moment = now()
    answered, companies_answered = moment - ANSWER_WITHIN, moment - ANSWER_COMPANIES_WITHIN
    deadlines = {
        "answered": answered,
        "soon": answered + SOON,
        "companies_answered": companies_answered,
        "companies_soon": companies_answered + SOON,
    }
    counts = db.connection().execute(_COUNTS, {"tenant": tenant_id, "now": moment} | deadlines).one()
    kinds = {kind.name: getattr(counts, kind.name) for kind in KINDS if tenant_id is None or not kind.operators_only}
    if tenant_id is None:
        kinds["dead"] = counts.dead
    return Waiting(
        kinds,
        late=counts.vendors_late + counts.companies_late + counts.unanswered + counts.late,
        soon=counts.vendors_soon + counts.companies_soon,
        companies_late=counts.companies_late,
    )


def list_attention(db: Session, actor: Actor, tenant_id: str | None, waiting: Waiting) -> list[AttentionRow]:
    """The first of each kind, the most urgent kinds and things first; the caller has authorised.

    What is not shown is counted on the last line of its kind, with the way to the whole list.
    """
    marks, all_needs = store_marks(db), []
    for kind in KINDS:
        if not waiting.by_kind.get(kind.name):
            continue
        statement = text(kind.columns.replace("{rule}", _THINGS.format(rule=kind.rule + _OWN)))
        drawn = db.connection().execute(statement, {"tenant": tenant_id, "now": now(), "n": MOST}).all()
        needs = [kind.draw(row, marks[row.tenant_id]) for row in drawn]
        href = "/admin/jobs?view=dead" if kind.name == "returned" and tenant_id is None else kind.href
        all_needs += _grouped(
            needs, kind.head, kind.note, total=waiting.by_kind[kind.name], shown=len(needs), href=href
        )
    if waiting.by_kind.get("dead"):
        causes = list_causes(db, actor)[:MOST]
        needs = [rows.dead(cause) for cause in causes]
        shown = sum(cause.number for cause in causes)
        all_needs += _grouped(
            needs,
            "Machine",
            "Dead jobs, by cause",
            total=waiting.by_kind["dead"],
            shown=shown,
            href="/admin/jobs?view=dead",
        )
    return [replace(need, is_first=at == 0) for at, need in enumerate(all_needs)]


def _grouped(
    needs: Sequence[AttentionRow], head: str, note: str, total: int, shown: int, href: str
) -> list[AttentionRow]:
    """The lines of one kind: its title on the first, what is not shown on the last."""
    lines = list(needs)
    if lines:
        lines[0] = replace(lines[0], head=head, head_count=f"{total:,}", head_note=note)
    if lines and total > shown:
        lines[-1] = replace(lines[-1], more=f"{total - shown:,} more", more_href=href)
    return lines


def says(waiting: Waiting) -> str:
    """`14 things, 3 late, 1 due soon`."""
    if not waiting.total:
        return "Nothing waits for you. What comes in shows up here."
    parts = (f"{waiting.late:,} late" if waiting.late else "", f"{waiting.soon:,} due soon" if waiting.soon else "")
    urgent = ", ".join(part for part in parts if part)
    return f"{count(waiting.total, 'thing')}, {urgent or 'none of them urgent'}"
