"""pictures of a vendor: how much they take together is asked before each upload"""

from alembic import op

revision = "0052"
down_revision = "0051"


def upgrade() -> None:
    op.create_index("ix_media_file_vendor", "media_file", ["tenant_id", "vendor_id"])


def downgrade() -> None:
    op.drop_index("ix_media_file_vendor", table_name="media_file")
