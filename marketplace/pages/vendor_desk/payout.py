"""`/vendor/payouts/[payout_key]`."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button_link, columns, missing, note, region
from marketplace.components.desk.icons import icon
from marketplace.components.desk.navigation import Crumb
from marketplace.components.desk.page_header import page_header
from marketplace.components.desk.status import PAYOUT, dot, status
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.vendor_desk import money as parts
from marketplace.components.vendor_desk.layout import outline, vendor_desk
from marketplace.pages.registry import Page
from marketplace.state.vendor_desk.payout import VendorPayoutState

State: Any = VendorPayoutState
_PAYOUT = State.payout


def build() -> Markup:
    """What the payout is made of, line by line, and the whole way of one line's money."""
    shown = lambda: when(_PAYOUT.id != "", _page, lambda: missing("payout", "/vendor/payouts", "All payouts"))  # noqa: E731
    return vendor_desk(State, "payouts", shown, ready=State.payout_ready, waiting=outline())


def _page() -> Markup:
    pill = when(
        _PAYOUT.pill != "",
        lambda: dot("good full", _PAYOUT.pill, pill=True),
        lambda: status(PAYOUT, _PAYOUT.status, pill=True),
    )
    head = page_header(
        _PAYOUT.amount,
        button_link("CSV", href=_PAYOUT.csv, icon_name="download", download=True),
        crumbs=(Crumb("Payouts", "/vendor/payouts"), Crumb(_PAYOUT.number)),
        pill=pill,
        sub=_PAYOUT.covers,
    )
    with_chain = lambda: columns([_earnings()], [parts.chain(State)], side_width=404)  # noqa: E731
    return el.div(
        head,
        when(_PAYOUT.failure != "", lambda: el.div(note(_PAYOUT.failure, tone="warn"), class_name="reg")),
        _sums(),
        when(State.chain.line_id != "", with_chain, _earnings),
        class_name="pushmain p-money",
    )


def _sums() -> Markup:
    other = lambda: el.div(  # noqa: E731
        el.div("Reserve and adjustments", class_name="lab"), el.div(_PAYOUT.other, class_name="fig m")
    )
    return el.div(
        _sum("Goods and delivery", _PAYOUT.goods),
        _sum("Commission", _PAYOUT.commission),
        _sum("VAT on commission", _PAYOUT.fee_tax),
        _sum("Refunds, net of fees", _PAYOUT.refunds),
        when(_PAYOUT.has_other, other),
        el.div(
            el.div("Paid out, ", _PAYOUT.currency, class_name="lab"),
            el.div(_PAYOUT.amount_bare, class_name="fig m"),
            class_name="sum",
        ),
        class_name="strip eq",
    )


def _sum(label: str, amount: Any) -> Markup:
    return el.div(el.div(label, class_name="lab"), el.div(amount, class_name="fig m"))


def _earnings() -> Markup:
    gone = lambda: note("Its earnings went back to your balance and are paid with a later payout.", tone="info")  # noqa: E731
    return region(
        "Earnings in this payout",
        when(State.lines.length() > 0, _table, gone),
        count=_PAYOUT.earnings,
        end=el.span("Choose a line to follow its money", class_name="ink3 xs desk-only"),
        tight=True,
    )


def _table() -> Markup:
    head = el.tr(
        el.th("What", scope="col"),
        *[
            el.th(name, class_name="r", scope="col")
            for name in ("Quantity", "Net", "Commission", "VAT on it", "Earning")
        ],
    )
    foot = el.tr(
        el.td(_PAYOUT.earnings, " earnings"),
        el.td(),
        el.td(_PAYOUT.net_sum, class_name="r"),
        el.td(_PAYOUT.commission_sum, class_name="r"),
        el.td(_PAYOUT.fee_tax_sum, class_name="r"),
        el.td(_PAYOUT.amount_bare, class_name="r"),
    )
    return el.table(
        el.caption("Earnings in this payout", class_name="vh"),
        el.thead(head),
        el.tbody(each(State.lines, _line)),
        el.tfoot(foot),
        class_name="tbl earn click",
    )


def _line(line: Any) -> Markup:
    group = when(line.head != "", lambda: el.tr(el.td(line.head, col_span=6), class_name="grp", key="head-" + line.id))
    name = when(
        line.href != "",
        lambda: el.a(line.title, href=line.href, class_name="b5 trunc"),
        lambda: el.span(line.title, class_name="b5 trunc"),
    )
    picture = when(
        line.icon == "",
        lambda: t.thumb(line.picture, "s"),
        lambda: el.span(
            when(
                line.icon == "truck",
                lambda: icon("truck", small=True),
                lambda: when(
                    line.icon == "undo-2", lambda: icon("undo-2", small=True), lambda: icon("shield", small=True)
                ),
            ),
            class_name="pic-none",
        ),
    )
    return [
        group,
        el.tr(
            el.td(el.span(picture, name, class_name="row g12")),
            el.td(line.quantity, class_name="r ink2"),
            el.td(line.net, class_name=pick(line.is_back, "r bad", "r")),
            el.td(line.commission, el.span(line.rate, class_name="sub"), class_name="r ink2"),
            el.td(line.fee_tax, class_name="r ink2"),
            el.td(line.amount, class_name=pick(line.is_back, "r b6 bad", "r b6")),
            class_name=pick(line.on, "sel", ""),
            key=line.id,
        ),
    ]


PAGE = Page("/vendor/payouts/[payout_key]", build, "Payout · Concourse", State.open)
