"""A process in which an administrator leaves their company the moment it is let: run by test_companies, two at once."""

import sys
import time

from sqlmodel import func, select

from marketplace.domain.errors import Conflict
from marketplace.domain.lifecycle import MemberStatus
from marketplace.domain.permissions import Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import CompanyMember
from marketplace.models.user import User
from marketplace.services.companies.members import leave_company
from marketplace.services.identity.grants import grants_of
from tests.races.ask_for_payout import wait_at_the_gate
from tests.races.saying import say


def leave(email):
    """As the company's desk does."""
    with unit_of_work(Scope.system()) as db:
        user = db.exec(select(User).where(User.email == email)).one()
        actor = Actor(user_id=user.id, name=email, email=email, grants=grants_of(db, user.id))
    with unit_of_work(Scope.tenant(actor.grants[0].tenant_id)) as db:
        leave_company(db, actor, actor.grants[0].tenant_id)


def leave_without_lock(email):
    """The naive way: count the administrators, then go."""
    with unit_of_work(Scope.system()) as db:
        active = CompanyMember.status == MemberStatus.ACTIVE
        if db.exec(select(func.count()).where(active, CompanyMember.role == "admin")).one() < 2:
            raise Conflict("A company needs an administrator. Make somebody else one first.")
        time.sleep(1.0)  # whatever else a request does
        db.exec(select(CompanyMember).where(CompanyMember.email == email)).one().status = MemberStatus.LEFT


if __name__ == "__main__":
    wait_at_the_gate()
    try:
        {"naive": leave_without_lock, "locked": leave}[sys.argv[1]](sys.argv[2])
    except Conflict as refused:
        say(refused.sentence)
