"""stock notices: who wants a letter when goods come in"""

import sqlalchemy as sa
from alembic import op

revision = "0066"
down_revision = "0075"


def upgrade() -> None:
    op.create_table(
        "stock_notice",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("offer_id", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_stock_notice_tenant_id")),
        sa.ForeignKeyConstraint(
            ["offer_id", "tenant_id"], ["offer.id", "offer.tenant_id"],
            name=op.f("fk_stock_notice_offer_id_tenant_id"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", "tenant_id", name=op.f("pk_stock_notice")),
        sa.UniqueConstraint("tenant_id", "offer_id", "email", name=op.f("uq_stock_notice_tenant_id_offer_id_email")),
    )
    op.execute("select protect_tenant_table('stock_notice')")


def downgrade() -> None:
    op.drop_table("stock_notice")
