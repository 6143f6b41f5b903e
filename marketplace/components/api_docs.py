"""The page about the API: a rail of routes, and for each what it takes, how it is called, what it answers."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, el

# Plain values in, markup out: see `api/http/api_docs.py` for what they are.
View = Any
PAGING = (
    "`limit` and `offset` page a list, `order` sorts it (a leading `-` turns it round), `count` says how many "
    "there are in all."
)
FIELDS = (
    "`+a` adds a, `-a` leaves it out, `*relation` adds a whole relation. A list in which any name has no sign replaces "
    "the usual fields. Unknown names are ignored."
)
KEYS = (
    "Send an `Idempotency-Key` with a request that changes something: the same key again gives the same answer, marked "
    "`Idempotent-Replayed`, and nothing happens twice. Keys are kept for 72 hours."
)
TAGS = "Public reads carry an `ETag`; send it back as `If-None-Match` and get 304 as long as nothing has changed."


def api_docs(view: View) -> Markup:
    """The whole page."""
    return el.div(
        el.a("Skip to the routes", href="#main", class_name="hb-skip"),
        _rail(view),
        el.main(
            _opening(view), [_group(group) for group in view.groups], id="main", class_name="hb-main", tab_index=-1
        ),
        class_name="hb",
    )


def _rail(view: View) -> Markup:
    groups = [
        el.details(
            el.summary(group.name.capitalize(), el.span(str(len(group.entries)), class_name="hb-n")),
            el.ul([el.li(el.a(_verb(e), el.span(e.path), href=f"#{e.key}", title=e.title)) for e in group.entries]),
            open=True,
        )
        for group in view.groups
    ]
    return el.nav(
        el.a("Concourse", el.small("API"), href="/docs", class_name="hb-home"),
        el.a("Basics", href="#basics", class_name="hb-basics"),
        groups,
        el.a("openapi.json", href="/openapi.json", class_name="hb-file"),
        class_name="hb-rail",
        aria_label="Routes",
    )


def _opening(view: View) -> Markup:
    basics = [("Lists", PAGING), ("`fields`", FIELDS), ("Doing things once", KEYS), ("Asking again", TAGS)]
    rows = [el.tr(el.th(one.name, scope="row"), el.td(_words(one.about))) for one in view.refusals]
    return el.section(
        el.h1(view.title),
        el.p(_words(view.about), class_name="hb-lead"),
        el.dl([[el.dt(_words(name)), el.dd(_words(words))] for name, words in basics], class_name="hb-facts"),
        el.h2("When it is refused"),
        el.p("Every refusal has a message for people, and a type for programs."),
        el.div(el.table(el.tbody(rows), class_name="hb-table"), class_name="hb-scroll"),
        _code('{\n  "type": "not_found",\n  "message": "Product with id: prod_1 was not found"\n}', "An example"),
        id="basics",
        class_name="hb-entry",
    )


def _group(group: View) -> Markup:
    return el.section(
        el.header(el.h2(group.name.capitalize()), el.p(_words(group.about)), class_name="hb-group"),
        [_entry(entry) for entry in group.entries],
        aria_label=group.name,
    )


def _entry(entry: View) -> Markup:
    return el.article(
        el.div(
            el.h3(el.a(entry.title, href=f"#{entry.key}")),
            el.p(_verb(entry), el.code(entry.path), class_name="hb-path"),
            el.p(_words(entry.about), class_name="hb-about") if entry.about else None,
            el.p("Needs a ", el.b(entry.needs), ".", class_name="hb-needs") if entry.needs else None,
            _table("Parameters", entry.parameters),
            _table("Body", entry.sends),
        ),
        el.div(
            _code(entry.call, "Call"),
            _code(entry.answer, f"Answers {entry.status}") if entry.answer else None,
            class_name="hb-side",
        ),
        id=entry.key,
        class_name="hb-entry hb-two",
    )


def _words(text: str) -> list[Markup]:
    """Text in which `names` stand between backticks."""
    return [el.code(part) if n % 2 else part for n, part in enumerate(text.split("`"))]


def _verb(entry: View) -> Markup:
    return el.span(entry.method, class_name=f"hb-verb hb-{entry.method.lower()}")


def _table(title: str, rows: View) -> Markup:
    if not rows:
        return None
    lines = [
        el.tr(
            el.th(el.code(row.name), el.small("required") if row.required else None, scope="row"),
            el.td(el.span(row.kind, class_name="hb-kind"), el.span(_words(row.about)) if row.about else None),
        )
        for row in rows
    ]
    table = el.table(el.caption(title), el.tbody(lines), class_name="hb-table")
    return el.div(table, class_name="hb-scroll", tab_index=0, role="group", aria_label=title)


def _code(text: str, title: str) -> Markup:
    return el.figure(
        el.figcaption(title), el.pre(el.code(text), tab_index=0, role="group", aria_label=title), class_name="hb-code"
    )
