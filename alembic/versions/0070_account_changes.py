"""account changes: a vendor's new bank account is held until an owner confirms it by letter"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0070"
down_revision = "0063"


def upgrade() -> None:
    op.create_table(
        "vendor_account_change",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("vendor_id", sa.String(), nullable=False),
        sa.Column("account", JSONB(), nullable=False),
        sa.Column("asked_by", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status in ('requested','confirmed','refused','replaced')", name=op.f("ck_vendor_account_change_status")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_vendor_account_change_tenant_id")),
        sa.ForeignKeyConstraint(["asked_by"], ["account.id"], name=op.f("fk_vendor_account_change_asked_by")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_vendor_account_change_decided_by")),
        sa.ForeignKeyConstraint(
            ["vendor_id", "tenant_id"], ["vendor.id", "vendor.tenant_id"],
            name=op.f("fk_vendor_account_change_vendor_id_tenant_id"), ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", "tenant_id", name=op.f("pk_vendor_account_change")),
    )
    op.create_index(
        "uq_vendor_account_change_open", "vendor_account_change", ["tenant_id", "vendor_id"], unique=True,
        postgresql_where=sa.text("status = 'requested'"),
    )
    op.execute("select protect_tenant_table('vendor_account_change')")


def downgrade() -> None:
    op.drop_table("vendor_account_change")
