"""What somebody may still spend for their company in the running period."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, col, select

from marketplace.domain.companies.members import LimitPeriod, period_start
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.models.company import Company, CompanyMember
from marketplace.models.spending import USED_BY_MEMBER
from marketplace.queries.formatting.money import money


@dataclass(frozen=True)
class OwnLimit:
    """Minor units of the company's currency."""

    used_amount: int
    limit_amount: int
    currency: str


@dataclass(frozen=True)
class LimitCheck:
    """What is left, beside a sum that would be spent; `left` is empty where nothing is limited."""

    left: str = ""
    words: str = ""
    tone: str = ""


def find_own_limit(db: Session, actor: Actor, tenant_id: str, company_id: str | None) -> OwnLimit | None:
    """The limit of this person in the company; None for none."""
    me = select(CompanyMember, Company).join(
        Company, (col(Company.id) == CompanyMember.company_id) & (col(Company.tenant_id) == CompanyMember.tenant_id)
    )
    mine = (CompanyMember.tenant_id == tenant_id, CompanyMember.company_id == company_id)
    row = db.exec(me.where(*mine, CompanyMember.user_id == actor.user_id)).first()
    if row is None:
        return None
    member, company = row
    if (limit := member.spending_limit_amount) is None:
        return None
    since = period_start(LimitPeriod(member.limit_period), now(), company.time_zone)
    where = {"tenant": company.tenant_id, "subject": member.id, "currency": company.currency, "since": since}
    used = int(db.connection().execute(USED_BY_MEMBER, where).scalar_one())
    return OwnLimit(used, limit, company.currency)


def check_of(limit: OwnLimit | None, amount: int, currency: str, locale: str) -> LimitCheck:
    """Whether a sum with tax fits; nothing where there is no limit in this currency, or no sum yet."""
    if limit is None or limit.currency != currency or not amount:
        return LimitCheck()
    left = max(0, limit.limit_amount - limit.used_amount)
    fits = amount <= left
    return LimitCheck(
        money(left, currency, locale), "fits" if fits else "more than is left", "good" if fits else "warn"
    )
