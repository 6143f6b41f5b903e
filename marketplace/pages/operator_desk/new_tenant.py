"""`/admin/tenants/new`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, button_link, columns, region
from marketplace.components.desk.form import error_of, field, text_input
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.markup import Markup, el, when
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.components.operator_desk.tenant_form import facts_fields
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.new_tenant import OperatorNewTenantState

State: Any = OperatorNewTenantState


def build() -> Markup:
    """The form of a new store."""
    return when(State.new_tenant_ready, _page)


def _page() -> Markup:
    errors = State.field_errors
    handle = field(
        "Handle",
        text_input(
            "handle",
            State.handle,
            id="handle",
            error=error_of(errors, "handle"),
            key=State.handle,
            before="/s/",
            required=True,
            max_length=60,
        ),
        id="handle",
        error=error_of(errors, "handle"),
        hint="Part of every address; it cannot be changed later.",
    )
    fields = facts_fields(State.blank, State.parents, errors, "new", handle=handle, on_name=State.name_typed)
    form = el.form(
        el.div(*fields, class_name="fields"),
        el.div(
            button("Create the store", kind="pri", submit=True, primary=True),
            button_link("Cancel", href="/admin/tenants", kind="quiet"),
            class_name="row",
        ),
        on_submit=State.create,
        class_name="fields",
    )
    steps = el.ol(
        el.li(
            el.b("You name it", class_name="b6"),
            el.div("Money, language, place in the tree.", class_name="ink3 xs"),
            class_name="on",
        ),
        el.li(
            el.b("You dress it", class_name="b5"),
            el.div("Colours are checked for contrast as you pick them.", class_name="ink3 xs"),
        ),
        el.li(
            el.b("Vendors apply", class_name="b5"),
            el.div("It stays closed to shoppers meanwhile.", class_name="ink3 xs"),
        ),
        el.li(
            el.b("You open it", class_name="b5"), el.div("One switch, and one to close it again.", class_name="ink3 xs")
        ),
        class_name="tl",
    )
    return desk(
        operator_layout(State),
        "tenants",
        page_header(
            "New tenant",
            crumbs=(Crumb("Tenants", "/admin/tenants"), Crumb("New")),
            sub="A store of its own: own brand, vendors, prices and buyers.",
        ),
        columns([region("Settings", form)], [region("What happens next", steps)]),
        class_name="p-brand",
    )


PAGE = Page("/admin/tenants/new", build, "New tenant · Concourse", State.open)
