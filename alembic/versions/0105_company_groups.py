"""groups of companies; price lists have a currency and perhaps a vendor; shared documents hold nobody's own prices"""

import sqlalchemy as sa
from alembic import op

revision = "0105"
down_revision = "0100"

_CHECKS = {
    "kind": "kind in ('contract_location','contract_company','group','store')",
    "owner": "(kind = 'store') = (owner_id is null)",
    "status": "status in ('active','archived')",
    "schedule": "ends_at > starts_at",
}
# The currency that most of a list's prices are in; its prices in another one go on in a list beside it.
_CURRENCIES = """
with counted as (
    select tenant_id, price_list_id as id, currency,
        row_number() over (partition by tenant_id, price_list_id order by count(*) desc, currency) as place
    from price where price_list_id is not null group by 1, 2, 3)
update price_list l set currency = coalesce(
    (select c.currency from counted c where c.id = l.id and c.tenant_id = l.tenant_id and c.place = 1),
    (select t.default_currency from tenant t where t.id = l.tenant_id))
"""
_BESIDE = """
insert into price_list (id, tenant_id, created_at, title, kind, owner_id, priority, starts_at, ends_at, status,
    currency)
select distinct 'plt_' || substr(md5(l.id || p.currency), 1, 26), l.tenant_id, l.created_at, l.title, l.kind,
    l.owner_id, l.priority, l.starts_at, l.ends_at, l.status, p.currency
from price_list l join price p on p.price_list_id = l.id and p.tenant_id = l.tenant_id
where p.currency <> l.currency
"""
_MOVED = """
update price p set price_list_id = 'plt_' || substr(md5(l.id || p.currency), 1, 26)
from price_list l where l.id = p.price_list_id and l.tenant_id = p.tenant_id and p.currency <> l.currency
"""
_PUBLIC_STEPS = """
update search_document d set listing = jsonb_set(d.listing, '{offers}', (
    select coalesce(jsonb_object_agg(v.key, (
        select coalesce(jsonb_agg(jsonb_set(o, '{steps}', (
            select coalesce(jsonb_agg(s), '[]') from jsonb_array_elements(o -> 'steps') s
            where s ->> 0 is null or s ->> 0 in (
                select l.id from price_list l where l.tenant_id = d.tenant_id and l.kind = 'store')))), '[]')
        from jsonb_array_elements(v.value) o)), '{}')
    from jsonb_each(d.listing -> 'offers') v))
where jsonb_typeof(d.listing -> 'offers') = 'object' and exists (
    select 1 from offer f
    join price p on p.offer_id = f.id and p.tenant_id = f.tenant_id
    join price_list l on l.id = p.price_list_id and l.tenant_id = p.tenant_id and l.kind <> 'store'
    where f.product_id = d.id and f.tenant_id = d.tenant_id)
"""


def upgrade() -> None:
    op.create_table(
        "company_group",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_company_group_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_company_group")),
        sa.UniqueConstraint("tenant_id", "title", name=op.f("uq_company_group_tenant_id_title")),
    )
    op.create_table(
        "company_group_member",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("group_id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "tenant_id"],
            ["company.id", "company.tenant_id"],
            name=op.f("fk_company_group_member_company_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "tenant_id"],
            ["company_group.id", "company_group.tenant_id"],
            name=op.f("fk_company_group_member_group_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_company_group_member_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_company_group_member")),
        sa.UniqueConstraint(
            "tenant_id", "group_id", "company_id", name=op.f("uq_company_group_member_tenant_id_group_id_company_id")
        ),
        sa.UniqueConstraint(
            "tenant_id", "company_id", "group_id", name=op.f("uq_company_group_member_tenant_id_company_id_group_id")
        ),
    )
    for table in ("company_group", "company_group_member"):
        op.execute(f"select protect_tenant_table('{table}')")
    _tell_terms("company_group_member")
    op.add_column("price_list", sa.Column("vendor_id", sa.String(), nullable=True))
    op.add_column("price_list", sa.Column("currency", sa.String(length=3), nullable=False, server_default="EUR"))
    op.alter_column("price_list", "currency", server_default=None)
    op.create_foreign_key(
        op.f("fk_price_list_vendor_id_tenant_id"),
        "price_list",
        "vendor",
        ["vendor_id", "tenant_id"],
        ["id", "tenant_id"],
    )
    op.execute("select set_config('app.platform', 'on', true)")
    for statement in (_CURRENCIES, _BESIDE, _MOVED, _PUBLIC_STEPS):
        op.execute(statement)
    op.execute("update price_list set status = 'archived' where status <> 'active'")
    op.execute("update price_list set owner_id = null where kind = 'store'")
    # One that names nobody, or ends before it begins, never held: it stays to be looked at.
    op.execute("update price_list set status = 'archived', owner_id = '' where kind <> 'store' and owner_id is null")
    op.execute("update price_list set status = 'archived', ends_at = null where ends_at <= starts_at")
    for name, rule in _CHECKS.items():
        op.create_check_constraint(op.f(f"ck_price_list_{name}"), "price_list", rule)
    op.create_index("ix_price_list_owner", "price_list", ["tenant_id", "owner_id"])
    op.create_index("ix_price_list_vendor", "price_list", ["tenant_id", "vendor_id"])
    op.create_index(
        "ix_price_of_list",
        "price",
        ["tenant_id", "price_list_id", "offer_id"],
        postgresql_where=sa.text("price_list_id is not null"),
    )


def _tell_terms(table: str) -> None:
    for verb, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
        op.execute(f"""
            create trigger {table}_{verb}_terms after {verb} on {table}
            referencing {rows} table as touched for each statement execute function terms_changed()""")


def downgrade() -> None:
    op.drop_index("ix_price_of_list", "price")
    op.drop_index("ix_price_list_vendor", "price_list")
    op.drop_index("ix_price_list_owner", "price_list")
    for name in _CHECKS:
        op.drop_constraint(op.f(f"ck_price_list_{name}"), "price_list", type_="check")
    op.drop_constraint(op.f("fk_price_list_vendor_id_tenant_id"), "price_list", type_="foreignkey")
    op.drop_column("price_list", "currency")
    op.drop_column("price_list", "vendor_id")
    op.drop_table("company_group_member")
    op.drop_table("company_group")
