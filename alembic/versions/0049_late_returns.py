"""late returns: money that came too late is on its way back, refused or back; a refusal was booked as back before"""

import sqlalchemy as sa
from alembic import op

revision = "0049"
down_revision = "0048"


def upgrade() -> None:
    op.add_column("payment", sa.Column("return_status", sa.String()))
    op.add_column("payment", sa.Column("return_reference", sa.String(), nullable=False, server_default=""))
    op.add_column("payment", sa.Column("return_failure", sa.String(), nullable=False, server_default=""))
    # Only a refusal left an empty reference.
    op.execute("""
        update payment set return_reference = coalesce(data->>'return_reference', ''),
            return_status = case when data->>'return_reference' <> '' then 'succeeded'
                                 when data ? 'return_reference' then 'failed' else 'pending' end,
            return_failure = case when data->>'return_reference' = '' then 'The payment provider refused it.' else '' end,
            data = data - 'returned' - 'return_reference'
        where data ? 'returned'""")
    op.execute("""
        insert into job (id, tenant_id, kind, entity, entity_id, operation, payload, dedupe_key, priority, run_at,
                         status, attempts, max_attempts, correlation_id, note)
        select 'job_' || upper(substr(md5(id), 1, 26)), tenant_id, 'payment.return', 'payment', id, '', '{}', id, 20,
               now(), 'pending', 0, 8, '', ''
        from payment where return_status = 'failed'""")
    for column in ("return_reference", "return_failure"):
        op.alter_column("payment", column, server_default=None)
    op.create_check_constraint("return_status", "payment", "return_status in ('pending','succeeded','failed')")
    op.create_index(
        "ix_payment_return", "payment", ["return_status"],
        postgresql_where=sa.text("return_status in ('pending','failed')"),
    )


def downgrade() -> None:
    op.execute("""
        update payment set data = data || case when return_status = 'pending' then '{"returned": true}'::jsonb
            else jsonb_build_object('returned', true, 'return_reference', return_reference) end
        where return_status is not null""")
    op.drop_index("ix_payment_return", table_name="payment")
    for column in ("return_failure", "return_reference", "return_status"):
        op.drop_column("payment", column)
