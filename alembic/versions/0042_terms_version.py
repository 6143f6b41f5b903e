"""terms version: regions, taxes, categories and price lists tell when they change, apart from every sale"""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"

TERMS = ("region", "region_country", "tax_rate", "category", "price_list")


def upgrade() -> None:
    op.add_column("tenant", sa.Column("terms_version", sa.Integer(), nullable=False, server_default="0"))
    # A trigger, because no service may forget it; once per store and statement, however many rows were written.
    op.execute("""
        create function terms_changed() returns trigger language plpgsql as $$
        begin
            update tenant set terms_version = terms_version + 1 where id in (select tenant_id from touched);
            return null;
        end $$""")
    for table in TERMS:
        for verb, rows in (("insert", "new"), ("update", "new"), ("delete", "old")):
            op.execute(f"""
                create trigger {table}_{verb}_terms after {verb} on {table}
                referencing {rows} table as touched for each statement execute function terms_changed()""")


def downgrade() -> None:
    for table in TERMS:
        for verb in ("insert", "update", "delete"):
            op.execute(f"drop trigger {table}_{verb}_terms on {table}")
    op.execute("drop function terms_changed")
    op.drop_column("tenant", "terms_version")
