"""A vendor's answer as its form sends it: costs are kept with it, articles found by their SKUs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlmodel import Session

from marketplace.domain.permissions import Actor
from marketplace.domain.quotes.answer_fields import read_answer, read_costs
from marketplace.kit.clock import now
from marketplace.queries.vendor_desk.own_articles import find_by_sku
from marketplace.queries.vendor_desk.quote_room import find_own_quote
from marketplace.services.quotes.answering import Answered, answer_quote
from marketplace.services.quotes.own_costs import keep_costs


def send_answer(db: Session, actor: Actor, quote_id: str, form: Mapping[str, Any]) -> Answered:
    """Read the form, keep the costs in it, and send the answer. Raises as `answer_quote`, `Invalid` by field."""
    facts, _ = find_own_quote(db, actor, quote_id)
    lines = [one.id for one in facts.lines]
    articles = find_by_sku(db, actor, [str(form.get(f"sku-{key}", "")) for key in lines])
    costs = read_costs(form, lines, articles, facts.currency)
    answer = read_answer(form, lines, articles, facts.currency, now())
    keep_costs(db, actor, costs, facts.currency)
    return answer_quote(db, actor, quote_id, answer)
