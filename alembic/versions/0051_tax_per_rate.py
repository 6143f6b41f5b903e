"""tax per rate: rates, order lines and freight keep VAT category and ground; old orders are marked as counted per line"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"

GROUND = {
    "tax_rate": ("tax_category", "reason", "reason_code"),
    "order_line": ("tax_category", "tax_reason", "tax_reason_code"),
    "vendor_order": ("shipping_tax_category", "shipping_tax_reason", "shipping_tax_reason_code"),
}


def upgrade() -> None:
    for table, names in GROUND.items():
        for name in names:
            op.add_column(table, sa.Column(name, sa.String(), nullable=False, server_default=""))
            op.alter_column(table, name, server_default=None)
    op.add_column("vendor_order", sa.Column("shipping_tax_rate_bps", sa.Integer(), nullable=False, server_default="0"))
    op.alter_column("vendor_order", "shipping_tax_rate_bps", server_default=None)
    db = op.get_bind()
    db.execute(sa.text("select set_config('app.platform', 'on', true)"))
    # Why a rate is 0 % is not known, nor of a line that was sold at it: nobody had said it.
    op.execute("update tax_rate set tax_category = 'S' where rate_bps > 0")
    op.execute("update order_line set tax_category = 'S' where tax_rate_bps > 0")
    op.execute("update vendor_order set calculation = 1")
    op.execute(_FREIGHT)
    for row in db.execute(sa.text(_PLANS)).all():
        old = {"calculation": 1, "parts": [_taxed(part) for part in row.plan["parts"]]}
        db.execute(
            sa.text(_PLAN), {"plan": json.dumps({**row.plan, **old}), "id": row.id, "tenant": row.tenant_id}
        )


def downgrade() -> None:
    op.drop_column("vendor_order", "shipping_tax_rate_bps")
    for table, names in GROUND.items():
        for name in names:
            op.drop_column(table, name)


def _taxed(part: dict) -> dict:  # type: ignore[type-arg]
    """What a checkout that is still open has promised, with the categories of its rates."""
    rate = round(part["freight_tax"] * 1_000 / part["freight"]) * 10 if part["freight"] else 0
    for line in part["lines"]:
        line |= {"tax_category": "S" if line["tax_rate_bps"] else "", "tax_reason": "", "tax_reason_code": ""}
    freight = {"rate_bps": rate, "category": "S" if rate else "", "reason": "", "reason_code": ""}
    return {**part, "freight_taxed": freight}


# Freight did not keep its rate: read from its amounts, to a tenth of a per cent, as it was shown until now.
_FREIGHT = """
    update vendor_order set shipping_tax_category = 'S',
        shipping_tax_rate_bps = round(shipping_tax_amount * 1000.0 / shipping_amount) * 10
    where shipping_amount > 0 and shipping_tax_amount > 0
"""
_PLANS = "select id, tenant_id, plan from checkout where status not in ('placed', 'failed')"
_PLAN = "update checkout set plan = cast(:plan as jsonb) where id = :id and tenant_id = :tenant"
