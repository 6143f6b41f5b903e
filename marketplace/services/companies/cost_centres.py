"""The cost centres of a company: opened, given a budget, closed, and chosen at a checkout."""

from __future__ import annotations

from dataclasses import dataclass

from sqlmodel import Session, func, or_, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.buying.buyer import Buyer
from marketplace.domain.companies.members import LimitPeriod
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.permissions import Actor
from marketplace.kit.ids import new_id
from marketplace.models.company import Company
from marketplace.models.spending import CostCentre
from marketplace.services.companies.company_access import lock_administered, note_company

MAX_COST_CENTRES = 500


@dataclass(frozen=True)
class CostCentreForm:
    """What an administrator says of a cost centre; `budget_amount` is in minor units of the company's currency, None
    for no budget."""

    code: str
    name: str
    budget_amount: int | None = None
    period: str = LimitPeriod.YEAR
    is_active: bool = True


def save_cost_centre(
    db: Session, actor: Actor, tenant_id: str, cost_centre_id: str, form: CostCentreForm
) -> CostCentre:
    """Open a cost centre (without an id) or change one. A budget holds from the next checkout on.

    Raises what `lock_administered` raises, `NotFound`, `Invalid` by field, `Conflict` where there are too many.
    """
    company = lock_administered(db, actor, tenant_id)
    code, name = " ".join(form.code.split()), " ".join(form.name.split())
    mine = select(CostCentre).where(CostCentre.company_id == company.id)
    row = (
        db.exec(mine.where(CostCentre.id == cost_centre_id).with_for_update(key_share=True)).first()
        if cost_centre_id
        else None
    )
    if cost_centre_id and row is None:
        raise NotFound("cost centre", cost_centre_id)
    same = db.exec(mine.where(func.lower(CostCentre.code) == code.lower())).first()
    problems = _problems(form, code, name)
    if same is not None and same is not row:
        problems["code"] = f"{same.label} has this code already."
    if problems:
        raise Invalid(problems)
    if row is None:
        _check_room(db, company)
        row = CostCentre(id=new_id("ccc"), tenant_id=tenant_id, company_id=company.id, code=code, name=name)
        db.add(row)
    row.code, row.name, row.budget_amount = code, name, form.budget_amount
    row.period, row.is_active = form.period, form.is_active
    db.flush()
    note_company(db, actor, company, AuditAction.COMPANY_COST_CENTRE_SAVED, cost_centre=row.label)
    return row


def require_cost_centre(db: Session, actor: Actor, tenant_id: str, *, is_required: bool) -> None:
    """Whether an order for the company names its cost centre. Raises what `lock_administered` raises, and `Conflict`
    where there is none to choose."""
    company = lock_administered(db, actor, tenant_id)
    active = select(CostCentre.id).where(CostCentre.company_id == company.id, CostCentre.is_active)
    if is_required and db.exec(active).first() is None:
        raise Conflict("Open a cost centre first: with none to choose nobody could order.")
    company.requires_cost_centre = is_required
    db.flush()
    note_company(db, actor, company, AuditAction.COMPANY_COST_CENTRES_REQUIRED, is_required=is_required)


def chosen_cost_centre(db: Session, buyer: Buyer, wish: str) -> CostCentre | None:
    """The cost centre that a buyer names by its code or id; None where they name none and need not.

    Raises `Invalid` for `cost_centre`.
    """
    if not buyer.company_id:
        return None
    wish = wish.strip()
    company = db.exec(select(Company).where(Company.id == buyer.company_id)).one()
    mine = select(CostCentre).where(CostCentre.company_id == company.id, CostCentre.is_active)
    if wish:
        row = db.exec(mine.where(or_(CostCentre.id == wish, func.lower(CostCentre.code) == wish.lower()))).first()
        if row is None:
            raise Invalid({"cost_centre": "Choose one of your company’s cost centres."})
        return row
    if company.requires_cost_centre:
        raise Invalid({"cost_centre": "Choose a cost centre: your company orders nothing without one."})
    return None


def _problems(form: CostCentreForm, code: str, name: str) -> dict[str, str]:
    problems = {}
    if not 1 <= len(code) <= 40:
        problems["code"] = "Enter a code of at most 40 characters, such as 4410."
    if not 1 <= len(name) <= 80:
        problems["name"] = "Enter a name of at most 80 characters."
    if form.period not in list(LimitPeriod):
        problems["period"] = "Choose month, quarter or year."
    if form.budget_amount is not None and form.budget_amount < 0:
        problems["budget"] = "Enter an amount from 0 on, or nothing for no budget."
    return problems


def _check_room(db: Session, company: Company) -> None:
    count = select(func.count()).where(CostCentre.company_id == company.id)
    if db.exec(count).one() >= MAX_COST_CENTRES:
        raise Conflict(f"A company has at most {MAX_COST_CENTRES} cost centres. Change one that is no longer used.")
