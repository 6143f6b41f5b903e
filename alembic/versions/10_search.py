"""search: codes that are found exactly, and the indexes that lists and the indexer need"""

from alembic import op

revision = "0010"
down_revision = "0003"


def upgrade() -> None:
    op.execute("alter table search_document add column codes text[] not null default '{}'")
    op.execute("create index ix_search_document_codes on search_document using gin (codes)")
    op.execute("create index ix_product_attribute_key on product_attribute (tenant_id, key)")
    op.execute("create index ix_order_line_offer on order_line (tenant_id, offer_id)")


def downgrade() -> None:
    op.execute("drop index ix_order_line_offer, ix_product_attribute_key, ix_search_document_codes")
    op.execute("alter table search_document drop column codes")
