"""documents that companies show when they ask to be let in"""

import sqlalchemy as sa
from alembic import op

revision = "0125"
down_revision = "0120"


def upgrade() -> None:
    op.create_table(
        "company_document",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("company_id", sa.String(), nullable=True),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("path", sa.String(), nullable=False),
        sa.Column("content_type", sa.String(), nullable=False),
        sa.Column("size_bytes", sa.Integer(), nullable=False),
        sa.CheckConstraint("size_bytes > 0", name=op.f("ck_company_document_size")),
        sa.ForeignKeyConstraint(
            ["company_id", "tenant_id"],
            ["company.id", "company.tenant_id"],
            name=op.f("fk_company_document_company_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_company_document_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_company_document_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_company_document")),
        sa.UniqueConstraint("path", name=op.f("uq_company_document_path")),
    )
    op.create_index("ix_company_document_user", "company_document", ["tenant_id", "user_id"])
    op.create_index("ix_company_document_company", "company_document", ["tenant_id", "company_id"])
    op.execute("select protect_tenant_table('company_document')")


def downgrade() -> None:
    op.drop_table("company_document")
