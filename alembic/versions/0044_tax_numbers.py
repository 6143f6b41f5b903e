"""tax numbers: those on file get their one form; what is none stays as it was typed"""

import sqlalchemy as sa
from alembic import op

from marketplace.domain.stores.tax_numbers import read_tax_number
from marketplace.kit.check_digits import check

revision = "0044"
down_revision = "0043"

COMPANIES = """
    select c.id, c.tenant_id, c.tax_id,
           coalesce((select l.country from company_location l where l.company_id = c.id and l.tenant_id = c.tenant_id
                     order by l.created_at limit 1), '') country
    from company c where c.tax_id <> ''"""
VENDORS = "select id, tenant_id, tax_id, country from vendor where tax_id <> ''"


def upgrade() -> None:
    db = op.get_bind()
    db.execute(sa.text("select set_config('app.platform', 'on', true)"))
    for table, rows in (("vendor", VENDORS), ("company", COMPANIES)):
        for row in db.execute(sa.text(rows)).all():
            try:
                number = read_tax_number(row.tax_id, row.country, check)
            except ValueError:
                continue
            db.execute(
                sa.text(f"update {table} set tax_id = :number where id = :id and tenant_id = :tenant"),
                {"number": number, "id": row.id, "tenant": row.tenant_id},
            )


def downgrade() -> None:
    """Numbers were the same before, in other words."""
