"""The cards that people keep in a store: never a number, only what the provider calls them."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from marketplace.kit.columns import StoreRow, moment, per_tenant


class SavedCard(StoreRow, table=True):
    """One card of a person; `token` is good for them alone, at `provider`. The row goes once that has forgotten it."""

    __tablename__ = "saved_card"
    __table_args__ = (
        per_tenant("provider", "token"),
        CheckConstraint("last_four ~ '^[0-9]{4}$'", name="last_four"),
        CheckConstraint("expires_month between 1 and 12", name="expires_month"),
        Index(
            "uq_saved_card_same",
            "tenant_id",
            "user_id",
            "provider",
            "brand",
            "last_four",
            "expires_month",
            "expires_year",
            unique=True,
            postgresql_where=text("removed_at is null"),
        ),
    )

    user_id: str = Field(foreign_key="account.id", index=True)
    provider: str
    token: str
    brand: str
    last_four: str
    expires_month: int
    expires_year: int  # the card is good until the end of this month
    removed_at: datetime | None = moment()  # it pays nothing any more; a job tells the provider

    @property
    def title(self) -> str:
        """`Visa ending 4242`."""
        return f"{self.brand} ending {self.last_four}"
