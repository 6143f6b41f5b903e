"""`/vendor/apply`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, button_link, columns, note, region
from marketplace.components.desk.form import field, password_again, select, text_input
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import DeskLayout, Group, Link, Person, Place
from marketplace.components.desk.overlays import dialog, key_list
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.palette import palette
from marketplace.components.desk.status import VENDOR, status
from marketplace.components.markup import Markup, el, pick, when
from marketplace.components.vendor_desk.onboarding import checklist, progress
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.apply import VendorApplyState

State: Any = VendorApplyState  # on a page its variables are names of what the browser will hold
_VIEW: Any = State.view


def build() -> Markup:
    """The whole application, for guests and for those who have begun."""
    return when(State.apply_ready, _page)


def _frame() -> DeskLayout:
    has_shop = _VIEW.vendor_id != ""
    own_links = (
        Link(
            "Onboarding",
            "list-checks",
            "/vendor/apply",
            "onboarding",
            count=pick(_VIEW.left_to_send > 0, _VIEW.left_to_send.to_string(), ""),
            hot=_VIEW.status == "draft",
        ),
        Link("Today", "layout-dashboard", "/vendor", "today", show=has_shop),
        Link("Products", "boxes", "/vendor/products", "products", show=has_shop),
    )
    stores = (Link("Stores", "layout-grid", "/stores", "stores", leaves=True),)
    name = pick(_VIEW.name != "", _VIEW.name, "Your shop")
    line = pick(_VIEW.status == "approved", f"sells in {_VIEW.store_name}", "not open yet")
    who = State.applicant
    return DeskLayout(
        place=Place(pick(_VIEW.name != "", _VIEW.name[0], "C"), name, line),
        person=Person(who.initials, who.hue, who.name, who.line),
        groups=(Group(own_links), Group(stores, "Go to")),
        short=(own_links[0], stores[0]),
        extra=(key_list(), palette((own_links[0], *stores))),
        guest=State.is_guest,
    )


def _page() -> Markup:
    can_type = ~State.is_guest & ((_VIEW.status == "") | (_VIEW.status == "draft"))
    main = [
        when(State.is_guest, _account),
        _standing(),
        when(~State.is_guest, lambda: progress(State)),
        *checklist(State, can_type=can_type),
        _sending(),
    ]
    return desk(
        _frame(),
        "onboarding",
        page_header("Open your shop", _send(can_type), pill=_pill(), sub=_to_sell()),
        columns(main, [_store(), _next()], side_width=340),
    )


def _pill() -> Markup:
    return status(VENDOR, pick(_VIEW.status == "", "draft", _VIEW.status), pill=True)


def _to_sell() -> Markup:
    return el.span(
        pick(_VIEW.legal_name != "", _VIEW.legal_name, "Your company"), ", to sell in ", el.b(_VIEW.store_name)
    )


def _send(can_type: Any) -> Markup:
    ready = can_type & (_VIEW.left_to_send == 0)
    send = button("Send for approval…", kind="pri", opens="send", primary=True)
    wait = when(can_type, button("Send for approval", kind="pri", disabled=True))
    open_shop = button_link("Open the vendor desk", href="/vendor", kind="pri")
    return when(_VIEW.status == "approved", open_shop, when(ready, send, wait))


def _sending() -> Markup:
    asking = dialog(
        "send",
        "Send your application?",
        el.p("A person reads it. What you sell is later paid to the bank account in it.", class_name="ink2"),
        el.form(
            password_again(State.field_errors, id="send-password"),
            el.div(
                button("Not yet", kind="quiet", closes=True),
                button("Send it", kind="pri", submit=True),
                class_name="row end",
            ),
            on_submit=State.send,
            class_name="fields",
        ),
    )
    return el.div(asking, key=State.form_round)


def _account() -> Markup:
    here = f"/vendor/apply?store={State.store}"
    return region(
        "First, your account",
        el.p(
            "It is how you come back to this list, and how you sign in to your desk. You have one? ",
            el.a("Sign in", class_name="link", href=f"/sign-in?next={here}", custom_attrs={"reloadDocument": True}),
            ".",
            class_name="ink2",
        ),
        el.form(
            el.input(type="hidden", name="next", value=here),
            el.div(
                field(
                    "First name",
                    text_input("first_name", id="own-first", autocomplete="given-name", required=True, max_length=80),
                    id="own-first",
                ),
                field(
                    "Last name",
                    text_input("last_name", id="own-last", autocomplete="family-name", max_length=80),
                    id="own-last",
                ),
                field(
                    "E-mail",
                    text_input(
                        "email", id="own-email", type="email", autocomplete="username", required=True, max_length=254
                    ),
                    id="own-email",
                ),
                class_name="grid2",
            ),
            el.p(
                "We send you a letter; its link is where you choose your password, and leads back here.",
                class_name="ink3 xs",
            ),
            el.div(button("Create account", kind="pri", submit=True), class_name="row"),
            method="post",
            action="/auth/sign-up",
            class_name="fields after-s",
        ),
    )


def _standing() -> Markup:
    reason = pick(_VIEW.reason != "", _VIEW.reason, "No reason was given.")
    pending = note("Sent on ", _VIEW.sent, ". A person reads it; you get a mail when it is decided.", tone="info")
    approved = note("Approved. What you publish is found by shoppers within seconds.", tone="good")
    rejected = note("Declined. ", reason, tone="bad")
    suspended = note("Suspended. ", reason, tone="warn")
    verdict = when(
        _VIEW.status == "pending",
        pending,
        when(
            _VIEW.status == "approved",
            approved,
            when(_VIEW.status == "rejected", rejected, when(_VIEW.status == "suspended", suspended)),
        ),
    )
    decided = (_VIEW.status != "") & (_VIEW.status != "draft")
    return when(decided, el.section(verdict, class_name="reg"))


def _store() -> Markup:
    choose = select("store", State.stores, State.store, on_change=State.choose_store)
    return region(
        "Where you sell",
        when(
            _VIEW.vendor_id == "",
            field("Store", choose, id="store", hint="A shop sells in one store. Apply to each that suits you."),
            el.p(el.b(_VIEW.store_name, class_name="b6")),
        ),
    )


def _next() -> Markup:
    sent = (_VIEW.status == "pending") | (_VIEW.status == "approved")
    steps = (
        ("You fill in the list", "Saved as you go.", True),
        ("You send it", "Products stay hidden.", sent),
        ("We read it", "A person compares it with your papers.", sent),
        ("You sell", "What you publish is live at once.", _VIEW.status == "approved"),
    )
    lines = [
        el.li(el.b(title, class_name="b5"), el.div(text, class_name="ink3 xs"), class_name=pick(reached, "on", ""))
        for title, text, reached in steps
    ]
    return region("What happens next", el.ol(*lines, class_name="tl"))


PAGE = Page("/vendor/apply", build, "Open your shop · Concourse", State.open)
