"""What words mean in a store's search, and which found nothing."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button, columns, empty, region
from marketplace.components.desk.form import error_of, field, text_input
from marketplace.components.markup import Markup, el, when


def search_desk(state: Any) -> Markup:
    """The list of words and the misses, with the form beside them."""
    words = region(
        "Words",
        when(state.synonyms.length() > 0, lambda: _words(state), _no_words),
        count=state.synonyms.length().to_string(),
        tight=True,
        id="words",
    )
    misses = region(
        "Searched in vain",
        when(state.misses.length() > 0, lambda: _misses(state), _no_misses),
        count=state.misses.length().to_string(),
        tight=True,
        id="misses",
    )
    form = region("New word", el.div(_form(state), key=state.form_round))
    return columns([misses, words], [form, _meaning()], side_width=380)


def _form(state: Any) -> Markup:
    errors = state.field_errors
    return el.form(
        field(
            "When shoppers type",
            text_input("word", state.begun, error=error_of(errors, "word"), max_length=60, placeholder="Schraube"),
            id="word",
            error=error_of(errors, "word"),
        ),
        field(
            "Show them",
            text_input("means", error=error_of(errors, "means"), max_length=60, placeholder="bolt"),
            id="means",
            hint="As your products call it.",
            error=error_of(errors, "means"),
        ),
        el.div(button("Add word", kind="pri", submit=True), class_name="row"),
        on_submit=state.add,
        class_name="fields",
    )


def _words(state: Any) -> Markup:
    def row(one: Any) -> Markup:
        return t.row(
            t.identity(one.word, el.span("shows ", one.means)),
            t.cell(
                button("Remove", kind="quiet", small=True, label=f"Remove {one.word}", on_click=state.remove(one.id)),
                kind="r",
            ),
            key=one.id,
        )

    cols = (t.Col("Shoppers type"), t.Col("Remove", quiet=True))
    return t.table(cols, state.synonyms, row, label="Words", kind="tall", keys=False)


def _misses(state: Any) -> Markup:
    def row(one: Any) -> Markup:
        return t.row(
            t.identity(one.word, el.span(one.times, ", ", ago(one.last, one.last_exact))),
            t.cell(
                el.span(
                    button(
                        "Give it a meaning",
                        small=True,
                        label=f"Give {one.word} a meaning",
                        on_click=state.begin(one.word),
                    ),
                    button(
                        "Done",
                        kind="quiet",
                        small=True,
                        label=f"Take {one.word} off the list",
                        on_click=state.forget(one.word),
                    ),
                    class_name="row g6 end",
                ),
                kind="r",
            ),
            key=one.word,
        )

    cols = (t.Col("Word"), t.Col("Do", quiet=True))
    return t.table(cols, state.misses, row, label="Words that found nothing", kind="tall", keys=False)


def _no_words() -> Markup:
    return empty("search", "No words yet", "Say what shoppers call your goods, in their language or in their trade.")


def _no_misses() -> Markup:
    return empty("search", "Nothing was searched in vain", "Words that find nothing are counted here.")


def _meaning() -> Markup:
    return region(
        "How it works",
        el.p(
            "A search finds a word in the singular and plural, with typing slips, and with figures and units apart or "
            "together, all by itself. Add what no product says: other languages, trade names, brands people use as "
            "words. It holds from the next search on.",
            class_name="ink2",
        ),
        el.p("Of searches in vain only the words are counted, never who searched.", class_name="ink3 xs"),
    )
