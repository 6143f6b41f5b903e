"""Somebody of the store's side buys in the name of a member of a company, for an hour at most."""

from datetime import datetime

from sqlalchemy import Index, text
from sqlmodel import Field

from marketplace.kit.columns import StoreRow, belongs, moment


class ActingSession(StoreRow, table=True):
    """From a start to a stop, in one signed-in browser; it is over with that browser's session, too."""

    __tablename__ = "acting_session"
    __table_args__ = (
        belongs("member_id", "company_member"),
        belongs("location_id", "company_location"),
        Index("uq_acting_session_open", "session_id", unique=True, postgresql_where=text("ended_at is null")),
    )

    session_id: str = Field(foreign_key="user_session.id", ondelete="CASCADE")
    user_id: str = Field(foreign_key="account.id")  # who acts
    member_id: str  # for whom
    location_id: str  # the place that is bought for
    ends_at: datetime = moment(nullable=False)
    ended_at: datetime | None = moment()
