"""huey: the queue's own tables, made here because the product's role may create nothing"""

from alembic import op

revision = "0003"
down_revision = "0002"

# The tables of huey 3.5's PostgresStorage; it runs with create_tables=False.
TABLES = """
create table huey_kv (queue text not null, key text not null, value bytea not null, primary key (queue, key));
create table huey_schedule (id bigserial primary key, queue text not null, data bytea not null,
    timestamp double precision not null);
create index huey_schedule_queue_timestamp on huey_schedule (queue, timestamp);
create table huey_task (id bigserial primary key, queue text not null, data bytea not null,
    priority double precision not null default 0.0);
create index huey_task_queue_priority_id on huey_task (queue, priority desc, id);
create table huey_counter (queue text not null, key text not null, value bigint not null default 0,
    primary key (queue, key));
"""


def upgrade() -> None:
    op.execute(TABLES)


def downgrade() -> None:
    op.execute("drop table huey_kv, huey_schedule, huey_task, huey_counter")
