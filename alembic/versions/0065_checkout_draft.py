"""checkout draft: what was typed at a checkout that could not be used stays with its cart; own reservations are found"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0065"
down_revision = "0060"


def upgrade() -> None:
    op.add_column("cart", sa.Column("checkout_draft", JSONB(), nullable=False, server_default="{}"))
    op.alter_column("cart", "checkout_draft", server_default=None)
    op.create_index(
        "ix_reservation_cart", "reservation", ["tenant_id", "cart_id"], postgresql_where=sa.text("status = 'held'")
    )


def downgrade() -> None:
    op.drop_index("ix_reservation_cart", "reservation", postgresql_where=sa.text("status = 'held'"))
    op.drop_column("cart", "checkout_draft")
