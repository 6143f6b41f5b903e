"""The form of one member: who, in which role, with which limit, for which places."""

from __future__ import annotations

from typing import Any

import reflex as rx

from marketplace.components.desk.controls import button, note, pairs
from marketplace.components.desk.form import check, error_of, field, select, select_field, text_field, text_input
from marketplace.components.desk.overlays import confirm, drawer
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.domain.companies.members import ROLE_NAMES

_FORM = {"form": "member-form"}
_ROLES = [(str(role), name) for role, name in ROLE_NAMES.items()]
PERIODS = [("month", "a month"), ("quarter", "a quarter"), ("year", "a year")]
_ROLE_HINT = "Viewers look, buyers order, approvers decide besides, administrators run the company besides."


def member_drawer(state: Any) -> Markup:
    """The open member, or an empty form for an invitation."""
    is_new = state.member_id == "new"
    may_change = state.company_place.is_admin & (is_new | (state.card.status != "left"))
    return drawer(
        pick(is_new, "Invite somebody", state.card.email),
        el.section(
            when(state.card.status == "invited", note("Invited; the link is good until ", state.card.invited, ".")),
            when(state.card.status == "left", note("Left the company. Invite the address again to bring them back.")),
            when(may_change, lambda: _form(state, is_new), lambda: _readonly(state)),
        ),
        _end(state),
        close_href=f"{state.company_place.home}/members",
        actions=(
            when(may_change, button(pick(is_new, "Send invitation", "Save"), kind="pri", submit=True, extra=_FORM)),
            when(may_change & (state.card.status == "invited"), button("Send the letter again", on_click=state.resend)),
            when(may_change & ~is_new, button("Deactivate…", kind="quiet", opens="deactivate")),
        ),
    )


def _readonly(state: Any) -> Markup:
    """What others see of a member: who may change it."""
    role = rx.match(state.card.given["role"], *[(key, name) for key, name in _ROLES], "")
    return el.div(
        when(state.card.id != "", lambda: pairs(("Role", role), ("Limit", _limit(state)))),
        when(~state.company_place.is_admin, note("An administrator of the company invites and changes members.")),
        class_name="fields",
    )


def _limit(state: Any) -> Markup:
    """The limit with its currency, or that there is none."""
    limit = state.card.given["limit"]
    return when(limit != "", el.span(state.card.currency, " ", limit), el.span("none"))


def _form(state: Any, is_new: Any) -> Markup:
    errors = state.field_errors
    return el.form(
        when(is_new, lambda: _email(state)),
        select_field("role", "Role", _ROLES, state.card.given["role"], errors, id="member-role", hint=_ROLE_HINT),
        el.div(
            field(
                "Spending limit",
                text_input(
                    "limit",
                    state.card.given["limit"],
                    id="member-limit",
                    error=error_of(errors, "limit"),
                    before=state.card.currency,
                    kind="num",
                    input_mode="decimal",
                    max_length=20,
                ),
                id="member-limit",
                error=error_of(errors, "limit"),
                hint="Open checkouts count, refunds give back; more than this is not ordered. Empty: no limit.",
            ),
            field(
                "Starts again",
                select("period", PERIODS, state.card.given["period"], id="member-period"),
                id="member-period",
            ),
            class_name="grid2",
        ),
        select_field(
            "manager",
            "Manager",
            state.card.managers,
            state.card.given["manager"],
            errors,
            id="member-manager",
            empty="Nobody",
            hint="Approves where a rule asks the buyer’s manager.",
        ),
        _places(state),
        on_submit=state.save,
        class_name="fields",
        id="member-form",
        key=state.form_round,
    )


def _email(state: Any) -> Markup:
    return text_field(
        "email",
        "E-mail",
        "",
        state.field_errors,
        id="member-email",
        type="email",
        autocomplete="off",
        max_length=254,
        required=True,
        hint="They get a letter. An account is not needed before.",
    )


def _places(state: Any) -> Markup:
    tick = lambda place: el.li(check(f"place-{place.value}", place.label, checked=place.is_on), key=place.value)  # noqa: E731
    return el.fieldset(
        el.legend("Buys for", class_name="sh"),
        check("everywhere", "All locations, also new ones", checked=state.everywhere, on_change=state.show_everywhere),
        when(~state.everywhere, lambda: el.ul(each(state.card.places, tick), class_name="fields after-s")),
        when(
            error_of(state.field_errors, "locations"),
            lambda: el.p(error_of(state.field_errors, "locations"), class_name="err", role="alert"),
        ),
    )


def _end(state: Any) -> Markup:
    return confirm(
        "deactivate",
        pick(state.card.status == "invited", "Take the invitation back?", "Deactivate this member?"),
        "From now on they neither see nor buy anything for the company. Their orders stay.",
        "Deactivate",
        state.deactivate,
    )
