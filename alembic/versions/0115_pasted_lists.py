"""pasted lists, and what companies call articles"""

import sqlalchemy as sa
from alembic import op

revision = "0115"
down_revision = "0106"


def upgrade() -> None:
    op.create_table(
        "pasted_list",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=True),
        sa.Column("token_hash", sa.String(), nullable=True),
        sa.Column("text", sa.String(), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.CheckConstraint("(user_id is null) <> (token_hash is null)", name=op.f("ck_pasted_list_whose")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_pasted_list_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_pasted_list_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_pasted_list")),
        sa.UniqueConstraint("tenant_id", "token_hash", name=op.f("uq_pasted_list_tenant_id_token_hash")),
        sa.UniqueConstraint("tenant_id", "user_id", name=op.f("uq_pasted_list_tenant_id_user_id")),
    )
    op.create_table(
        "article_alias",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("company_id", sa.String(), nullable=False),
        sa.Column("code", sa.String(), nullable=False),
        sa.Column("written", sa.String(), nullable=False),
        sa.Column("offer_id", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(
            ["company_id", "tenant_id"],
            ["company.id", "company.tenant_id"],
            name=op.f("fk_article_alias_company_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["offer_id", "tenant_id"],
            ["offer.id", "offer.tenant_id"],
            name=op.f("fk_article_alias_offer_id_tenant_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_article_alias_tenant_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_article_alias")),
        sa.UniqueConstraint(
            "tenant_id", "company_id", "code", name=op.f("uq_article_alias_tenant_id_company_id_code")
        ),
    )
    for table in ("pasted_list", "article_alias"):
        op.execute(f"select protect_tenant_table('{table}')")


def downgrade() -> None:
    op.drop_table("article_alias")
    op.drop_table("pasted_list")
