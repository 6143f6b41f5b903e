"""The buy panel: what it costs at this quantity and why, the tiers, the stock and its day, the quantity."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Handler, Markup, each, el, pick, use, when
from marketplace.components.storefront.base import hidden_fields, link
from marketplace.components.storefront.card import quantity_field


def choice_link(*content: Any, href: Any, **props: Any) -> Markup:
    """A link to this very page with something chosen differently.

    In the snapshot it loads the page anew; taken over, only the page's values change and the reader stays
    where they are.
    """
    return el.a(*content, href=href, custom_attrs={"preventScrollReset": True, "replace": True}, **props)


def buy_panel(page: Any, *, on_quantity: Handler = None) -> Markup:
    """The panel of the chosen offer; without one it says so, and the other offers and goods stand below."""
    buy = page.buy
    return el.aside(
        when(
            buy.offer_id,
            lambda: [
                when(buy.has_price, lambda: _price(buy), lambda: _hidden(page)),
                when(buy.tiers, lambda: _tiers(buy)),
                el.div(_facts(buy), _quantity(page, on_quantity), class_name="buy-act"),
            ],
            lambda: el.div(
                el.p(el.b("Not offered at the moment."), class_name="buy-none"),
                el.p("No vendor has this in your currency now. What goes with it is below.", class_name="hint"),
                class_name="buy-top",
            ),
        ),
        class_name="buy",
        aria_label="Offer",
        custom_attrs={"data-panel-offer": buy.offer_id, "data-of": page.id},
    )


def _price(buy: Any) -> Markup:
    return el.div(
        when(
            buy.badge,
            lambda: el.p(
                el.span(buy.badge, class_name="badge badge--soft"),
                when(buy.was, lambda: el.span("List ", el.s(buy.was), class_name="hint num")),
                class_name="row between",
            ),
        ),
        el.div(
            el.span(buy.price, class_name="price-now"),
            el.span(buy.unit_line, el.br(), el.span(buy.other_line, class_name="num"), class_name="price-unit"),
            class_name="price price--xl",
            aria_live="polite",
        ),
        el.details(
            el.summary(use("info", "i i-s"), "Why this price", class_name="why-btn"), _why(buy), class_name="why-d"
        ),
        class_name="buy-top",
    )


def _why(buy: Any) -> Markup:
    def line(item: Any) -> Markup:
        reason = el.span(when(item.is_winner, lambda: use("check", "i i-s")), item.title, el.small(item.note))
        return el.li(reason, el.b(item.amount, class_name="num"), class_name=pick(item.is_winner, "won", ""))

    return el.div(
        el.h3("Why this price"),
        el.ol(each(buy.why, line), class_name="why-steps"),
        el.p(use("info", "i i-s"), el.span(buy.why_sentence), class_name="why-not"),
        class_name="menu why",
    )


def _hidden(page: Any) -> Markup:
    return el.div(
        el.p(el.b("Prices after signing in"), class_name="buy-none"),
        el.p("This store shows its prices to signed-in buyers.", class_name="hint"),
        link("Sign in", href=f"/sign-in?next={page.href}", class_name="btn btn--primary btn--block"),
        class_name="buy-top",
    )


def _tiers(buy: Any) -> Markup:
    def row(tier: Any) -> Markup:
        return el.tr(
            el.td(tier.quantity), el.td(tier.price), el.td(tier.saves), class_name=pick(tier.is_current, "on", "")
        )

    return el.table(
        el.caption("Price by quantity", class_name="sr"),
        el.thead(el.tr(el.th("Quantity", scope="col"), el.th("Each", scope="col"), el.th("You save", scope="col"))),
        el.tbody(each(buy.tiers, row)),
        class_name="tiers",
    )


def _facts(buy: Any) -> Markup:
    where = link(buy.stock_text, href=buy.vendor_href)
    return el.ul(
        el.li(
            el.p(
                el.span(el.b(buy.stock_strong), " ", where),
                class_name=pick(buy.stock_tone, f"stock stock--{buy.stock_tone}", "stock"),
            )
        ),
        when(
            buy.arrives_strong,
            lambda: el.li(use("truck", "i i-s"), el.span(el.b(buy.arrives_strong), " ", buy.arrives_text)),
        ),
        class_name="buy-facts",
    )


def _quantity(page: Any, on_quantity: Handler) -> Markup:
    """Quantity and its total. A form, so that Enter asks for the page of that quantity before any script has run."""
    buy = page.buy
    return [
        el.form(
            # What Enter presses: the price of this quantity, never the purchase below.
            el.button("Show the price of this quantity", type="submit", class_name="sr", tab_index=-1),
            quantity_field(
                buy.quantity,
                "Quantity",
                name="quantity",
                key=page.address,
                on_change=on_quantity,
                minimum=buy.minimum,
                step=buy.step,
            ),
            when(
                buy.total,
                lambda: el.p(el.b(buy.total, class_name="num"), el.small(buy.total_note), class_name="buy-total"),
            ),
            el.input(type="hidden", name="variant", value=page.sku),
            el.input(type="hidden", name="offer", value=buy.offer_id),
            el.input(type="hidden", name="product", value=page.href),
            when(buy.can_add, lambda: _add(page)),
            action=page.href,
            method="get",
            class_name="row buy-form",
        ),
        when(buy.rule, lambda: el.p(buy.rule, class_name="hint")),
        when(buy.is_out, lambda: _notify(page)),
        when(buy.notice.strong, lambda: _sentence(buy.notice, "nudge")),
        el.div(
            when(buy.fix.strong, lambda: _sentence(buy.fix, "nudge nudge--fix")),
            when(buy.nudge.strong, lambda: _sentence(buy.nudge, "nudge")),
            aria_live="polite",
        ),
    ]


def _add(page: Any) -> Markup:
    """Adding stays on the page (catalogue.js); before any script has run, the form leads to the cart."""
    return [
        el.button(
            use("cart", "i i-s"),
            "Add to cart",
            type="submit",
            form_action=page.add_href,
            form_method="post",
            class_name="btn btn--primary btn--lg btn--block",
            custom_attrs={"data-add": ""},
        ),
        el.button(
            use("list", "i i-s"),
            "Add to a list",
            type="submit",
            form_action=page.list_href,
            form_method="get",
            class_name="btn btn--quiet btn--block",
        ),
        el.button(
            use("quote", "i i-s"),
            "Ask for a price",
            type="submit",
            form_action=page.quote_href,
            form_method="get",
            class_name="btn btn--quiet btn--block",
        ),
    ]


def _notify(page: Any) -> Markup:
    """Nothing is left: a letter when it comes in."""
    return el.form(
        *hidden_fields({"offer": page.buy.offer_id, "product": page.href}),
        el.label("E-mail, to hear when it is in stock again", html_for="notify-email", class_name="label"),
        el.input(
            id="notify-email", name="email", type="email", required=True, auto_complete="email", class_name="input"
        ),
        el.button("Notify me", type="submit", class_name="btn btn--primary btn--lg btn--block"),
        action=page.notify_href,
        method="post",
        class_name="field buy-notify",
        id="notify",
    )


def _sentence(sentence: Any, look: str) -> Markup:
    return el.p(
        el.b(sentence.strong),
        " ",
        sentence.text,
        " ",
        when(sentence.price, lambda: [el.b(sentence.price, class_name="num"), " "]),
        sentence.end,
        " ",
        when(sentence.label, lambda: choice_link(sentence.label, href=sentence.href, class_name="link")),
        class_name=look,
    )
