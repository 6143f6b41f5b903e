"""prices that are asked for: requests, answers, and the cart that buys what was awarded"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0136"
down_revision = "0135"


TABLES = (
    "quote_template",
    "quote_request",
    "quote",
    "quote_file",
    "quote_request_line",
    "quote_comment",
    "quote_draft",
    "quote_revision",
    "quote_form",
)


def upgrade() -> None:
    op.create_table(
        "quote_template",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("vendor_id", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("valid_days", sa.Integer(), nullable=False),
        sa.Column("lead_days", sa.Integer(), nullable=True),
        sa.Column("payment_terms", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_quote_template_tenant_id")),
        sa.ForeignKeyConstraint(
            ["vendor_id", "tenant_id"],
            ["vendor.id", "vendor.tenant_id"],
            name=op.f("fk_quote_template_vendor_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quote_template")),
        sa.UniqueConstraint("tenant_id", "vendor_id", "name", name=op.f("uq_quote_template_tenant_id_vendor_id_name")),
    )
    op.create_table(
        "quote_request",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("press", sa.String(), nullable=False),
        sa.Column("source", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("email", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=True),
        sa.Column("location_id", sa.String(), nullable=True),
        sa.Column("region_id", sa.String(), nullable=False),
        sa.Column("currency", sa.String(length=3), nullable=False),
        sa.Column("locale", sa.String(), nullable=False),
        sa.Column("ship_to", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("answer_by", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hides_vendors", sa.Boolean(), nullable=False),
        sa.Column("shares_targets", sa.Boolean(), nullable=False),
        sa.Column("choice", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("awarded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cart_id", sa.String(), nullable=True),
        sa.CheckConstraint(
            "source in ('cart','product','list','quick_order','free')", name=op.f("ck_quote_request_source")
        ),
        sa.ForeignKeyConstraint(
            ["cart_id", "tenant_id"], ["cart.id", "cart.tenant_id"], name=op.f("fk_quote_request_cart_id_tenant_id")
        ),
        sa.ForeignKeyConstraint(
            ["company_id", "tenant_id"],
            ["company.id", "company.tenant_id"],
            name=op.f("fk_quote_request_company_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["location_id", "tenant_id"],
            ["company_location.id", "company_location.tenant_id"],
            name=op.f("fk_quote_request_location_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["region_id", "tenant_id"],
            ["region.id", "region.tenant_id"],
            name=op.f("fk_quote_request_region_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_quote_request_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_quote_request_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quote_request")),
        sa.UniqueConstraint("tenant_id", "number", name=op.f("uq_quote_request_tenant_id_number")),
        sa.UniqueConstraint("tenant_id", "press", name=op.f("uq_quote_request_tenant_id_press")),
    )
    op.create_index("ix_quote_request_company", "quote_request", ["tenant_id", "company_id"], unique=False)
    op.create_index("ix_quote_request_user", "quote_request", ["tenant_id", "user_id"], unique=False)
    op.create_table(
        "quote",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("vendor_id", sa.String(), nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("revision", sa.Integer(), nullable=False),
        sa.Column("change", sa.Integer(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reserves_stock", sa.Boolean(), nullable=False),
        sa.Column("turn_since", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("seen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reminded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("end_reason", sa.String(), nullable=False),
        sa.CheckConstraint(
            "status in ('pending','quoted','countered','accepted','declined','expired','withdrawn','rejected')",
            name=op.f("ck_quote_status"),
        ),
        sa.ForeignKeyConstraint(
            ["request_id", "tenant_id"],
            ["quote_request.id", "quote_request.tenant_id"],
            name=op.f("fk_quote_request_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_quote_tenant_id")),
        sa.ForeignKeyConstraint(
            ["vendor_id", "tenant_id"], ["vendor.id", "vendor.tenant_id"], name=op.f("fk_quote_vendor_id_tenant_id")
        ),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quote")),
        sa.UniqueConstraint(
            "tenant_id", "request_id", "vendor_id", name=op.f("uq_quote_tenant_id_request_id_vendor_id")
        ),
    )
    op.create_index(
        "ix_quote_due", "quote", ["valid_until"], unique=False, postgresql_where=sa.text("status = 'quoted'")
    )
    op.create_index("ix_quote_vendor", "quote", ["tenant_id", "vendor_id", "status"], unique=False)
    op.create_table(
        "quote_file",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=True),
        sa.Column("owner", sa.String(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_quote_file_size")),
        sa.ForeignKeyConstraint(
            ["request_id", "tenant_id"],
            ["quote_request.id", "quote_request.tenant_id"],
            name=op.f("fk_quote_file_request_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_quote_file_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quote_file")),
        sa.UniqueConstraint("path", name=op.f("uq_quote_file_path")),
    )
    op.create_index("ix_quote_file_request", "quote_file", ["tenant_id", "request_id"], unique=False)
    op.create_table(
        "quote_request_line",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("request_id", sa.String(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("offer_id", sa.String(), nullable=True),
        sa.Column("variant_id", sa.String(), nullable=True),
        sa.Column("product_id", sa.String(), nullable=True),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("sku", sa.String(), nullable=False),
        sa.Column("picture", sa.String(), nullable=False),
        sa.Column("unit", sa.String(), nullable=False),
        sa.Column("quantity", sa.Integer(), nullable=False),
        sa.Column("target_amount", sa.BigInteger(), nullable=True),
        sa.Column("wanted_on", sa.Date(), nullable=True),
        sa.Column("note", sa.String(), nullable=False),
        sa.CheckConstraint("quantity > 0", name=op.f("ck_quote_request_line_quantity")),
        sa.CheckConstraint("target_amount >= 0", name=op.f("ck_quote_request_line_target")),
        sa.ForeignKeyConstraint(
            ["request_id", "tenant_id"],
            ["quote_request.id", "quote_request.tenant_id"],
            name=op.f("fk_quote_request_line_request_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_quote_request_line_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quote_request_line")),
        sa.UniqueConstraint(
            "tenant_id", "request_id", "position", name=op.f("uq_quote_request_line_tenant_id_request_id_position")
        ),
    )
    op.create_table(
        "quote_comment",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("quote_id", sa.String(), nullable=False),
        sa.Column("line_id", sa.String(), nullable=True),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("is_internal", sa.Boolean(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.CheckConstraint("side in ('buyer','vendor','store')", name=op.f("ck_quote_comment_side")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_quote_comment_author_id")),
        sa.ForeignKeyConstraint(
            ["quote_id", "tenant_id"],
            ["quote.id", "quote.tenant_id"],
            name=op.f("fk_quote_comment_quote_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_quote_comment_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quote_comment")),
    )
    op.create_index("ix_quote_comment_quote", "quote_comment", ["tenant_id", "quote_id"], unique=False)
    op.create_table(
        "quote_draft",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("quote_id", sa.String(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("form", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("waits_since", sa.DateTime(timezone=True), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("side in ('buyer','vendor')", name=op.f("ck_quote_draft_side")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_quote_draft_author_id")),
        sa.ForeignKeyConstraint(
            ["quote_id", "tenant_id"],
            ["quote.id", "quote.tenant_id"],
            name=op.f("fk_quote_draft_quote_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_quote_draft_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quote_draft")),
        sa.UniqueConstraint("tenant_id", "quote_id", "side", name=op.f("uq_quote_draft_tenant_id_quote_id_side")),
    )
    op.create_table(
        "quote_revision",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("quote_id", sa.String(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("side", sa.String(), nullable=False),
        sa.Column("author_id", sa.String(), nullable=True),
        sa.Column("author", sa.String(), nullable=False),
        sa.Column("terms", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("total_amount", sa.BigInteger(), nullable=False),
        sa.Column("valid_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("taken_back_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("side in ('buyer','vendor')", name=op.f("ck_quote_revision_side")),
        sa.ForeignKeyConstraint(["author_id"], ["account.id"], name=op.f("fk_quote_revision_author_id")),
        sa.ForeignKeyConstraint(
            ["quote_id", "tenant_id"],
            ["quote.id", "quote.tenant_id"],
            name=op.f("fk_quote_revision_quote_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_quote_revision_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quote_revision")),
        sa.UniqueConstraint(
            "tenant_id", "quote_id", "number", name=op.f("uq_quote_revision_tenant_id_quote_id_number")
        ),
    )
    op.create_table(
        "quote_form",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("values", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("errors", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(user_id is null) <> (token_hash is null)", name=op.f("ck_quote_form_owner")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_quote_form_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_quote_form_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_quote_form")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_quote_form_tenant_id_token_hash")),
        sa.UniqueConstraint("tenant_id", "user_id", name=op.f("uq_quote_form_tenant_id_user_id")),
    )
    op.add_column("cart", sa.Column("quote_request_id", sa.String(), nullable=True))
    op.add_column("cart", sa.Column("quoted", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column("cart_line", sa.Column("quoted", postgresql.JSONB(astext_type=sa.Text()), nullable=True))
    op.add_column("offer", sa.Column("cost_amount", sa.BigInteger(), nullable=True))
    op.add_column("offer", sa.Column("cost_currency", sa.String(length=3), server_default="", nullable=False))
    op.add_column("vendor", sa.Column("quote_margin_bps", sa.Integer(), nullable=True))
    op.alter_column("offer", "cost_currency", server_default=None)
    for table in TABLES:
        op.execute(f"select protect_tenant_table('{table}')")
    op.execute("""
        create function quote_revision_guard() returns trigger language plpgsql as $$
        begin
            if tg_op = 'UPDATE' and old.taken_back_at is null
               and to_jsonb(new) - 'taken_back_at' = to_jsonb(old) - 'taken_back_at' then
                return new;
            end if;
            raise exception 'a revision of a quote is never changed: the other side may have read it';
        end $$""")
    op.execute(
        "create trigger quote_revision_guard before update or delete on quote_revision "
        "for each row execute function quote_revision_guard()"
    )


def downgrade() -> None:
    op.execute("drop trigger quote_revision_guard on quote_revision")
    op.drop_column("vendor", "quote_margin_bps")
    op.drop_column("offer", "cost_currency")
    op.drop_column("offer", "cost_amount")
    op.drop_column("cart_line", "quoted")
    op.drop_column("cart", "quoted")
    op.drop_column("cart", "quote_request_id")
    op.drop_table("quote_form")
    op.drop_table("quote_revision")
    op.drop_table("quote_draft")
    op.drop_index("ix_quote_comment_quote", table_name="quote_comment")
    op.drop_table("quote_comment")
    op.drop_table("quote_request_line")
    op.drop_index("ix_quote_file_request", table_name="quote_file")
    op.drop_table("quote_file")
    op.drop_index("ix_quote_vendor", table_name="quote")
    op.drop_index("ix_quote_due", table_name="quote", postgresql_where=sa.text("status = 'quoted'"))
    op.drop_table("quote")
    op.drop_index("ix_quote_request_user", table_name="quote_request")
    op.drop_index("ix_quote_request_company", table_name="quote_request")
    op.drop_table("quote_request")
    op.drop_table("quote_template")
    op.execute("drop function quote_revision_guard()")
