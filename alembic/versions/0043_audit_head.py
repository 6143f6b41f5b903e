"""audit head: the chain's lock and its last link are asked for at once"""

from alembic import op

revision = "0043"
down_revision = "0042"


def upgrade() -> None:
    # Each statement of a volatile function looks anew, so the last link is read after the lock was waited for.
    op.execute("""
        create function audit_head(store text) returns text language plpgsql volatile as $$
        begin
            perform pg_advisory_xact_lock(hashtextextended('audit:' || coalesce(store, 'platform'), 0));
            if store is null then
                return (select hash from audit_event where tenant_id is null order by seq desc limit 1);
            end if;
            return (select hash from audit_event where tenant_id = store order by seq desc limit 1);
        end $$""")


def downgrade() -> None:
    op.execute("drop function audit_head")
