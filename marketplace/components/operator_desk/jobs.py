"""The parts of the page of jobs: figures, minutes, rows, dead letters, one job."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk import table as t
from marketplace.components.desk.controls import ago, button, empty, note, region
from marketplace.components.desk.icons import icon
from marketplace.components.desk.reason import reason_dialog
from marketplace.components.desk.status import dot
from marketplace.components.markup import Markup, each, el, pick, when
from marketplace.components.operator_desk.layout import store_mark
from marketplace.components.operator_desk.trail import trail


def figures(state: Any) -> Markup:
    """How many wait and how long, and the last hour minute by minute."""
    f = state.figures
    return region(
        "Last 24 hours",
        el.div(
            el.div(
                dot(pick(f.dead > 0, "bad full", "good full"), pick(f.dead > 0, "Some are dead", "All is well")),
                el.div(f.done.to_string(), el.span(" done", class_name="ink3"), class_name="fig big num"),
            ),
            el.dl(
                *_mini("Oldest waiting", f.oldest),
                *_mini("Took, p95", f.p95),
                *_mini("Success", f.success),
                *_mini("Dead", f.dead.to_string()),
                class_name="mini",
            ),
            class_name="row top between wrap g24",
        ),
        el.div(
            el.h3("Ended per minute", class_name="sh"),
            el.span(el.i(class_name="q"), "done", el.i(class_name="q b"), "dead", class_name="row g6 xs ink2 end"),
            class_name="rh minutes",
        ),
        _minutes(f),
    )


def job_table(state: Any) -> Markup:
    """The jobs of a view."""
    cols = (
        t.Col("Job", hide=True),
        t.Col("What"),
        t.Col("Store", hide=True),
        t.Col("State"),
        t.Col("Attempt", right=True, hide=True),
        t.Col("Took", right=True, hide=True),
        t.Col("At", right=True),
    )
    nothing = empty("circle-check", "No jobs here", "Background work shows up the moment something asks for it.")
    return el.div(
        when(
            state.rows.length() > 0,
            lambda: t.table(cols, state.rows, lambda job: _row(job, state), label="Jobs", kind="tall click"),
            nothing,
        ),
        t.footer(state.range_text, previous=state.previous, following=state.following),
        class_name="pushmain",
    )


def dead_letters(state: Any) -> Markup:
    """Causes at the left, the jobs of one in the middle, what one of them carries beside it."""
    return el.div(
        el.ul(each(state.causes, lambda cause: _cause(cause, state)), class_name="dlg"),
        el.div(
            region(
                "Jobs",
                t.table(
                    (t.Col("About"), t.Col("Job"), t.Col("Attempts", right=True, hide=True), t.Col("Died", right=True)),
                    state.rows,
                    lambda job: _dead_row(job, state),
                    kind="dense click",
                    label="Dead jobs",
                ),
                count=state.range_text,
                tight=True,
            ),
            when(state.job.id != "", lambda: _carried(state)),
        ),
        el.div(when(state.job.id != "", lambda: _beside(state)), class_name="side"),
        class_name="dl",
    )


def job_sections(state: Any) -> list[Markup]:
    """One job for the drawer."""
    job = state.job
    return [
        el.section(when(job.error != "", lambda: _error(job)), _facts(job)),
        el.section(el.h3("Carries", class_name="sh"), _code(job)),
        el.section(el.h3("By hand", class_name="sh"), trail(job.audit)),
    ]


def job_actions(state: Any) -> list[Markup]:
    """What can be done with the open job."""
    job = state.job
    return [
        when(job.can_discard, lambda: button("Discard…", kind="danger", opens="discard")),
        el.span(class_name="grow"),
        when(job.can_hurry, lambda: button("Start now", icon_name="play", on_click=state.hurry(job.id))),
        when(
            job.can_retry,
            lambda: button("Try again", kind="pri", icon_name="rotate-ccw", on_click=state.retry(job.id), primary=True),
        ),
    ]


def discard_dialog(state: Any, id: str, title: Any, on_submit: Any) -> Markup:
    """Giving up needs a reason, because nothing leads back."""
    text = "What it should have done stays undone. The reason stays in the audit trail."
    return reason_dialog(state, id, title, text, action="Discard", on_submit=on_submit, label="Reason", keep="Keep")


def _mini(term: str, value: Any) -> list[Markup]:
    return [el.div(el.dt(term), el.dd(value, class_name="num"))]


def _minutes(f: Any) -> Markup:
    bar = lambda b: el.g(  # noqa: E731
        el.rect(x=b.x, y=b.y, width="10.6", height=b.height, rx="1.5", class_name="bar-good"),
        el.rect(x=b.x, y=b.bad_y, width="10.6", height=b.bad_height, rx="1.5", class_name="bar-bad"),
    )
    return el.svg(
        each(f.bars, bar),
        el.path(d="M0 60.5H792", class_name="gl"),
        el.text(f.first_minute, x=0, y=76),
        el.text(f.last_minute, x=790, y=76, class_name="tail"),
        class_name="chart",
        view_box="0 0 792 80",
        width="100%",
        role="img",
        aria_label="Jobs that ended, minute by minute, over the last hour",
    )


def _row(job: Any, state: Any) -> Markup:
    return t.row(
        t.cell(job.number, kind="mono hide"),
        t.cell(el.a(job.kind, href=job.href, class_name="id b5"), el.span(job.about, class_name="sub")),
        t.cell(store_mark(job.mark), kind="hide"),
        t.cell(dot(job.shape, job.word)),
        t.cell(job.attempt, kind="r ink2 hide"),
        t.cell(job.took, kind="r ink2 hide"),
        t.cell(ago(job.at, job.at_exact), kind="r ink2"),
        chosen=state.job.id == job.id,
        key=job.id,
    )


def _dead_row(job: Any, state: Any) -> Markup:
    href = f"/admin/jobs?view=dead&cause={state.cause.fingerprint}&job={job.id}"
    return t.row(
        t.cell(el.a(job.about, href=href, class_name="id b5"), kind="w"),
        t.cell(job.number, kind="mono"),
        t.cell(job.attempt, kind="r ink2 hide"),
        t.cell(ago(job.at, job.at_exact), kind="r ink2"),
        chosen=state.job.id == job.id,
        key=job.id,
    )


def _cause(cause: Any, state: Any) -> Markup:
    chosen = cause.fingerprint == state.cause.fingerprint
    return el.li(
        el.a(
            el.span(
                el.b(cause.title, class_name="b6"),
                el.span(cause.number, class_name=pick(chosen, "cnt num bad", "cnt num")),
                class_name="row between top",
            ),
            el.span(cause.kind, " → ", cause.error_class, class_name="mono ink2 line"),
            el.span(cause.span, class_name="ink3 xs line"),
            href=cause.href,
        ),
        class_name=pick(chosen, "gl2 on", "gl2"),
        key=cause.href,
    )


def _error(job: Any) -> Markup:
    return note(
        el.span(job.error_class, class_name="mono"),
        " ",
        job.error,
        el.br(),
        el.span("Fingerprint ", class_name="ink2"),
        el.span(job.fingerprint, class_name="mono"),
        tone="bad",
    )


def _carried(state: Any) -> Markup:
    job = state.job
    copy = button("Copy", small=True, icon_name="copy", extra={"data-copy": job.payload})
    return region(job.about, _error(job), el.h3("Sent, as it failed", class_name="sh sent"), _code(job), end=copy)


def _code(job: Any) -> Markup:
    line = lambda one: el.div(el.span(one.label), el.span(), el.span(one.value), class_name="ln")  # noqa: E731
    return el.div(
        each(job.lines, line), class_name="code card", tab_index=0, role="region", aria_label="What it carries"
    )


def _facts(job: Any) -> Markup:
    pair = lambda fact: el.div(el.dt(fact.label), el.dd(fact.value), class_name="pair")  # noqa: E731
    return el.dl(each(job.facts, pair), class_name="kv l who")


def _beside(state: Any) -> Markup:
    job = state.job
    return el.div(
        region("This job", _facts(job), count=job.number),
        region(
            "What can be done",
            el.p(
                "Trying again gives it all its attempts back. Effects are made so that twice is as good as once.",
                class_name="ink2",
            ),
            el.div(
                button("Try this one again", small=True, icon_name="rotate-ccw", on_click=state.retry(job.id)),
                button("Discard this one…", small=True, kind="danger", opens="discard"),
                class_name="row wrap",
            ),
        ),
        region("By hand", trail(job.audit)),
    )


def overview_side(state: Any) -> list[Markup]:
    """What died, by cause, and what runs by itself."""
    cause = lambda one: el.li(  # noqa: E731
        el.span(
            el.a(one.title, href=one.href, class_name="b5"),
            el.span(one.kind, class_name="ink3 xs mono"),
            class_name="grow col",
        ),
        el.span(one.number, class_name="cnt num bad"),
    )
    turn = lambda one: el.li(  # noqa: E731
        el.span(el.b(one.name, class_name="b5 mono"), el.span(one.every, class_name="ink3 xs"), class_name="grow col"),
        el.span(one.next, class_name="ink2", title=one.exact),
    )
    return [
        region(
            "Dead letters",
            when(
                state.causes.length() > 0,
                lambda: el.ul(each(state.causes, cause), class_name="list"),
                lambda: el.p("Nothing is dead.", class_name="ink3"),
            ),
            end=el.a("Open", href="/admin/jobs?view=dead", class_name="link"),
        ),
        region(
            "Runs by itself",
            when(
                state.turns.length() > 0,
                lambda: el.ul(each(state.turns, turn), class_name="list"),
                lambda: el.p("A worker declares its schedules when it starts.", class_name="ink3"),
            ),
        ),
    ]


def live_switch(state: Any) -> Markup:
    """Whether the list follows, and the button that holds it still."""
    return el.span(
        dot(pick(state.is_live, "good full", ""), pick(state.is_live, "Live", "Held still")),
        el.button(
            when(state.is_live, lambda: icon("pause", small=True), lambda: icon("play", small=True)),
            class_name="btn s icon",
            type="button",
            on_click=state.hold,
            aria_label=pick(state.is_live, "Hold still", "Let it run on"),
        ),
        class_name="row g6",
    )
