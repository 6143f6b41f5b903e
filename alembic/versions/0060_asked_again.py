"""asked again: how often a provider has refused money back is a part of the key of the next asking"""

import sqlalchemy as sa
from alembic import op

revision = "0060"
down_revision = "0059"


def upgrade() -> None:
    op.add_column("refund", sa.Column("refusals", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("payment", sa.Column("return_refusals", sa.Integer(), nullable=False, server_default="0"))
    op.execute("update refund set refusals = 1 where status = 'failed'")
    op.execute("update payment set return_refusals = 1 where return_status = 'failed'")
    op.alter_column("refund", "refusals", server_default=None)
    op.alter_column("payment", "return_refusals", server_default=None)


def downgrade() -> None:
    op.drop_column("payment", "return_refusals")
    op.drop_column("refund", "refusals")
