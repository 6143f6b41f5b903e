"""credit of a company's place that is paid out, and what of it a payment or a credit note gave"""

import sqlalchemy as sa
from alembic import op

revision = "0130"
down_revision = "0122"


def upgrade() -> None:
    op.create_table(
        "credit_payout",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("company_location_id", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("open_amount", sa.BigInteger(), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_reason", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0 and open_amount between 0 and amount", name=op.f("ck_credit_payout_open")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_credit_payout_actor_id")),
        sa.ForeignKeyConstraint(
            ["company_location_id", "tenant_id"],
            ["company_location.id", "company_location.tenant_id"],
            name=op.f("fk_credit_payout_company_location_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_credit_payout_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_credit_payout")),
        sa.UniqueConstraint("tenant_id", "idempotency_key", name=op.f("uq_credit_payout_tenant_id_idempotency_key")),
    )
    op.create_index("ix_credit_payout_account", "credit_payout", ["tenant_id", "company_location_id"])
    op.add_column("settlement", sa.Column("payout_id", sa.String(), nullable=True))
    op.create_foreign_key(
        op.f("fk_settlement_payout_id_tenant_id"),
        "settlement",
        "credit_payout",
        ["payout_id", "tenant_id"],
        ["id", "tenant_id"],
    )
    op.alter_column("settlement", "invoice_id", nullable=True)
    op.create_check_constraint(
        op.f("ck_settlement_taker"),
        "settlement",
        "(invoice_id is null) = (payout_id is not null) and (kind <> 'write_off' or invoice_id is not null)",
    )
    op.create_index("ix_settlement_payout", "settlement", ["tenant_id", "payout_id"])
    op.execute("select protect_tenant_table('credit_payout')")


def downgrade() -> None:
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute("delete from settlement where payout_id is not null")
    op.drop_index("ix_settlement_payout", table_name="settlement")
    op.drop_constraint(op.f("ck_settlement_taker"), "settlement", type_="check")
    op.drop_column("settlement", "payout_id")
    op.alter_column("settlement", "invoice_id", nullable=False)
    op.drop_index("ix_credit_payout_account", table_name="credit_payout")
    op.drop_table("credit_payout")
