"""The people of the customer's company: members with their roles and limits, and who is invited."""

from __future__ import annotations

from typing import Any, Literal

from fastapi import APIRouter
from pydantic import Field
from sqlmodel import Session
from starlette.responses import Response

from marketplace.api.desk_schemas import Deleted
from marketplace.api.http.auth import Customer as Buyer
from marketplace.api.http.auth import StoreCaller
from marketplace.api.http.openapi import gives
from marketplace.api.http.query_params import ListParams, ReadParams, from_query
from marketplace.api.http.responses import page, reply
from marketplace.api.store import schemas
from marketplace.api.store.companies import company_json
from marketplace.api.store.company_json import (
    Amount,
    Invitations,
    Members,
    OneInvitation,
    OneMember,
    member_json,
    minor,
)
from marketplace.api.store.request_schemas import Body, Text
from marketplace.domain.companies.members import LimitPeriod
from marketplace.queries.store_api.companies import read_company
from marketplace.queries.store_api.company_people import INVITED, PEOPLE, list_member_facts, read_member_facts
from marketplace.services.companies.company_access import lock_administered, own_company
from marketplace.services.companies.invitations import accept_invitation
from marketplace.services.companies.members import (
    MemberForm,
    change_member,
    deactivate_member,
    invite_member,
    resend_invitation,
)

router = APIRouter(tags=["store"])
Role = Literal["admin", "approver", "buyer", "viewer"]
MEMBER, INVITATION = gives(OneMember), gives(OneInvitation)


class MemberBody(Body):
    """What is left out stays. `location_ids` null is every place, also those that are opened later; `spending_limit`
    null is none."""

    role: Role | None = None
    spending_limit: Amount | None = None
    limit_period: LimitPeriod | None = None
    location_ids: list[Text] | None = Field(None, max_length=200)
    manager_id: Text | None = Field(None, description="Who approves where a rule asks the buyer's manager.")


class InvitationBody(MemberBody):
    email: Text = Field(examples=["ben@works.example"])
    role: Role = "buyer"


class TokenBody(Body):
    token: Text = Field(description="Of the letter.")


@router.get("/store/companies/me/members", summary="Its members", responses=gives(Members))
def list_members(caller: Buyer, params: ListParams = from_query(ListParams)) -> Response:
    """Who has left stays on the list, with the day."""
    rows = caller.run(lambda db: list_member_facts(db, _company(db, caller), PEOPLE))
    return reply(page("members", [member_json(one) for one in rows], params))


@router.get("/store/companies/me/members/{id}", summary="One member", responses=MEMBER)
def get_member(id: str, caller: Buyer, params: ReadParams = from_query(ReadParams)) -> Response:
    return reply(caller.run(lambda db: _member(db, caller, id)))


@router.post("/store/companies/me/members/{id}", summary="Change a member", responses=MEMBER)
def update_member(id: str, body: MemberBody, caller: Buyer) -> Response:
    """Administrators only; it holds from this person's next request."""
    actor = caller.known()

    def change(db: Session) -> dict[str, Any]:
        lock_administered(db, actor, caller.store.id)  # what is left out is as it is now
        change_member(db, actor, caller.store.id, id, _form(db, caller, body, id))
        return _member(db, caller, id)

    return caller.once(change)


@router.delete("/store/companies/me/members/{id}", summary="Let a member go", responses=gives(Deleted))
def remove_member(id: str, caller: Buyer) -> Response:
    """The company is no longer theirs from this moment. The last administrator stays."""
    return _end(caller, id, "member")


@router.get("/store/companies/me/invitations", summary="Who is invited", responses=gives(Invitations))
def list_invitations(caller: Buyer, params: ListParams = from_query(ListParams)) -> Response:
    rows = caller.run(lambda db: list_member_facts(db, _company(db, caller), INVITED))
    return reply(page("invitations", [member_json(one) for one in rows], params))


@router.post("/store/companies/me/invitations", summary="Invite somebody by e-mail", responses=INVITATION)
def invite(body: InvitationBody, caller: Buyer) -> Response:
    """An account is not needed before. The letter's link is good for two weeks, once, for this address."""
    actor = caller.known()

    def make(db: Session) -> dict[str, Any]:
        member = invite_member(db, actor, caller.store.id, body.email, _form(db, caller, body))
        return _invitation(db, caller, member.id)

    return caller.once(make)


@router.post("/store/companies/me/invitations/{id}/resend", summary="Write once more", responses=INVITATION)
def resend(id: str, caller: Buyer) -> Response:
    """The link of the earlier letter ends."""
    actor = caller.known()

    def write(db: Session) -> dict[str, Any]:
        read_member_facts(db, _company(db, caller), id, INVITED)
        resend_invitation(db, actor, caller.store.id, id)
        return _invitation(db, caller, id)

    return caller.once(write)


@router.delete("/store/companies/me/invitations/{id}", summary="Take an invitation back", responses=gives(Deleted))
def take_back(id: str, caller: Buyer) -> Response:
    return _end(caller, id, "invitation")


@router.post("/store/companies/invitations/accept", summary="Join a company", responses=gives(schemas.OneCompany))
def accept(body: TokenBody, caller: Buyer) -> Response:
    """As the customer whose address was invited."""
    actor = caller.known()

    def join(db: Session) -> dict[str, Any]:
        member = accept_invitation(db, actor, caller.store.id, body.token)
        return {"company": company_json(read_company(db, member.company_id))}

    return caller.once(join)


def _company(db: Session, caller: StoreCaller) -> str:
    return own_company(db, caller.known(), caller.store.id).id


def _member(db: Session, caller: StoreCaller, member_id: str) -> dict[str, Any]:
    return {"member": member_json(read_member_facts(db, _company(db, caller), member_id, PEOPLE))}


def _invitation(db: Session, caller: StoreCaller, member_id: str) -> dict[str, Any]:
    return {"invitation": member_json(read_member_facts(db, _company(db, caller), member_id, INVITED))}


def _end(caller: StoreCaller, member_id: str, noun: Literal["member", "invitation"]) -> Response:
    actor = caller.known()

    def end(db: Session) -> dict[str, Any]:
        read_member_facts(db, _company(db, caller), member_id, PEOPLE if noun == "member" else INVITED)
        deactivate_member(db, actor, caller.store.id, member_id)
        return {"id": member_id, "object": noun, "deleted": True}

    return caller.once(end)


def _form(db: Session, caller: StoreCaller, body: MemberBody, member_id: str = "") -> MemberForm:
    """The body over what the member is now; an invitation begins without limit, at every place."""
    company = own_company(db, caller.known(), caller.store.id)
    now = read_member_facts(db, company.id, member_id, PEOPLE) if member_id else None
    sent = body.model_fields_set
    limit = minor(body.spending_limit, company.currency, "spending_limit")
    return MemberForm(
        role=body.role or (now.role if now else "buyer"),
        spending_limit_amount=limit if "spending_limit" in sent or now is None else now.spending_limit_amount,
        limit_period=body.limit_period or (now.limit_period if now else LimitPeriod.MONTH),
        location_ids=tuple((body.location_ids if "location_ids" in sent or now is None else now.location_ids) or ()),
        manager_id=(body.manager_id if "manager_id" in sent or now is None else now.manager_id) or "",
    )
