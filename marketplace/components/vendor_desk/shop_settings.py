"""The forms of a shop's settings."""

from __future__ import annotations

from functools import partial
from typing import Any

from marketplace.components.desk.controls import button, button_link, note, pairs, region
from marketplace.components.desk.delivery_form import delivery_fields
from marketplace.components.desk.form import error_of, field, locked, password_again, text_input
from marketplace.components.desk.overlays import confirm
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when


def bank_account(state: Any) -> Markup:
    """The account in use, the one that is held, and the form for another."""
    shop = state.shop
    return region(
        "Bank account for payouts",
        when(state.failed.number != "", lambda: failed_payout(state.failed, is_here=True)),
        pairs(
            ("Holder", shop.holder),
            ("IBAN", pick(shop.account == "", "none yet", shop.account)),
            ("BIC", pick(shop.bic == "", "not given", shop.bic)),
            left=True,
            first=110,
        ),
        when(shop.held.account != "", lambda: _held(state)),
        el.details(
            el.summary("Use another account", class_name="btn"),
            el.div(_account_form(state), class_name="card pad"),
            class_name="asks",
            key=state.account_round,
        ),
        id="account",
    )


def failed_payout(failed: Any, *, is_here: bool = False) -> Markup:
    """What the bank refused and the way to mend it."""
    mend = button_link("Mend the account", href="/vendor/settings#account", kind="pri", small=True)
    says = when(
        failed.held,
        " You gave another account. It is used once an owner follows the link of our letter.",
        " The money is in your balance again, and nothing arrives until the account is mended.",
    )
    return note(
        el.b(
            el.a("Payout ", failed.number, href=failed.href, class_name="link"),
            " of ",
            el.span(failed.amount, class_name="num"),
            " did not arrive",
            class_name="b6",
        ),
        ": ",
        failed.reason,
        " (",
        failed.account,
        ").",
        says,
        el.div(when(failed.can_mend & ~failed.held, mend), class_name="row") if not is_here else None,
        tone="bad",
    )


def _held(state: Any) -> Markup:
    held = state.shop.held
    return el.div(
        note(
            el.b(held.account, class_name="b6 num"),
            " waits for an owner since ",
            el.time(held.since, title=held.since_exact),
            ", asked for by ",
            held.who,
            ". It is used once an owner follows the link in their letter, until ",
            held.until,
            ". Payouts go to the account above until then.",
            tone="warn",
        ),
        button("Take it back…", small=True, opens="withdraw-account"),
        confirm(
            "withdraw-account",
            "Take the account back?",
            "Payouts go to the account of before, and the links in the letters end.",
            "Take it back",
            state.withdraw_account,
            keep="Leave it",
            danger=False,
        ),
        class_name="fields",
    )


def _line(errors: Any, name: str, label: str, value: Any = "", **more: Any) -> Markup:
    shown = {key: more.pop(key) for key in ("hint", "optional") if key in more}
    error, id = error_of(errors, name), f"shop-{name}"
    return field(label, text_input(name, value, id=id, error=error, **more), id=id, error=error, **shown)


def _account_form(state: Any) -> Markup:
    line = partial(_line, state.field_errors)
    return el.form(
        line(
            "account_holder",
            "Account holder",
            state.shop.legal_name,
            hint="Your legal name, as your bank writes it.",
            max_length=70,
        ),
        line("iban", "IBAN", max_length=42, autocomplete="off"),
        line("bic", "BIC", max_length=15, optional=True, autocomplete="off"),
        password_again(state.field_errors, id="account-password"),
        el.p(
            "Every owner of the shop gets a letter. Nothing is paid to the new account before one of them follows "
            "its link.",
            class_name="ink2",
        ),
        el.div(button("Ask for this account", kind="pri", submit=True), class_name="row end"),
        on_submit=state.save_account,
        class_name="fields",
    )


