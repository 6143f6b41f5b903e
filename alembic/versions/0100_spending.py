"""money of limits and budgets is held and spent"""

import sqlalchemy as sa
from alembic import op

revision = '0100'
down_revision = '0099'

# What members have bought and are paying for their companies counts from the first day.
_PLACED = """
insert into spending (tenant_id, id, company_id, member_id, checkout_id, group_id, amount, currency, status, counted_at)
select g.tenant_id, 'spd_' || substr(md5(g.id), 1, 26), l.company_id, m.id, k.id, g.id, g.total_amount, g.currency,
    'spent', g.placed_at
from order_group g
join company_location l on l.id = g.company_location_id and l.tenant_id = g.tenant_id
join company_member m on m.company_id = l.company_id and m.tenant_id = l.tenant_id and m.user_id = g.user_id
left join checkout k on k.group_id = g.id and k.tenant_id = g.tenant_id
"""
_OPEN = """
insert into spending (tenant_id, id, company_id, member_id, checkout_id, amount, currency, status)
select k.tenant_id, 'spd_' || substr(md5(k.id), 1, 26), l.company_id, m.id, k.id, (k.plan->>'total')::bigint,
    k.plan->>'currency', 'held'
from checkout k
join cart c on c.id = k.cart_id and c.tenant_id = k.tenant_id
join company_location l on l.id = c.company_location_id and l.tenant_id = c.tenant_id
join company_member m on m.company_id = l.company_id and m.tenant_id = l.tenant_id and m.user_id = c.user_id
where k.status in ('reserved', 'paying')
"""


def upgrade() -> None:
    op.create_table('cost_centre',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('company_id', sa.String(), nullable=False),
    sa.Column('code', sa.String(), nullable=False),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('budget_amount', sa.BigInteger(), nullable=True),
    sa.Column('period', sa.String(), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.CheckConstraint("period in ('month','quarter','year')", name=op.f('ck_cost_centre_period')),
    sa.CheckConstraint('budget_amount >= 0', name=op.f('ck_cost_centre_budget')),
    sa.ForeignKeyConstraint(['company_id', 'tenant_id'], ['company.id', 'company.tenant_id'], name=op.f('fk_cost_centre_company_id_tenant_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenant.id'], name=op.f('fk_cost_centre_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_cost_centre')),
    sa.UniqueConstraint('tenant_id', 'company_id', 'code', name=op.f('uq_cost_centre_tenant_id_company_id_code'))
    )
    op.create_table('spending',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('company_id', sa.String(), nullable=False),
    sa.Column('member_id', sa.String(), nullable=False),
    sa.Column('cost_centre_id', sa.String(), nullable=True),
    sa.Column('checkout_id', sa.String(), nullable=True),
    sa.Column('group_id', sa.String(), nullable=True),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('counted_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.CheckConstraint("status in ('held','spent','released')", name=op.f('ck_spending_status')),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_spending_amount')),
    sa.ForeignKeyConstraint(['checkout_id', 'tenant_id'], ['checkout.id', 'checkout.tenant_id'], name=op.f('fk_spending_checkout_id_tenant_id')),
    sa.ForeignKeyConstraint(['company_id', 'tenant_id'], ['company.id', 'company.tenant_id'], name=op.f('fk_spending_company_id_tenant_id')),
    sa.ForeignKeyConstraint(['cost_centre_id', 'tenant_id'], ['cost_centre.id', 'cost_centre.tenant_id'], name=op.f('fk_spending_cost_centre_id_tenant_id')),
    sa.ForeignKeyConstraint(['group_id', 'tenant_id'], ['order_group.id', 'order_group.tenant_id'], name=op.f('fk_spending_group_id_tenant_id')),
    sa.ForeignKeyConstraint(['member_id', 'tenant_id'], ['company_member.id', 'company_member.tenant_id'], name=op.f('fk_spending_member_id_tenant_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenant.id'], name=op.f('fk_spending_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_spending')),
    sa.UniqueConstraint('tenant_id', 'checkout_id', name=op.f('uq_spending_tenant_id_checkout_id'))
    )
    op.create_index('ix_spending_cost_centre', 'spending', ['tenant_id', 'cost_centre_id', 'status', 'counted_at'], unique=False, postgresql_where=sa.text('cost_centre_id is not null'))
    op.create_index('ix_spending_group', 'spending', ['tenant_id', 'group_id'], unique=False)
    op.create_index('ix_spending_member', 'spending', ['tenant_id', 'member_id', 'status', 'counted_at'], unique=False)
    for table in ("cost_centre", "spending"):
        op.execute(f"select protect_tenant_table('{table}')")
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute(_OPEN)
    op.execute(_PLACED)


def downgrade() -> None:
    op.drop_index('ix_spending_member', table_name='spending')
    op.drop_index('ix_spending_group', table_name='spending')
    op.drop_index('ix_spending_cost_centre', table_name='spending', postgresql_where=sa.text('cost_centre_id is not null'))
    op.drop_table('spending')
    op.drop_table('cost_centre')
