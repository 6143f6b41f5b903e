"""People, invoices and accounts of companies as JSON: the same for their own programs, a store's and a vendor's."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from marketplace.api.http.query_params import ListParams, ReadParams
from marketplace.api.http.responses import major
from marketplace.api.store.request_schemas import Text
from marketplace.api.store.schemas import Page, Shape
from marketplace.domain.errors import Invalid
from marketplace.domain.money import EXPONENTS
from marketplace.kit.clock import iso
from marketplace.queries.store_api.billing import AccountFacts, InvoiceFacts, InvoiceFilter
from marketplace.queries.store_api.company_people import MemberFacts

Amount = Annotated[Decimal, Field(ge=0, le=Decimal("9999999999"))]


class Invoices(Page):
    invoices: list[Shape]


class OneInvoice(BaseModel):
    invoice: Shape


class OneStatement(BaseModel):
    statement: Shape


class Members(Page):
    members: list[Shape]


class OneMember(BaseModel):
    member: Shape


class Invitations(Page):
    invitations: list[Shape]


class OneInvitation(BaseModel):
    invitation: Shape


class InvoiceParams(ListParams):
    view: Literal["", "open", "overdue"] = ""
    location_id: Text = ""
    order_id: Text = ""

    @property
    def wanted(self) -> InvoiceFilter:
        """As the queries take it."""
        return InvoiceFilter(self.view, self.location_id, self.order_id)

    @property
    def window(self) -> tuple[int, int]:
        """How many, after how many."""
        return self.taken, self.offset


class StatementParams(ReadParams):
    """Days of the account, both included; the last ninety without them."""

    since: date | None = None
    until: date | None = None


def minor(value: Decimal | None, currency: str, field: str) -> int | None:
    """Major units as they were sent, in minor units. Raises `Invalid` for more decimals than the currency has."""
    if value is None:
        return None
    units = value.scaleb(EXPONENTS[currency])
    if units != int(units):
        raise Invalid({field: f"{value} has more than {EXPONENTS[currency]} decimals."})
    return int(units)


def member_json(one: MemberFacts) -> dict[str, Any]:
    """Somebody in a company, or who is invited; limits in the company's currency."""
    limit = one.spending_limit_amount
    return {
        "id": one.id,
        "email": one.email,
        "first_name": one.first_name or None,
        "last_name": one.last_name or None,
        "role": one.role,
        "status": one.status,
        "currency_code": one.currency.lower(),
        "spending_limit": None if limit is None else major(limit, one.currency),
        "spending_limit_used": major(one.used_amount, one.currency),
        "limit_period": one.limit_period,
        "location_ids": list(one.location_ids) or None,
        "manager_id": one.manager_id,
        "created_at": iso(one.created_at),
        "invited_until": iso(one.invited_until) if one.invited_until else None,
        "joined_at": iso(one.joined_at) if one.joined_at else None,
        "left_at": iso(one.left_at) if one.left_at else None,
    }


def invoice_json(one: InvoiceFacts) -> dict[str, Any]:
    """An invoice or a credit note; what a credit note takes away is positive."""
    return {
        "id": one.id,
        "tenant_id": one.tenant_id,
        "type": one.kind,
        "number": one.number,
        "vendor_id": one.vendor_id,
        "order_id": one.order_id,
        "location_id": one.company_location_id,
        "currency_code": one.currency.lower(),
        "total": major(one.amount, one.currency),
        "tax_total": major(one.tax_amount, one.currency),
        "open_total": major(one.open_amount, one.currency),
        "issued_on": one.issued_on.isoformat(),
        "due_on": one.due_on.isoformat() if one.due_on else None,
        "terms": one.terms or None,
        "reminders_sent": one.dunning_stage,
    }


def account_json(facts: AccountFacts) -> dict[str, Any]:
    """A statement: what was owed, every movement, what is owed; payments and credit notes are negative."""
    account, currency = facts.account, facts.currency
    return {
        "location_id": facts.location_id,
        "currency_code": currency.lower(),
        "since": account.since.isoformat(),
        "until": account.until.isoformat(),
        "opening_balance": major(account.opening_amount, currency),
        "closing_balance": major(account.closing_amount, currency),
        "movements": [
            {
                "posted_at": iso(one.posted_at),
                "type": one.kind,
                "number": one.number or None,
                "amount": major(one.amount, currency),
                "balance": major(one.balance_amount, currency),
            }
            for one in account.movements
        ],
    }
