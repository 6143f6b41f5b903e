"""what replaces an article, and the last change of a pasted list, to be undone"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0122"
down_revision = "0127"


def upgrade() -> None:
    op.add_column("product", sa.Column("successor_sku", sa.String(), nullable=False, server_default=""))
    op.alter_column("product", "successor_sku", server_default=None)
    op.create_index(
        "ix_product_replaced", "product", ["tenant_id", "vendor_id"], postgresql_where=sa.text("successor_sku <> ''")
    )
    op.add_column("pasted_list", sa.Column("undo", postgresql.JSONB(astext_type=sa.Text()), nullable=True))


def downgrade() -> None:
    op.drop_column("pasted_list", "undo")
    op.drop_index("ix_product_replaced", table_name="product")
    op.drop_column("product", "successor_sku")
