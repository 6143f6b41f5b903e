"""A company whose people buy in a store: each with a cart for a place, bought as the checkout's page does."""

from __future__ import annotations

from dataclasses import dataclass, replace

from sqlalchemy import text
from sqlmodel import select

from marketplace.domain.buying.buyer import buyer_of
from marketplace.domain.permissions import Actor, Grant
from marketplace.kit.db import unit_of_work
from marketplace.kit.ids import new_id
from marketplace.kit.tenancy import Scope
from marketplace.models.company import Company, CompanyMember
from marketplace.models.user import User
from marketplace.queries.company_desk.members import list_members
from marketplace.services.buying.cart_access import Shopper
from marketplace.services.buying.checkout import Placed, check_out
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.people import actor_for
from tests.factories.shop import Counter, form, make_counter

MARTA, PRIYA = "marta@aldermoor.example", "priya@aldermoor.example"


@dataclass
class Office:
    """Marta runs the company, Priya buys for York and Derby. A hammer with freight and tax: 19.04; each more: 11.90."""

    counter: Counter
    company: Company
    places: dict[str, str]

    def actor(self, email: str = PRIYA) -> Actor:
        """A person, as their session would read them now."""
        with unit_of_work(Scope.system()) as db:
            return actor_for(db, db.exec(select(User).where(User.email == email)).one())

    def shopper(self, place: str = "York", email: str = PRIYA) -> Shopper:
        """The person, buying for a place."""
        actor = self.actor(email)
        grants = [replace(grant, place=self.places[place]) if _of(self, grant) else grant for grant in actor.grants]
        shopper = Shopper(replace(actor, grants=tuple(grants)))
        assert buyer_of(shopper.actor, self.counter.tenant_id).location_id == self.places[place]
        return shopper

    def cart(self, place: str = "York", email: str = PRIYA, **goods: int) -> str:
        """A cart of the person for a place."""
        return self.counter.cart(self.shopper(place, email), **goods)

    def buy(self, cart_id: str, card: str = "4242", *, email: str = PRIYA, key: str = "", **fields: object) -> Placed:
        """Buy a cart as the checkout's page does."""
        buyer = self.shopper(email=email)
        wish = form(card, **fields)
        return check_out(self.counter.transact, buyer, cart_id, wish, key=key or new_id("key"))

    def change(self, email: str = PRIYA, **fields: object) -> None:
        """What an administrator would set of a member."""
        with unit_of_work(Scope.system()) as db:
            member = db.exec(select(CompanyMember).where(CompanyMember.email == email)).one()
            for name, value in fields.items():
                setattr(member, name, value)

    def used(self, email: str = PRIYA) -> str:
        """What the list of members shows as used of somebody's limit."""
        rows = self.counter.transact(lambda db: list_members(db, self.actor(MARTA), self.counter.tenant_id).rows)
        return next(row.used for row in rows if email in (row.email, row.name))

    def rows(self, statement: str, **values: object) -> list[tuple[object, ...]]:
        """Read the database past every scope."""
        with unit_of_work(Scope.system()) as db:
            return [tuple(row) for row in db.connection().execute(text(statement), values).all()]


def _of(office: Office, grant: Grant) -> bool:
    return grant.company_id == office.company.id


def make_office(**fields: object) -> Office:
    """The company with its two people, committed; `fields` are Priya's."""
    counter = make_counter(stock=200)
    with unit_of_work(Scope.system()) as db:
        company = make_company(db, counter.tenant_id)
        places = {name: place_id(db, company, name) for name in ("York", "Derby")}
        make_member(db, company, MARTA)
        make_member(db, company, PRIYA, "buyer", **fields)
    return Office(counter, company, places)
