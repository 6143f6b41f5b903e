"""no paid checkouts: nothing ever led to the status between being paid and being placed"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.sql.elements import conv

revision = "0085"
down_revision = "0079"
_NAME = conv("ck_checkout_ck_checkout_status")  # so 0011 made it
_NOW = "status in ('reserved','paying','placed','failed','undone')"
_BEFORE = "status in ('reserved','paying','paid','placed','failed','undone')"


def upgrade() -> None:
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute("update checkout set status = 'paying' where status = 'paid'")  # its provider is asked again
    _keep(_NOW, "status in ('reserved','paying')")


def downgrade() -> None:
    _keep(_BEFORE, "status in ('reserved','paying','paid')")


def _keep(statuses: str, still_open: str) -> None:
    op.drop_constraint(_NAME, "checkout")
    op.create_check_constraint(_NAME, "checkout", statuses)
    op.drop_index("uq_checkout_open", "checkout")
    op.create_index(
        "uq_checkout_open", "checkout", ["tenant_id", "cart_id"], unique=True, postgresql_where=sa.text(still_open)
    )
