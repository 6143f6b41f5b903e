"""The checklist of an application: each line says what is proven, by whom, and opens the fields that prove it."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import button, note, region, tag
from marketplace.components.desk.form import check, error_of, field, select, text_input
from marketplace.components.desk.icons import icon
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.vendor_desk.countries import countries
from marketplace.domain.vendors.onboarding import CHECKLIST, TERMS_VERSION, Requirement

_PROOF = {"computed": "checked at once", "attested": "you tell us", "verified": "checked by us"}
_KINDS = [
    ("distributor", "Distributor"),
    ("manufacturer", "Manufacturer"),
    ("importer", "Importer"),
    ("service", "Service"),
]


def progress(form: Any) -> Markup:
    """How far it is, as a figure, a sentence and a bar of one piece a requirement."""
    view = form.view
    left = when(
        view.left_to_send > 0,
        el.span(view.left_to_send.to_string(), " left before you can send it.", class_name="ink2"),
        el.span("Everything we need from you is here.", class_name="ink2"),
    )
    return el.section(
        el.div(
            el.div(view.done.to_string(), " of ", view.total.to_string(), " done", class_name="fig m"),
            left,
            el.span(form.kept, class_name="ink3 xs end", aria_live="polite"),
            class_name="row g16 wrap",
        ),
        el.div(each(form.steps, _piece), class_name="bar segs tall"),
        class_name="reg",
    )


def checklist(form: Any, *, can_type: Any) -> list[Markup]:
    """What we need before it can be sent, then what is decided on our side."""
    ours = [item for item in CHECKLIST if item.gate != "submit"]
    yours = [item for item in CHECKLIST if item.gate == "submit"]
    return [
        region("To send your application", el.ul(*[_line(form, item, can_type) for item in yours])),
        region("To be approved", el.ul(*[_line(form, item, False) for item in ours])),
    ]


def _piece(row: Any) -> Markup:
    return el.i(class_name=pick(row.state == "done", "", pick(row.state == "waiting", "wait", "off")), key=row.key)


def _line(form: Any, item: Requirement, can_type: Any) -> Markup:
    state = form.standing[item.key]
    mark = el.span(
        icon(pick(state == "waiting", "clock", pick(state == "wrong", "x", "check")), small=True),
        class_name=pick(
            state == "done", "ok", pick(state == "waiting", "ok wt", pick(state == "wrong", "ok bd", "ok no"))
        ),
    )
    given = form.given[item.key]
    words = el.div(
        el.div(el.b(item.label, class_name="b6"), tag(_PROOF[item.kind], tone="line"), class_name="row"),
        el.p(pick(given, given, item.hint), class_name="ink2"),
        when(form.open_step == item.key, lambda: el.div(_fields(form, item.key), class_name="card pad asked"))
        if can_type is not False
        else None,
        class_name="grow",
    )
    return el.li(
        el.div(mark, words, _end(form, item, state, can_type), class_name="row g12 top"), class_name="rq", key=item.key
    )


def _end(form: Any, item: Requirement, state: Any, can_type: Any) -> Markup:
    if can_type is False:
        return when(state == "waiting", lambda: dot("info half", "Being read"))
    opened = form.open_step == item.key
    label = pick(opened, "Close", pick(state == "done", "Change", "Fill in"))
    return when(can_type, lambda: button(label, small=True, kind="quiet", on_click=form.show_step(item.key)))


def _typed(form: Any, name: str) -> dict[str, Any]:
    return {
        "on_change": lambda value: form.set_field(name, value).debounce(600),
        "on_blur": lambda value: form.set_field(name, value),
    }


def _text(form: Any, name: str, label: str, *, hint: str | None = None, optional: bool = False, **more: Any) -> Markup:
    wrong = error_of(form.wrong, name)
    control = text_input(name, form.view[name], error=wrong, key=f"{name}-{form.store}", **more, **_typed(form, name))
    return field(label, control, id=name, error=wrong, hint=hint, optional=optional)


def _fields(form: Any, key: str) -> Markup:
    draw = {
        "legal_name": _legal_name,
        "tax_id": _tax_id,
        "address": _address,
        "contact": _contact,
        "payout_account": _payout_account,
        "terms": _terms,
    }[key]
    return draw(form)


def _legal_name(form: Any) -> Markup:
    kind = select(
        "kind",
        _KINDS,
        form.view["kind"],
        on_change=lambda value: form.set_field("kind", value),
        key=f"kind-{form.store}",
    )
    return el.div(
        _text(form, "name", "Name of your shop", hint="What shoppers read.", max_length=80),
        _text(
            form,
            "legal_name",
            "Legal name and form",
            hint="As in the trade register.",
            max_length=160,
            placeholder="Kestrel Abrasives BV",
        ),
        field("What you are", kind, id="kind"),
        _text(form, "tagline", "In one line", optional=True, max_length=160, placeholder="Abrasives for metal"),
        class_name="grid2",
    )


def _tax_id(form: Any) -> Markup:
    return el.div(
        _country(form),
        _text(form, "tax_id", "VAT number", max_length=40, placeholder="NL861234509B01"),
        class_name="grid2",
    )


def _address(form: Any) -> Markup:
    return el.div(
        _text(form, "street", "Street and number", autocomplete="street-address", max_length=160),
        _text(form, "postal_code", "Postal code", autocomplete="postal-code", max_length=20),
        _text(form, "city", "City", autocomplete="address-level2", max_length=80),
        _country(form),
        class_name="grid2",
    )


def _country(form: Any) -> Markup:
    wrong = error_of(form.wrong, "country")
    control = select(
        "country",
        countries(),
        form.view.country,
        empty="Choose",
        error=wrong,
        on_change=lambda value: form.set_field("country", value),
        key=f"country-{form.store}",
    )
    return field("Country", control, id="country", error=wrong)


def _contact(form: Any) -> Markup:
    return el.div(
        _text(form, "email", "E-mail for orders", type="email", autocomplete="email", max_length=254),
        _text(form, "phone", "Telephone", optional=True, autocomplete="tel", max_length=40),
        class_name="grid2",
    )


def _payout_account(form: Any) -> Markup:
    return el.div(
        _text(form, "account_holder", "Account holder", hint="The same as your legal name.", max_length=160),
        _text(form, "iban", "IBAN", max_length=42, placeholder="NL91 ABNA 0417 1643 00"),
        class_name="grid2",
    )


def _terms(form: Any) -> Markup:
    return el.div(
        note(
            "You sell at the prices that you set and send within your lead time. You keep your papers and your "
            "stock true. The store may suspend a shop that does not, and says why."
        ),
        check(
            "accepts_terms",
            f"We accept the terms for vendors, version {TERMS_VERSION}",
            checked=form.view.accepts_terms,
            on_change=form.accept,
            key=f"terms-{form.store}",
        ),
        class_name="fields",
    )
