"""guessing: misses are counted by place and not by account, and an account is made by its letter"""

import sqlalchemy as sa
from alembic import op

revision = "0055"
down_revision = "0054"


def upgrade() -> None:
    op.create_table(
        "sign_in_misses",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("address_hash", sa.String(), nullable=False),
        sa.Column("misses", sa.Integer(), nullable=False),
        sa.Column("missed_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("retry_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_in_misses")),
    )
    op.create_index(op.f("ix_sign_in_misses_address_hash"), "sign_in_misses", ["address_hash"])
    op.create_table(
        "pending_account",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=True),
        sa.Column("next_path", sa.String(), nullable=False),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_pending_account_tenant_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pending_account")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_pending_account_token_hash")),
    )
    op.create_index(op.f("ix_pending_account_email"), "pending_account", ["email"])
    op.execute("select protect_tenant_table('pending_account')")
    op.add_column("one_time_token", sa.Column("tries", sa.Integer(), nullable=False, server_default="0"))
    op.drop_column("account", "retry_sign_in_at")
    op.drop_column("account", "failed_sign_ins")


def downgrade() -> None:
    op.add_column("account", sa.Column("failed_sign_ins", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("account", sa.Column("retry_sign_in_at", sa.DateTime(timezone=True), nullable=True))
    op.drop_column("one_time_token", "tries")
    op.drop_table("pending_account")
    op.drop_table("sign_in_misses")
