"""A line over time as inline SVG: no axis lines, four hairlines, this period solid, the earlier one dotted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from marketplace.components.markup import Markup, each, el

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 806, 304, 34, 10, 22


@dataclass(frozen=True)
class Tick:
    """A hairline or a day with its words, in pixels."""

    x: float
    y: float
    text: str
    path: str = ""


@dataclass(frozen=True)
class Drawing:
    """Ready paths of a chart; made by `draw` on the server so that the browser only paints."""

    line: str = ""
    fill: str = ""
    earlier: str = ""
    steps: tuple[Tick, ...] = ()
    days: tuple[Tick, ...] = ()
    says: str = ""


def draw(now: Sequence[float], before: Sequence[float], days: Sequence[str], says: str) -> Drawing:
    """Lay out one or two series of the same length; `days` names each point, every seventh is written."""
    top = _round_up(max([*now, *before, 1]))
    inner = HEIGHT - TOP - BOTTOM
    across = (WIDTH - LEFT - 8) / max(1, len(now) - 1)

    def place(value: float, at: int) -> tuple[float, float]:
        return round(LEFT + at * across, 1), round(TOP + inner * (1 - value / top), 1)

    def path(series: Sequence[float]) -> str:
        points = [place(value, at) for at, value in enumerate(series)]
        return "M" + " L".join(f"{x} {y}" for x, y in points) if points else ""

    line = path(now)
    end = LEFT + (len(now) - 1) * across
    floor = TOP + inner
    steps = tuple(
        Tick(LEFT - 8, round(TOP + inner * (1 - part / 3) + 4, 1), _short(top * part / 3),
             f"M{LEFT} {round(TOP + inner * (1 - part / 3), 1)}H{WIDTH - 8}")
        for part in range(4)
    )  # fmt: skip
    named = tuple(Tick(place(0, at)[0], HEIGHT - 4, day) for at, day in enumerate(days) if at % 7 == 3)
    return Drawing(
        line, f"{line} L{end:.1f} {floor} L{LEFT} {floor}Z" if line else "", path(before), steps, named, says
    )


def line_chart(drawing: Any) -> Markup:
    """Paint a `Drawing` (or a state variable that holds one)."""
    return el.div(
        el.svg(
            each(drawing.steps, _hairline),
            each(drawing.days, lambda day: el.text(day.text, x=day.x, y=day.y, class_name="mid")),
            el.path(d=drawing.fill, class_name="fill"),
            el.path(d=drawing.earlier, class_name="s2"),
            el.path(d=drawing.line, class_name="s1"),
            class_name="chart",
            view_box=f"0 0 {WIDTH} {HEIGHT}",
            width="100%",
            role="img",
            aria_label=drawing.says,
        ),
        class_name="plot",
    )


def _hairline(step: Any) -> Markup:
    return el.g(
        el.path(d=step.path, class_name="gl"),
        el.text(step.text, x=step.x, y=step.y, class_name="tail"),
    )


def _round_up(value: float) -> float:
    size = 10.0 ** max(0, len(str(int(value))) - 1)
    return next(size * step for step in (1, 1.5, 2, 3, 4.5, 6, 9, 12) if size * step >= value)


def _short(value: float) -> str:
    return f"{value / 1000:g} k" if value >= 1000 else f"{value:g}"
