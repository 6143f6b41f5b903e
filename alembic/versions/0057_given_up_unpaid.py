"""given up unpaid: what was sold to such a purchase and put back says so as every other sold piece does"""

from alembic import op

revision = "0057"
down_revision = "0055"


def upgrade() -> None:
    # As many are sold as before: none. A cart's own reservation never knew an order line.
    op.execute("""
        update reservation set status = 'committed', put_back_quantity = quantity
        where status = 'released' and order_line_id is not null""")


def downgrade() -> None:
    pass  # the version before reads such rows, too
