"""Groups of companies of a store, with their companies and the lists that are for them."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.options import Option
from marketplace.queries.formatting.wording import count
from marketplace.queries.operator_desk.access_scope import reach

_GROUPS = text("""
    select g.id, g.title,
        coalesce((select array_agg(c.name order by lower(c.name)) from company_group_member m
            join company c on c.id = m.company_id and c.tenant_id = m.tenant_id
            where m.group_id = g.id and m.tenant_id = g.tenant_id), '{}') as companies,
        (select count(*) from price_list l where l.tenant_id = g.tenant_id and l.owner_id = g.id
            and l.kind = 'group') as lists
    from company_group g where g.tenant_id = :tenant order by lower(g.title), g.id
""")
_MEMBERS = text("""
    select c.id, c.name, m.id is not null as is_in
    from company c left join company_group_member m
        on m.company_id = c.id and m.tenant_id = c.tenant_id and m.group_id = :group
    where c.tenant_id = :tenant order by lower(c.name), c.id
""")


@dataclass(frozen=True)
class GroupRow:
    id: str
    title: str
    companies: str
    number: str
    lists: str


@dataclass(frozen=True)
class GroupMemberChoice:
    """A company that may be in the open group."""

    id: str
    name: str
    is_in: bool


@dataclass(frozen=True)
class GroupBook:
    """A store's groups; `title` and `members` are of the one that is open."""

    store_id: str = ""
    store: str = ""
    rows: tuple[GroupRow, ...] = ()
    stores: tuple[Option, ...] = ()
    title: str = ""
    members: tuple[GroupMemberChoice, ...] = ()


def get_group_book(db: Session, actor: Actor, store_id: str, group_id: str) -> GroupBook:
    """The groups of the asked store, a store admin's own, or the first that sells.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    own_store_id = reach(actor, Permission.COMPANY_GROUP_EDIT)
    stores = list(db.exec(select(Tenant).where(Tenant.is_active).order_by(Tenant.name)))
    wanted = own_store_id or store_id or (stores[0].id if stores else "")
    store = db.exec(select(Tenant).where(Tenant.id == wanted)).first()
    if store is None:
        raise NotFound("store")
    rows = db.connection().execute(_GROUPS, {"tenant": store.id}).all()
    members = db.connection().execute(_MEMBERS, {"tenant": store.id, "group": group_id}).all() if group_id else []
    return GroupBook(
        store_id=store.id,
        store=store.name,
        rows=tuple(
            GroupRow(row.id, row.title, ", ".join(row.companies), f"{len(row.companies):,}", count(row.lists, "list"))
            for row in rows
        ),
        stores=() if own_store_id else tuple(Option(one.id, one.name) for one in stores),
        title=next((row.title for row in rows if row.id == group_id), ""),
        members=tuple(GroupMemberChoice(row.id, row.name, row.is_in) for row in members),
    )
