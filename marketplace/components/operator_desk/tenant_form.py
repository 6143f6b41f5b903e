"""The facts of a store as a form; the same for a new store and one that stands."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.form import check, error_of, select_field, text_field
from marketplace.components.markup import Handler, Markup, el, when

CURRENCIES = (
    "EUR",
    "USD",
    "GBP",
    "CHF",
    "SEK",
    "NOK",
    "DKK",
    "PLN",
    "CZK",
    "HUF",
    "CAD",
    "AUD",
    "JPY",
    "KRW",
    "BHD",
    "KWD",
)
LOCALES = (
    ("en", "English"),
    ("de", "German"),
    ("fr", "French"),
    ("it", "Italian"),
    ("nl", "Dutch"),
    ("es", "Spanish"),
    ("sv", "Swedish"),
    ("da", "Danish"),
    ("nb", "Norwegian"),
    ("pl", "Polish"),
    ("cs", "Czech"),
    ("pt", "Portuguese"),
)
POSTURES = (
    ("open", "Everybody sees goods and prices"),
    ("prices_after_login", "Prices after signing in"),
    ("login_required", "Everything after signing in"),
)


def facts_fields(
    tenant: Any, parents: Any, errors: Any, key: Any, *, handle: Markup, on_name: Handler = None
) -> list[Markup]:
    """Name, handle, money, language, place in the tree, domain and access. `tenant` gives the values."""
    currencies = [(c, c) for c in CURRENCIES]
    return [
        el.div(
            text_field("name", "Name", tenant.name, errors, key=key, required=True, max_length=60, on_blur=on_name),
            handle,
            class_name="grid2",
        ),
        el.div(
            select_field(
                "default_currency",
                "Main currency",
                currencies,
                tenant.default_currency,
                {},
                key=key,
                hint="A product needs a price in it to be published.",
            ),
            select_field("default_locale", "Language", LOCALES, tenant.default_locale, errors, key=key),
            class_name="grid2",
        ),
        _currencies(tenant, errors, key),
        _place_and_domain(tenant, parents, errors, key),
        select_field("access_posture", "Who sees what", POSTURES, tenant.access_posture, errors, key=key),
    ]


def _place_and_domain(tenant: Any, parents: Any, errors: Any, key: Any) -> Markup:
    return el.div(
        select_field(
            "parent_id",
            "Stands under",
            parents,
            tenant.parent_id,
            errors,
            key=key,
            empty="No parent",
            hint="Its figures count in the parent’s.",
        ),
        text_field(
            "domain",
            "Domain",
            tenant.domain,
            errors,
            key=key,
            placeholder="shop.company.com",
            optional=True,
            hint="Without one, the store is reached by its handle.",
        ),
        class_name="grid2",
    )


def _currencies(tenant: Any, errors: Any, key: Any) -> Markup:
    boxes = [
        check(f"currency-{code}", code, checked=tenant.currencies.contains(code), value=code) for code in CURRENCIES
    ]
    return el.fieldset(
        el.legend("Sells in", class_name="lab"),
        el.div(*boxes, class_name="boxes", key=key),
        when(
            error_of(errors, "currencies") != "",
            lambda: el.span(error_of(errors, "currencies"), class_name="err", role="alert"),
            lambda: el.span("Each currency has its own prices. Nothing is converted.", class_name="hint"),
        ),
        class_name="field plain",
    )
