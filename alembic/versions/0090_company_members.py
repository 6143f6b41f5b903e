"""people of companies: invited, with a role, a limit and their places; registrations that are being filled in"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0090"
down_revision = "0085"


_TABLES = ("company_draft", "company_member", "buying_place", "company_member_location")
_TEXTS = ("register_number", "industry", "expected_volume", "decision_reason")
# A person was a contact of each place on its own. They become one member: with all places where they had them all.
_MEMBERS = """
insert into company_member (tenant_id, id, company_id, email, user_id, role, status, all_locations,
    spending_limit_amount, limit_period, joined_at)
select m.tenant_id, 'cmb_' || substr(md5(m.id), 1, 26), m.company_id, a.email, m.user_id,
    case when m.title in ('admin','approver','buyer','viewer') then m.title else 'viewer' end, 'active',
    coalesce(c.places, 0) in (0, (select count(*) from company_location l
        where l.company_id = m.company_id and l.tenant_id = m.tenant_id)),
    c.spending_limit, coalesce(c.period, 'month'), m.created_at
from membership m
join account a on a.id = m.user_id
left join (
    select l.company_id, l.tenant_id, t.user_id, count(*) as places, min(t.spending_limit_amount) as spending_limit,
        min(t.limit_period) filter (where t.limit_period in ('month','quarter','year')) as period
    from company_contact t join company_location l on l.id = t.location_id and l.tenant_id = t.tenant_id
    group by 1, 2, 3
) c on c.company_id = m.company_id and c.tenant_id = m.tenant_id and c.user_id = m.user_id
where m.role = 'company_contact'
"""
_PLACES = """
insert into company_member_location (tenant_id, id, member_id, location_id)
select t.tenant_id, 'cml_' || substr(md5(t.id), 1, 26), b.id, t.location_id
from company_contact t
join company_location l on l.id = t.location_id and l.tenant_id = t.tenant_id
join company_member b on b.company_id = l.company_id and b.tenant_id = l.tenant_id and b.user_id = t.user_id
where not b.all_locations
"""


def upgrade() -> None:
    op.create_table(
        "company_draft",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_company_draft_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_company_draft_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_company_draft")),
        sa.UniqueConstraint("tenant_id", "user_id", name=op.f("uq_company_draft_tenant_id_user_id")),
    )
    op.create_table(
        "company_member",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("role", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("all_locations", sa.Boolean(), nullable=False),
        sa.Column("spending_limit_amount", sa.BigInteger(), nullable=True),
        sa.Column("limit_period", sa.String(), nullable=False),
        sa.Column("invited_by", sa.String(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("invited_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("left_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("limit_period in ('month','quarter','year')", name=op.f("ck_company_member_period")),
        sa.CheckConstraint("role in ('admin','approver','buyer','viewer')", name=op.f("ck_company_member_role")),
        sa.CheckConstraint("status <> 'active' or user_id is not null", name=op.f("ck_company_member_person")),
        sa.CheckConstraint("status in ('invited','active','left')", name=op.f("ck_company_member_status")),
        sa.CheckConstraint("spending_limit_amount >= 0", name=op.f("ck_company_member_limit")),
        sa.ForeignKeyConstraint(
            ["company_id", "tenant_id"],
            ["company.id", "company.tenant_id"],
            name=op.f("fk_company_member_company_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_company_member_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_company_member_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_company_member")),
        sa.UniqueConstraint(
            "tenant_id", "company_id", "email", name=op.f("uq_company_member_tenant_id_company_id_email")
        ),
        sa.UniqueConstraint(
            "tenant_id", "company_id", "user_id", name=op.f("uq_company_member_tenant_id_company_id_user_id")
        ),
    )
    op.create_index("ix_company_member_user", "company_member", ["user_id"], unique=False)
    op.create_table(
        "buying_place",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("location_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id", "tenant_id"],
            ["company_location.id", "company_location.tenant_id"],
            name=op.f("fk_buying_place_location_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_buying_place_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_buying_place_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_buying_place")),
        sa.UniqueConstraint("tenant_id", "user_id", name=op.f("uq_buying_place_tenant_id_user_id")),
    )
    op.create_table(
        "company_member_location",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("location_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id", "tenant_id"],
            ["company_location.id", "company_location.tenant_id"],
            name=op.f("fk_company_member_location_location_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["member_id", "tenant_id"],
            ["company_member.id", "company_member.tenant_id"],
            name=op.f("fk_company_member_location_member_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_company_member_location_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_company_member_location")),
        sa.UniqueConstraint(
            "tenant_id",
            "member_id",
            "location_id",
            name=op.f("uq_company_member_location_tenant_id_member_id_location_id"),
        ),
    )
    for table in _TABLES:
        op.execute(f"select protect_tenant_table('{table}')")
    _add("company", *(sa.Column(name, sa.String(), nullable=False, server_default="") for name in _TEXTS))
    _add("company", sa.Column("currency", sa.String(), nullable=False, server_default="EUR"))
    for name in ("shipping_address", "billing_address"):
        _add("company_location", sa.Column(name, postgresql.JSONB(), nullable=False, server_default="{}"))
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute("update company c set currency = t.default_currency from tenant t where t.id = c.tenant_id")
    op.execute(_MEMBERS)
    op.execute(_PLACES)
    op.drop_table("company_contact")


def _add(table: str, *columns: sa.Column) -> None:
    """What old rows have is said once; new ones say it themselves."""
    for column in columns:
        op.add_column(table, column)
        op.alter_column(table, column.name, server_default=None)


def downgrade() -> None:
    for name in ("billing_address", "shipping_address"):
        op.drop_column("company_location", name)
    for name in ("currency", *_TEXTS):
        op.drop_column("company", name)
    op.create_table(
        "company_contact",
        sa.Column("tenant_id", sa.VARCHAR(), autoincrement=False, nullable=False),
        sa.Column("id", sa.VARCHAR(), autoincrement=False, nullable=False),
        sa.Column(
            "created_at",
            postgresql.TIMESTAMP(timezone=True),
            server_default=sa.text("now()"),
            autoincrement=False,
            nullable=False,
        ),
        sa.Column("location_id", sa.VARCHAR(), autoincrement=False, nullable=False),
        sa.Column("user_id", sa.VARCHAR(), autoincrement=False, nullable=False),
        sa.Column("role", sa.VARCHAR(), autoincrement=False, nullable=False),
        sa.Column("spending_limit_amount", sa.BIGINT(), autoincrement=False, nullable=True),
        sa.Column("limit_period", sa.VARCHAR(), autoincrement=False, nullable=False),
        sa.ForeignKeyConstraint(
            ["location_id", "tenant_id"],
            ["company_location.id", "company_location.tenant_id"],
            name=op.f("fk_company_contact_location_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_company_contact_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_company_contact_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_company_contact")),
        sa.UniqueConstraint(
            "tenant_id",
            "location_id",
            "user_id",
            name=op.f("uq_company_contact_tenant_id_location_id_user_id"),
            postgresql_include=[],
            postgresql_nulls_not_distinct=False,
        ),
    )
    op.execute("select protect_tenant_table('company_contact')")
    for table in reversed(_TABLES):
        op.drop_table(table)
