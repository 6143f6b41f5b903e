"""api keys: what a key may be, and that the token of a secret one is never kept, are held by the database"""

from alembic import op

revision = "0032"
down_revision = "0031"

RULES = {
    "kind": "kind in ('publishable','secret')",
    "no_secret_is_kept": "(kind = 'publishable') = (token is not null)",
    "publishable_names_a_store": "kind = 'secret' or tenant_id is not null",
}


def upgrade() -> None:
    for name, rule in RULES.items():
        op.create_check_constraint(op.f(f"ck_api_key_{name}"), "api_key", rule)


def downgrade() -> None:
    for name in RULES:
        op.drop_constraint(op.f(f"ck_api_key_{name}"), "api_key", type_="check")
