"""cost centres of companies: required or not, and written on the purchase"""

import sqlalchemy as sa
from alembic import op

revision = "0101"
down_revision = "0105"


def upgrade() -> None:
    op.add_column("company", sa.Column("requires_cost_centre", sa.Boolean(), nullable=False, server_default="false"))
    op.alter_column("company", "requires_cost_centre", server_default=None)
    op.add_column("order_group", sa.Column("cost_centre_id", sa.String(), nullable=True))
    op.add_column("order_group", sa.Column("cost_centre", sa.String(), nullable=False, server_default=""))
    op.alter_column("order_group", "cost_centre", server_default=None)
    op.create_foreign_key(
        op.f("fk_order_group_cost_centre_id_tenant_id"),
        "order_group",
        "cost_centre",
        ["cost_centre_id", "tenant_id"],
        ["id", "tenant_id"],
    )


def downgrade() -> None:
    op.drop_constraint(op.f("fk_order_group_cost_centre_id_tenant_id"), "order_group", type_="foreignkey")
    op.drop_column("order_group", "cost_centre")
    op.drop_column("order_group", "cost_centre_id")
    op.drop_column("company", "requires_cost_centre")
