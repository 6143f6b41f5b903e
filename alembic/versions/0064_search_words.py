"""search words: what words mean in a store, and which found nothing; figures and units are indexed apart and together"""

import sqlalchemy as sa
from alembic import op

revision = "0064"
down_revision = "0070"


def upgrade() -> None:
    op.add_column("tenant", sa.Column("search_version", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("tenant", "search_version", server_default=None)
    op.create_table(
        "search_synonym",
        *_own(),
        sa.Column("word", sa.String(), nullable=False),
        sa.Column("means", sa.String(), nullable=False),
        *_keys("search_synonym"),
        sa.UniqueConstraint("tenant_id", "word", "means", name=op.f("uq_search_synonym_tenant_id_word_means")),
    )
    op.create_table(
        "search_miss",
        *_own(),
        sa.Column("times", sa.Integer(), nullable=False),
        sa.Column("last_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
        *_keys("search_miss"),
        sa.CheckConstraint("times > 0", name=op.f("ck_search_miss_times")),
    )
    for table in ("search_synonym", "search_miss"):
        op.execute(f"select protect_tenant_table('{table}')")
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute("""
        insert into job (id, tenant_id, kind, entity, entity_id, operation, payload, priority, status, attempts,
          max_attempts, correlation_id, note)
        select 'job_words_' || id, id, 'search.rebuild', 'tenant', id, '', '{}', 50, 'pending', 0, 8, '', ''
        from tenant
    """)


def _own() -> list[sa.Column]:  # type: ignore[type-arg]
    return [
        sa.Column("id", sa.String(), nullable=False),
        sa.Column("tenant_id", sa.String(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False, server_default=sa.text("now()")),
    ]


def _keys(table: str) -> list[sa.Constraint]:
    return [
        sa.PrimaryKeyConstraint("tenant_id", "id", name=op.f(f"pk_{table}")),
        sa.ForeignKeyConstraint(["tenant_id"], ["tenant.id"], name=op.f(f"fk_{table}_tenant_id")),
    ]


def downgrade() -> None:
    op.drop_table("search_miss")
    op.drop_table("search_synonym")
    op.drop_column("tenant", "search_version")
