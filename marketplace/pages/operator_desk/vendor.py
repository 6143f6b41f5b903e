"""`/admin/vendors/[vendor_key]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, button_link, columns, empty, missing, region, tag, undo_toast
from marketplace.components.desk.icons import icon
from marketplace.components.desk.layout import desk
from marketplace.components.desk.navigation import Crumb, Tab
from marketplace.components.desk.page_header import page_header, tabs
from marketplace.components.desk.status import VENDOR, dot, status
from marketplace.components.markup import Markup, choose, each, el, when
from marketplace.components.operator_desk.decision import application_panel, standing_panel
from marketplace.components.operator_desk.layout import inline, operator_layout, store_mark
from marketplace.components.operator_desk.trail import trail
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.vendor import OperatorVendorState

State: Any = OperatorVendorState
_REVIEW = State.review


def build() -> Markup:
    """One vendor: evidence, risks, catalogue, people, history; and the decision beside it."""
    return when(State.vendor_ready, lambda: when(_REVIEW.id != "", _page, _missing))


def _missing() -> Markup:
    return desk(
        operator_layout(State), "vendors", page_header("Vendors"), missing("vendor", "/admin/vendors", "All vendors")
    )


def _page() -> Markup:
    side = [
        region(
            "Risk",
            el.ul(each(_REVIEW.risks, _risk), class_name="list hl"),
            note=tag(_REVIEW.risk_words, tone=_REVIEW.risk_tone),
        ),
        when(
            _REVIEW.can_approve,
            lambda: region(
                "Decision", application_panel(State), note=el.span(_REVIEW.due, class_name=_REVIEW.due_tone)
            ),
            lambda: region("Standing", standing_panel(State)),
        ),
        region("Who they are", el.dl(each(_REVIEW.contact, _fact), class_name="kv l who")),
    ]
    return desk(
        operator_layout(State),
        "vendors",
        page_header(
            el.span(_REVIEW.name),
            *_neighbours(),
            crumbs=(Crumb("Vendors", "/admin/vendors"), Crumb(_REVIEW.store_name)),
            pill=status(VENDOR, _REVIEW.status, pill=True),
            sub=el.span(store_mark(_REVIEW.mark), " ", _REVIEW.sent, class_name="row g6"),
        ),
        _tabs(),
        columns([_main()], side, side_width=372),
        undo_toast(State.undo_text != "", State.undo_text, State.undo),
        class_name="p-approval",
    )


def _neighbours() -> list[Markup]:
    return [
        el.span(_REVIEW.place, class_name="ink3"),
        when(_REVIEW.previous_href != "", lambda: _step("arrow-up", "Previous application", _REVIEW.previous_href)),
        when(_REVIEW.next_href != "", lambda: _step("arrow-down", "Next application", _REVIEW.next_href)),
        when(
            _REVIEW.status == "approved",
            lambda: button_link("See the shop", href=_REVIEW.shop_href, icon_name="external-link", reload=True),
        ),
    ]


def _step(name: str, label: str, href: Any) -> Markup:
    return el.a(icon(name, small=True), href=href, class_name="btn s icon", aria_label=label)


def _tabs() -> Markup:
    return tabs(
        Tab("Review", "?tab=review", State.tab == "review"),
        Tab("Catalogue", "?tab=catalogue", State.tab == "catalogue", _REVIEW.products.to_string()),
        Tab("Team", "?tab=team", State.tab == "team", _REVIEW.team.length().to_string()),
        Tab("Audit", "?tab=audit", State.tab == "audit", _REVIEW.audit.length().to_string()),
    )


def _main() -> Markup:
    return choose(State.tab, {"catalogue": _catalogue, "team": _team, "audit": _audit}, _evidence)


def _evidence() -> Markup:
    bar = el.div(
        el.i(class_name="good", custom_attrs=inline(width=_REVIEW.proven_share)),
        el.i(class_name="warn", custom_attrs=inline(width=_REVIEW.open_share)),
        class_name="bar proof",
    )
    cols = (
        t.Col("Requirement"),
        t.Col("What we have", hide=True),
        t.Col("State"),
        t.Col("By", hide=True),
        t.Col("Action", quiet=True),
    )
    table = t.table(cols, _REVIEW.evidence, _requirement, label="Evidence", keys=False)
    return el.div(
        when(
            _REVIEW.evidence.length() > 0,
            lambda: region("Evidence", table, count=_REVIEW.proven, end=bar, tight=True),
            lambda: region("Evidence", el.p("This vendor came without a checklist.", class_name="ink2")),
        ),
        region(
            "From the catalogue",
            when(_REVIEW.samples.length() > 0, _samples, lambda: el.p("No products yet.", class_name="ink3")),
            count=_REVIEW.catalogue,
            end=el.a("See all", href=f"/admin/products?vendor={_REVIEW.id}", class_name="link"),
        ),
    )


def _requirement(row: Any) -> Markup:
    return t.row(
        t.cell(row.label, el.span(row.hint, class_name="sub"), kind="b5"),
        t.cell(row.note, kind="w full"),
        t.cell(dot(row.shape, row.state)),
        t.cell(row.by, kind="ink2 hide"),
        t.cell(
            when(row.can_accept, lambda: button("Accept", kind="quiet", small=True, on_click=State.accept(row.key))),
            when(row.can_reopen, lambda: button("Reopen", kind="quiet", small=True, on_click=State.reopen(row.key))),
            kind="r",
        ),
        key=row.key,
    )


def _samples() -> Markup:
    one = lambda item: el.div(  # noqa: E731
        t.thumb(item.thumbnail, "l"),
        el.a(item.title, href=item.href, class_name="b5"),
        el.span(item.price, class_name="ink3 xs"),
    )
    return el.div(each(_REVIEW.samples, one), class_name="smp")


def _catalogue() -> Markup:
    return region(
        "Catalogue",
        when(
            _REVIEW.samples.length() > 0,
            _samples,
            lambda: empty("boxes", "No products yet", "They show up here as drafts before the shop opens."),
        ),
        count=_REVIEW.catalogue,
        end=button_link("All in the list", href=f"/admin/products?vendor={_REVIEW.id}", small=True),
    )


def _team() -> Markup:
    one = lambda person: el.li(  # noqa: E731
        el.span(person.initials, class_name=f"av h{person.hue} b", aria_hidden="true"),
        el.span(el.b(person.name, class_name="b5"), el.span(person.email, class_name="ink3 xs"), class_name="grow col"),
        el.span(person.title, class_name="ink2"),
    )
    return region("Team", el.ul(each(_REVIEW.team, one), class_name="list"), count=_REVIEW.team.length().to_string())


def _audit() -> Markup:
    return region(
        "Audit", trail(_REVIEW.audit), end=el.a("Whole trail", href="/admin/audit?area=vendor", class_name="link")
    )


def _risk(risk: Any) -> Markup:
    return el.li(el.span(dot(risk.shape, risk.label), class_name="grow"), el.span(risk.says, class_name="ink2"))


def _fact(fact: Any) -> Markup:
    return el.div(el.dt(fact.label), el.dd(fact.value), class_name="pair")


PAGE = Page("/admin/vendors/[vendor_key]", build, "Vendor · Concourse", State.open)
