"""`/s/{store}/b2b/register`."""

from __future__ import annotations

from typing import Any

from marketplace.components.company_desk.layout import in_brand
from marketplace.components.company_desk.registration import registration_form
from marketplace.components.desk.controls import button_link, columns, note, region
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import DeskLayout, Group, Link, Person, Place
from marketplace.components.desk.overlays import key_list
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.palette import palette
from marketplace.components.markup import Markup, el, pick, when
from marketplace.pages.registry import Page
from marketplace.state.company_desk.register import CompanyRegisterState

State: Any = CompanyRegisterState
_VIEW: Any = State.view


def build() -> Markup:
    """The form for a signed-in person; for a guest the way to one."""
    return when(State.register_ready, _page)


def _page() -> Markup:
    title = pick(_VIEW.is_again, "Mend your registration", "Buy as a company")
    main = when(State.is_guest, _account, lambda: registration_form(State))
    window = desk(
        _layout(),
        "register",
        page_header(title, sub=el.span("For businesses that buy in ", el.b(_VIEW.store))),
        when(_VIEW.is_again, lambda: el.section(note("Declined. ", _VIEW.declined, tone="bad"), class_name="reg")),
        columns([main], [_next()], side_width=340),
    )
    return in_brand(_VIEW, window)


def _layout() -> DeskLayout:
    links = (
        Link("Registration", "building-2", f"/s/{_VIEW.handle}/b2b/register", "register"),
        Link("Store", "store", f"/s/{_VIEW.handle}", "store", leaves=True),
    )
    person = State.current_user
    return DeskLayout(
        place=Place(_VIEW.mark, _VIEW.store, "for companies"),
        person=Person(person.initials, person.hue, person.name, person.line),
        groups=(Group(links),),
        short=links,
        extra=(key_list(), palette(links)),
        guest=State.is_guest,
    )


def _account() -> Markup:
    here = f"/s/{_VIEW.handle}/b2b/register"
    ways = el.div(
        button_link("Sign in", href=f"/sign-in?store={_VIEW.handle}&next={here}", kind="pri", reload=True),
        button_link("Create an account", href=f"/sign-up?store={_VIEW.handle}&next={here}", reload=True),
        class_name="row",
    )
    return region(
        "First, your account",
        el.p("It is how you come back to what you have typed, and how your company knows you.", class_name="ink2"),
        el.div(ways, class_name="after-s"),
    )


def _next() -> Markup:
    steps = (
        ("You say who you are", "Kept as you type; come back whenever you like."),
        ("The store decides", "You get a letter with the answer, and the reason of a no."),
        ("You buy at your prices", "Invite your people, each with a role and a limit."),
    )
    lines = [el.li(el.b(title, class_name="b5"), el.div(words, class_name="ink3 xs")) for title, words in steps]
    return region("What happens next", el.ol(*lines, class_name="tl"))


PAGE = Page("/s/[store_handle]/b2b/register", build, "Buy as a company · Concourse", State.open)
