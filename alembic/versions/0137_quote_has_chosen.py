"""quotes: an empty choice is told from none"""

import sqlalchemy as sa
from alembic import op

revision = "0137"
down_revision = "0136"


def upgrade() -> None:
    op.add_column("quote_request", sa.Column("has_chosen", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.alter_column("quote_request", "has_chosen", server_default=None)


def downgrade() -> None:
    op.drop_column("quote_request", "has_chosen")
