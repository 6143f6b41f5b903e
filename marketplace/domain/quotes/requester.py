"""Who is on the buyer's side of a request: who asked, who buys for the same place, whoever holds a guest's link."""

from __future__ import annotations

from dataclasses import dataclass

from marketplace.domain.buying.buyer import company_grants, reads_orders_of
from marketplace.domain.companies.members import ORDERING
from marketplace.domain.errors import Forbidden
from marketplace.domain.permissions import Actor

LINK_PURPOSE = "quote"


@dataclass(frozen=True)
class Requester:
    """Somebody on the buyer's side: who they are, the key of a link that they hold, their browser's cart cookie."""

    actor: Actor
    key: str = ""
    token: str = ""


@dataclass(frozen=True)
class Owner:
    """Whose a request is; a guest's has no `user_id`."""

    tenant_id: str
    user_id: str | None
    company_id: str | None
    location_id: str | None


def key_in(cookie: str, request_id: str) -> str:
    """The key that a browser holds for a request, out of the cookie that its link has left: `qrq_1.k1,qrq_2.k2`."""
    pairs = (one.partition(".") for one in cookie.split(","))
    return next((key for held, _, key in pairs if held == request_id), "")


def with_key(cookie: str, request_id: str, key: str, most: int = 20) -> str:
    """The cookie with this key in it, the newest first."""
    others = [one for one in cookie.split(",") if one and not one.startswith(f"{request_id}.")]
    return ",".join([f"{request_id}.{key}", *others[: most - 1]])


def reads_request(requester: Requester, owner: Owner, *, holds_link: bool) -> bool:
    """Whether a request is theirs: they asked, or buy for its place, or hold the link of a guest's.

    Who acts in a member's name reads nothing that the member asked for themselves.
    """
    actor = requester.actor
    if owner.user_id is None:
        return holds_link
    if owner.company_id is None:
        return actor.user_id == owner.user_id and not actor.impersonator_id
    if not any(one.company_id == owner.company_id for one in company_grants(actor, owner.tenant_id)):
        return False
    return actor.user_id == owner.user_id or reads_orders_of(actor, owner.tenant_id, owner.location_id)


def check_may_act(requester: Requester, owner: Owner) -> None:
    """Raises `Forbidden` for those of a company who only look on."""
    if not may_act(requester, owner):
        raise Forbidden("You may read this company’s quotes, but not act on them. Ask its administrator.")


def may_act(requester: Requester, owner: Owner) -> bool:
    """Whether somebody who reads a request may also answer for it."""
    if owner.company_id is None:
        return True
    mine = company_grants(requester.actor, owner.tenant_id)
    return any(one.company_id == owner.company_id and one.may_buy and one.title in ORDERING for one in mine)
