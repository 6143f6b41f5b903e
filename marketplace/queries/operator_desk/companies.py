"""Companies as a store's side sees them: who waits to be let in, and what those who are in buy."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.lifecycle import CompanyStatus
from marketplace.domain.permissions import Actor, Permission
from marketplace.domain.stores.tax_numbers import print_tax_number
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import ago, exact, left
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.access_scope import Mark, reach, store_choices, store_marks
from marketplace.queries.shared.market import country_name
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import each_word

PER_PAGE = 25
ANSWER_WITHIN = timedelta(days=2)  # what companies are promised
STATUSES = tuple(status.value for status in CompanyStatus)
_SORTS = {
    "due": "c.asked_at, c.id",
    "name": "lower(c.name), c.id",
    "-name": "lower(c.name) desc, c.id",
    "registered": "c.created_at, c.id",
    "-registered": "c.created_at desc, c.id",
}


@dataclass(frozen=True)
class CompanyRow:
    """One line of the list; `due` is when a company that waits should be answered."""

    id: str
    name: str
    line: str  # city and country of its first place
    tax_id: str
    mark: Mark
    status: str
    people: str
    orders: str  # how many in the last twelve months
    ordered: str  # `12 orders`
    bought: str
    due: str
    due_tone: str
    since: str
    since_exact: str
    href: str


@dataclass(frozen=True)
class CompanyPage(Page[CompanyRow]):
    """A page of the list; `counts` by status for the tabs."""

    counts: dict[str, int]
    stores: tuple[Option, ...]


@dataclass(frozen=True)
class Bought:
    """What a company ordered in the last twelve months, without what was cancelled or paid back. `amounts` are minor
    units by currency."""

    orders: int
    amounts: dict[str, int]

    @property
    def says(self) -> str:
        """`€1,284.60 + CHF 20.00`, the largest first; empty for nothing."""
        largest_first = sorted(self.amounts.items(), key=lambda one: -one[1])
        return " + ".join(money(amount, currency) for currency, amount in largest_first)


NOTHING = Bought(0, {})
_FROM = """
    from company c
    where (cast(:tenant as text) is null or c.tenant_id = :tenant) and (:store = '' or c.tenant_id = :store)
"""
_FIND = """
    lower(c.name) like $like or lower(c.tax_id) like $code or exists (
        select 1 from company_member m where m.company_id = c.id and m.tenant_id = c.tenant_id and m.email like $like)
"""
_ROWS = """
    select c.*, h.city, h.country,
           (select count(*) from company_member m where m.company_id = c.id and m.tenant_id = c.tenant_id
            and m.status = 'active') people
    from company c
    left join lateral (
        select l.city, l.country from company_location l where l.company_id = c.id and l.tenant_id = c.tenant_id
        order by l.created_at, l.id limit 1) h on true
    where c.id in (select c.id $source$narrow)
    order by $waiting_first$order limit :n offset :skip
"""
_BOUGHT = text("""
    select l.company_id, g.currency, count(distinct g.id) orders,
           sum(o.total_amount - o.refunded_amount)::bigint amount
    from company_location l
    join order_group g on g.company_location_id = l.id and g.tenant_id = l.tenant_id
    join vendor_order o on o.group_id = g.id and o.tenant_id = g.tenant_id
    where l.company_id = any(:companies) and g.placed_at > now() - interval '12 months' and o.status <> 'cancelled'
    group by 1, 2
""")


def list_companies(
    db: Session,
    actor: Actor,
    *,
    status: str = "",
    store: str = "",
    q: str = "",
    sort: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> CompanyPage:
    """Companies that this actor may decide about, those that wait longest first; `q` looks in names, VAT numbers and
    the addresses of members. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    where: dict[str, Any] = {"tenant": reach(actor, Permission.COMPANY_DECIDE), "store": store}
    source = _FROM + each_word(q, _FIND, where)
    counted = db.connection().execute(
        text(compose("select c.status, count(*) n $source group by 1", source=source)), where
    )
    counts = dict.fromkeys(STATUSES, 0) | {row.status: int(row.n) for row in counted}
    counts["all"] = sum(counts.values())
    status = status if status in STATUSES else ""
    span = span_of(counts[status or "all"], page, per_page, "company", "companies")
    rows = (
        db.connection()
        .execute(
            text(
                compose(
                    _ROWS,
                    source=source,
                    narrow=" and c.status = :status" if status else "",
                    waiting_first="" if sort or status else "c.status = 'pending' desc, ",
                    order=_SORTS.get(sort, _SORTS["due"] if status in ("", "pending") else _SORTS["name"]),
                )
            ),
            where | {"status": status} | span.window,
        )
        .all()
    )
    bought = bought_by(db, [row.id for row in rows])
    marks, moment = store_marks(db), now()
    return CompanyPage(
        rows=tuple(_row(row, marks[row.tenant_id], bought.get(row.id, NOTHING), moment) for row in rows),
        span=span,
        counts=counts,
        stores=store_choices(db) if where["tenant"] is None else (),
    )


def bought_by(db: Session, company_ids: Sequence[str]) -> dict[str, Bought]:
    """What each of these companies ordered in the last twelve months; the caller has authorised."""
    by_company: dict[str, Bought] = {}
    for row in db.connection().execute(_BOUGHT, {"companies": list(company_ids)}):
        before = by_company.get(row.company_id, NOTHING)
        by_company[row.company_id] = Bought(
            before.orders + row.orders, before.amounts | {row.currency: int(row.amount)}
        )
    return by_company


def company_answer_due(asked_at: datetime, moment: datetime) -> tuple[str, str]:
    """How long there is to answer a company that asked then, and how urgent that is."""
    return left(asked_at + ANSWER_WITHIN, moment)


def place_line(city: str | None, country: str | None) -> str:
    """`Bremen, Germany`, as far as it is known."""
    return ", ".join(part for part in (city, country_name(country) if country else "") if part)


def _row(row: Any, mark: Mark, bought: Bought, moment: datetime) -> CompanyRow:
    due, tone = company_answer_due(row.asked_at, moment) if row.status == CompanyStatus.PENDING else ("", "")
    return CompanyRow(
        id=row.id,
        name=row.name,
        line=place_line(row.city, row.country),
        tax_id=print_tax_number(row.tax_id),
        mark=mark,
        status=row.status,
        people=f"{row.people:,}",
        orders=f"{bought.orders:,}",
        ordered=count(bought.orders, "order"),
        bought=bought.says,
        due=due,
        due_tone=tone,
        since=ago(row.created_at, moment),
        since_exact=exact(row.created_at),
        href=f"/admin/companies/{row.id}",
    )
