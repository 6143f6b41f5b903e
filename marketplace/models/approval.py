"""Purchases that need a yes: a company's rules, the requests that they stop, and the links of the letters."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, text

from marketplace.domain.companies.approvals import Approver, ApproverKind, Operator, Person, Rule, RuleKind, deciders
from marketplace.domain.lifecycle import RequestStatus
from marketplace.kit.columns import StoreRow, belongs, json_field, json_of, moment, one_of, per_tenant
from marketplace.models.checkout_plan import CheckoutPlan


class ApprovalRule(StoreRow, table=True):
    """When a basket of the company needs a yes, and whose. `steps` are `{kind, value}` of `domain` `Approver`."""

    __tablename__ = "approval_rule"
    __table_args__ = (
        belongs("company_id", "company"),
        belongs("location_id", "company_location"),
        CheckConstraint(one_of("kind", RuleKind), name="kind"),
        CheckConstraint(one_of("operator", Operator), name="operator"),
        CheckConstraint("amount >= 0", name="amount"),
        Index("ix_approval_rule_company", "tenant_id", "company_id"),
    )

    company_id: str
    location_id: str | None = None  # of one place only
    name: str
    kind: str
    operator: str = Operator.OVER
    amount: int = 0  # minor units of the company's currency, pieces for the quantity of a line
    subject_id: str = ""  # a category, vendor or cost centre
    counts_day: bool = True  # with what the same person ordered in the last 24 hours
    steps: list[dict[str, Any]] = json_field(list)
    is_active: bool = True

    def as_rule(self, path: str) -> Rule:
        """It as a value. `path` is that of its category; one that is gone fits nothing."""
        return Rule(
            id=self.id,
            name=self.name,
            kind=RuleKind(self.kind),
            operator=Operator(self.operator),
            amount=self.amount,
            steps=tuple(Approver(ApproverKind(one["kind"]), str(one["value"])) for one in self.steps),
            subject=(path or "\0") if self.kind == RuleKind.CATEGORY else self.subject_id,
            counts_day=self.counts_day,
        )


class PurchaseRequest(StoreRow, table=True):
    """A basket that waits for a yes: everything about it as it was asked for. At most one of a cart is open.

    `plan` is what a checkout of the cart would have promised, `digest` what the yes is bound to. `steps` are in their
    order: `{kind, value, verdict, by, name, at, reason}`; `step` is the one that waits.
    """

    __tablename__ = "purchase_request"
    __table_args__ = (
        per_tenant("number"),
        belongs("company_id", "company"),
        belongs("location_id", "company_location"),
        belongs("member_id", "company_member"),
        belongs("cost_centre_id", "cost_centre"),
        belongs("cart_id", "cart"),
        belongs("group_id", "order_group"),
        CheckConstraint(one_of("status", RequestStatus), name="status"),
        Index(
            "uq_purchase_request_open",
            "tenant_id",
            "cart_id",
            unique=True,
            postgresql_where=text("status in ('pending','approved')"),
        ),
        Index("ix_purchase_request_company", "tenant_id", "company_id", "status"),
        Index("ix_purchase_request_waiting", "asked_at", postgresql_where=text("status = 'pending'")),
    )

    company_id: str
    location_id: str
    member_id: str  # who asks
    cost_centre_id: str | None = None
    cart_id: str
    number: int
    status: str = RequestStatus.PENDING
    total_amount: int  # minor units of `currency`, with tax and freight
    currency: str
    plan: CheckoutPlan = json_of(CheckoutPlan)
    form: dict[str, Any] = json_field()  # the checkout's form, without any card
    digest: str
    reasons: list[dict[str, Any]] = json_field(list)  # of each rule that stopped it: id, name, kind, amount, value
    changes: list[dict[str, Any]] = json_field(list)  # since it was asked for before: `domain` `Change`
    steps: list[dict[str, Any]] = json_field(list)
    step: int = 0
    places_itself: bool = True
    problem: str = ""  # why it was not placed by itself
    group_id: str | None = None
    asked_at: datetime = moment(default_now=True)  # for the step that waits now
    reminded_at: datetime | None = moment()
    escalated_at: datetime | None = moment()
    decided_at: datetime | None = moment()

    def waits_for(self, people: Sequence[Person]) -> tuple[str, ...]:
        """The members who may decide the step that waits; nobody once it is decided."""
        if self.status != RequestStatus.PENDING:
            return ()
        step = self.steps[self.step]
        return deciders(
            Approver(ApproverKind(step["kind"]), str(step["value"])),
            people,
            requester_id=self.member_id,
            decided=[one["by"] for one in self.steps if one["by"]],
            is_escalated=self.escalated_at is not None,
        )


class ApprovalLink(StoreRow, table=True):
    """The link of a letter: opens one request for one approver, and decides once."""

    __tablename__ = "approval_link"
    __table_args__ = (
        per_tenant("token_hash"),
        belongs("request_id", "purchase_request"),
        belongs("member_id", "company_member"),
        Index("ix_approval_link_request", "tenant_id", "request_id"),
    )

    request_id: str
    member_id: str
    digest: str  # of the basket that the letter showed
    step: int
    token_hash: str | None = None  # none until the letter is written
    used_at: datetime | None = moment()
