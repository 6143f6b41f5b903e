"""receiving accounts: where buyers of a store send what they owe by bank transfer"""

import sqlalchemy as sa
from alembic import op

revision = "0075"
down_revision = "0071"


def upgrade() -> None:
    op.create_table(
        "receiving_account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("iban", sa.String(), nullable=False),
        sa.Column("bic", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_receiving_account")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_receiving_account_tenant_id")),
        sa.UniqueConstraint("tenant_id", "currency", name=op.f("uq_receiving_account_tenant_id_currency")),
    )
    op.execute("select protect_tenant_table('receiving_account')")


def downgrade() -> None:
    op.drop_table("receiving_account")
