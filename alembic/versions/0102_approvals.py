"""approvals: rules of companies, purchase requests, the links of their letters, managers and absences"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = '0102'
down_revision = "0110"


def upgrade() -> None:
    op.create_table('approval_rule',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('company_id', sa.String(), nullable=False),
    sa.Column('location_id', sa.String(), nullable=True),
    sa.Column('name', sa.String(), nullable=False),
    sa.Column('kind', sa.String(), nullable=False),
    sa.Column('operator', sa.String(), nullable=False),
    sa.Column('amount', sa.BigInteger(), nullable=False),
    sa.Column('subject_id', sa.String(), nullable=False),
    sa.Column('counts_day', sa.Boolean(), nullable=False),
    sa.Column('steps', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('is_active', sa.Boolean(), nullable=False),
    sa.CheckConstraint("kind in ('total','category','vendor','cost_centre','quantity','limit')", name=op.f('ck_approval_rule_kind')),
    sa.CheckConstraint("operator in ('over','from')", name=op.f('ck_approval_rule_operator')),
    sa.CheckConstraint('amount >= 0', name=op.f('ck_approval_rule_amount')),
    sa.ForeignKeyConstraint(['company_id', 'tenant_id'], ['company.id', 'company.tenant_id'], name=op.f('fk_approval_rule_company_id_tenant_id')),
    sa.ForeignKeyConstraint(['location_id', 'tenant_id'], ['company_location.id', 'company_location.tenant_id'], name=op.f('fk_approval_rule_location_id_tenant_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenant.id'], name=op.f('fk_approval_rule_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_approval_rule'))
    )
    op.create_index('ix_approval_rule_company', 'approval_rule', ['tenant_id', 'company_id'], unique=False)
    op.create_table('purchase_request',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('company_id', sa.String(), nullable=False),
    sa.Column('location_id', sa.String(), nullable=False),
    sa.Column('member_id', sa.String(), nullable=False),
    sa.Column('cost_centre_id', sa.String(), nullable=True),
    sa.Column('cart_id', sa.String(), nullable=False),
    sa.Column('number', sa.Integer(), nullable=False),
    sa.Column('status', sa.String(), nullable=False),
    sa.Column('total_amount', sa.BigInteger(), nullable=False),
    sa.Column('currency', sa.String(), nullable=False),
    sa.Column('plan', postgresql.JSONB(), nullable=False),
    sa.Column('form', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('reasons', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('changes', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('steps', postgresql.JSONB(astext_type=sa.Text()), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('places_itself', sa.Boolean(), nullable=False),
    sa.Column('problem', sa.String(), nullable=False),
    sa.Column('group_id', sa.String(), nullable=True),
    sa.Column('asked_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('reminded_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('escalated_at', sa.DateTime(timezone=True), nullable=True),
    sa.Column('decided_at', sa.DateTime(timezone=True), nullable=True),
    sa.CheckConstraint("status in ('pending','approved','declined','withdrawn','placed')", name=op.f('ck_purchase_request_status')),
    sa.ForeignKeyConstraint(['cart_id', 'tenant_id'], ['cart.id', 'cart.tenant_id'], name=op.f('fk_purchase_request_cart_id_tenant_id')),
    sa.ForeignKeyConstraint(['company_id', 'tenant_id'], ['company.id', 'company.tenant_id'], name=op.f('fk_purchase_request_company_id_tenant_id')),
    sa.ForeignKeyConstraint(['cost_centre_id', 'tenant_id'], ['cost_centre.id', 'cost_centre.tenant_id'], name=op.f('fk_purchase_request_cost_centre_id_tenant_id')),
    sa.ForeignKeyConstraint(['group_id', 'tenant_id'], ['order_group.id', 'order_group.tenant_id'], name=op.f('fk_purchase_request_group_id_tenant_id')),
    sa.ForeignKeyConstraint(['location_id', 'tenant_id'], ['company_location.id', 'company_location.tenant_id'], name=op.f('fk_purchase_request_location_id_tenant_id')),
    sa.ForeignKeyConstraint(['member_id', 'tenant_id'], ['company_member.id', 'company_member.tenant_id'], name=op.f('fk_purchase_request_member_id_tenant_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenant.id'], name=op.f('fk_purchase_request_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_purchase_request')),
    sa.UniqueConstraint('tenant_id', 'number', name=op.f('uq_purchase_request_tenant_id_number'))
    )
    op.create_index('ix_purchase_request_company', 'purchase_request', ['tenant_id', 'company_id', 'status'], unique=False)
    op.create_index('ix_purchase_request_waiting', 'purchase_request', ['asked_at'], unique=False, postgresql_where=sa.text("status = 'pending'"))
    op.create_index('uq_purchase_request_open', 'purchase_request', ['tenant_id', 'cart_id'], unique=True, postgresql_where=sa.text("status in ('pending','approved')"))
    op.create_table('approval_link',
    sa.Column('tenant_id', sa.String(), nullable=False),
    sa.Column('id', sa.String(), nullable=False),
    sa.Column('created_at', sa.DateTime(timezone=True), server_default=sa.text('now()'), nullable=False),
    sa.Column('request_id', sa.String(), nullable=False),
    sa.Column('member_id', sa.String(), nullable=False),
    sa.Column('digest', sa.String(), nullable=False),
    sa.Column('step', sa.Integer(), nullable=False),
    sa.Column('token_hash', sa.String(), nullable=True),
    sa.Column('used_at', sa.DateTime(timezone=True), nullable=True),
    sa.ForeignKeyConstraint(['member_id', 'tenant_id'], ['company_member.id', 'company_member.tenant_id'], name=op.f('fk_approval_link_member_id_tenant_id')),
    sa.ForeignKeyConstraint(['request_id', 'tenant_id'], ['purchase_request.id', 'purchase_request.tenant_id'], name=op.f('fk_approval_link_request_id_tenant_id')),
    sa.ForeignKeyConstraint(['tenant_id'], ['tenant.id'], name=op.f('fk_approval_link_tenant_id')),
    sa.PrimaryKeyConstraint('tenant_id', 'id', name=op.f('pk_approval_link')),
    sa.UniqueConstraint('tenant_id', 'token_hash', name=op.f('uq_approval_link_tenant_id_token_hash'))
    )
    op.create_index('ix_approval_link_request', 'approval_link', ['tenant_id', 'request_id'], unique=False)
    for table in ("approval_rule", "purchase_request", "approval_link"):
        op.execute(f"select protect_tenant_table('{table}')")
    op.add_column('company', sa.Column('places_approved', sa.Boolean(), nullable=False, server_default="true"))
    op.alter_column("company", "places_approved", server_default=None)
    op.add_column('company_member', sa.Column('manager_id', sa.String(), nullable=True))
    op.add_column('company_member', sa.Column('absent_from', sa.DateTime(timezone=True), nullable=True))
    op.add_column('company_member', sa.Column('absent_until', sa.DateTime(timezone=True), nullable=True))
    op.add_column('company_member', sa.Column('delegate_id', sa.String(), nullable=True))
    op.create_foreign_key(op.f('fk_company_member_delegate_id_tenant_id'), 'company_member', 'company_member', ['delegate_id', 'tenant_id'], ['id', 'tenant_id'])
    op.create_foreign_key(op.f('fk_company_member_manager_id_tenant_id'), 'company_member', 'company_member', ['manager_id', 'tenant_id'], ['id', 'tenant_id'])
    op.add_column('spending', sa.Column('request_id', sa.String(), nullable=True))
    op.create_unique_constraint(op.f('uq_spending_tenant_id_request_id'), 'spending', ['tenant_id', 'request_id'])
    op.create_foreign_key(op.f('fk_spending_request_id_tenant_id'), 'spending', 'purchase_request', ['request_id', 'tenant_id'], ['id', 'tenant_id'])


def downgrade() -> None:
    op.drop_constraint(op.f('fk_spending_request_id_tenant_id'), 'spending', type_='foreignkey')
    op.drop_constraint(op.f('uq_spending_tenant_id_request_id'), 'spending', type_='unique')
    op.drop_column('spending', 'request_id')
    op.drop_constraint(op.f('fk_company_member_manager_id_tenant_id'), 'company_member', type_='foreignkey')
    op.drop_constraint(op.f('fk_company_member_delegate_id_tenant_id'), 'company_member', type_='foreignkey')
    op.drop_column('company_member', 'delegate_id')
    op.drop_column('company_member', 'absent_until')
    op.drop_column('company_member', 'absent_from')
    op.drop_column('company_member', 'manager_id')
    op.drop_column('company', 'places_approved')
    op.drop_index('ix_approval_link_request', table_name='approval_link')
    op.drop_table('approval_link')
    op.drop_index('uq_purchase_request_open', table_name='purchase_request', postgresql_where=sa.text("status in ('pending','approved')"))
    op.drop_index('ix_purchase_request_waiting', table_name='purchase_request', postgresql_where=sa.text("status = 'pending'"))
    op.drop_index('ix_purchase_request_company', table_name='purchase_request')
    op.drop_table('purchase_request')
    op.drop_index('ix_approval_rule_company', table_name='approval_rule')
    op.drop_table('approval_rule')
