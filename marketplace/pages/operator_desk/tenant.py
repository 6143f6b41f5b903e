"""`/admin/tenants/[tenant_key]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, button_link, columns, missing, region, tag, undo_toast
from marketplace.components.desk.form import field, locked
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb, Tab
from marketplace.components.desk.page_header import page_header, tabs
from marketplace.components.desk.status import open_or_closed
from marketplace.components.markup import Markup, choose, el, pick, when
from marketplace.components.operator_desk.brand import brand_choices, brand_preview
from marketplace.components.operator_desk.keys import key_desk
from marketplace.components.operator_desk.layout import operator_layout
from marketplace.components.operator_desk.quotes_form import quotes_form
from marketplace.components.operator_desk.receiving import receiving_desk
from marketplace.components.operator_desk.search_words import search_desk
from marketplace.components.operator_desk.tenant_form import facts_fields
from marketplace.components.operator_desk.terms_form import terms_form
from marketplace.components.operator_desk.trail import trail
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.api_keys import OperatorKeysState
from marketplace.state.operator_desk.receiving import OperatorReceivingState
from marketplace.state.operator_desk.search_words import OperatorSearchState
from marketplace.state.operator_desk.tenant import OperatorTenantState

State: Any = OperatorTenantState
Keys: Any = OperatorKeysState
Words: Any = OperatorSearchState
Receiving: Any = OperatorReceivingState
_TENANT = State.tenant


def build() -> Markup:
    """One store: its facts, its brand, the accounts it is paid to, its search words, its keys."""
    return when(State.tenant_ready, lambda: when(_TENANT.id != "", _page, _missing))


def _missing() -> Markup:
    gone = missing("store", "/admin/tenants", "All tenants")
    return desk(operator_layout(State), "tenants", page_header("Tenants"), gone)


def _page() -> Markup:
    unpublished = when(State.changes.length() > 0, lambda: tag(State.changes.length(), " not published", tone="warn"))
    return desk(
        operator_layout(State),
        "tenants",
        page_header(
            el.span(_TENANT.name),
            *_actions(),
            crumbs=(Crumb("Tenants", "/admin/tenants"), Crumb(_parent())),
            pill=el.span(open_or_closed(_TENANT.is_active, pill=True), unpublished, class_name="row"),
            sub=_TENANT.line,
        ),
        tabs(
            Tab("Overview", "?tab=overview", State.tab == "overview"),
            Tab("Brand", "?tab=brand", State.tab == "brand"),
            Tab("Payments", "?tab=payments", State.tab == "payments"),
            Tab("Payouts", "?tab=payouts", State.tab == "payouts"),
            Tab("Search", "?tab=search", State.tab == "search"),
            Tab("Keys", "?tab=keys", State.tab == "keys", Keys.rows.length().to_string()),
        ),
        choose(State.tab, _TABS, _overview),
        undo_toast(State.undo_text != "", State.undo_text, State.undo),
        class_name="p-brand p-keys",
    )


def _parent() -> Any:
    return pick(_TENANT.parent_name != "", _TENANT.parent_name, "No parent")


def _actions() -> list[Markup]:
    return [
        when(
            _TENANT.is_active,
            lambda: button_link("Visit", href=_TENANT.shop_href, icon_name="external-link", reload=True),
        ),
        when(
            _TENANT.can_edit & (State.tab == "brand"),
            lambda: button(
                "Publish brand",
                kind="pri",
                on_click=State.publish_brand,
                primary=True,
                disabled=(State.changes.length() == 0) | (State.field_errors.length() > 0),
            ),
        ),
    ]


def _overview() -> Markup:
    handle = field(
        "Handle", locked(_TENANT.handle, id="handle"), id="handle", hint="Part of every address, so it stays."
    )
    form = el.form(
        *facts_fields(_TENANT, _TENANT.parents, State.field_errors, State.form_round, handle=handle),
        when(_TENANT.can_edit, lambda: el.div(button("Save", kind="pri", submit=True, primary=True), class_name="row")),
        on_submit=State.save,
        class_name="fields",
    )
    side = [
        region("Open to the public", _switch()),
        region(
            "Lately",
            trail(_TENANT.audit),
            end=el.a("Audit", href=f"/admin/audit?store={_TENANT.id}", class_name="link"),
        ),
    ]
    return columns([region("Settings", form), region("Asking for prices", quotes_form(State))], side)


def _switch() -> Markup:
    opened = el.div(
        el.p("Shoppers reach it at ", el.span(_TENANT.shop_href, class_name="mono"), ".", class_name="ink2"),
        when(_TENANT.can_edit, lambda: button("Close the store", kind="danger", on_click=State.switch(False))),
        class_name="fields",
    )
    closed = el.div(
        el.p("Every address of it answers 404. Nothing is lost; it can be opened at any time.", class_name="ink2"),
        when(_TENANT.can_edit, lambda: button("Open the store", kind="pri", on_click=State.switch(True))),
        class_name="fields",
    )
    return when(_TENANT.is_active, opened, closed)


def _brand() -> Markup:
    return el.div(brand_choices(State), brand_preview(State), class_name="cols brand-cols")


def _keys() -> Markup:
    return key_desk(Keys, of_store=True)


_TABS: dict[str, Any] = {
    "brand": _brand,
    "payments": lambda: receiving_desk(Receiving),
    "payouts": lambda: terms_form(State),
    "search": lambda: search_desk(Words),
    "keys": _keys,
}
PAGE = Page(
    "/admin/tenants/[tenant_key]",
    build,
    "Tenant · Concourse",
    [State.open, Keys.open_store, Words.open_store, Receiving.open_store],
)
