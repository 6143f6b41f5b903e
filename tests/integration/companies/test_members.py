"""People of a company: invited by letter, with a role, a limit and places, and let go."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from sqlalchemy import text
from sqlmodel import Session, select

from marketplace.domain.buying.buyer import Buyer, buyer_of
from marketplace.domain.errors import Conflict, Forbidden, Invalid, MarketplaceError, NotFound, Unauthenticated
from marketplace.domain.permissions import GUEST, Actor
from marketplace.kit.db import unit_of_work
from marketplace.kit.tenancy import Scope
from marketplace.models.company import Company, CompanyMember
from marketplace.models.user import User
from marketplace.queries.company_desk.desk import get_company_place
from marketplace.services.companies import members
from marketplace.services.companies.buying_places import choose_place
from marketplace.services.companies.invitations import (
    accept_as_new,
    accept_invitation,
    find_invitation,
    invitation_letter,
)
from marketplace.services.companies.members import MemberForm
from marketplace.services.identity.grants import grants_of
from tests.factories.companies import make_company, make_member, place_id
from tests.factories.people import actor_for, make_tenant, make_user

BUYER = MemberForm("buyer", 500_000, "month")


@dataclass
class House:
    tenant_id: str
    company: Company
    admin: Actor


@pytest.fixture
def house(database: str) -> House:
    with unit_of_work(Scope.system()) as db:
        tenant = make_tenant(db, "northforge")
        company = make_company(db, tenant.id)
        return House(tenant.id, company, make_member(db, company, "marta@aldermoor.example"))


def invite(house: House, email: str, form: MemberForm = BUYER) -> CompanyMember:
    with unit_of_work(Scope.tenant(house.tenant_id)) as db:
        return members.invite_member(db, house.admin, house.tenant_id, email, form)


def letter_of(member: CompanyMember) -> dict[str, str]:
    """What the invitation's letter says when its job writes it."""
    with unit_of_work(Scope.system()) as db:
        letter = invitation_letter(db, member.id)
    assert letter is not None
    return letter


def rows(statement: str) -> list[tuple[object, ...]]:
    with unit_of_work(Scope.system()) as db:
        return [tuple(row) for row in db.connection().execute(text(statement)).all()]


def refused(house: House, kind: type[MarketplaceError], use: object, *args: object, actor: Actor | None = None) -> str:
    """What somebody is told who may not; nothing of the company has changed then."""
    state = "select id, role, status, token_hash, spending_limit_amount, all_locations from company_member order by id"
    before = rows(state)
    with pytest.raises(kind) as error, unit_of_work(Scope.tenant(house.tenant_id)) as db:
        use(db, actor or house.admin, house.tenant_id, *args)  # type: ignore[operator]
    assert rows(state) == before
    fields = getattr(error.value, "fields", {})
    return next(iter(fields.values()), error.value.sentence)


def test_somebody_without_an_account_is_invited_and_joins(house: House) -> None:
    with unit_of_work(Scope.system()) as db:
        york = place_id(db, house.company, "York")
    member = invite(house, " Priya@Aldermoor.example ", MemberForm("buyer", 500_000, "quarter", (york,)))
    assert (member.email, member.status, member.role, member.all_locations) == (
        "priya@aldermoor.example",
        "invited",
        "buyer",
        False,
    )
    ((kind, payload),) = rows("select kind, payload from job where kind like 'mail.%'")
    assert kind == "mail.company_invitation"
    assert set(payload) == {"invitation_id", "until"}  # the secret is made with the letter
    letter = letter_of(member)
    assert (letter["to"], letter["company"], letter["who"], letter["handle"]) == (
        "priya@aldermoor.example",
        "Aldermoor Rail",
        "Marta Test",
        "northforge",
    )
    scope = Scope.tenant(house.tenant_id)
    with unit_of_work(scope) as db:
        seen = find_invitation(db, house.tenant_id, letter["token"])
        assert seen is not None
        assert (seen.company, seen.role, seen.has_account) == ("Aldermoor Rail", "buyer", False)
    with unit_of_work(scope) as db:
        user = accept_as_new(
            db,
            GUEST,
            house.tenant_id,
            letter["token"],
            first_name="Priya",
            last_name="Nair",
            password="a very long password",
        )
        buyer = buyer_of(Actor(user.id, grants=grants_of(db, user.id)), house.tenant_id)
        assert buyer == Buyer(house.company.id, york)
        assert user.email_verified_at is not None
    assert rows(
        "select status, token_hash, spending_limit_amount, limit_period from company_member where role='buyer'"
    ) == [("active", None, 500_000, "quarter")]
    assert rows("select action from audit_event where action like 'company:member:%' order by seq") == [
        ("company:member:invited",),
        ("company:member:joined",),
    ]


