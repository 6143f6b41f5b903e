"""The form that asks vendors for prices: lines of articles and of free words, whom to ask, by when."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, el
from marketplace.components.storefront.base import hidden_fields, note
from marketplace.components.storefront.checkout_form import section
from marketplace.domain.companies.documents import MAX_BYTES, TOO_LARGE
from marketplace.domain.quotes.files import ACCEPTS, FIELD, HINT, MOST_FILES, TOO_MANY

_FORM = "quote-form"


def quote_request_body(page: Any, flash: Any) -> Markup:
    """The main part of the page. Every button sends the whole form, so that nothing typed is lost."""
    head = el.div(
        el.h1("Ask for prices", class_name="display"),
        el.p(
            "Vendors answer with price, lead time and freight. You compare, negotiate, and order what you choose.",
            class_name="muted",
        ),
        el.p(
            f"Articles are quoted from {page.least} on, at the prices shown to you; what you describe in own words "
            "may come to less.",
            class_name="muted",
        )
        if page.least
        else "",
        class_name="cart-h",
    )
    return [
        head,
        el.div(note(flash.text, tone=flash.tone), class_name="told") if flash.text else "",
        _wrong(page),
        el.form(
            # What Enter in a field presses: keep what is typed, and send nothing.
            el.button(
                "Keep", type="submit", name="do", value="keep", class_name="sr", tab_index=-1, aria_hidden="true"
            ),
            el.div(_lines(page), _about(page), _files(page), class_name="co"),
            el.aside(_who(page), _vendors(page), _send(), class_name="card sum"),
            *hidden_fields({"press": page.press}),
            action=page.action,
            method="post",
            id=_FORM,
            class_name="two",
            no_validate=True,
            enc_type="multipart/form-data",
            custom_attrs={"data-keeps": page.saved},
        ),
    ]


def _wrong(page: Any) -> Markup:
    if not page.errors:
        return ""
    sentences = [
        el.span(sentence if name == "lines" else el.a(sentence, href=f"#{name}"), " ")
        for name, sentence in page.errors.items()
    ]
    return el.div(note(*sentences, tone="bad"), class_name="told")


def _lines(page: Any) -> Markup:
    rows = [_line(page, line) for line in page.lines]
    return section(
        1,
        "What you need",
        el.ul(*rows, class_name="qrq") if rows else el.p("Nothing here yet.", class_name="muted"),
        el.div(
            _button("Describe something", "add", "btn btn--secondary"),
            _button("Add what is in my cart", "cart", "btn btn--ghost"),
            class_name="row",
        ),
    )


def _line(page: Any, line: Any) -> Markup:
    free = not line.offer_id
    title = (
        _field(page, f"title-{line.at}", "What is it?", line.title, hint="Kind, size, material, standard")
        if free
        else el.p(el.b(line.title), el.br(), el.span(line.detail, class_name="hint"))
    )
    gone = el.p("This article is not sold any more. Take it out, or describe what you need.", class_name="err")
    return el.li(
        el.input(type="hidden", name=f"offer-{line.at}", value=line.offer_id),
        el.img(src=line.picture, alt="", width="64", height="64", loading="lazy") if line.picture else "",
        el.div(
            title,
            gone if line.is_gone else "",
            el.div(
                _field(page, f"quantity-{line.at}", "Pieces", line.quantity, kind="numeric"),
                _field(page, f"target-{line.at}", f"Your target, {page.currency} each", line.target, kind="decimal"),
                _field(page, f"wanted-{line.at}", "Needed by", line.wanted, type="date"),
                class_name="grid3",
            ),
            _field(page, f"note-{line.at}", "Note", line.note),
            class_name="qrq-t",
        ),
        el.button(
            "Take out",
            type="submit",
            name="do",
            value=f"remove-{line.at}",
            class_name="link",
            aria_label=f"Take line {line.at + 1} out",
        ),
    )


def _about(page: Any) -> Markup:
    return section(
        2,
        "About this request",
        _field(page, "title", "What is it for?", page.fields.get("title", ""), hint="Such as “Line 3 refit”"),
        _area(page, "note", "To the vendors", page.fields.get("note", "")),
        el.div(
            _country(page),
            _field(page, "postal_code", "Postal code", page.fields.get("postal_code", "")),
            _field(page, "city", "Town", page.fields.get("city", "")),
            class_name="grid3",
        ),
        _field(page, "answer_days", "Days to answer", page.fields.get("answer_days", "") or "3", kind="numeric"),
        el.div(
            _tick("hides_vendors", "Vendors do not see whom else I ask", page.fields.get("hides_vendors", "yes")),
            _tick("shares_targets", "Vendors see my target prices", page.fields.get("shares_targets", "")),
            class_name="qrq-c",
        ),
    )


def _files(page: Any) -> Markup:
    """What lies beside the form; a file that was chosen comes along with whichever button is pressed."""
    rows = [
        el.li(
            el.span(one.name, " ", el.small(one.size, class_name="hint")),
            _button("Take out", f"detach-{one.id}", "link", aria_label=f"Take {one.name} out"),
            class_name="row",
        )
        for one in page.files
    ]
    error = page.errors.get(FIELD, "")
    chosen = {
        "aria_invalid": "true" if error else None,
        "aria_describedby": f"{FIELD}-says",
        "custom_attrs": {
            "data-most-bytes": str(MAX_BYTES),
            "data-too-large": TOO_LARGE,
            "data-most-files": str(MOST_FILES),
            "data-too-many": TOO_MANY,
            "data-hint": HINT,
        },
    }
    return section(
        3,
        "Drawings and lists",
        el.ul(*rows, class_name="qrq-f", aria_label="Attached") if rows else "",
        el.div(
            el.label("Add files", html_for=FIELD, class_name="label"),
            el.input(id=FIELD, name=FIELD, type="file", multiple=True, accept=ACCEPTS, class_name="input", **chosen),
            el.p(error or HINT, id=f"{FIELD}-says", class_name="err" if error else "hint"),
            class_name="field",
        ),
        el.div(_button("Attach", "attach", "btn btn--secondary"), class_name="row"),
    )


def _who(page: Any) -> Markup:
    if not page.is_guest:
        return ""
    return el.section(
        el.h2("Who asks", class_name="b6"),
        _field(page, "name", "Your name", page.fields.get("name", "")),
        _field(page, "email", "E-mail", page.fields.get("email", ""), hint="The link to the answers goes there."),
        class_name="qrq-c",
    )


def _vendors(page: Any) -> Markup:
    choices = [
        el.label(
            el.input(type="checkbox", name="vendors", value=one.id, default_checked=one.is_chosen or None),
            el.span(one.name, el.small(f" {one.detail}", class_name="hint") if one.detail else ""),
            class_name="qrq-tick",
        )
        for one in page.vendors
    ]
    hint = "Nobody ticked: all who sell the articles are asked."
    return el.fieldset(
        el.legend(el.b("Whom to ask")), el.p(hint, class_name="hint"), *choices, class_name="qrq-c", id="vendors"
    )


def _send() -> Markup:
    return el.div(
        _button("Ask for prices", "send", "btn btn--primary btn--lg btn--block"),
        _button("Keep for later", "keep", "btn btn--ghost btn--block"),
    )


def _button(words: str, does: str, look: str, **props: Any) -> Markup:
    return el.button(words, type="submit", name="do", value=does, class_name=look, **props)


def _field(
    page: Any, name: str, label: str, value: str, *, type: str = "text", kind: str | None = None, hint: str = ""
) -> Markup:
    error = page.errors.get(name, "")
    return el.div(
        el.label(label, html_for=name, class_name="label"),
        el.input(
            id=name,
            name=name,
            type=type,
            default_value=value,
            input_mode=kind,
            class_name="input",
            aria_invalid="true" if error else None,
            aria_describedby=f"{name}-says" if error or hint else None,
        ),
        el.p(error or hint, id=f"{name}-says", class_name="err" if error else "hint") if error or hint else "",
        class_name="field",
    )


def _country(page: Any) -> Markup:
    error = page.errors.get("country", "")
    return el.div(
        el.label("Country", html_for="country", class_name="label"),
        el.select(
            *[el.option(label, value=code) for code, label in page.countries],
            id="country",
            name="country",
            default_value=page.fields.get("country", ""),
            class_name="input",
            auto_complete="country",
            aria_invalid="true" if error else None,
        ),
        el.p(error, class_name="err") if error else "",
        class_name="field",
    )


def _area(page: Any, name: str, label: str, value: str) -> Markup:
    error = page.errors.get(name, "")
    return el.div(
        el.label(label, html_for=name, class_name="label"),
        el.textarea(id=name, name=name, default_value=value, rows="4", class_name="input"),
        el.p(error, class_name="err") if error else "",
        class_name="field",
    )


def _tick(name: str, label: str, value: str) -> Markup:
    return el.label(
        el.input(type="checkbox", name=name, value="yes", default_checked=value == "yes" or None),
        el.span(label),
        class_name="qrq-tick",
    )
