"""Groups of companies: a price list of a group holds for each of its companies."""

from marketplace.kit.columns import StoreRow, belongs, per_tenant


class CompanyGroup(StoreRow, table=True):
    __tablename__ = "company_group"
    __table_args__ = (per_tenant("title"),)

    title: str


class CompanyGroupMember(StoreRow, table=True):
    """A company in a group; a company may be in several."""

    __tablename__ = "company_group_member"
    __table_args__ = (
        per_tenant("group_id", "company_id"),
        per_tenant("company_id", "group_id"),  # by its company: prices ask for the groups of one
        belongs("group_id", "company_group", on_delete="CASCADE"),
        belongs("company_id", "company", on_delete="CASCADE"),
    )

    group_id: str
    company_id: str
