"""What a company's people ordered for the places that somebody sees, whoever it was."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.buying.buyer import company_grant
from marketplace.domain.permissions import Actor
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.queries.formatting.amounts import plain_amount
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.money import money
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import each_word
from marketplace.queries.storefront.orders import together

PER_PAGE = 25


@dataclass(frozen=True)
class CompanyOrderRow:
    """A purchase of somebody in the company. `plain_total` is for files."""

    number: str
    who: str
    place: str
    cost_centre: str
    po_number: str
    total: str
    plain_total: str
    currency: str
    state: str
    look: str  # classes of its dot
    placed: str
    placed_exact: str
    href: str


_LOOKS = {
    "Cancelled": "sq",
    "Awaiting payment": "dash",
    "Being prepared": "warn",
    "Part shipped": "info half",
    "On its way": "info full",
    "Delivered": "good full",
}
_WORDS = """
    cast(g.number as text) like $like or lower(g.po_number) like $like or lower(g.cost_centre) like $like
    or lower(l.name) like $like or lower(concat_ws(' ', u.first_name, u.last_name, g.email)) like $like
    or exists (select 1 from vendor_order o join order_line i on i.order_id = o.id and i.tenant_id = o.tenant_id
        where o.group_id = g.id and o.tenant_id = g.tenant_id
          and (lower(i.title) like $like or lower(i.sku) like $like))
"""
_FROM = """
    from order_group g
    join company_location l on l.id = g.company_location_id and l.tenant_id = g.tenant_id
    left join account u on u.id = g.user_id
    where g.tenant_id = :tenant and g.company_location_id = any(cast(:places as text[]))
"""
_ROWS = """
    select g.id, g.number, g.email, g.po_number, g.cost_centre, g.acted_by, g.total_amount, g.currency, g.placed_at,
        l.name as place, trim(concat_ws(' ', u.first_name, u.last_name)) as who,
        array(select o.status from vendor_order o where o.group_id = g.id and o.tenant_id = g.tenant_id) as statuses
    $source order by g.placed_at desc, g.id limit :n offset :skip
"""


def list_company_orders(
    db: Session, actor: Actor, tenant_id: str, *, q: str = "", page: int = 1, per_page: int = PER_PAGE
) -> Page[CompanyOrderRow]:
    """The purchases for the actor's places here, the latest first; searched by number, purchase order, cost centre,
    place, person and article. Raises `Unauthenticated`, `NotFound` for who buys for no company here."""
    place, grant = get_company_place(db, actor, tenant_id), company_grant(actor, tenant_id)
    where: dict[str, Any] = {"tenant": tenant_id, "places": list(grant.location_ids) if grant else []}
    source = _FROM + each_word(q, _WORDS, where)
    total = int(db.connection().execute(text(compose("select count(*) $source", source=source)), where).scalar_one())
    span = span_of(total, page, per_page, "order")
    rows = db.connection().execute(text(compose(_ROWS, source=source)), where | span.window).mappings()
    return Page(tuple(_row(row, place.handle, now()) for row in rows), span)


def _row(row: Mapping[Any, Any], store: str, moment: datetime) -> CompanyOrderRow:
    state, _ = together(row["statuses"])
    who = row["who"] or row["email"]
    return CompanyOrderRow(
        number=str(row["number"]),
        who=f"{who}, by {row['acted_by']}" if row["acted_by"] else who,
        place=row["place"],
        cost_centre=row["cost_centre"],
        po_number=row["po_number"],
        total=money(row["total_amount"], row["currency"]),
        plain_total=plain_amount(row["total_amount"], row["currency"]),
        currency=row["currency"],
        state=state,
        look=_LOOKS[state],
        placed=ago(row["placed_at"], moment),
        placed_exact=exact(row["placed_at"]),
        href=f"/s/{store}/orders/{row['number']}",
    )
