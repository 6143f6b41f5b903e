"""invoices and credit notes, money that came for them, and what was matched"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0111"
down_revision = "0102"

# Invoices that were numbered before: of orders that were paid at once, over the whole of them.
_OLD = """
insert into invoice (tenant_id, id, kind, number, vendor_id, order_id, currency, amount, tax_amount, open_amount,
    issued_on, terms, lines, shipping_amount, shipping_tax_amount, dunning_stage, dunning_paused)
select tenant_id, 'inv_' || substr(md5(id), 1, 26), 'invoice', invoice_number, vendor_id, id, currency, total_amount,
    tax_amount, 0, (paid_at at time zone 'UTC')::date, '', '[]', shipping_amount, shipping_tax_amount, 0, ''
from vendor_order where invoice_number <> '' and paid_at is not null
"""


def upgrade() -> None:
    op.create_table(
        "receipt",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("company_location_id", sa.String(), nullable=False),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("open_amount", sa.BigInteger(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("reference", sa.String(), nullable=False),
        sa.Column("idempotency_key", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_reason", sa.String(), nullable=False),
        sa.CheckConstraint("amount > 0 and open_amount between 0 and amount", name=op.f("ck_receipt_open")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_receipt_actor_id")),
        sa.ForeignKeyConstraint(
            ["company_location_id", "tenant_id"],
            ["company_location.id", "company_location.tenant_id"],
            name=op.f("fk_receipt_company_location_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_receipt_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_receipt")),
        sa.UniqueConstraint("tenant_id", "idempotency_key", name=op.f("uq_receipt_tenant_id_idempotency_key")),
    )
    op.create_index("ix_receipt_account", "receipt", ["tenant_id", "company_location_id"], unique=False)
    op.create_table(
        "invoice",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("number", sa.String(), nullable=False),
        sa.Column("vendor_id", sa.String(), nullable=False),
        sa.Column("order_id", sa.String(), nullable=False),
        sa.Column("refund_id", sa.String(), nullable=True),
        sa.Column("company_location_id", sa.String(), nullable=True),
        sa.Column("currency", sa.String(), nullable=False),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("tax_amount", sa.BigInteger(), nullable=False),
        sa.Column("open_amount", sa.BigInteger(), nullable=False),
        sa.Column("issued_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("terms", sa.String(), nullable=False),
        sa.Column("lines", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("shipping_amount", sa.BigInteger(), nullable=False),
        sa.Column("shipping_tax_amount", sa.BigInteger(), nullable=False),
        sa.Column("dunning_stage", sa.Integer(), nullable=False),
        sa.Column("dunned_on", sa.Date(), nullable=True),
        sa.Column("dunning_paused", sa.String(), nullable=False),
        sa.CheckConstraint("(kind = 'credit_note') = (refund_id is not null)", name=op.f("ck_invoice_refund")),
        sa.CheckConstraint("kind in ('invoice','credit_note')", name=op.f("ck_invoice_kind")),
        sa.CheckConstraint("open_amount between 0 and amount", name=op.f("ck_invoice_open")),
        sa.ForeignKeyConstraint(
            ["company_location_id", "tenant_id"],
            ["company_location.id", "company_location.tenant_id"],
            name=op.f("fk_invoice_company_location_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["order_id", "tenant_id"],
            ["vendor_order.id", "vendor_order.tenant_id"],
            name=op.f("fk_invoice_order_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["refund_id", "tenant_id"], ["refund.id", "refund.tenant_id"], name=op.f("fk_invoice_refund_id_tenant_id")
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_invoice_tenant_id")),
        sa.ForeignKeyConstraint(
            ["vendor_id", "tenant_id"], ["vendor.id", "vendor.tenant_id"], name=op.f("fk_invoice_vendor_id_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_invoice")),
        sa.UniqueConstraint("tenant_id", "vendor_id", "number", name=op.f("uq_invoice_tenant_id_vendor_id_number")),
    )
    op.create_index("ix_invoice_account", "invoice", ["tenant_id", "company_location_id", "due_on"], unique=False)
    op.create_index(
        "uq_invoice_order",
        "invoice",
        ["tenant_id", "order_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'invoice'"),
    )
    op.create_index(
        "uq_invoice_refund",
        "invoice",
        ["tenant_id", "refund_id"],
        unique=True,
        postgresql_where=sa.text("kind <> 'invoice'"),
    )
    op.create_table(
        "settlement",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("invoice_id", sa.String(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("receipt_id", sa.String(), nullable=True),
        sa.Column("credit_note_id", sa.String(), nullable=True),
        sa.Column("amount", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.String(), nullable=False),
        sa.Column("actor_id", sa.String(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "(kind = 'receipt') = (receipt_id is not null) and (kind = 'credit_note') = (credit_note_id is not null)",
            name=op.f("ck_settlement_source"),
        ),
        sa.CheckConstraint("kind in ('receipt','credit_note','write_off')", name=op.f("ck_settlement_kind")),
        sa.CheckConstraint("amount > 0", name=op.f("ck_settlement_amount")),
        sa.ForeignKeyConstraint(["actor_id"], ["account.id"], name=op.f("fk_settlement_actor_id")),
        sa.ForeignKeyConstraint(
            ["credit_note_id", "tenant_id"],
            ["invoice.id", "invoice.tenant_id"],
            name=op.f("fk_settlement_credit_note_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["invoice_id", "tenant_id"],
            ["invoice.id", "invoice.tenant_id"],
            name=op.f("fk_settlement_invoice_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["receipt_id", "tenant_id"],
            ["receipt.id", "receipt.tenant_id"],
            name=op.f("fk_settlement_receipt_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_settlement_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_settlement")),
    )
    op.create_index("ix_settlement_invoice", "settlement", ["tenant_id", "invoice_id"], unique=False)
    op.create_index("ix_settlement_receipt", "settlement", ["tenant_id", "receipt_id"], unique=False)
    for table in ("receipt", "invoice", "settlement"):
        op.execute(f"select protect_tenant_table('{table}')")
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute(_OLD)


def downgrade() -> None:
    op.drop_index("ix_settlement_receipt", table_name="settlement")
    op.drop_index("ix_settlement_invoice", table_name="settlement")
    op.drop_table("settlement")
    op.drop_index("uq_invoice_refund", table_name="invoice", postgresql_where=sa.text("kind <> 'invoice'"))
    op.drop_index("uq_invoice_order", table_name="invoice", postgresql_where=sa.text("kind = 'invoice'"))
    op.drop_index("ix_invoice_account", table_name="invoice")
    op.drop_table("invoice")
    op.drop_index("ix_receipt_account", table_name="receipt")
    op.drop_table("receipt")
