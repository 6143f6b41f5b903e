"""lookups: what belongs to a cart, a checkout, a return or a booking is found without reading all of the store's"""

from alembic import op

revision = "0041"
down_revision = "0040"

BY_PARENT = {
    "ix_payment_checkout": ("payment", "checkout_id"),
    "ix_checkout_cart": ("checkout", "cart_id"),
    "ix_ledger_tx_reverses": ("ledger_tx", "reverses_tx_id"),
    "ix_refund_return": ("refund", "return_id"),
    "ix_promotion_use_checkout": ("promotion_use", "checkout_id"),
}


def upgrade() -> None:
    for name, (table, column) in BY_PARENT.items():
        op.create_index(name, table, ["tenant_id", column])
    op.execute("create index ix_checkout_waiting on checkout (updated_at) where status in ('reserved', 'paying')")


def downgrade() -> None:
    op.drop_index("ix_checkout_waiting", "checkout")
    for name, (table, _) in BY_PARENT.items():
        op.drop_index(name, table)
