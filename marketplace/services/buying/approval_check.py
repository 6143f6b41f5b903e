"""Whether a company's basket needs a yes before it is ordered: its rules, asked under the lock of cart and member."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session, col, select

from marketplace.domain.buying.basket import Basket
from marketplace.domain.companies.approvals import (
    BasketFacts,
    BasketLine,
    Rule,
    RuleKind,
    Snapshot,
    SnapshotLine,
    digest_of,
    measured,
    steps_of,
    stops,
)
from marketplace.domain.companies.spending import OtherCurrency
from marketplace.domain.errors import Conflict, MarketplaceError
from marketplace.domain.permissions import Actor
from marketplace.models.cart import Cart
from marketplace.models.catalogue import Category
from marketplace.models.checkout_plan import CheckoutPlan, PlannedLine
from marketplace.models.company import CompanyLocation
from marketplace.services.buying.cart_access import buyer_for
from marketplace.services.companies.approval_rules import rules_of, step_values
from marketplace.services.companies.cost_centres import chosen_cost_centre
from marketplace.services.companies.spending import Spender, left_of_limit, lock_spender, recent_spending


class NeedsApproval(Conflict):
    """The basket needs the yes of somebody in the company: nothing of it is promised."""

    def __init__(self) -> None:
        super().__init__("Somebody in your company approves this order first.")


@dataclass(frozen=True)
class Needed:
    """Whose yes a basket needs, and why; no steps where it needs none."""

    steps: tuple[dict[str, str], ...] = ()
    reasons: tuple[dict[str, Any], ...] = ()

    @property
    def exceeds_limit(self) -> bool:
        """Whether somebody is asked about more than the member's limit."""
        return any(one["kind"] == RuleKind.LIMIT for one in self.reasons)


def approvals_needed(db: Session, spender: Spender, location_id: str, plan: CheckoutPlan) -> Needed:
    """What the rules of the company say about the basket of a plan. The caller holds the locks of `spender`.

    Raises `OtherCurrency` for a basket in another currency than the company's, where a rule compares amounts.
    """
    rules = rules_of(db, spender.company.id, location_id)
    if not rules:
        return Needed()
    if plan.currency != spender.company.currency and any(one.kind is not RuleKind.QUANTITY for one in rules):
        raise OtherCurrency(spender.limit, plan.currency)
    return _needed(rules, basket_facts(db, plan, spender))


def foresee_approvals(db: Session, actor: Actor, cart: Cart, basket: Basket, cost_centre: str = "") -> Needed:
    """As `approvals_needed`, for a basket that is only looked at: what its checkout says before the click.

    `cost_centre` is the one that is chosen so far. Nothing is promised: the click asks again.
    """
    buyer = buyer_for(actor, cart)
    rules = rules_of(db, buyer.company_id, buyer.location_id) if buyer.company_id else ()
    if not rules:
        return Needed()
    try:
        centre = chosen_cost_centre(db, buyer, cost_centre) if cost_centre else None
        spender = lock_spender(db, buyer.company_id, actor.user_id, centre.id if centre else None)
        left = left_of_limit(db, spender, basket.currency)
    except MarketplaceError:  # what else is wrong is said by the click
        return Needed()
    facts = BasketFacts(
        total_amount=basket.total_amount,
        lines=tuple(
            BasketLine(one.goods.vendor_id, one.goods.category_path, one.goods.quantity, one.total_amount)
            for part in basket.buyable
            for one in part.lines
        ),
        cost_centre_id=centre.id if centre else "",
        recent_amount=recent_spending(db, spender),
        is_over_limit=left is not None and basket.total_amount > left,
    )
    return _needed(rules, facts)


def _needed(rules: Sequence[Rule], facts: BasketFacts) -> Needed:
    hit = [one for one in rules if stops(one, facts)]
    return Needed(tuple(step_values(steps_of(hit))), tuple(_reason(one, facts) for one in hit))


def basket_facts(db: Session, plan: CheckoutPlan, spender: Spender) -> BasketFacts:
    """The basket of a plan as rules see it."""
    left = left_of_limit(db, spender, plan.currency)
    paths = category_paths(db, (line.category_id for line in plan.lines))
    return BasketFacts(
        total_amount=plan.total,
        lines=tuple(
            BasketLine(part.vendor_id, paths.get(line.category_id or "", "/"), line.quantity, line.total_amount)
            for part in plan.parts
            for line in part.lines
        ),
        cost_centre_id=plan.cost_centre_id or "",
        recent_amount=recent_spending(db, spender),
        is_over_limit=left is not None and plan.total > left,
    )


def category_paths(db: Session, category_ids: Iterable[str | None]) -> Mapping[str, str]:
    """The paths of these categories by their ids."""
    wanted = {one for one in category_ids if one}
    if not wanted:
        return {}
    rows = db.exec(select(Category.id, Category.path).where(col(Category.id).in_(wanted)))
    return dict(rows.all())


def plan_digest(cart: Cart, plan: CheckoutPlan) -> str:
    """What a yes is bound to: everything of the basket that its approver would want to see again once it is another."""
    parts = [
        {
            "vendor": part.vendor_id,
            "delivery": part.delivery_id,
            "freight": part.freight,
            "tax": part.tax,
            "total": part.total,
            "lines": [
                [_key(line), line.quantity, line.unit_amount, line.discount_amount, line.total_amount]
                for line in part.lines
            ],
        }
        for part in plan.parts
    ]
    whole = {name: getattr(plan, name) for name in ("currency", "region_id", "total", "cost_centre_id")}
    addresses = {"shipping": plan.shipping, "billing": plan.billing}
    return digest_of({**whole, **addresses, "place": cart.company_location_id, "parts": parts})


def snapshot_of(db: Session, location_id: str | None, plan: CheckoutPlan) -> Snapshot:
    """The basket of a plan as people compare it."""
    place = db.exec(select(CompanyLocation.name).where(CompanyLocation.id == (location_id or ""))).first()
    shipping = plan.shipping
    address = [str(shipping.get(name) or "") for name in ("line1", "postal_code", "city", "country")]
    return Snapshot(
        lines=tuple(
            SnapshotLine(_key(line), line.full_title, line.quantity, line.unit_amount, line.total_amount)
            for line in plan.lines
        ),
        freight_amount=plan.freight,
        total_amount=plan.total,
        place=place or "",
        address=", ".join(part for part in address if part),
        cost_centre=plan.cost_centre,
    )


def _key(line: PlannedLine) -> str:
    return f"{line.offer_id}:{sorted(line.meta.items())}"


def _reason(rule: Rule, facts: BasketFacts) -> dict[str, Any]:
    """Why a rule asked, as the request keeps it; `recent` is what a split order would have hidden."""
    recent = facts.recent_amount if rule.counts_day and facts.total_amount <= rule.amount else 0
    return {
        "rule_id": rule.id,
        "name": rule.name,
        "kind": str(rule.kind),
        "operator": str(rule.operator),
        "amount": rule.amount,
        "value": measured(rule, facts),
        "recent": recent,
    }