def address(state: Any) -> Markup:
    """Where the business is; only owners may change it."""
    shop, line = state.shop, partial(_line, state.field_errors)
    given = shop.address
    return region(
        "Address and contact",
        when(
            shop.edits_shop,
            lambda: el.form(
                line("street", "Street and number", given["street"], max_length=160, autocomplete="street-address"),
                el.div(
                    line("postal_code", "Postal code", given["postal_code"], max_length=20, autocomplete="postal-code"),
                    line("city", "City", given["city"], max_length=80, autocomplete="address-level2"),
                    field(
                        "Country",
                        locked(shop.country, id="shop-country"),
                        id="shop-country",
                        hint="It goes with your VAT number; the store changes it.",
                    ),
                    class_name="grid3",
                ),
                el.div(
                    line("email", "E-mail for orders", given["email"], type="email", max_length=254),
                    line("phone", "Telephone", given["phone"], max_length=40, optional=True),
                    class_name="grid2",
                ),
                el.div(button("Save the address", submit=True), class_name="row end"),
                on_submit=state.save_address,
                class_name="fields",
            ),
            lambda: pairs(
                ("Street", given["street"]),
                ("City", el.span(given["postal_code"], " ", given["city"])),
                ("Country", shop.country),
                ("E-mail", given["email"]),
                left=True,
                first=110,
            ),
        ),
    )


def dispatch(state: Any) -> Markup:
    """Until when an order leaves the same day, and from where."""
    shop, line = state.shop, partial(_line, state.field_errors)
    given = shop.dispatch
    return region(
        "Sending",
        when(
            shop.edits_shipping,
            lambda: el.form(
                line("ships_from", "Parcels leave from", given["ships_from"], max_length=80),
                el.div(
                    line(
                        "cutoff_hour",
                        "Cut-off hour",
                        given["cutoff_hour"],
                        after="o’clock",
                        kind="num soft",
                        hint=el.span("What is ordered before leaves the same working day; ", shop.zone, " time."),
                    ),
                    line(
                        "lead_days",
                        "Days in transit",
                        given["lead_days"],
                        after="days",
                        kind="num soft",
                        hint="Working days; new variants begin with it.",
                    ),
                    class_name="grid2",
                ),
                el.div(button("Save the times", submit=True), class_name="row end"),
                on_submit=state.save_dispatch,
                class_name="fields",
            ),
            lambda: pairs(
                ("From", given["ships_from"]), ("Cut-off", el.span(given["cutoff_hour"], ":00")), left=True, first=110
            ),
        ),
    )


def quotes(state: Any) -> Markup:
    """The margin rule; only owners read and change it."""
    line = partial(_line, state.field_errors)
    return when(
        state.shop.edits_margin,
        lambda: region(
            "Quotes",
            el.form(
                line(
                    "margin",
                    "Least margin",
                    state.shop.margin,
                    after="%",
                    kind="num soft",
                    hint="A price that leaves less over its cost waits for an owner. Leave it empty for no rule.",
                    optional=True,
                ),
                el.div(button("Save the rule", submit=True), class_name="row end"),
                on_submit=state.save_margin,
                class_name="fields",
            ),
        ),
    )


def freight(state: Any) -> Markup:
    """Each delivery with what it costs, and its form where it is open."""
    row = lambda one: el.li(  # noqa: E731
        el.div(
            el.span(
                el.b(one.name, class_name="b5"),
                el.span(one.region, ", ", one.days, class_name="ink3 xs"),
                class_name="grow col",
            ),
            el.span(one.says, class_name="num"),
            when(
                state.shop.edits_shipping,
                lambda: button(
                    pick(state.freight_id == one.id, "Close", "Change"),
                    small=True,
                    kind="quiet",
                    on_click=state.show_freight(one.id),
                ),
            ),
            class_name="row g12",
        ),
        when(state.freight_id == one.id, lambda: _freight_form(state, one)),
        key=one.id,
        class_name="stacked",
    )
    return region(
        "Freight",
        when(
            state.freight.length() > 0,
            lambda: el.ul(each(state.freight, row), class_name="list"),
            lambda: dot("warn", "No delivery yet: the store gives you its own once you are approved."),
        ),
    )


def _freight_form(state: Any, one: Any) -> Markup:
    return el.form(
        delivery_fields(state.field_errors, one.form, one.currency, id="freight"),
        el.div(button("Save the delivery", kind="pri", submit=True), class_name="row end"),
        on_submit=state.save_freight,
        class_name="fields card pad",
    )
