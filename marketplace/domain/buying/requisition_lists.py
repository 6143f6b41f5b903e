"""Whose a requisition list is: who sees it, who changes it, what it may be called."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from marketplace.domain.buying.buyer import company_grant
from marketplace.domain.companies.members import ORDERING, CompanyRole
from marketplace.domain.errors import Forbidden, Invalid
from marketplace.domain.permissions import Actor

MOST_LISTS, MOST_LINES = 200, 1_000
LONGEST_NAME, LONGEST_NOTE = 80, 200


class Kind(StrEnum):
    """What a list was made for: to be bought from again and again, or as a cart that waits under a name."""

    LIST = "list"
    CART = "cart"


class Owned(Protocol):
    """What the questions below need to know of a list."""

    user_id: str
    company_id: str | None
    is_shared: bool


@dataclass(frozen=True)
class Reader:
    """Somebody at their lists in one store. `company_id` is the company they buy for, empty for none; somebody of the
    store who acts in their name (`is_acted`) sees nothing that they keep for themselves."""

    user_id: str
    company_id: str = ""
    role: str = ""
    is_acted: bool = False

    def sees(self, one: Owned) -> bool:
        """Their own, where it is nobody else's company; and what is shared in their company."""
        if not one.company_id:
            return one.user_id == self.user_id and not self.is_acted
        if one.company_id != self.company_id:
            return False
        return one.user_id == self.user_id or one.is_shared

    def changes(self, one: Owned) -> bool:
        """Its author; of a shared one the company's administrators, too. A viewer changes nothing of a company."""
        if not self.sees(one) or (one.company_id and self.role not in ORDERING):
            return False
        return one.user_id == self.user_id or self.role == CompanyRole.ADMIN

    def check_makes(self) -> None:
        """Raises `Forbidden` for who only looks on in their company."""
        if self.company_id and self.role not in ORDERING:
            raise Forbidden("You may see this company's lists, but not make any. Ask its administrator.")


def reader_of(actor: Actor, tenant_id: str) -> Reader:
    """The actor, who is signed in, at the lists of a store."""
    grant = company_grant(actor, tenant_id)
    is_acted = bool(actor.impersonator_id)
    if grant is None or not grant.may_buy:  # a company that was not let in: its people buy for themselves
        return Reader(actor.user_id or "", is_acted=is_acted)
    return Reader(actor.user_id or "", grant.company_id or "", grant.title, is_acted)


def clean_name(name: str, taken: Iterable[str]) -> str:
    """The name in one line. Raises `Invalid` for `name` where it is empty, too long, or one of the `taken`."""
    clean = " ".join(name.split())
    if not 1 <= len(clean) <= LONGEST_NAME:
        raise Invalid({"name": f"Enter a name of at most {LONGEST_NAME} characters, such as Workshop, weekly."})
    if clean.casefold() in {one.casefold() for one in taken}:
        raise Invalid({"name": f"You have a list “{clean}” already. Choose another name."})
    return clean
