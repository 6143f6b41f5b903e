"""payout numbers: one row of numbers for the whole platform, in a form that is no purchase order's"""

from alembic import op

revision = "0071"
down_revision = "0064"


def upgrade() -> None:
    op.execute("create sequence payout_number")
    # Payouts of before keep their numbers, which banks were told; those may stand in several stores.
    op.execute("create unique index uq_payout_number_platform on payout (number) where number like 'PAY-%'")


def downgrade() -> None:
    op.execute("drop index uq_payout_number_platform")
    op.execute("drop sequence payout_number")