def test_an_invitation_opens_once_and_only_for_its_address(house: House) -> None:
    member = invite(house, "tom@aldermoor.example", MemberForm("approver"))
    token = letter_of(member)["token"]
    with unit_of_work(Scope.system()) as db:
        tom, eve = (actor_for(db, make_user(db, f"{name}@aldermoor.example")) for name in ("tom", "eve"))
    sentence = refused(house, Forbidden, accept_invitation, token, actor=eve)
    assert sentence == "This invitation is for tom@aldermoor.example. Sign in with that address to accept it."
    refused(house, Unauthenticated, accept_invitation, token, actor=GUEST)
    with unit_of_work(Scope.tenant(house.tenant_id)) as db:
        accept_invitation(db, tom, house.tenant_id, token)
    again = refused(house, Invalid, accept_invitation, token, actor=tom)
    assert again == "This invitation was answered already, taken back or is too old. Ask for a new one."
    assert rows("select title from membership where role = 'company_contact' order by title") == [
        ("admin",),
        ("approver",),
    ]


@pytest.mark.parametrize("end", ["resend", "take back", "age", "suspend"])
def test_a_link_that_is_over_joins_nobody(house: House, end: str) -> None:
    member = invite(house, "tom@aldermoor.example")
    token = letter_of(member)["token"]
    with unit_of_work(Scope.tenant(house.tenant_id)) as db:
        if end == "resend":
            members.resend_invitation(db, house.admin, house.tenant_id, member.id)
        elif end == "take back":
            members.deactivate_member(db, house.admin, house.tenant_id, member.id)
        elif end == "age":
            db.connection().execute(text("update company_member set invited_until = now() where status = 'invited'"))
        else:
            db.connection().execute(text("update company set status = 'suspended'"))
    with unit_of_work(Scope.system()) as db:
        tom = actor_for(db, make_user(db, "tom@aldermoor.example"))
    refused(house, Invalid, accept_invitation, token, actor=tom)
    assert rows("select count(*) from membership where role = 'company_contact'") == [(1,)]


def test_the_secret_of_another_store_is_no_secret_here(house: House) -> None:
    token = letter_of(invite(house, "tom@aldermoor.example"))["token"]
    with unit_of_work(Scope.system()) as db:
        other = make_tenant(db, "mezzaluna").id
    with unit_of_work(Scope.tenant(other)) as db:
        assert find_invitation(db, other, token) is None


@pytest.mark.parametrize(
    ("email", "form", "sentence"),
    [
        ("marta@aldermoor.example", BUYER, "marta@aldermoor.example is a member already."),
        ("no address", BUYER, "Enter an e-mail address such as name@company.com."),
        ("ben@aldermoor.example", MemberForm("owner"), "Choose a role from the list."),
        ("ben@aldermoor.example", MemberForm("buyer", -1), "Enter an amount from 0 on, or nothing for no limit."),
        ("ben@aldermoor.example", MemberForm("buyer", 1, "week"), "Choose month, quarter or year."),
        ("ben@aldermoor.example", MemberForm("buyer", location_ids=("loc_x",)), "Choose from the company's places."),
    ],
)
def test_what_cannot_be_is_said_at_its_field(house: House, email: str, form: MemberForm, sentence: str) -> None:
    assert refused(house, Invalid, members.invite_member, email, form) == sentence
    assert rows("select count(*) from job where kind like 'mail.%'") == [(0,)]


def test_only_an_administrator_changes_the_company(house: House) -> None:
    with unit_of_work(Scope.system()) as db:
        people = {
            role: make_member(db, house.company, f"{role}@aldermoor.example", role)
            for role in ("approver", "buyer", "viewer")
        }
        stranger = make_member(db, make_company(db, house.tenant_id, "Osteria Group"), "eve@osteria.example")
    (victim,) = rows("select id from company_member where role = 'buyer'")[0]
    for actor in people.values():
        refused(house, Forbidden, members.invite_member, "ben@aldermoor.example", BUYER, actor=actor)
        refused(house, Forbidden, members.change_member, victim, MemberForm("admin"), actor=actor)
        refused(house, Forbidden, members.deactivate_member, victim, actor=actor)
    refused(house, NotFound, members.change_member, victim, MemberForm("viewer"), actor=stranger)
    refused(house, NotFound, members.deactivate_member, victim, actor=stranger)
    refused(house, Unauthenticated, members.invite_member, "ben@aldermoor.example", BUYER, actor=GUEST)


