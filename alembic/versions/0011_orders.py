"""orders: checkouts, uses of promotions, the address book, counters, figures of a day; money in 64 bits"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0011"
down_revision = "0010"


CHECKS = [
    ("refund", "status", "status in ('pending','succeeded','failed')"),
    ("payment", "status", "status in ('pending','requires_action','awaiting','captured','failed','cancelled')"),
    ("payout", "status", "status in ('requested','held','queued','sending','in_transit','paid','cancelled','failed',"
     "'returned')"),
    ("earning", "kind", "kind in ('sale','refund','adjustment')"),
    ("earning", "status", "status in ('pending','available','in_transit','paid')"),
]


def upgrade() -> None:
    op.create_table(
        "ledger_check",
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("checked", sa.Integer(), nullable=False),
        sa.Column("broken", JSONB(), nullable=False),
        sa.Column("rules", JSONB(), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name="pk_ledger_check"),
    )
    op.create_table(
        "address",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("label", sa.String(), nullable=False),
        sa.Column("first_name", sa.String(), nullable=False),
        sa.Column("last_name", sa.String(), nullable=False),
        sa.Column("company", sa.String(), nullable=False),
        sa.Column("line1", sa.String(), nullable=False),
        sa.Column("line2", sa.String(), nullable=False),
        sa.Column("postal_code", sa.String(), nullable=False),
        sa.Column("city", sa.String(), nullable=False),
        sa.Column("province", sa.String(), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=False),
        sa.Column("phone", sa.String(), nullable=False),
        sa.Column("is_default_shipping", sa.Boolean(), nullable=False),
        sa.Column("is_default_billing", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_address_tenant_id"),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name="fk_address_user_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_address"),
    )
    op.create_index("ix_address_user_id", "address", ["user_id"], unique=False)
    op.create_table(
        "counter",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("last", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_counter_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_counter"),
        sa.UniqueConstraint("tenant_id", "name", name="uq_counter_tenant_id_name"),
    )
    op.create_table(
        "vendor_day",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("vendor_id", sa.String(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("orders", sa.Integer(), nullable=False),
        sa.Column("units", sa.Integer(), nullable=False),
        sa.Column("goods_amount", sa.BigInteger(), nullable=False),
        sa.Column("refunded_amount", sa.BigInteger(), nullable=False),
        sa.Column("commission_amount", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_vendor_day_tenant_id"),
        sa.ForeignKeyConstraint(
            ["vendor_id", "tenant_id"], ["vendor.id", "vendor.tenant_id"], name="fk_vendor_day_vendor_id_tenant_id"
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_vendor_day"),
        sa.UniqueConstraint(
            "tenant_id", "vendor_id", "day", "currency", name="uq_vendor_day_tenant_id_vendor_id_day_currency"
        ),
    )
    op.create_table(
        "checkout",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("cart_id", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("request_hash", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("plan", JSONB(), nullable=False),
        sa.Column("group_id", sa.String(), nullable=True),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("problem", sa.String(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint(
            "status in ('reserved','paying','paid','placed','failed','undone')", name="ck_checkout_status"
        ),
        sa.ForeignKeyConstraint(
            ["cart_id", "tenant_id"], ["cart.id", "cart.tenant_id"], name="fk_checkout_cart_id_tenant_id"
        ),
        sa.ForeignKeyConstraint(
            ["group_id", "tenant_id"],
            ["order_group.id", "order_group.tenant_id"],
            name="fk_checkout_group_id_tenant_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_checkout_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_checkout"),
        sa.UniqueConstraint("tenant_id", "idempotency_key", name="uq_checkout_tenant_id_idempotency_key"),
    )
    op.create_index(
        "uq_checkout_open",
        "checkout",
        ["tenant_id", "cart_id"],
        unique=True,
        postgresql_where=sa.text("status in ('reserved','paying','paid')"),
    )
    op.create_table(
        "promotion_use",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("promotion_id", sa.String(), nullable=False),
        sa.Column("checkout_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.CheckConstraint("status in ('held','spent','released')", name="ck_promotion_use_status"),
        sa.ForeignKeyConstraint(
            ["checkout_id", "tenant_id"],
            ["checkout.id", "checkout.tenant_id"],
            name="fk_promotion_use_checkout_id_tenant_id",
        ),
        sa.ForeignKeyConstraint(
            ["promotion_id", "tenant_id"],
            ["promotion.id", "promotion.tenant_id"],
            name="fk_promotion_use_promotion_id_tenant_id",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name="fk_promotion_use_tenant_id"),
        sa.PrimaryKeyConstraint("tenant_id", "id", name="pk_promotion_use"),
        sa.UniqueConstraint(
            "tenant_id", "promotion_id", "checkout_id", name="uq_promotion_use_tenant_id_promotion_id_checkout_id"
        ),
    )
    op.add_column("cart", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.alter_column(
        "cart_line", "seen_unit_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.alter_column(
        "cart_shipping", "amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "commission_line", "base_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "commission_line", "amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "commission_line", "tax_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "commission_line", "reversed_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "commission_rule", "from_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.alter_column(
        "commission_rule", "to_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.alter_column(
        "commission_rule", "fixed_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "commission_rule", "floor_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.alter_column(
        "commission_rule", "cap_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.alter_column(
        "company_contact",
        "spending_limit_amount",
        existing_type=sa.INTEGER(),
        type_=sa.BigInteger(),
        existing_nullable=True,
    )
    op.alter_column(
        "company_location",
        "credit_limit_amount",
        existing_type=sa.INTEGER(),
        type_=sa.BigInteger(),
        existing_nullable=True,
    )
    op.add_column("earning", sa.Column("refund_id", sa.String(), nullable=True))
    op.add_column("earning", sa.Column("kind", sa.String(), nullable=False, server_default="sale"))
    op.add_column("earning", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.alter_column("earning", "amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False)
    op.drop_constraint("uq_earning_tenant_id_order_id", "earning", type_="unique")
    op.create_index(
        "ix_earning_due", "earning", ["available_at"], unique=False, postgresql_where=sa.text("status = 'pending'")
    )
    op.create_index("ix_earning_payout", "earning", ["tenant_id", "payout_id"], unique=False)
    op.create_unique_constraint(
        "uq_earning_source",
        "earning",
        ["tenant_id", "order_id", "kind", "refund_id"],
        postgresql_nulls_not_distinct=True,
    )
    op.create_foreign_key(
        "fk_earning_refund_id_tenant_id", "earning", "refund", ["refund_id", "tenant_id"], ["id", "tenant_id"]
    )
    op.add_column("fulfilment", sa.Column("number", sa.Integer(), nullable=False, server_default="1"))
    op.create_index("ix_fulfilment_order", "fulfilment", ["tenant_id", "order_id"], unique=False)
    op.alter_column(
        "ledger_account", "posted_balance", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "ledger_entry", "amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.add_column("order_group", sa.Column("is_tax_inclusive", sa.Boolean(), nullable=False, server_default="false"))
    op.add_column("order_group", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.alter_column(
        "order_group", "goods_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "order_group", "discount_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "order_group", "shipping_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "order_group", "tax_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "order_group", "total_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.add_column("order_line", sa.Column("product_id", sa.String(), nullable=False, server_default=""))
    op.add_column("order_line", sa.Column("variant_id", sa.String(), nullable=False, server_default=""))
    op.add_column("order_line", sa.Column("category_id", sa.String(), nullable=True))
    op.add_column("order_line", sa.Column("product_handle", sa.String(), nullable=False, server_default=""))
    op.add_column("order_line", sa.Column("variant_title", sa.String(), nullable=False, server_default=""))
    op.add_column("order_line", sa.Column("store_discount_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("order_line", sa.Column("refunded_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.alter_column(
        "order_line", "unit_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "order_line", "discount_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "order_line", "tax_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "order_line", "total_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.add_column("order_return", sa.Column("note", sa.String(), nullable=False, server_default=""))
    op.add_column("order_return", sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("order_return", sa.Column("received_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("payment", sa.Column("checkout_id", sa.String(), nullable=True))
    op.add_column("payment", sa.Column("method_label", sa.String(), nullable=False, server_default=""))
    op.add_column("payment", sa.Column("action_url", sa.String(), nullable=False, server_default=""))
    op.add_column("payment", sa.Column("failure", sa.String(), nullable=False, server_default=""))
    op.add_column("payment", sa.Column("captured_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("payment", "amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False)
    op.alter_column(
        "payment", "refunded_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.create_index("ix_payment_group", "payment", ["tenant_id", "group_id"], unique=False)
    op.create_index("ix_payment_reference", "payment", ["provider", "provider_reference"], unique=False)
    op.create_foreign_key(
        "fk_payment_checkout_id_tenant_id", "payment", "checkout", ["checkout_id", "tenant_id"], ["id", "tenant_id"]
    )
    op.add_column("payout", sa.Column("idempotency_key", sa.String(), nullable=False, server_default=""))
    op.add_column("payout", sa.Column("account", JSONB(), nullable=False, server_default="{}"))
    op.add_column("payout", sa.Column("failure", sa.String(), nullable=False, server_default=""))
    op.add_column("payout", sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("payout", sa.Column("expected_on", sa.Date(), nullable=True))
    op.alter_column("payout", "amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False)
    op.create_index("ix_payout_vendor", "payout", ["tenant_id", "vendor_id", "created_at"], unique=False)
    op.alter_column("price", "amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True)
    op.add_column("promotion", sa.Column("description", sa.String(), nullable=False, server_default=""))
    op.add_column("promotion", sa.Column("min_goods_amount", sa.BigInteger(), nullable=True))
    op.add_column("promotion", sa.Column("per_customer_limit", sa.Integer(), nullable=True))
    op.add_column(
        "promotion", sa.Column("allows_contract_prices", sa.Boolean(), nullable=False, server_default="false")
    )
    op.add_column("promotion", sa.Column("priority", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column(
        "promotion", "value_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.alter_column(
        "promotion", "budget_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.alter_column(
        "promotion", "spent_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.add_column("refund", sa.Column("payment_id", sa.String(), nullable=True))
    op.add_column("refund", sa.Column("goods_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("refund", sa.Column("shipping_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("refund", sa.Column("tax_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("refund", sa.Column("commission_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("refund", sa.Column("commission_tax_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("refund", sa.Column("lines", JSONB(), nullable=False, server_default="[]"))
    op.add_column("refund", sa.Column("provider_reference", sa.String(), nullable=False, server_default=""))
    op.add_column("refund", sa.Column("failure", sa.String(), nullable=False, server_default=""))
    op.add_column("refund", sa.Column("return_id", sa.String(), nullable=True))
    op.add_column("refund", sa.Column("succeeded_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column("refund", "amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False)
    op.create_index("ix_refund_order", "refund", ["tenant_id", "order_id"], unique=False)
    op.create_foreign_key(
        "fk_refund_return_id_tenant_id", "refund", "order_return", ["return_id", "tenant_id"], ["id", "tenant_id"]
    )
    op.create_foreign_key(
        "fk_refund_payment_id_tenant_id", "refund", "payment", ["payment_id", "tenant_id"], ["id", "tenant_id"]
    )
    op.add_column("reservation", sa.Column("checkout_id", sa.String(), nullable=True))
    op.create_index("ix_reservation_checkout", "reservation", ["tenant_id", "checkout_id"], unique=False)
    op.alter_column(
        "shipping_option", "amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "shipping_option", "step_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.alter_column(
        "shipping_option", "free_from_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.alter_column(
        "shipping_option", "min_order_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=True
    )
    op.add_column("vendor", sa.Column("payout_anchor", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("vendor", sa.Column("payout_account", JSONB(), nullable=False, server_default="{}"))
    op.add_column("vendor", sa.Column("payouts_paused_reason", sa.String(), nullable=False, server_default=""))
    op.add_column("vendor", sa.Column("reserve_bps", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("vendor", sa.Column("time_zone", sa.String(), nullable=False, server_default="Europe/Berlin"))
    op.add_column("vendor_order", sa.Column("shipping_tax_amount", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column(
        "vendor_order", sa.Column("store_discount_amount", sa.BigInteger(), nullable=False, server_default="0")
    )
    op.add_column("vendor_order", sa.Column("shipping_option_id", sa.String(), nullable=True))
    op.add_column("vendor_order", sa.Column("invoice_number", sa.String(), nullable=False, server_default=""))
    op.add_column("vendor_order", sa.Column("shipped_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("vendor_order", sa.Column("delivered_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("vendor_order", sa.Column("disputed_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("vendor_order", sa.Column("cancel_requested_at", sa.DateTime(timezone=True), nullable=True))
    op.alter_column(
        "vendor_order", "goods_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "vendor_order", "discount_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "vendor_order", "shipping_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "vendor_order", "tax_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "vendor_order", "total_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    op.alter_column(
        "vendor_order", "refunded_amount", existing_type=sa.INTEGER(), type_=sa.BigInteger(), existing_nullable=False
    )
    for table, name, rule in CHECKS:
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)
    for table in ("address", "counter", "vendor_day", "checkout", "promotion_use"):
        op.execute(f"select protect_tenant_table('{table}')")


def downgrade() -> None:
    raise RuntimeError("money is not narrowed again; restore a backup instead")
