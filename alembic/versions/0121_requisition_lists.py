"""requisition lists, and carts that were put aside"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0121"
down_revision = "0125"


def _row(*columns: sa.Column[object]) -> list[sa.Column[object]]:
    return [
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        *columns,
    ]


def upgrade() -> None:
    op.create_table(
        "requisition_list",
        *_row(
            sa.Column("user_id", sa.String(), nullable=False),
            sa.Column("company_id", sa.String(), nullable=True),
            sa.Column("name", sa.String(), nullable=False),
            sa.Column("kind", sa.String(), nullable=False),
            sa.Column("is_shared", sa.Boolean(), nullable=False),
            sa.Column("region_id", sa.String(), nullable=True),
            sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        ),
        sa.CheckConstraint("kind in ('list','cart')", name=op.f("ck_requisition_list_kind")),
        sa.CheckConstraint("company_id is not null or not is_shared", name=op.f("ck_requisition_list_shared")),
        sa.ForeignKeyConstraint(
            ["company_id", "tenant_id"],
            ["company.id", "company.tenant_id"],
            name=op.f("fk_requisition_list_company_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_requisition_list_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_requisition_list_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_requisition_list")),
    )
    op.create_index("ix_requisition_list_author", "requisition_list", ["tenant_id", "user_id"])
    op.create_index("ix_requisition_list_company", "requisition_list", ["tenant_id", "company_id"])
    op.create_table(
        "requisition_line",
        *_row(
            sa.Column("list_id", sa.String(), nullable=False),
            sa.Column("offer_id", sa.String(), nullable=False),
            sa.Column("sku", sa.String(), nullable=False),
            sa.Column("title", sa.String(), nullable=False),
            sa.Column("quantity", sa.Integer(), nullable=False),
            sa.Column("note", sa.String(), nullable=False),
            sa.Column("seen_unit_amount", sa.BigInteger(), nullable=True),
            sa.Column("meta", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        ),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_requisition_line_quantity")),
        sa.ForeignKeyConstraint(
            ["list_id", "tenant_id"],
            ["requisition_list.id", "requisition_list.tenant_id"],
            name=op.f("fk_requisition_line_list_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_requisition_line_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_requisition_line")),
    )
    op.create_index("ix_requisition_line_list", "requisition_line", ["tenant_id", "list_id"])
    for table in ("requisition_list", "requisition_line"):
        op.execute(f"select protect_tenant_table('{table}')")


def downgrade() -> None:
    op.drop_table("requisition_line")
    op.drop_table("requisition_list")
