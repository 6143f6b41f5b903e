"""`/s/{store}/company/members`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import company_desk
from marketplace.components.company_desk.members import member_drawer
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button_link, empty, missing, progress, tag
from marketplace.components.desk.filters import filter_bar, search_box
from marketplace.components.desk.navigation import Person
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.sidebar import avatar
from marketplace.components.desk.status import MEMBER, status
from marketplace.components.markup import Markup, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.members import CompanyMembersState

State: Any = CompanyMembersState
_PLACE: Any = State.company_place


def build() -> Markup:
    """The people of the company, with one of them open beside the list."""
    pushed = pick(State.member_id != "", "pushed", "")
    return when(State.members_ready, lambda: company_desk(State, "members", _page, class_name=pushed))


def _page() -> list[Markup]:
    invite = button_link("Invite", href=f"{_PLACE.home}/members?member=new", kind="pri", icon_name="user-plus", key="c")
    gone = el.aside(missing("member", "/account", "Your account"), class_name="drawer")
    return [
        el.div(
            page_header("Members", when(_PLACE.is_admin, invite), sub=State.summary),
            filter_bar(search_box(State.q, State.search, placeholder="Name or e-mail", key=State.q)),
            when(State.rows.length() > 0, _table, _nobody),
            class_name="pushmain p-book p-members",
        ),
        when(State.member_id != "", lambda: when(State.missing, gone, lambda: member_drawer(State))),
    ]


def _table() -> Markup:
    cols = (
        t.Col("Person"),
        t.Col("Role"),
        t.Col("Locations", hide=True),
        t.Col("Limit, used"),
        t.Col("Starts again", hide=True, lap=True),
        t.Col("State"),
        t.Col("Last here", right=True, hide=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Members", kind="tall click ord"),
        t.footer(State.range_text, previous=State.previous, following=State.following),
    )


def _row(member: Any) -> Markup:
    person = Person(member.initials, member.hue, member.name, member.email)
    name = el.span(el.a(member.name, href=member.href, class_name="id"), el.span(member.email, class_name="sub"))
    return t.row(
        el.td(el.span(avatar(person), name, class_name="row g12"), class_name="o-id"),
        t.cell(tag(member.role), kind="o-val"),
        t.cell(member.places, kind="hide ink2"),
        t.cell(
            when(member.has_limit, lambda: _limit(member), el.span(member.no_limit, class_name="ink3")), kind="o-who"
        ),
        t.cell(member.starts_again, kind="hide lap ink2"),
        t.cell(status(MEMBER, member.state), kind="o-due"),
        t.cell(ago(member.seen, member.seen_exact), kind="r hide ink2"),
        chosen=State.card.id == member.id,
        key=member.id,
    )


def _limit(member: Any) -> Markup:
    words = el.div(
        el.span(member.used, class_name="num"),
        el.span(member.limit, class_name="num ink3"),
        class_name="row between xs",
    )
    return el.div(words, progress(f"{member.used_percent}%", member.tone), class_name="lim")


def _nobody() -> Markup:
    return empty(
        "users",
        "Nobody found",
        "No name and no e-mail address holds these words.",
        button_link("Show everybody", href=f"{_PLACE.home}/members"),
    )


PAGE = Page("/s/[store_handle]/company/members", build, "Members · Concourse", State.open)
