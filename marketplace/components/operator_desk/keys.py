"""The keys of a store or of the platform: the new one's token, the list, the form."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button, columns, empty, note, region, tag
from marketplace.components.desk.form import check, error_of, field, press_field, select, text_input
from marketplace.components.desk.overlays import confirm
from marketplace.components.markup import Markup, each, el, pick, when

_KINDS = (("secret", "Secret: acts by itself"), ("publishable", "Publishable: names the store"))


def key_desk(state: Any, *, of_store: Any) -> list[Markup]:
    """List and form out of the state of keys; publishable keys are offered where a store has them.

    The token of a new key stands in the form's place, where the person is looking.
    """
    listed = region(
        "Keys",
        when(state.rows.length() > 0, lambda: _table(state), _nothing),
        count=state.rows.length().to_string(),
        tight=True,
    )
    form = lambda: region("New key", el.div(_form(state, of_store), key=state.form_round))  # noqa: E731
    made = when(state.fresh.token != "", lambda: _fresh(state), form)
    return [columns([listed], [made, _meaning(of_store)], side_width=380), _questions(state)]


def _fresh(state: Any) -> Markup:
    secret = note(
        "Copy this token now and keep it where only your program can read it. We keep a fingerprint of it alone and "
        "cannot show it again.",
        tone="warn",
    )
    public = note("This token is public: it may stand in the code of a shop. You find it in the list below.")
    return region(
        state.fresh.title,
        el.div(
            when(state.fresh.kind == "secret", secret, public),
            el.div(el.code(state.fresh.token, class_name="token", id="fresh-token"), class_name="well"),
            el.div(
                button("Copy", icon_name="copy", kind="pri", extra={"data-copy": state.fresh.token}),
                button("I have kept it", kind="quiet", on_click=state.put_away),
                class_name="row",
            ),
            class_name="fields",
        ),
        note=tag("new", tone="good"),
        id="fresh",
    )


def _table(state: Any) -> Markup:
    cols = (
        t.Col("Key"),
        t.Col("Token"),
        t.Col("May", hide=True),
        t.Col("Made", hide=True),
        t.Col("Last used"),
        t.Col("Revoke", quiet=True),
    )
    return t.table(cols, state.rows, _row, label="API keys", kind="tall", keys=False)


def _row(row: Any) -> Markup:
    whole = lambda: el.span(  # noqa: E731
        el.span(row.token, class_name="mono xs trunc token"),
        button(
            small=True,
            kind="quiet",
            icon_name="copy",
            label=f"Copy the token of {row.title}",
            extra={"data-copy": row.token},
        ),
        class_name="row g6",
    )
    return t.row(
        t.identity(row.title, row.kind),
        t.cell(when(row.token != "", whole, lambda: el.span(row.hint, class_name="mono xs"))),
        t.cell(
            when(
                row.scopes != "",
                el.span(row.scopes, class_name="xs"),
                el.span("what a visitor may", class_name="ink3 xs"),
            ),
            kind="hide w",
        ),
        el.td(
            el.span(ago(row.made, row.made_exact), class_name="b5"),
            el.span("by ", row.made_by, class_name="sub"),
            class_name="hide",
        ),
        t.cell(when(row.used != "", lambda: ago(row.used, row.used_exact), el.span("not yet used", class_name="ink3"))),
        t.cell(
            el.button(
                "Revoke",
                type="button",
                class_name="btn quiet s",
                aria_label=f"Revoke {row.title}",
                custom_attrs={"data-open": f"revoke-{row.id}"},
            ),
            kind="r",
        ),
        key=row.id,
    )


def _questions(state: Any) -> Markup:
    """One question per key, outside the table: a dialog in a cell would be as wide as the cell on a phone."""
    return el.div(
        each(
            state.rows,
            lambda row: el.div(
                confirm(
                    f"revoke-{row.id}",
                    el.span("Revoke ", row.title, "?"),
                    "Whatever uses this key is refused from its next request. A key does not come back.",
                    "Revoke it",
                    state.revoke(row.id),
                    el.p(row.hint, class_name="mono xs"),
                    word=row.title,
                ),
                key=row.id,
            ),
        )
    )


def _nothing() -> Markup:
    return empty("key-round", "No keys yet", "A program that should work here by itself needs one.")


def _form(state: Any, of_store: Any) -> Markup:
    errors = state.field_errors
    kind_error, title_error = error_of(errors, "kind"), error_of(errors, "title")
    kind = field(
        "Kind",
        select("kind", _KINDS, state.kind, id="key-kind", error=kind_error, on_change=state.choose),
        id="key-kind",
        error=kind_error,
    )
    return el.form(
        press_field(state),
        field(
            "What it is for",
            text_input("title", id="key-title", error=title_error, max_length=60, placeholder="Warehouse system"),
            id="key-title",
            error=title_error,
        ),
        when(of_store, kind, el.input(type="hidden", name="kind", value="secret")),
        when(state.kind == "secret", lambda: _secret_fields(state)),
        el.div(button("Make the key", kind="pri", submit=True, primary=True), class_name="row"),
        on_submit=state.create,
        class_name="fields",
    )


def _secret_fields(state: Any) -> Markup:
    scopes, password = error_of(state.field_errors, "scopes"), error_of(state.field_errors, "password")
    ticks = el.fieldset(
        el.legend("It may"),
        each(state.scopes, lambda scope: check(scope.field, scope.meaning, hint=scope.name)),
        when(scopes != "", lambda: el.span(scopes, class_name="err", id="scopes-error")),
        class_name=pick(scopes != "", "scopes bad", "scopes"),
        custom_attrs={"aria-describedby": "scopes-error"},
    )
    return el.div(
        ticks,
        field(
            "Your password",
            text_input("password", id="key-password", type="password", error=password, autocomplete="current-password"),
            id="key-password",
            error=password,
            hint="Asked again, because a key works without you.",
        ),
        class_name="fields",
    )


def _meaning(of_store: Any) -> Markup:
    store = el.p(
        "A publishable key names the store to the store API. It is public: it opens nothing that a visitor of the "
        "shop could not see. A secret key acts as the administrator of this store, within its scopes.",
        class_name="ink2",
    )
    platform = el.p(
        "A key of the platform acts in every store as an operator would, within its scopes. The keys of one store "
        "are on that store’s page.",
        class_name="ink2",
    )
    return region(
        "What they are for",
        when(of_store, store, platform),
        el.p("No key can release payouts, change commission, or make keys: people do that.", class_name="ink3"),
    )
