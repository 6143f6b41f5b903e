"""sealed second factors: the secrets of authenticator apps are encrypted at rest"""

import sqlalchemy as sa
from alembic import op

from marketplace.kit.sealing import seal, unseal

revision = "0050"
down_revision = "0049"


def upgrade() -> None:
    for user_id, secret in _secrets():
        _keep(user_id, seal(secret, "totp", user_id))


def downgrade() -> None:
    for user_id, sealed in _secrets():
        _keep(user_id, unseal(sealed, "totp", user_id))


def _secrets() -> list[tuple[str, str]]:
    statement = sa.text("select id, totp_secret from account where totp_secret is not null for update")
    return [(row.id, row.totp_secret) for row in op.get_bind().execute(statement)]


def _keep(user_id: str, text: str) -> None:
    change = sa.text("update account set totp_secret = :text where id = :id")
    op.get_bind().execute(change, {"text": text, "id": user_id})
