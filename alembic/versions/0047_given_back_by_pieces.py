"""given back by pieces: what the store bears is a figure of its own on line and freight, with its own way back"""

import json
from typing import Any

import sqlalchemy as sa
from alembic import op

from marketplace.domain.stores.taxes import net_and_gross

revision = "0047"
down_revision = "0046"

AMOUNTS = {
    "order_line": ("refunded_tax_amount", "refunded_store_amount"),
    "vendor_order": ("given_shipping_amount",),
    "refund": ("store_discount_amount", "given_shipping_amount"),
}
PIECES = {"order_line": "refunded_quantity", "reservation": "put_back_quantity"}


def upgrade() -> None:
    for table, names in AMOUNTS.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.BigInteger(), nullable=False, server_default="0"))
    for table, name in PIECES.items():
        op.add_column(table, sa.Column(name, sa.Integer(), nullable=False, server_default="0"))
    # Old orders keep their figures: given freight stays in `store_discount_amount`, and they are marked.
    op.add_column("vendor_order", sa.Column("calculation", sa.Integer(), nullable=False, server_default="1"))
    op.alter_column("vendor_order", "calculation", server_default=None)
    op.create_index("ix_reservation_line", "reservation", ["tenant_id", "order_line_id"])
    db = op.get_bind()
    db.execute(sa.text("select set_config('app.platform', 'on', true)"))
    for statement in (_BORNE, _NOT_BORNE, _LINES_BACK, _PIECES_BACK, _REFUNDS, _PUT_BACK):
        op.execute(statement)
    for row in db.execute(sa.text(_PLANS)).all():
        for part in row.plan["parts"]:
            _tell_freight_apart(part, inclusive=row.plan["is_tax_inclusive"])
        db.execute(sa.text(_PLAN), {"plan": json.dumps(row.plan), "id": row.id, "tenant": row.tenant_id})
    op.drop_constraint(op.f("ck_refund_amount"), "refund", type_="check")
    op.create_check_constraint(op.f("ck_refund_amount"), "refund", "amount >= 0")
    op.create_check_constraint(op.f("ck_reservation_put_back"), "reservation", "put_back_quantity between 0 and quantity")
    op.create_check_constraint(
        op.f("ck_order_line_refunded"), "order_line",
        "refunded_quantity between 0 and quantity and refunded_tax_amount between 0 and tax_amount"
        " and refunded_store_amount between 0 and store_discount_amount",
    )


def _tell_freight_apart(part: dict[str, Any], *, inclusive: bool) -> None:
    """What was promised by a checkout that is still open, in the figures that orders are written with from now on."""
    left = part["store_discount"]
    for line in part["lines"]:
        net, _ = net_and_gross(line["store_discount_amount"], line["tax_rate_bps"], inclusive=inclusive)
        line["store_discount_amount"] = min(net, left)
        left -= line["store_discount_amount"]
    part["given_freight"], part["store_discount"] = left, part["store_discount"] - left


def downgrade() -> None:
    op.drop_constraint(op.f("ck_order_line_refunded"), "order_line", type_="check")
    op.drop_constraint(op.f("ck_reservation_put_back"), "reservation", type_="check")
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute("delete from earning where refund_id in (select id from refund where amount = 0)")
    op.execute("delete from refund where amount = 0")
    op.drop_constraint(op.f("ck_refund_amount"), "refund", type_="check")
    op.create_check_constraint(op.f("ck_refund_amount"), "refund", "amount > 0")
    op.drop_index("ix_reservation_line", "reservation")
    op.drop_column("vendor_order", "calculation")
    for table, name in PIECES.items():
        op.drop_column(table, name)
    for table, names in AMOUNTS.items():
        for name in names:
            op.drop_column(table, name)


# A line's net part of what the store bears of its order, as settling split it until now: by largest remainder over the
# shown discounts that the store bears, else over what the lines cost, else evenly.
_BORNE = """
    with line as (
        select l.id, l.tenant_id, o.store_discount_amount as whole, l.store_discount_amount as shown, l.total_amount,
            sum(l.store_discount_amount) over same as shown_whole, sum(l.total_amount) over same as paid_whole,
            o.id as order_id
        from order_line l join vendor_order o on o.id = l.order_id and o.tenant_id = l.tenant_id
        where o.store_discount_amount <> 0 window same as (partition by o.tenant_id, o.id)),
    weighed as (
        select id, tenant_id, order_id, whole::numeric as whole,
            case when shown_whole > 0 then shown when paid_whole > 0 then total_amount else 1 end::numeric as weight
        from line),
    summed as (
        select *, sum(weight) over (partition by tenant_id, order_id) as weights from weighed),
    split as (
        select *, div(whole * weight, weights) as share, mod(whole * weight, weights) as rest from summed),
    placed as (
        select *, row_number() over (partition by tenant_id, order_id order by rest desc, id)
            <= whole - sum(share) over (partition by tenant_id, order_id) as takes_one from split)
    update order_line l set store_discount_amount = p.share + p.takes_one::int
    from placed p where p.id = l.id and p.tenant_id = l.tenant_id
"""
_NOT_BORNE = """
    update order_line l set store_discount_amount = 0
    from vendor_order o where o.id = l.order_id and o.tenant_id = l.tenant_id and o.store_discount_amount = 0
      and l.store_discount_amount <> 0
"""
_PLANS = "select id, tenant_id, plan from checkout where status not in ('placed', 'failed')"
_PLAN = "update checkout set plan = cast(:plan as jsonb) where id = :id and tenant_id = :tenant"
_LINES_BACK = """
    update order_line set refunded_tax_amount = tax_amount * refunded_amount / total_amount,
        refunded_store_amount = store_discount_amount * refunded_amount / total_amount
    where refunded_amount > 0 and total_amount > 0
"""
_PIECES_BACK = """
    update order_line l set refunded_quantity = least(l.quantity, r.pieces)
    from (select f.tenant_id, part ->> 'order_line_id' as line, sum((part ->> 'quantity')::int) as pieces
          from refund f cross join jsonb_array_elements(f.lines) part where f.status = 'succeeded' group by 1, 2) r
    where r.tenant_id = l.tenant_id and r.line = l.id
"""
_REFUNDS = """
    update refund r set store_discount_amount = e.amount
    from ledger_tx t
    join ledger_entry e on e.tx_id = t.id and e.tenant_id = t.tenant_id
    join ledger_account a on a.id = e.account_id and a.tenant_id = e.tenant_id and a.kind = 'promotions'
    where t.tenant_id = r.tenant_id and t.idempotency_key = 'refund:' || r.id and r.status = 'succeeded'
"""
# Until now a refund put its pieces back into the first place that they were taken from.
_PUT_BACK = """
    update reservation v set put_back_quantity = least(v.quantity, b.pieces)
    from (select distinct on (s.tenant_id, s.order_line_id) s.id, s.tenant_id, r.pieces
          from reservation s
          join (select f.tenant_id, part ->> 'order_line_id' as line, sum((part ->> 'quantity')::int) as pieces
                from refund f cross join jsonb_array_elements(f.lines) part
                where f.status = 'succeeded' and (part ->> 'restock')::boolean group by 1, 2) r
            on r.tenant_id = s.tenant_id and r.line = s.order_line_id
          where s.status = 'committed' order by s.tenant_id, s.order_line_id, s.id) b
    where b.id = v.id and b.tenant_id = v.tenant_id
"""
