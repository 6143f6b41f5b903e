"""what came in: stock has a second witness, what people put on the shelf"""

import sqlalchemy as sa
from alembic import op

revision = "0054"
down_revision = "0053"


def upgrade() -> None:
    op.add_column("stock_level", sa.Column("stocked", sa.Integer()))
    op.execute("""
        update stock_level l set stocked = l.on_hand + coalesce((
            select sum(r.quantity - r.put_back_quantity) from reservation r
            where r.stock_level_id = l.id and r.tenant_id = l.tenant_id and r.status = 'committed'), 0)""")
    op.alter_column("stock_level", "stocked", nullable=False)
    op.execute("""
        create function stock_level_begins() returns trigger language plpgsql as $$
        begin
          new.stocked := coalesce(new.stocked, new.on_hand);
          return new;
        end $$""")
    op.execute("""
        create trigger stock_level_begins before insert on stock_level
          for each row execute function stock_level_begins()""")


def downgrade() -> None:
    op.drop_column("stock_level", "stocked")
    op.execute("drop function stock_level_begins() cascade")
