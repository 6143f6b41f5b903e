"""guards: the product's role, row-level security, ledger and audit triggers, the bell of the job table"""

from alembic import op

from marketplace.settings import settings

revision = "0002"
down_revision = "0001"

SCOPE = """
create function app_platform() returns boolean language sql stable as
  $$ select coalesce(current_setting('app.platform', true), '') = 'on' $$;
create function app_tenant() returns text language sql stable as
  $$ select nullif(current_setting('app.tenant', true), '') $$;

-- Called by every migration that adds a table with a tenant_id: forced even for the owner.
create function protect_tenant_table(name text) returns void language plpgsql as $$
begin
  execute format('alter table %I enable row level security', name);
  execute format('alter table %I force row level security', name);
  execute format('create policy tenant_scope on %I using (app_platform() or tenant_id = app_tenant())
                  with check (app_platform() or tenant_id = app_tenant())', name);
end $$;
do $$ declare t text; begin
  for t in select table_name from information_schema.columns
           where table_schema = 'public' and column_name = 'tenant_id' loop
    perform protect_tenant_table(t);
  end loop;
end $$;
"""

LEDGER = """
create function ledger_tx_guard() returns trigger language plpgsql as $$
declare n int; bad text;
begin
  if tg_op = 'DELETE' then raise exception 'ledger transactions are never deleted'; end if;
  if old.status = 'posted' then raise exception 'a posted ledger transaction is never changed; reverse it'; end if;
  if new.status = 'posted' then
    select count(*) into n from ledger_entry e where e.tx_id = new.id and e.tenant_id = new.tenant_id;
    if n < 2 then raise exception 'a ledger transaction needs two entries, % has %', new.id, n; end if;
    select string_agg(a.currency || ' ' || s, ', ') into bad from (
      select a.currency, sum(e.amount) s from ledger_entry e
      join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id
      where e.tx_id = new.id and e.tenant_id = new.tenant_id group by a.currency having sum(e.amount) <> 0) a;
    if bad is not null then raise exception 'ledger transaction % does not balance: %', new.id, bad; end if;
    new.posted_at := coalesce(new.posted_at, now());
  end if;
  return new;
end $$;
create trigger ledger_tx_guard before update or delete on ledger_tx for each row execute function ledger_tx_guard();

create function ledger_tx_starts_as_draft() returns trigger language plpgsql as $$
begin
  if new.status <> 'draft' then raise exception 'a ledger transaction starts as a draft'; end if;
  return new;
end $$;
create trigger ledger_tx_starts_as_draft before insert on ledger_tx
  for each row execute function ledger_tx_starts_as_draft();

create function ledger_entry_guard() returns trigger language plpgsql as $$
declare s text;
begin
  if tg_op <> 'INSERT' then raise exception 'ledger entries are never changed'; end if;
  select status into s from ledger_tx where id = new.tx_id and tenant_id = new.tenant_id;
  if s = 'posted' then raise exception 'ledger transaction % is posted already', new.tx_id; end if;
  return new;
end $$;
create trigger ledger_entry_guard before insert or update or delete on ledger_entry
  for each row execute function ledger_entry_guard();
"""

AUDIT = """
create function audit_event_guard() returns trigger language plpgsql as $$
begin raise exception 'the audit trail is never changed'; end $$;
create trigger audit_event_guard before update or delete on audit_event
  for each row execute function audit_event_guard();
create trigger audit_event_no_truncate before truncate on audit_event
  for each statement execute function audit_event_guard();
"""

BELL = """
create function job_bell() returns trigger language plpgsql as $$
begin
  if new.status = 'pending' and new.run_at <= now() then perform pg_notify('job', new.id); end if;
  return null;
end $$;
create trigger job_bell after insert or update of status on job for each row execute function job_bell();
"""


def upgrade() -> None:
    role = settings().database_role
    op.execute(SCOPE)
    op.execute(LEDGER)
    op.execute(AUDIT)
    op.execute(BELL)
    op.execute(
        f"""
        do $$ begin
          if not exists (select from pg_roles where rolname = '{role}') then create role {role} nologin; end if;
        exception when duplicate_object or unique_violation then null;  -- two copies on one server, at once
        end $$;
        grant {role} to current_user;
        grant usage on schema public to {role};
        grant select, insert, update, delete on all tables in schema public to {role};
        grant usage, select on all sequences in schema public to {role};
        alter default privileges in schema public grant select, insert, update, delete on tables to {role};
        alter default privileges in schema public grant usage, select on sequences to {role};
        revoke update, delete on audit_event, ledger_entry from {role};
        """
    )


def downgrade() -> None:
    raise RuntimeError("the first migrations are not undone; restore a backup instead")
