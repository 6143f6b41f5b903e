"""what a place of a company owes is due at the end of a month, too, and it may ask for purchase orders"""

import sqlalchemy as sa
from alembic import op

revision = "0110"
down_revision = "0101"

_SWITCHES = ("end_of_month", "requires_po")


def upgrade() -> None:
    for name in _SWITCHES:
        op.add_column("company_location", sa.Column(name, sa.Boolean(), nullable=False, server_default=sa.false()))
        op.alter_column("company_location", name, server_default=None)
    _check_status("'pending','requires_action','awaiting','owed','captured','failed','cancelled'")


def downgrade() -> None:
    _check_status("'pending','requires_action','awaiting','captured','failed','cancelled'")
    for name in reversed(_SWITCHES):
        op.drop_column("company_location", name)


def _check_status(values: str) -> None:
    op.drop_constraint(op.f("ck_payment_status"), "payment", type_="check")
    op.create_check_constraint(op.f("ck_payment_status"), "payment", f"status in ({values})")
