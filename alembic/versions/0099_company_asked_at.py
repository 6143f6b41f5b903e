"""since when a company waits for the store's answer; a company's orders are found by their place"""

import sqlalchemy as sa
from alembic import op

revision = "0099"
down_revision = "0090"


def upgrade() -> None:
    op.add_column(
        "company", sa.Column("asked_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False)
    )
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute("update company set asked_at = created_at")
    op.create_index(
        "ix_order_group_company_location",
        "order_group",
        ["tenant_id", "company_location_id"],
        postgresql_where=sa.text("company_location_id is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_order_group_company_location", "order_group")
    op.drop_column("company", "asked_at")
