"""uses of cancelled purchases: promotions get back what purchases of before still held when every order was cancelled"""

from alembic import op

revision = "0058"
down_revision = "0057"


def upgrade() -> None:
    op.execute("""
        with freed as (
            update promotion_use u set status = 'released'
            from checkout k
            where k.id = u.checkout_id and k.tenant_id = u.tenant_id and u.status = 'spent'
              and exists (select 1 from vendor_order o
                          where o.group_id = k.group_id and o.tenant_id = k.tenant_id)
              and not exists (select 1 from vendor_order o
                              where o.group_id = k.group_id and o.tenant_id = k.tenant_id and o.status <> 'cancelled')
            returning u.tenant_id, u.promotion_id, u.amount)
        update promotion p set used = greatest(p.used - f.uses, 0),
            spent_amount = greatest(p.spent_amount - f.amount, 0)
        from (select tenant_id, promotion_id, count(*) as uses, sum(amount) as amount from freed group by 1, 2) f
        where f.promotion_id = p.id and f.tenant_id = p.tenant_id""")


def downgrade() -> None:
    """Nothing: what a cancelled purchase gave back stays free."""
