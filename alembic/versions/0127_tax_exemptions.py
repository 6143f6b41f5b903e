"""places of companies may be exempt from tax"""

import sqlalchemy as sa
from alembic import op

revision = "0127"
down_revision = "0126"
_TEXTS = ("exempt_certificate", "exempt_reason", "exempt_code")


def upgrade() -> None:
    for name in _TEXTS:
        op.add_column("company_location", sa.Column(name, sa.String(), server_default="", nullable=False))
        op.alter_column("company_location", name, server_default=None)
    for name in ("exempt_since", "exempt_until"):
        op.add_column("company_location", sa.Column(name, sa.Date(), nullable=True))


def downgrade() -> None:
    for name in (*_TEXTS, "exempt_since", "exempt_until"):
        op.drop_column("company_location", name)
