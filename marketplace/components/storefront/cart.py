"""The cart page. Every change is a native form, so that it works before, and without, any script."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el, pick, use, when
from marketplace.components.storefront.base import empty_state, hidden_fields, link, note
from marketplace.components.storefront.card import quantity_field
from marketplace.components.storefront.list_forms import Keep, keep_cart


def cart_body(
    page: Any, home: str, flash: Any, *, picture: str, standing: Any = None, keep: Keep | None = None
) -> Markup:
    """Sections per vendor with the summary beside them; `flash` is what the last change led to, `standing` where an
    unfinished payment of this cart stands, `keep` how it may be kept under a name."""
    if not page.parts and not page.saved:
        return el.div(
            _said(flash, home),
            empty_state(
                picture,
                "Your cart is empty",
                "What you add from any vendor of this store waits here, under one total.",
                link("Browse all categories", href=f"{home}/categories", class_name="btn btn--primary"),
            ),
        )
    return el.div(
        el.div(el.h1("Your cart", class_name="display"), el.p(page.pieces, class_name="muted"), class_name="cart-h"),
        _said(flash, home),
        _unpaid(standing, home) if standing else None,
        el.div(
            el.div(
                each(page.parts, lambda part: _part(part, home)),
                keep_cart(home, keep, flash) if keep and page.parts else None,
                _saved(page, home),
            ),
            _summary(page, home, flash),
            class_name="two",
        ),
    )


def _said(flash: Any, home: str) -> Markup:
    if not flash.text:
        return el.div(role="status")
    way = "add" if flash.undo_quantity > 0 else "take-back"
    undo = el.form(
        *hidden_fields({"offer": flash.undo_offer, "quantity": abs(flash.undo_quantity), "next": f"{home}/cart"}),
        el.button("Undo", type="submit", class_name="link"),
        action=f"{home}/cart/{way}",
        method="post",
        class_name="ln-form",
    )
    return el.div(note(flash.text, " ", undo if flash.undo_offer else "", tone=flash.tone), class_name="told")


def _unpaid(standing: Any, home: str) -> Markup:
    """The payment of this cart is not finished: where it goes on."""
    if not standing.action_url:
        way = link("See where it stands", href=f"{home}/checkout/{standing.checkout_id}", class_name="link")
        return el.div(
            note(el.b("This cart is being paid."), " The bank has not answered yet. ", way), class_name="told"
        )
    notice = note(
        el.b("You have not confirmed the payment of this cart."),
        " Nothing was charged. Your goods are held for you, for half an hour at most.",
        tone="warn",
    )
    return el.div(notice, bank_ways(home, standing), class_name="told")


def bank_ways(home: str, standing: Any) -> Markup:
    """The two ways on from a payment that waits at the bank: there, or another one."""
    return el.div(
        link("Back to the bank", href=standing.action_url, class_name="btn btn--primary"),
        el.form(
            el.button("Pay another way", type="submit", class_name="btn btn--secondary"),
            action=f"{home}/checkout/{standing.checkout_id}/give-up",
            method="post",
        ),
        class_name="row bank-ways",
    )


def _part(part: Any, home: str) -> Markup:
    meter = (
        el.div(
            el.p(
                use("check", "i i-s") if part.meter_tone == "good" else None,
                use("warn", "i i-s") if part.meter_tone == "warn" else None,
                el.span(el.b(part.meter_strong), " ", part.meter_text),
            ),
            el.div(
                el.i(),
                class_name="meter",
                custom_attrs={"style": {"--at": part.meter_at, "--bar": f"var(--{part.meter_tone})"}},
            ),
            class_name="vs-m",
        )
        if part.meter_strong
        else el.div(class_name="vs-m")
    )
    return el.div(
        el.section(
            el.header(
                el.span(part.mark, class_name="monogram", aria_hidden="true"),
                el.div(el.h2(part.vendor), el.p(part.ships, class_name="hint")),
                meter,
                class_name="vs-h",
            ),
            el.ul(each(part.lines, lambda line: _line(line, home))),
            el.footer(
                el.span(use("truck", "i i-s"), part.foot, class_name="row"),
                el.span("Goods ", el.b(part.goods), class_name="num"),
                class_name="vs-f",
            ),
            class_name="vs is-held" if part.held_back else "vs",
            aria_label=part.vendor,
        ),
        note(el.b(part.held_back), " ", part.held_fix, tone="warn") if part.held_back else None,
    )


def _line(line: Any, home: str) -> Markup:
    return el.li(
        link(
            el.img(src=line.picture, alt="", width="104", height="104"),
            href=line.href,
            class_name="ln-img",
            tab_index=-1,
            aria_hidden="true",
        ),
        el.div(
            link(el.b(line.title), href=line.href),
            el.p(line.detail, class_name="hint"),
            when(line.wishes, lambda: el.p(line.wishes, class_name="wishes")),
            el.p(
                el.span(when(line.stock_strong, lambda: [el.b(line.stock_strong), " "]), line.stock_text),
                class_name=pick(line.stock_tone, f"stock stock--{line.stock_tone}", "stock"),
            ),
            when(line.moved, lambda: el.p(use("info", "i i-s"), " Price ", line.moved, class_name="ln-was")),
            when(line.problem.strong, lambda: _fix(line, line.problem, home, "err")),
            when(line.nudge.strong, lambda: _fix(line, line.nudge, home, "ln-next")),
            class_name="ln-t",
        ),
        el.div(
            el.form(
                *hidden_fields({"line": line.id}),
                quantity_field(
                    line.quantity, f"Quantity of {line.title}", name="quantity", minimum=line.minimum, step=line.step
                ),
                el.button("Update", type="submit", class_name="btn btn--quiet btn--sm"),
                action=f"{home}/cart/change",
                method="post",
                custom_attrs={"data-submit": "always"},
            ),
            el.div(
                _act(line, f"{home}/cart/later", "Save for later"),
                _act(line, f"{home}/cart/remove", "Remove"),
                class_name="row",
            ),
            class_name="ln-q",
        ),
        el.div(
            when(line.total, lambda: el.b(line.total), lambda: el.b("—", class_name="muted")),
            el.small(line.each),
            when(line.was, lambda: el.small(el.s(line.was))),
            class_name="ln-p num",
        ),
        class_name="ln",
        id=line.id,
    )


def _fix(line: Any, fix: Any, home: str, look: str) -> Markup:
    press = el.form(
        *hidden_fields({"line": line.id, "quantity": fix.quantity}),
        el.button(fix.label, type="submit", class_name="link"),
        action=f"{home}/cart/change",
        method="post",
        class_name="ln-form",
    )
    return el.div(el.b(fix.strong), " ", fix.words, " ", press if fix.quantity else None, class_name=look)


def _act(line: Any, action: str, label: str) -> Markup:
    return el.form(
        *hidden_fields({"line": line.id}),
        el.button(label, type="submit", class_name="link hint", aria_label=f"{label}: {line.title}"),
        action=action,
        method="post",
        class_name="ln-form",
    )


def _saved(page: Any, home: str) -> Markup:
    if not page.saved:
        return el.div()

    def row(line: Any) -> Markup:
        return el.li(
            el.img(src=line.picture, alt="", width="64", height="64"),
            el.span(
                link(el.b(line.title), href=line.href),
                el.small(line.detail),
                when(line.wishes, lambda: el.small(line.wishes, class_name="wishes")),
            ),
            el.span(f"{line.quantity} × {line.each}", class_name="num"),
            el.div(
                _act(line, f"{home}/cart/back", "Move to cart"),
                _act(line, f"{home}/cart/remove", "Remove"),
                class_name="row",
            ),
        )

    return el.section(
        el.h2("Saved for later"),
        el.div(el.ul(each(page.saved, row), class_name="par-l"), class_name="vs"),
        class_name="aside-list",
        aria_label="Saved for later",
    )


def sums(page: Any, *, with_waiting: bool = True) -> Markup:
    """The figures of a cart, from goods to total."""
    row = lambda pair: el.div(el.dt(pair[0]), el.dd(pair[1]))  # noqa: E731
    return el.dl(
        el.div(el.dt(page.goods_label), el.dd(page.goods)),
        when(page.discount, lambda: el.div(el.dt("Saved", class_name="good"), el.dd(page.discount, class_name="good"))),
        each(page.freights, row),
        el.div(el.dt(page.tax_label), el.dd(page.tax)),
        each(
            page.waiting if with_waiting else (),
            lambda pair: el.div(el.dt(pair[0]), el.dd(pair[1]), class_name="later"),
        ),
        el.div(el.dt("Total"), el.dd(page.total), class_name="tot"),
    )


def _summary(page: Any, home: str, flash: Any) -> Markup:
    def code(view: Any) -> Markup:
        remove = el.form(
            *hidden_fields({"promotion": view.id}),
            el.button("Remove", type="submit", class_name="link hint"),
            action=f"{home}/cart/uncode",
            method="post",
            class_name="ln-form",
        )
        return el.li(
            use("tag", "i i-s"),
            el.span(el.b(view.code or view.title), " ", view.saves),
            remove if view.id else None,
            class_name="row",
        )

    go = (
        link(page.check_out_label, href=f"{home}/checkout", class_name="btn btn--primary btn--lg btn--block")
        if page.can_check_out
        else el.p("Nothing in this cart can be bought as it is. Each line says what it needs.", class_name="hint")
    )
    return el.aside(
        el.h2("Summary", class_name="display"),
        sums(page),
        el.ul(each(page.codes, code)) if page.codes else None,
        go,
        link("Ask vendors for prices", href=f"{home}/quotes/request?from=cart", class_name="btn btn--quiet btn--block"),
        el.form(
            el.div(
                el.input(
                    class_name="input is-error" if flash.field == "code" else "input",
                    name="code",
                    aria_label="Promotion code",
                    placeholder="Promotion code",
                    auto_complete="off",
                    default_value=flash.typed,
                ),
                el.button("Apply", type="submit", class_name="btn btn--quiet btn--sm"),
                class_name="sum-code",
            ),
            el.p(flash.words, class_name="err", role="alert") if flash.field == "code" else None,
            action=f"{home}/cart/code",
            method="post",
            class_name="field",
        ),
        class_name="sum card",
        aria_label="Summary",
    )
