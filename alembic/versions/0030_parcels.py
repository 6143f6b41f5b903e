"""parcels and returns are asked for with a key; the vendor's work list has its index"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0020"


def upgrade() -> None:
    for table in ("fulfilment", "order_return"):
        op.add_column(table, sa.Column("idempotency_key", sa.String(), nullable=True))
        op.create_unique_constraint(f"uq_{table}_tenant_id_idempotency_key", table, ["tenant_id", "idempotency_key"])
    op.create_index("ix_order_return_order", "order_return", ["tenant_id", "order_id"])
    op.create_index("ix_vendor_order_work", "vendor_order", ["tenant_id", "vendor_id", "status", "ship_by"])


def downgrade() -> None:
    op.drop_index("ix_vendor_order_work", "vendor_order")
    op.drop_index("ix_order_return_order", "order_return")
    for table in ("fulfilment", "order_return"):
        op.drop_constraint(f"uq_{table}_tenant_id_idempotency_key", table, type_="unique")
        op.drop_column(table, "idempotency_key")
