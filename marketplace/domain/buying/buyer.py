"""For whom somebody buys: a person is contact of a company in one store."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.permissions import Actor, Role


@dataclass(frozen=True)
class Buyer:
    """Whose contract prices hold; a guest has none."""

    company_id: str = ""
    location_id: str = ""


GUEST = Buyer()


def buyer_of(actor: Actor, tenant_id: str) -> Buyer:
    """The company this person buys for in this store; a guest, or somebody without one, buys for nobody.

    A company that waits, was declined or is suspended buys nothing: its people buy for themselves.
    """
    for grant in actor.grants:
        is_contact = grant.role is Role.COMPANY_CONTACT and grant.tenant_id == tenant_id
        if is_contact and grant.company_id and grant.may_buy:
            return Buyer(company_id=grant.company_id)
    return Buyer()
