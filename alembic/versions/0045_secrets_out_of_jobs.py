"""secrets out of jobs: a letter's token has no hash until the letter is written, and old jobs forget theirs"""

import sqlalchemy as sa
from alembic import op

revision = "0045"
down_revision = "0044"


def upgrade() -> None:
    op.alter_column("one_time_token", "token_hash", existing_type=sa.Text(), nullable=True)
    op.alter_column("order_transfer", "token_hash", existing_type=sa.Text(), nullable=True)
    op.create_index(
        "ix_job_remembers", "job", ["finished_at"],
        postgresql_where=sa.text("status in ('done','cancelled') and payload <> '{}'::jsonb"),
    )
    # Letters that still wait name the row of their token from now on; nobody else's link may be read from a job.
    op.execute("""
        update job j set payload = jsonb_build_object('token_id', t.id) from one_time_token t
        where j.payload ? 'token' and t.token_hash = encode(sha256(convert_to(j.payload->>'token', 'UTF8')), 'hex')""")
    op.execute("""
        update job j set payload = jsonb_build_object('transfer_id', t.id) from order_transfer t
        where j.payload ? 'token' and t.token_hash = encode(sha256(convert_to(j.payload->>'token', 'UTF8')), 'hex')""")
    op.execute("update job set payload = payload - 'token' - 'path' where payload ? 'token'")


def downgrade() -> None:
    op.drop_index("ix_job_remembers", table_name="job")
    op.execute("delete from one_time_token where token_hash is null")
    op.execute("delete from order_transfer where token_hash is null")
    op.alter_column("order_transfer", "token_hash", existing_type=sa.Text(), nullable=False)
    op.alter_column("one_time_token", "token_hash", existing_type=sa.Text(), nullable=False)
