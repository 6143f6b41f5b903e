"""What places of companies owe, as a store's side looks after it: one line per place, what is overdue first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from sqlalchemy import text
from sqlmodel import Session

from marketplace.domain.finance.credit import terms_words
from marketplace.domain.finance.receivables import AGES
from marketplace.domain.permissions import Actor, Permission
from marketplace.kit.clock import now
from marketplace.kit.sql import compose
from marketplace.queries.formatting.dates import full_day
from marketplace.queries.formatting.money import money
from marketplace.queries.formatting.options import Option
from marketplace.queries.operator_desk.access_scope import Mark, reach, store_choices, store_marks
from marketplace.queries.shared.paging import Page, span_of
from marketplace.queries.shared.search_conditions import each_word

PER_PAGE = 25
VIEWS = {
    "": "true",
    "open": "x.open_amount + x.bare_amount > 0",
    "overdue": "x.overdue_amount > 0",
    "credit": "x.credit_amount > 0",
}
_SORTS = {
    "": "x.overdue_amount desc, x.oldest nulls last, x.id",
    "name": "lower(x.company), x.id",
    "-name": "lower(x.company) desc, x.id",
    "open": "x.open_amount, x.id",
    "-open": "x.open_amount desc, x.id",
}


@dataclass(frozen=True)
class ReceivableRow:
    """One place. Amounts are texts in its currency; `age_0` and so on are what is open by how
    long it is overdue (`AGES`)."""

    id: str
    company: str
    place: str
    mark: Mark
    terms: str
    limit: str
    open: str
    overdue: str
    credit: str
    oldest: str  # due day of what waits longest
    stage: str
    age_0: str
    age_1: str
    age_2: str
    age_3: str
    age_4: str
    href: str


@dataclass(frozen=True)
class ReceivablePage(Page[ReceivableRow]):
    """A page of the list; `counts` by view for the tabs."""

    counts: dict[str, int]
    stores: tuple[Option, ...]


_FROM = """
    from (
      select l.id, l.tenant_id, l.name place, l.currency, l.net_days, l.end_of_month, l.credit_limit_amount,
        c.name company, c.id company_id, coalesce(b.amount, 0) bare_amount,
        i.*, coalesce(k.amount, 0) + coalesce(r.amount, 0) credit_amount
      from company_location l
      join company c on c.id = l.company_id and c.tenant_id = l.tenant_id
      cross join lateral (
        select coalesce(sum(open_amount), 0)::bigint open_amount, min(due_on) oldest,
          coalesce(max(dunning_stage), 0) stage,
          coalesce(sum(open_amount) filter (where due_on < :today), 0)::bigint overdue_amount,
          coalesce(sum(open_amount) filter (where due_on >= :today), 0)::bigint age_0,
          coalesce(sum(open_amount) filter (where :today - due_on between 1 and 30), 0)::bigint age_1,
          coalesce(sum(open_amount) filter (where :today - due_on between 31 and 60), 0)::bigint age_2,
          coalesce(sum(open_amount) filter (where :today - due_on between 61 and 90), 0)::bigint age_3,
          coalesce(sum(open_amount) filter (where :today - due_on > 90), 0)::bigint age_4
        from invoice where company_location_id = l.id and tenant_id = l.tenant_id and kind = 'invoice'
          and open_amount > 0) i
      left join lateral (select sum(open_amount)::bigint amount from invoice where company_location_id = l.id
        and tenant_id = l.tenant_id and kind = 'credit_note') k on true
      left join lateral (select sum(open_amount)::bigint amount from receipt where company_location_id = l.id
        and tenant_id = l.tenant_id) r on true
      -- paid out of a payment that was taken back afterwards
      left join lateral (select sum(open_amount)::bigint amount from credit_payout where company_location_id = l.id
        and tenant_id = l.tenant_id) b on true
      where (cast(:tenant as text) is null or l.tenant_id = :tenant) and (:store = '' or l.tenant_id = :store)
        and (l.net_days is not null or i.open_amount > 0 or coalesce(b.amount, 0) > 0
          or coalesce(k.amount, 0) + coalesce(r.amount, 0) > 0)
    ) x where true
"""
_FIND = """
    lower(x.company) like $like or lower(x.place) like $like or exists (
        select 1 from invoice v where v.company_location_id = x.id and v.tenant_id = x.tenant_id
          and lower(v.number) like $like)
"""


def list_receivables(
    db: Session,
    actor: Actor,
    *,
    view: str = "",
    store: str = "",
    q: str = "",
    sort: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> ReceivablePage:
    """Places with terms, or with something open; `view` is a key of `VIEWS`, `q` looks in companies, places and
    invoice numbers. Raises `Unauthenticated`, `Forbidden`, `NotFound`."""
    where: dict[str, Any] = {"tenant": reach(actor, Permission.RECEIVABLE_SEE), "store": store, "today": now().date()}
    source = _FROM + each_word(q, _FIND, where)
    columns = ", ".join(f"count(*) filter (where {rule}) as v_{name or 'all'}" for name, rule in VIEWS.items())
    counted = db.connection().execute(text(compose("select $columns $source", columns=columns, source=source)), where)
    counts = {name.removeprefix("v_"): int(number) for name, number in counted.mappings().one().items()}
    view = view if view in VIEWS else ""
    span = span_of(counts[view or "all"], page, per_page, "account", "accounts")
    rows = db.connection().execute(
        text(
            compose(
                "select x.* $source and $rule order by $order limit :n offset :skip",
                source=source,
                rule=VIEWS[view],
                order=_SORTS.get(sort, _SORTS[""]),
            )
        ),
        where | span.window,
    )
    marks = store_marks(db)
    return ReceivablePage(
        rows=tuple(_row(row, marks[row.tenant_id]) for row in rows.all()),
        span=span,
        counts=counts,
        stores=store_choices(db) if where["tenant"] is None else (),
    )


def _row(row: Any, mark: Mark) -> ReceivableRow:
    def shown(amount: int) -> str:
        return money(amount, row.currency) if amount else ""

    limit = row.credit_limit_amount
    return ReceivableRow(
        id=row.id,
        company=row.company,
        place=row.place,
        mark=mark,
        terms=terms_words(row.net_days, row.end_of_month),
        limit="no limit" if limit is None else money(limit, row.currency),
        open=shown(row.open_amount),
        overdue=shown(row.overdue_amount),
        credit=shown(row.credit_amount),
        oldest=full_day(row.oldest) if row.oldest else "",
        stage=stage_words(row.stage),
        **{f"age_{at}": shown(getattr(row, f"age_{at}")) for at in range(len(AGES))},
        href=f"/admin/receivables/{row.id}",
    )


def stage_words(stage: int) -> str:
    """Which letter an overdue invoice has had last."""
    return ("", "Reminded", "Second letter", "Last letter")[stage]