def test_the_last_administrator_stays(house: House) -> None:
    (only,) = rows("select id from company_member")[0]
    sentence = "A company needs an administrator. Make somebody else one first."
    assert refused(house, Conflict, members.deactivate_member, only) == sentence
    assert refused(house, Conflict, members.change_member, only, BUYER) == sentence
    assert refused(house, Conflict, members.leave_company) == sentence
    with unit_of_work(Scope.system()) as db:
        make_member(db, house.company, "tom@aldermoor.example")
    with unit_of_work(Scope.tenant(house.tenant_id)) as db:
        members.leave_company(db, house.admin, house.tenant_id)
    assert rows("select email, status from company_member order by email") == [
        ("marta@aldermoor.example", "left"),
        ("tom@aldermoor.example", "active"),
    ]


def test_who_is_let_go_is_nobody_there_at_once_and_may_be_asked_back(house: House) -> None:
    with unit_of_work(Scope.system()) as db:
        make_member(db, house.company, "ben@aldermoor.example", "buyer")
    (ben,) = rows("select id from company_member where role = 'buyer'")[0]
    with unit_of_work(Scope.tenant(house.tenant_id)) as db:
        members.deactivate_member(db, house.admin, house.tenant_id, str(ben))
    with unit_of_work(Scope.system()) as db:
        user = db.exec(select(User).where(User.email == "ben@aldermoor.example")).one()
        assert grants_of(db, user.id) == ()
        actor = actor_for(db, user)
    member = invite(house, "ben@aldermoor.example", MemberForm("viewer", 100))
    assert (member.id, member.status, member.role, member.spending_limit_amount) == (ben, "invited", "viewer", None)
    with unit_of_work(Scope.tenant(house.tenant_id)) as db:
        accept_invitation(db, actor, house.tenant_id, letter_of(member)["token"])
        assert [(grant.title, grant.may_buy) for grant in grants_of(db, user.id)] == [("viewer", True)]


def test_a_change_holds_from_the_next_click(house: House) -> None:
    with unit_of_work(Scope.system()) as db:
        ben = make_member(db, house.company, "ben@aldermoor.example", "buyer")
        derby = place_id(db, house.company, "Derby")
    assert ben.grants[0].title == "buyer"
    (member_id,) = rows("select id from company_member where role = 'buyer'")[0]
    with unit_of_work(Scope.tenant(house.tenant_id)) as db:
        form = MemberForm("approver", 1_000_000, "year", (derby,))
        members.change_member(db, house.admin, house.tenant_id, str(member_id), form)

    def grants(db: Session) -> list[tuple[str, tuple[str, ...]]]:
        return [(grant.title, grant.location_ids) for grant in grants_of(db, str(ben.user_id))]

    with unit_of_work(Scope.system()) as db:
        assert grants(db) == [("approver", (derby,))]


def test_the_company_that_is_seen_is_the_one_that_changes(house: House) -> None:
    """Marta runs two companies here: her desk, her prices and what she changes are always one of them."""
    with unit_of_work(Scope.system()) as db:
        make_member(db, make_company(db, house.tenant_id, "Osteria Group", status="rejected"), house.admin.email)
        other = make_company(db, house.tenant_id, "Zeta Works", places=("Zwolle",))
        actor = make_member(db, other, house.admin.email)
        zwolle = place_id(db, other, "Zwolle")

    def seen(actor: Actor) -> tuple[str, str]:
        with unit_of_work(Scope.tenant(house.tenant_id)) as db:
            place = get_company_place(db, actor, house.tenant_id)
            member = members.invite_member(db, actor, house.tenant_id, f"{len(place.company)}@aldermoor.example", BUYER)
            assert buyer_of(actor, house.tenant_id).company_id in (place.company_id, "")
            return place.company, db.exec(select(Company.name).where(Company.id == member.company_id)).one()

    assert seen(actor) == ("Aldermoor Rail", "Aldermoor Rail")
    with unit_of_work(Scope.tenant(house.tenant_id)) as db:
        choose_place(db, actor, house.tenant_id, zwolle)
    with unit_of_work(Scope.system()) as db:
        actor = actor_for(db, db.exec(select(User).where(User.email == house.admin.email)).one())
    assert seen(actor) == ("Zeta Works", "Zeta Works")


def test_who_was_let_go_a_moment_ago_changes_nothing_more(house: House) -> None:
    with unit_of_work(Scope.system()) as db:
        tom = make_member(db, house.company, "tom@aldermoor.example")
    ((marta,),) = rows("select id from company_member where email like 'marta%'")
    ((tom_id,),) = rows("select id from company_member where email like 'tom%'")
    with unit_of_work(Scope.tenant(house.tenant_id)) as db:
        members.deactivate_member(db, tom, house.tenant_id, str(marta))
    refused(house, Forbidden, members.deactivate_member, str(tom_id))  # as Marta's event was read before
