"""files of prices: checked first, then stored whole"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0106"
down_revision = "0111"


def upgrade() -> None:
    op.create_table(
        "price_file",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("price_list_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("content", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("line_count", sa.Integer(), nullable=False),
        sa.Column("done_count", sa.Integer(), nullable=False),
        sa.Column("offer_count", sa.Integer(), nullable=False),
        sa.Column("problem_count", sa.Integer(), nullable=False),
        sa.Column("problems", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("by_user_id", sa.String(), nullable=False),
        sa.Column("by_name", sa.String(), nullable=False),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["by_user_id"], ["account.id"], name=op.f("fk_price_file_by_user_id")),
        sa.ForeignKeyConstraint(
            ["price_list_id", "tenant_id"],
            ["price_list.id", "price_list.tenant_id"],
            name=op.f("fk_price_file_price_list_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_price_file_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_price_file")),
    )
    op.create_index("ix_price_file_list", "price_file", ["tenant_id", "price_list_id", "created_at"])
    op.execute("select protect_tenant_table('price_file')")


def downgrade() -> None:
    op.drop_table("price_file")
