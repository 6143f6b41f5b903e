"""lines by metadata: one offer stands in a cart once for each thing that is remembered with it, and what is held of it
is held for a line
"""

import sqlalchemy as sa
from alembic import op

revision = "0061"
down_revision = "0065"
_OLD = "uq_cart_line_tenant_id_cart_id_offer_id_saved_for_later"


def upgrade() -> None:
    op.drop_constraint(_OLD, "cart_line", type_="unique")
    op.create_index(
        "uq_cart_line_same", "cart_line",
        ["tenant_id", "cart_id", "offer_id", "saved_for_later", sa.text("md5(meta::text)")], unique=True,
    )
    op.add_column("reservation", sa.Column("cart_line_id", sa.String(), nullable=True))
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute("""
        update reservation r set cart_line_id = line ->> 'line_id'
        from checkout k
        cross join lateral jsonb_path_query(k.plan, '$.parts[*].lines[*]') line,
            stock_level l
        where r.status = 'held' and k.id = r.checkout_id and k.tenant_id = r.tenant_id
          and l.id = r.stock_level_id and l.tenant_id = r.tenant_id and line ->> 'offer_id' = l.offer_id
    """)


def downgrade() -> None:
    op.drop_column("reservation", "cart_line_id")
    op.drop_index("uq_cart_line_same", "cart_line")
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute("""
        delete from cart_line a using cart_line b
        where (a.tenant_id, a.cart_id, a.offer_id, a.saved_for_later)
            = (b.tenant_id, b.cart_id, b.offer_id, b.saved_for_later) and a.id > b.id
    """)
    op.create_unique_constraint(_OLD, "cart_line", ["tenant_id", "cart_id", "offer_id", "saved_for_later"])
