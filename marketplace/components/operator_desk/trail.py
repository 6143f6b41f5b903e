"""Lines of the audit trail, newest first."""

from __future__ import annotations

from typing import Any

from marketplace.components.desk.controls import ago
from marketplace.components.markup import Markup, each, el, when


def trail(lines: Any) -> Markup:
    """Who did what, why, and when; a sentence each."""
    return when(
        lines.length() > 0,
        lambda: el.ol(each(lines, _line), class_name="tl"),
        lambda: el.p("Nothing was done here yet.", class_name="ink3"),
    )


def _line(line: Any) -> Markup:
    return el.li(
        el.b(line.who, class_name="b5"),
        " ",
        line.text,
        when(line.reason != "", el.span(": ", line.reason)),
        " ",
        ago(line.when, line.exact),
    )
