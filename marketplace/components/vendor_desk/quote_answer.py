"""The form of a vendor's answer: a card for each line, what holds for all of it, and the templates."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import button, note
from marketplace.components.desk.form import check, error_of, field, text_area, text_input
from marketplace.components.desk.overlays import dialog
from marketplace.components.markup import Markup, each, el, pick, when

FORM_ID = "answer-form"


def answer_form(state: Any) -> Markup:
    """Each field is kept when it is left; `Send` in the head of the page sends them all."""
    sheet, errors = state.seat.sheet, state.field_errors
    return el.form(
        _held(sheet),
        when(error_of(errors, "lines") != "", lambda: note(error_of(errors, "lines"), tone="bad")),
        each(sheet.lines, lambda line: _line(state, line)),
        _whole(state),
        _skus(sheet),
        on_submit=state.send,
        on_focus=state.writes,
        id=FORM_ID,
        key=f"answer-{state.room.revision}-{state.form_round}",
    )


def _held(sheet: Any) -> Markup:
    words = (
        el.b(sheet.held_by, class_name="b6"),
        " left this answer ",
        sheet.held_since,
        pick(sheet.below == "", "", " because these lines are below your margin of "),
        pick(sheet.below == "", "", sheet.rule),
        pick(sheet.below == "", "", ": "),
        sheet.below,
        ". ",
        pick(sheet.sends_anyway, "Send it anyway, or change the prices.", "An owner has a letter and can send it."),
    )
    return when(sheet.held_by != "", lambda: note(*words, tone="warn"))


def _line(state: Any, line: Any) -> Markup:
    detail = el.span(
        line.pieces,
        when(line.wanted != "", lambda: el.span(", ", line.wanted)),
        when(line.today != "", lambda: el.span(", ", line.today, " today")),
        when(line.target != "", lambda: el.span(", they would pay ", line.target)),
        class_name="block ink2 xs",
    )
    head = el.div(
        t.thumb(line.picture, "s"),
        el.span(
            el.b(line.title, class_name="b5 block"),
            detail,
            when(line.note != "", lambda: el.span(line.note, class_name="block ink2 xs")),
            class_name="grow",
        ),
        when(line.countered != "", lambda: el.span("They counter ", el.b(line.countered, class_name="num b6"))),
        _box(state, line),
        class_name="row wrap g12 line-head",
    )
    return el.section(head, _prices(state, line), _rest(state, line), key=line.id, class_name="reg fields")


def _box(state: Any, line: Any) -> Markup:
    name = f"cannot-{line.id}"
    return check(name, "Cannot offer", checked=line.cannot, on_change=state.keep(name), key=name)


def _prices(state: Any, line: Any) -> Markup:
    margin = el.span(
        when(line.margin != "", lambda: el.span(line.margin, " margin ", class_name=line.margin_tone)),
        when(line.by_steps != "", lambda: el.span(line.by_steps, class_name="warn")),
    )
    return el.div(
        _field(state, line, "price", "Price of one", line.price, before=state.seat.sheet.sign, kind="num", hint=margin),
        _field(state, line, "lead", "Lead time", line.lead, after="days", kind="num"),
        _field(state, line, "minimum", "At least", line.minimum, after="pieces", kind="num"),
        _field(state, line, "cost", "It costs you", line.cost, before=state.seat.sheet.sign, kind="num"),
        class_name="grid4",
    )


def _rest(state: Any, line: Any) -> Markup:
    steps = "From so many pieces: the price of one."
    return el.div(
        _field(state, line, "breaks", "Steps", line.breaks, placeholder="100: 8.50, 500: 8.10", hint=steps),
        _field(
            state,
            line,
            "sku",
            "Your SKU",
            line.sku,
            suggests="own-skus",
            hint="Another one of yours is offered as a substitute.",
        ),
        _field(state, line, "title", "Or what you deliver", line.own_title),
        _field(state, line, "note", "Note to this line", line.own_note),
        class_name="grid4",
    )


def _field(state: Any, line: Any, word: str, label: str, value: Any, *, hint: Any = None, **more: Any) -> Markup:
    name, error = f"{word}-{line.id}", error_of(state.field_errors, f"{word}-{line.id}")
    control = text_input(name, value, id=name, error=error, on_blur=state.keep(name), **more)
    return field(label, control, id=name, error=error, hint=hint)


def _whole(state: Any) -> Markup:
    sheet, errors = state.seat.sheet, state.field_errors

    def one(name: str, label: str, value: Any, *, hint: Any = None, **more: Any) -> Markup:
        id, error = f"answer-{name}", error_of(errors, name)
        control = text_input(name, value, id=id, error=error, on_blur=state.keep(name), **more)
        return field(label, control, id=id, error=error, hint=hint)

    return el.section(
        el.div(el.h2("With this answer"), el.span(sheet.kept, class_name="ink3 xs"), class_name="rh"),
        el.div(
            one("freight", "Freight", sheet.freight, before=sheet.sign, kind="num"),
            one("valid_until", "Prices hold until", sheet.valid_until, type="date"),
            one("payment_terms", "Payment terms", sheet.payment_terms, max_length=200),
            class_name="grid3",
        ),
        check(
            "reserves_stock",
            "Hold the goods until then once they are accepted",
            checked=sheet.reserves_stock,
            on_change=state.keep("reserves_stock"),
            key="reserves_stock",
        ),
        field(
            "Note to the buyer",
            text_area(
                "note",
                sheet.note,
                id="answer-note",
                error=error_of(errors, "note"),
                on_blur=state.keep("note"),
                max_length=2_000,
            ),
            id="answer-note",
            error=error_of(errors, "note"),
            optional=True,
        ),
        class_name="reg fields",
    )


def _skus(sheet: Any) -> Markup:
    """What is proposed while a SKU is typed."""
    return el.datalist(each(sheet.skus, lambda one: el.option(one.label, value=one.value)), id="own-skus")


def templates(state: Any) -> Markup:
    """Choose, keep or remove what is written again and again."""
    sheet, errors = state.seat.sheet, state.field_errors
    rows = each(
        sheet.templates,
        lambda one: el.li(
            el.span(one.label, class_name="grow"),
            button("Use", small=True, on_click=state.choose_template(one.value), closes=True),
            button("Remove", small=True, kind="quiet", on_click=state.remove_template(one.value)),
            class_name="row g12",
            key=one.value,
        ),
    )

    def line(name: str, label: str, **more: Any) -> Markup:
        error = error_of(errors, name)
        return field(label, text_input(name, "", id=name, error=error, **more), id=name, error=error)

    return dialog(
        "templates",
        "Templates",
        when(
            sheet.templates.length() > 0,
            lambda: el.ul(rows, class_name="list"),
            lambda: el.p("None yet. Keep below what you write again and again.", class_name="ink2"),
        ),
        el.form(
            line("template_name", "Name of a new one", max_length=60),
            el.div(
                line("valid_days", "Prices hold", after="days", kind="num"),
                line("lead_days", "Lead time", after="days", kind="num"),
                class_name="grid2",
            ),
            line("template_terms", "Payment terms", max_length=200),
            field("Note", text_area("template_note", id="template_note", max_length=2_000), id="template_note"),
            el.div(
                button("Close", kind="quiet", closes=True), button("Keep this template", submit=True), class_name="row"
            ),
            on_submit=state.save_template,
            class_name="fields",
            key=f"template-{state.form_round}",
        ),
    )
