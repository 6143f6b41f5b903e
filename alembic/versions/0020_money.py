"""money: what a frozen commission needs to be given back, reserves, bank files, and the figures of a payout"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0020"
down_revision = "0011"


def upgrade() -> None:
    for name in ("goods_amount", "shipping_amount", "reversed_tax_amount"):
        op.add_column("commission_line", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("commission_line", sa.Column("base", sa.String(), nullable=False, server_default="goods"))
    op.create_index("ix_commission_line_order", "commission_line", ["tenant_id", "order_id"])
    op.create_check_constraint(
        op.f("ck_commission_line_reversed"), "commission_line",
        "reversed_amount between 0 and amount and reversed_tax_amount between 0 and tax_amount",
    )
    op.create_check_constraint(
        op.f("ck_commission_rule_base"), "commission_rule", "base in ('goods','goods_and_shipping','with_tax')"
    )
    op.drop_constraint("uq_commission_rule_tenant_id_position", "commission_rule", type_="unique")
    op.create_unique_constraint(
        "uq_commission_rule_tenant_id_position", "commission_rule", ["tenant_id", "position"],
        deferrable=True, initially="DEFERRED",
    )
    for name in ("commission_amount", "commission_tax_amount"):
        op.add_column("earning", sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("refund", sa.Column("shipping_tax_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("payout", sa.Column("figures", JSONB(), nullable=False, server_default="{}"))
    op.add_column("payout", sa.Column("bank_file", sa.String(), nullable=False, server_default=""))
    op.add_column("payout", sa.Column("provider", sa.String(), nullable=False, server_default="manual"))
    op.create_index("ix_payout_status", "payout", ["status"])
    op.create_index("ix_ledger_tx_subject", "ledger_tx", ["tenant_id", "subject"])
    op.drop_constraint(op.f("ck_earning_kind"), "earning", type_="check")
    op.create_check_constraint(
        op.f("ck_earning_kind"), "earning", "kind in ('sale','refund','adjustment','reserve','reserve_back')"
    )


def downgrade() -> None:
    raise RuntimeError("money is not narrowed again; restore a backup instead")
