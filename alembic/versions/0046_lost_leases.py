"""lost leases: a job's session is ended when its lease is lost, so that its locks do not stand in the next one's way"""

from alembic import op

from marketplace.settings import settings

revision = "0046"
down_revision = "0045"


def upgrade() -> None:
    # The product's role may not end sessions. This lets it end those that call themselves by a lease, and no other.
    op.execute("""
        create function end_sessions_of_jobs(tokens text[]) returns void language sql security definer
        set search_path = pg_catalog, pg_temp as $$
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and application_name in (select 'job:' || token from unnest(tokens) as t(token))
        $$""")
    op.execute("revoke all on function end_sessions_of_jobs(text[]) from public")
    op.execute(f"grant execute on function end_sessions_of_jobs(text[]) to {settings().database_role}")


def downgrade() -> None:
    op.execute("drop function end_sessions_of_jobs(text[])")
