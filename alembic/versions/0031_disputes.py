"""disputes: the few orders in dispute are found without looking at all"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.create_index(
        "ix_vendor_order_disputed", "vendor_order", ["tenant_id", "vendor_id"],
        postgresql_where=sa.text("disputed_at is not null"),
    )


def downgrade() -> None:
    op.drop_index("ix_vendor_order_disputed", "vendor_order")
