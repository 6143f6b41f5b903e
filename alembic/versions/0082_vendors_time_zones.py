"""vendors' time zones: a vendor keeps the clock of its country, by which buyers are promised its days"""

import sqlalchemy as sa
from alembic import op
from babel.core import get_global

revision = "0082"
down_revision = "0066"
_MAIN_ZONE = {"US": "America/New_York", "CA": "America/Toronto", "AU": "Australia/Sydney"}


def upgrade() -> None:
    db = op.get_bind()
    db.execute(sa.text("select set_config('app.platform', 'on', true)"))
    for country in db.execute(sa.text("select distinct country from vendor where country <> ''")).scalars().all():
        zones = get_global("territory_zones").get(country.upper()) or ["UTC"]
        zone = {"zone": _MAIN_ZONE.get(country.upper(), zones[0]), "country": country}
        # Nobody could choose one: all have the zone that a new row had.
        db.execute(sa.text("update vendor set time_zone = :zone where country = :country"), zone)


def downgrade() -> None:
    op.execute("select set_config('app.platform', 'on', true)")
    op.execute("update vendor set time_zone = 'Europe/Berlin'")
