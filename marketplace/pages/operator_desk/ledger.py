"""`/admin/ledger`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button, columns, empty, missing, note, region
from marketplace.components.desk.filters import Facet, filter_bar, search_box
from marketplace.components.desk.icons import icon
from marketplace.components.desk.layout import desk
from marketplace.components.desk.overlays import drawer, drawer_section
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.layout import operator_layout, store_mark
from marketplace.pages.registry import Page
from marketplace.state.operator_desk.ledger import OperatorLedgerState

State: Any = OperatorLedgerState


def build() -> Markup:
    """Every transaction, the balances, and whether every rule held when it was last checked."""
    return when(State.ledger_ready, lambda: when(State.missing, _missing, _page))


def _missing() -> Markup:
    return desk(
        operator_layout(State), "ledger", page_header("Ledger"), missing("transaction", "/admin/ledger", "Ledger")
    )


def _page() -> Markup:
    again = when(State.place.is_operator, lambda: button("Check now", icon_name="refresh-cw", on_click=State.check_now))
    pill = when(
        State.check.says != "",
        lambda: dot(
            pick(State.check.is_good, "good full", "bad full"),
            pick(State.check.is_good, "Every rule holds", "A rule is broken"),
            pill=True,
        ),
    )
    main = [
        filter_bar(
            search_box(State.q, State.search, placeholder="T-…, order, payout, vendor", key=State.q),
            chips=State.chips,
            facets=(Facet("Kind", State.kinds), Facet("Store", State.stores)),
        ),
        when(State.rows.length() > 0, _table, empty("scroll-text", "No transaction here", "Take a filter away.")),
    ]
    return desk(
        operator_layout(State),
        "ledger",
        el.div(
            page_header("Ledger", again, pill=pill, sub="What is posted is never changed. A correction is a reversal."),
            when(
                State.tx.id == "", lambda: columns(main, [_balances(), _check()], side_width=372), lambda: el.div(*main)
            ),
            class_name="pushmain p-money",
        ),
        when(State.tx.id != "", _drawer),
        class_name=pick(State.tx.id != "", "pushed", ""),
    )


def _table() -> Markup:
    cols = (
        t.Col("Transaction"),
        t.Col("What"),
        t.Col("About", hide=True),
        t.Col("Store", hide=True),
        t.Col("Moves", right=True),
        t.Col("At", right=True, hide=True),
    )
    return el.div(
        t.table(cols, State.rows, _row, label="Transactions", kind="click"),
        t.footer(State.range_text, previous=State.previous, following=State.following),
    )


def _row(tx: Any) -> Markup:
    joint = pick(State.close_href.contains("?"), "&", "?")
    return t.row(
        t.cell(el.a(tx.name, href=State.close_href + joint + tx.href, class_name="id mono")),
        t.cell(tx.kind),
        t.cell(tx.about, kind="ink2 hide"),
        t.cell(store_mark(tx.mark), kind="hide"),
        t.cell(el.span(tx.currency, " ", class_name="ink3"), tx.amount, kind="r b5"),
        t.cell(ago(tx.when, tx.exact), kind="r ink2 hide says"),
        chosen=State.tx.id == tx.id,
        key=tx.id,
    )


def _drawer() -> Markup:
    fact = lambda f: el.div(el.dt(f.label), el.dd(f.value, class_name="num"), class_name="pair")  # noqa: E731
    return drawer(
        State.tx.name,
        drawer_section(
            "Entries", el.ul(each(State.entries, _entry), class_name="list entries"), note(State.tx.proof, tone="good")
        ),
        drawer_section("Details", el.dl(each(State.tx.facts, fact), class_name="kv l who")),
        close_href=State.close_href,
        pill=el.span(State.tx.kind, class_name="ink2"),
    )


def _entry(entry: Any) -> Markup:
    name = when(entry.owner_href != "", lambda: el.a(entry.owner, href=entry.owner_href, class_name="xs link"))
    return el.li(
        el.span(el.span(entry.account, class_name="mono"), name, class_name="grow col"),
        el.b(entry.amount, class_name=pick(entry.is_plus, "num b6", "num b5 ink2")),
    )


def _balances() -> Markup:
    line = lambda b: el.li(  # noqa: E731
        el.span(
            el.a(b.kind, href=b.href, class_name="mono"),
            el.span(b.accounts, class_name="ink3 xs"),
            class_name="grow col",
        ),
        el.b(b.amount, class_name=pick(b.below, "num b6 bad", "num b6")),
    )
    return region("Balances", el.ul(each(State.balances, line), class_name="list"))


def _check() -> Markup:
    line = lambda r: el.li(  # noqa: E731
        when(r.is_broken, lambda: icon("circle-x", tone="bad"), lambda: icon("circle-check", tone="good")),
        el.span(r.rule, when(r.broken != "", el.span(r.broken, class_name="sub bad")), class_name="grow"),
        el.span(r.checked, class_name="ink3 num"),
    )
    none_yet = el.p("The books are checked every hour.", class_name="ink3")
    return region(
        "Last check",
        when(
            State.check.says != "",
            lambda: el.div(
                el.p(State.check.says, class_name="ink2 xs"),
                el.p(State.check.exact, class_name="ink3 xs"),
                el.ul(each(State.rules, line), class_name="conditions checks"),
            ),
            none_yet,
        ),
    )


PAGE = Page("/admin/ledger", build, "Ledger · Concourse", State.open)
