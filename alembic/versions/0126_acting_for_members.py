"""the store's side buys in the name of members, and orders remember it"""

import sqlalchemy as sa
from alembic import op

revision = "0126"
down_revision = "0121"


def upgrade() -> None:
    op.create_table(
        "acting_session",
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), server_default=sa.text("now()"), nullable=False),
        sa.Column("session_id", sa.String(), nullable=False),
        sa.Column("user_id", sa.String(), nullable=False),
        sa.Column("member_id", sa.String(), nullable=False),
        sa.Column("location_id", sa.String(), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["location_id", "tenant_id"],
            ["company_location.id", "company_location.tenant_id"],
            name=op.f("fk_acting_session_location_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["member_id", "tenant_id"],
            ["company_member.id", "company_member.tenant_id"],
            name=op.f("fk_acting_session_member_id_tenant_id"),
        ),
        sa.ForeignKeyConstraint(
            ["session_id"], ["user_session.id"], name=op.f("fk_acting_session_session_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f("fk_acting_session_tenant_id")),
        sa.ForeignKeyConstraint(["user_id"], ["account.id"], name=op.f("fk_acting_session_user_id")),
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f("pk_acting_session")),
    )
    op.create_index(
        "uq_acting_session_open",
        "acting_session",
        ["session_id"],
        unique=True,
        postgresql_where=sa.text("ended_at is null"),
    )
    op.execute("select protect_tenant_table('acting_session')")
    op.add_column("order_group", sa.Column("acted_by_id", sa.String(), nullable=True))
    op.add_column("order_group", sa.Column("acted_by", sa.String(), server_default="", nullable=False))
    op.alter_column("order_group", "acted_by", server_default=None)
    op.create_foreign_key(op.f("fk_order_group_acted_by_id"), "order_group", "account", ["acted_by_id"], ["id"])


def downgrade() -> None:
    op.drop_column("order_group", "acted_by")
    op.drop_column("order_group", "acted_by_id")
    op.drop_table("acting_session")
