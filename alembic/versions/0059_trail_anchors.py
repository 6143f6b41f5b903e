"""trail anchors: the database knows how far the file of anchors reached, so that its absence shows"""

import sqlalchemy as sa
from alembic import op

revision = "0059"
down_revision = "0058"


def upgrade() -> None:
    op.create_table(
        "trail_anchor",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("chain", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_trail_anchor")),
        sa.UniqueConstraint("chain", name=op.f("uq_trail_anchor_chain")),
    )


def downgrade() -> None:
    op.drop_table("trail_anchor")
