"""The facts of a store as a form; the same for a new store and one that stands."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.form import check, error_of, field, select, text_input
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
LOCALES = (("en", "English"), ("de", "German"), ("fr", "French"), ("it", "Italian"), ("nl", "Dutch"),
           ("es", "Spanish"), ("sv", "Swedish"), ("da", "Danish"), ("nb", "Norwegian"), ("pl", "Polish"),
           ("cs", "Czech"), ("pt", "Portuguese"))  # fmt: skip
POSTURES = (("open", "Everybody sees goods and prices"), ("prices_after_login", "Prices after signing in"),
            ("login_required", "Everything after signing in"))  # fmt: skip


def facts_fields(
    tenant: Any, parents: Any, errors: Any, key: Any, *, handle: Markup, on_name: Handler = None
) -> list[Markup]:
    """Name, handle, money, language, place in the tree, domain and access. `tenant` gives the values."""
    return [
        el.div(
            field("Name", text_input("name", tenant.name, id="name", error=error_of(errors, "name"), key=key,
                                     required=True,
                                     max_length=60, on_blur=on_name), id="name", error=error_of(errors, "name")),
            handle,
            class_name="grid2",
        ),
        el.div(
            field("Main currency", select("default_currency", [(c, c) for c in CURRENCIES], tenant.default_currency,
                                          id="default_currency", key=key), id="default_currency",
                  hint="A product needs a price in it to be published."),
            field("Language", select("default_locale", LOCALES, tenant.default_locale, id="default_locale", key=key,
                                     error=error_of(errors, "default_locale")), id="default_locale"),
            class_name="grid2",
        ),
        _currencies(tenant, errors, key),
        el.div(
            field("Stands under", select("parent_id", parents, tenant.parent_id, id="parent_id", key=key,
                                         empty="No parent", error=error_of(errors, "parent_id")), id="parent_id",
                  error=error_of(errors, "parent_id"), hint="Its figures count in the parent’s."),
            field("Domain", text_input("domain", tenant.domain, id="domain", error=error_of(errors, "domain"), key=key,
                                       placeholder="shop.company.com"), id="domain", error=error_of(errors, "domain"),
                  optional=True, hint="Without one, the store is reached by its handle."),
            class_name="grid2",
        ),
        field("Who sees what", select("access_posture", POSTURES, tenant.access_posture, id="access_posture", key=key,
                                      error=error_of(errors, "access_posture")), id="access_posture",
              error=error_of(errors, "access_posture")),
    ]  # fmt: skip


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
