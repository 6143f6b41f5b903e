"""`/admin/companies/[company_id]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.documents import document_list
from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button, columns, missing, region, when_text
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import COMPANY, dot, status
from marketplace.components.markup import Markup, each, el, when
from marketplace.components.operator_desk.company_decision import standing_panel, waiting_panel
from marketplace.components.operator_desk.company_terms import exemptions, held_lists, terms_history
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.components.operator_desk.trail import trail
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.company import OperatorCompanyState

State: Any = OperatorCompanyState
_REVIEW = State.review


def build() -> Markup:
    """One company: what it said, its places, people and orders; and the decision beside it."""
    return when(State.company_ready, lambda: when(_REVIEW.id != "", _page, _missing))


def _missing() -> Markup:
    return desk(
        operator_layout(State),
        "companies",
        page_header("Companies"),
        missing("company", "/admin/companies", "All companies"),
    )


def _page() -> Markup:
    side = [
        when(
            _REVIEW.can_approve,
            lambda: region("Decision", waiting_panel(State), note=el.span(_REVIEW.due, class_name=_REVIEW.due_tone)),
            lambda: region("Standing", standing_panel(State)),
        ),
        region("What it said", el.dl(each(_REVIEW.own_facts, _fact), class_name="kv l who")),
        when(_REVIEW.documents.length() > 0, lambda: region("Documents", document_list(_REVIEW.documents))),
        exemptions(State),
        held_lists(_REVIEW),
        terms_history(_REVIEW),
        region("Audit", trail(_REVIEW.audit)),
    ]
    return desk(
        operator_layout(State),
        "companies",
        page_header(
            el.span(_REVIEW.name),
            crumbs=(Crumb("Companies", "/admin/companies"), Crumb(_REVIEW.store_name)),
            pill=status(COMPANY, _REVIEW.status, pill=True),
            sub=el.span(
                store_mark(_REVIEW.mark), " ", ago(_REVIEW.waits_since, _REVIEW.waits_since_exact), class_name="row g6"
            ),
        ),
        columns([_places(), _people(), _orders()], side, side_width=372),
        class_name="p-approval",
    )


def _places() -> Markup:
    cols = (
        t.Col("Place"),
        t.Col("Goods go to"),
        t.Col("Bills go to", hide=True),
        t.Col("Terms", hide=True),
        t.Col("Credit limit", right=True, hide=True),
        t.Col("Owes", right=True),
    )
    return region(
        "Places",
        when(
            _REVIEW.places.length() > 0,
            lambda: t.table(cols, _REVIEW.places, _place, label="Places", keys=False),
            lambda: el.p("No place yet.", class_name="ink3 reg-note"),
        ),
        count=_REVIEW.places.length().to_string(),
        tight=True,
    )


def _place(place: Any) -> Markup:
    return t.row(
        t.cell(place.name, kind="b5"),
        t.cell(place.goods, kind="w full"),
        t.cell(place.bills, kind="w hide ink2"),
        t.cell(place.terms, kind="hide"),
        t.cell(place.credit, kind="r hide"),
        t.cell(el.a(when_text(place.owed, "nothing"), href=place.account_href, class_name="link"), kind="r"),
        key=place.id,
    )


def _people() -> Markup:
    cols = (
        t.Col("Person"),
        t.Col("Role"),
        t.Col("Places", hide=True),
        t.Col("Limit", right=True, hide=True),
        t.Col("State"),
        t.Col("Last seen", right=True, hide=True),
        t.Col("", right=True),
    )
    return region(
        "People",
        t.table(cols, _REVIEW.people, _person, label="People", keys=False),
        count=_REVIEW.people.length().to_string(),
        tight=True,
    )


def _person(person: Any) -> Markup:
    return t.row(
        t.identity(person.name, person.email),
        t.cell(person.role),
        t.cell(person.places, kind="w hide ink2"),
        t.cell(when_text(person.limit, "none"), kind="r hide"),
        t.cell(dot(person.shape, person.state)),
        t.cell(ago(person.seen, person.seen_exact), kind="r hide ink2"),
        t.cell(when(person.may_act, lambda: _act_for(person)), kind="r"),
        key=person.id,
    )


def _act_for(person: Any) -> Markup:
    return el.form(
        el.input(type="hidden", name="member", value=person.id),
        button("Buy for them", small=True, submit=True),
        method="post",
        action=f"/admin/companies/{_REVIEW.id}/act",
    )


def _orders() -> Markup:
    cols = (t.Col("Order"), t.Col("Placed", hide=True), t.Col("Status"), t.Col("Total", right=True))
    return region(
        "Orders",
        when(
            _REVIEW.orders_total > 0,
            lambda: t.table(cols, _REVIEW.orders, _order, label="Orders", kind="tall click"),
            lambda: el.p("Nothing was ordered for it yet.", class_name="ink3 reg-note"),
        ),
        count=_REVIEW.bought,
        end=when(
            _REVIEW.orders_total > 0,
            lambda: el.a("See all", href=f"/admin/orders?company={_REVIEW.id}", class_name="link"),
        ),
        tight=True,
    )


def _order(group: Any) -> Markup:
    return t.row(
        t.identity(group.number, group.buyer, href=group.href),
        t.cell(ago(group.placed, group.placed_exact), kind="hide ink2"),
        t.cell(dot(group.look, group.status)),
        t.cell(group.total, kind="r"),
        key=group.id,
    )


def _fact(fact: Any) -> Markup:
    return el.div(el.dt(fact.label), el.dd(fact.value), class_name="pair")


PAGE = Page("/admin/companies/[company_id]", build, "Company · Concourse", State.open)
