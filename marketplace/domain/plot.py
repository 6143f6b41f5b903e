"""Where the points of a chart lie: one or two series of days, laid out in pixels so that a browser only paints."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH, HEIGHT, LEFT, TOP, BOTTOM = 806, 304, 34, 10, 22


@dataclass(frozen=True)
class Tick:
    """A hairline or a day with its words, in pixels."""

    x: str = ""
    y: str = ""
    text: str = ""
    path: str = ""


@dataclass(frozen=True)
class Point:
    """One day to look at: its dot, the column that is pointed at, and what it says."""

    x: str = ""
    y: str = ""
    start: str = ""
    width: str = ""
    path: str = ""
    says: str = ""


@dataclass(frozen=True)
class Drawing:
    """Ready paths of a chart."""

    line: str = ""
    fill: str = ""
    earlier: str = ""
    steps: tuple[Tick, ...] = ()
    days: tuple[Tick, ...] = ()
    points: tuple[Point, ...] = ()
    says: str = ""


def draw(
    now: Sequence[float], before: Sequence[float], days: Sequence[str], says: str, sentences: Sequence[str] = ()
) -> Drawing:
    """Lay out one or two series of the same length. `days` names each point, every seventh or so is written;
    `sentences` are what each point says when it is pointed at."""
    top = _round_up(max([*now, *before, 1]))
    inner = HEIGHT - TOP - BOTTOM
    across = (WIDTH - LEFT - 8) / max(1, len(now) - 1)
    every = max(1, round(len(now) / 5))

    def place(value: float, at: int) -> tuple[str, str]:
        return f"{LEFT + at * across:.1f}", f"{TOP + inner * (1 - value / top):.1f}"

    def path(series: Sequence[float]) -> str:
        points = [place(value, at) for at, value in enumerate(series)]
        return "M" + " L".join(f"{x} {y}" for x, y in points) if points else ""

    line = path(now)
    end, floor = LEFT + (len(now) - 1) * across, TOP + inner
    steps = tuple(_step(part / 3, top, inner) for part in range(4))
    named = tuple(
        Tick(place(0, at)[0], str(HEIGHT - 4), day) for at, day in enumerate(days) if at % every == every // 2
    )
    points = tuple(
        Point(
            *place(value, at),
            f"{LEFT + (at - 0.5) * across:.1f}",
            f"{across:.1f}",
            f"M{place(value, at)[0]} {TOP}V{floor}",
            words,
        )
        for at, (value, words) in enumerate(zip(now, sentences, strict=False))
    )
    fill = f"{line} L{end:.1f} {floor} L{LEFT} {floor}Z" if line else ""
    return Drawing(line=line, fill=fill, earlier=path(before), steps=steps, days=named, points=points, says=says)


def _step(part: float, top: float, inner: float) -> Tick:
    y = TOP + inner * (1 - part)
    return Tick(str(LEFT - 8), f"{y + 4:.1f}", _short(top * part), f"M{LEFT} {y:.1f}H{WIDTH - 8}")


def _round_up(value: float) -> float:
    size = 10.0 ** max(0, len(str(int(value))) - 1)
    return next(size * step for step in (1.2, 1.5, 2.4, 3, 4.5, 6, 9, 12) if size * step >= value)


def _short(value: float) -> str:
    return f"{value / 1000:g} k" if value >= 1000 else f"{value:g}"
