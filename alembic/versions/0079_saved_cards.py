"""saved cards: what people keep to pay with the next time, by the token of its provider"""

import sqlalchemy as sa
from alembic import op

revision = "0079"
down_revision = "0078"


def upgrade() -> None:
    op.create_table(
        "saved_card",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("provider", sa.String(), nullable=False),
        sa.Column("token", sa.String(), nullable=False),
        sa.Column("brand", sa.String(), nullable=False),
        sa.Column("last_four", sa.String(), nullable=False),
        sa.Column("expires_month", sa.Integer(), nullable=False),
        sa.Column("expires_year", sa.Integer(), nullable=False),
        sa.Column("removed_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("last_four ~ '^[0-9]{4}$'", name=op.f("ck_saved_card_last_four")),
        sa.CheckConstraint("expires_month between 1 and 12", name=op.f("ck_saved_card_expires_month")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_saved_card_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_saved_card_user_id")),
        sa.PrimaryKeyConstraint("id", "tenant_id", name=op.f("pk_saved_card")),
        sa.UniqueConstraint("tenant_id", "provider", "token", name=op.f("uq_saved_card_tenant_id_provider_token")),
    )
    op.create_index(op.f("ix_saved_card_user_id"), "saved_card", ["user_id"])
    op.create_index(
        "uq_saved_card_same", "saved_card",
        ["tenant_id", "user_id", "provider", "brand", "last_four", "expires_month", "expires_year"],
        unique=True, postgresql_where=sa.text("removed_at is null"),
    )
    op.execute("select protect_tenant_table('saved_card')")


def downgrade() -> None:
    op.drop_table("saved_card")
