"""kept words: an order keeps what its goods were called and which promotions it had; old ones get both as they are"""

import json

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects.postgresql import JSONB

revision = "0062"
down_revision = "0061"

TEXTS = {"order_line": ("subtitle", "description", "barcode")}
LISTS = {"order_group": ("promotions",), "vendor_order": ("shipping_discounts",), "order_line": ("discounts",)}


def upgrade() -> None:
    for table, names in TEXTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=""))
            op.alter_column(table, name, server_default=None)
    for table, names in LISTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, JSONB(), nullable=False, server_default="[]"))
            op.alter_column(table, name, server_default=None)
    op.add_column("order_line", sa.Column("meta", JSONB(), nullable=False, server_default="{}"))
    op.alter_column("order_line", "meta", server_default=None)
    op.add_column("order_line", sa.Column("compare_at_amount", sa.BigInteger(), nullable=True))
    db = op.get_bind()
    db.execute(sa.text("select set_config('app.platform', 'on', true)"))
    for statement in (_WORDS, _META, _PROMOTIONS, _DISCOUNTS, _FREIGHT):
        op.execute(statement)
    for row in db.execute(sa.text(_PLANS)).all():
        plan = {"promotions": [], **row.plan}
        for part in plan["parts"]:
            part.setdefault("freight_discounts", [])
            for line in part["lines"]:
                line.update({**row.words.get(line["line_id"], {}), "compare_at_amount": None})
                line["discounts"] = _unknown(line["discount_amount"])
        db.execute(sa.text(_PLAN), {"plan": json.dumps(plan), "id": row.id, "tenant": row.tenant_id})


def _unknown(amount: int) -> list[dict]:  # type: ignore[type-arg]
    return [{"promotion_id": None, "code": None, "title": "Discount", "amount": amount}] if amount else []


def downgrade() -> None:
    op.drop_column("order_line", "compare_at_amount")
    op.drop_column("order_line", "meta")
    for table, names in (*LISTS.items(), *TEXTS.items()):
        for name in names:
            op.drop_column(table, name)


_WORDS = """
    update order_line l set subtitle = p.subtitle, description = p.description, barcode = a.ean
    from product p, variant a
    where p.id = l.product_id and p.tenant_id = l.tenant_id and a.id = l.variant_id and a.tenant_id = l.tenant_id
"""
# A bought cart keeps its lines: what programs had remembered with them is still there.
_META = """
    update order_line l set meta = c.meta
    from vendor_order o join order_group g on g.id = o.group_id and g.tenant_id = o.tenant_id, cart_line c
    where o.id = l.order_id and o.tenant_id = l.tenant_id and c.cart_id = g.cart_id and c.tenant_id = g.tenant_id
      and c.offer_id = l.offer_id and not c.saved_for_later
"""
_USED = """
    select k.group_id, u.tenant_id, count(*) over (partition by u.tenant_id, k.group_id) as uses, u.amount,
        p.id, p.title, p.code, p.kind, p.value_bps, p.value_amount, p.currency
    from promotion_use u
    join checkout k on k.id = u.checkout_id and k.tenant_id = u.tenant_id
    join promotion p on p.id = u.promotion_id and p.tenant_id = u.tenant_id
    where k.group_id is not null
"""
_PROMOTIONS = f"""
    update order_group g set promotions = used.list
    from (select group_id, tenant_id, jsonb_agg(to_jsonb(u) - 'group_id' - 'tenant_id' - 'uses' order by u.id) as list
          from ({_USED}) u group by 1, 2) used
    where used.group_id = g.id and used.tenant_id = g.tenant_id
"""
# Where a purchase had one promotion, what was taken off a line was taken off by it. Of several nobody knows.
_DISCOUNTS = f"""
    update order_line l set discounts = jsonb_build_array(jsonb_build_object(
        'promotion_id', u.id, 'code', u.code, 'title', coalesce(u.title, 'Discount'), 'amount', l.discount_amount))
    from vendor_order o left join ({_USED}) u on u.group_id = o.group_id and u.tenant_id = o.tenant_id and u.uses = 1
    where o.id = l.order_id and o.tenant_id = l.tenant_id and l.discount_amount > 0
"""
_FREIGHT = f"""
    update vendor_order o set shipping_discounts = jsonb_build_array(jsonb_build_object(
        'promotion_id', u.id, 'code', u.code, 'title', u.title, 'amount', o.given_shipping_amount))
    from (select *, count(*) over (partition by tenant_id, group_id) as givers from ({_USED}) a
          where kind = 'free_shipping') u
    where u.group_id = o.group_id and u.tenant_id = o.tenant_id and u.givers = 1 and o.given_shipping_amount > 0
"""
# What is promised and may still become orders.
_PLANS = """
    select k.id, k.tenant_id, k.plan, coalesce((
        select jsonb_object_agg(c.id, jsonb_build_object(
            'subtitle', p.subtitle, 'description', p.description, 'barcode', a.ean, 'meta', c.meta))
        from cart_line c
        join offer o on o.id = c.offer_id and o.tenant_id = c.tenant_id
        join product p on p.id = o.product_id and p.tenant_id = o.tenant_id
        join variant a on a.id = o.variant_id and a.tenant_id = o.tenant_id
        where c.cart_id = k.cart_id and c.tenant_id = k.tenant_id), '{}') as words
    from checkout k where k.status <> 'placed'
"""
_PLAN = "update checkout set plan = cast(:plan as jsonb) where id = :id and tenant_id = :tenant"
