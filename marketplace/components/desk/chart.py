"""A line over time as inline SVG: no axis lines, four hairlines, this period solid, the earlier one dotted."""

from __future__ import annotations

from typing import Any

from marketplace.components.markup import Markup, each, el
from marketplace.domain.plot import HEIGHT, TOP, WIDTH


def line_chart(drawing: Any) -> Markup:
    """Paint a `Drawing` of `domain/plot.py` (or a state variable that holds one)."""
    return el.div(
        el.svg(
            each(drawing.steps, _hairline),
            each(drawing.days, lambda day: el.text(day.text, x=day.x, y=day.y, class_name="mid")),
            el.path(d=drawing.fill, class_name="fill"),
            el.path(d=drawing.earlier, class_name="s2"),
            el.path(d=drawing.line, class_name="s1"),
            each(drawing.points, _point),
            class_name="chart",
            view_box=f"0 0 {WIDTH} {HEIGHT}",
            width="100%",
            role="img",
            aria_label=drawing.says,
        ),
        class_name="plot",
    )


def _hairline(step: Any) -> Markup:
    return el.g(el.path(d=step.path, class_name="gl"), el.text(step.text, x=step.x, y=step.y, class_name="tail"))


def _point(point: Any) -> Markup:
    """Unseen until it is pointed at: then a line, a dot, and what that day was."""
    return el.g(
        el.rect(x=point.start, y=str(TOP), width=point.width, height=str(HEIGHT - TOP), class_name="hit"),
        el.path(d=point.path, class_name="cross"),
        el.circle(cx=point.x, cy=point.y, r="4.5", class_name="dot"),
        el.title(point.says),
        class_name="pt",
    )
