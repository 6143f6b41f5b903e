"""what a file of prices would change: how many offers, and the first of them"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0135"
down_revision = "0130"


def upgrade() -> None:
    op.add_column("price_file", sa.Column("changed_count", sa.Integer(), nullable=True))
    op.add_column("price_file", sa.Column("changes", postgresql.JSONB(astext_type=sa.Text()), nullable=False, server_default="[]"))
    op.alter_column("price_file", "changes", server_default=None)


def downgrade() -> None:
    op.drop_column("price_file", "changes")
    op.drop_column("price_file", "changed_count")
