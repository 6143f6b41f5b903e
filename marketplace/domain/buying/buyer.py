"""For whom somebody buys: a person may buy for several places of several companies in one store."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.companies.members import ORDERING
from marketplace.domain.errors import Forbidden
from marketplace.domain.permissions import Actor, Grant, Role


@dataclass(frozen=True)
class Buyer:
    """Whose contract prices hold; a guest has none."""

    company_id: str = ""
    location_id: str = ""


GUEST = Buyer()


def buyer_of(actor: Actor, tenant_id: str, location_id: str | None = None) -> Buyer:
    """The place this person buys for in this store: `location_id` where it is theirs, without one the chosen place.

    A guest, or somebody without a company, buys for nobody. A company that waits, was declined or is suspended buys
    nothing: its people buy for themselves.
    """
    grants = [grant for grant in company_grants(actor, tenant_id) if grant.may_buy]
    if location_id is not None:
        grant = next((grant for grant in grants if location_id in grant.location_ids), None)
        return Buyer(grant.company_id or "", location_id) if grant else GUEST
    grant = next((grant for grant in grants if grant.place), next(iter(grants), None))
    if grant is None:
        return GUEST
    return Buyer(grant.company_id or "", grant.place or next(iter(grant.location_ids), ""))


def company_grants(actor: Actor, tenant_id: str) -> list[Grant]:
    """Every company of this store that the person belongs to."""
    return [
        grant
        for grant in actor.grants
        if grant.role is Role.COMPANY_CONTACT and grant.tenant_id == tenant_id and grant.company_id
    ]


def reads_orders_of(actor: Actor, tenant_id: str, location_id: str | None) -> bool:
    """Whether the person reads what colleagues ordered for a place: it is one of theirs, whatever their role."""
    return any(location_id in grant.location_ids for grant in company_grants(actor, tenant_id))


def company_grant(actor: Actor, tenant_id: str) -> Grant | None:
    """The company whose desk this person sees in this store: the one they buy for, else the first of theirs."""
    grants = company_grants(actor, tenant_id)
    return min(grants, key=lambda grant: (not grant.may_buy, not grant.place), default=None)


def check_may_order(actor: Actor, buyer: Buyer) -> None:
    """Raises `Forbidden` for somebody whose role in the company is to look on."""
    if not buyer.company_id:
        return
    if not any(grant.company_id == buyer.company_id and grant.title in ORDERING for grant in actor.grants):
        raise Forbidden("You may see this company's prices and orders, but not order for it. Ask its administrator.")
