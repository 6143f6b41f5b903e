"""buyer's tax id: what the buyer gives for the invoices of a purchase"""

import sqlalchemy as sa
from alembic import op

revision = "0053"
down_revision = "0052"


def upgrade() -> None:
    for table, name in (("cart", "tax_id"), ("order_group", "tax_id")):
        op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("order_group", "tax_id")
    op.drop_column("cart", "tax_id")
