"""address book: one default for deliveries and one for bills per person and store; of several the latest stays"""

import sqlalchemy as sa
from alembic import op

revision = "0078"
down_revision = "0082"

COLUMNS = {"uq_address_default_shipping": "is_default_shipping", "uq_address_default_billing": "is_default_billing"}


def upgrade() -> None:
    op.get_bind().execute(sa.text("select set_config('app.platform', 'on', true)"))
    for index, column in COLUMNS.items():
        op.execute(
            f"update address a set {column} = false where {column} and exists (select 1 from address b"
            " where b.tenant_id = a.tenant_id and b.user_id = a.user_id"
            f" and b.{column} and (b.created_at, b.id) > (a.created_at, a.id))"
        )
        op.create_index(
            index, "address", ["tenant_id", "user_id"], unique=True, postgresql_where=sa.text(column)
        )


def downgrade() -> None:
    for index in COLUMNS:
        op.drop_index(index, table_name="address")
