"""What may differ between two pictures of the same kind, and how a seed decides it."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from random import Random
from typing import TypeAlias

from marketplace.demo.pictures.paint import Box, Picture, channels, distance

Backdrop: TypeAlias = tuple[str, str, str]
Tones: TypeAlias = tuple[tuple[str, str], ...]
Painter: TypeAlias = "Callable[[Picture, Look], None]"

CONCRETE: Backdrop = ("#ecece7", "#cfcfc7", "#fbfbf8")
SIGNAL: Backdrop = ("#ffd65c", "#f2b40a", "#ffe596")
ZINC: Backdrop = ("#e9edf1", "#c8d0d8", "#fafbfd")
SAND: Backdrop = ("#f1ead9", "#d9cdb2", "#fdfaf2")
BUTTER: Backdrop = ("#ffe9bd", "#f6cf86", "#fff6e0")
BLUSH: Backdrop = ("#ffd9cc", "#f2b09b", "#ffeee7")
SAGE: Backdrop = ("#e6ead0", "#c5cda0", "#f5f7e8")
LINEN: Backdrop = ("#f6eee1", "#e2d3bb", "#fffaf2")
MIST: Backdrop = ("#eaeff6", "#cdd7e4", "#fbfcfe")
ICE: Backdrop = ("#dfe6fb", "#bccaf0", "#f3f6fe")
FROST: Backdrop = ("#e3f0ef", "#bfd6d4", "#f6fbfb")

BACKDROPS: dict[str, tuple[Backdrop, ...]] = {
    "northforge": (CONCRETE, CONCRETE, ZINC, SIGNAL, SAND),
    "mezzaluna": (BUTTER, BLUSH, SAGE, LINEN),
    "assay": (MIST, ICE, MIST, FROST),
}
PLAIN: tuple[Backdrop, ...] = (CONCRETE, MIST)


@dataclass(frozen=True, slots=True)
class Look:
    """One colourway, one set of proportions.

    `a`, `b`, `c` lie in 0..1 and mean what the drawing makes of them; `figures` are the numbers
    found in the label, so that an M24 bolt comes out thicker than an M6 one.
    """

    tone: str
    trim: str
    label: str
    backdrop: Backdrop
    size: float
    turn: float
    a: float
    b: float
    c: float
    count: int
    figures: tuple[float, ...]

    def figure(self, index: int, default: float) -> float:
        return self.figures[index] if 0 <= index < len(self.figures) else default

    def between(self, low: float, high: float, share: float) -> float:
        return low + (high - low) * share


@dataclass(frozen=True, slots=True)
class Kind:
    """A drawing, the colourways it comes in, and the two places worth a closer look.

    `zoom` and `lift` bring small things to the middle of the canvas.
    """

    name: str
    paint: Painter
    tones: Tones
    closeups: tuple[Box, Box] = ((190, 150, 400), (330, 330, 380))
    zoom: float = 1
    lift: float = 0


def figures_in(label: str) -> tuple[float, ...]:
    return tuple(float(part.replace(",", ".")) for part in re.findall(r"\d+(?:[.,]\d+)?", label))


def choose_look(kind: Kind, store: str, seed: int, label: str) -> Look:
    """The last two digits of the seed pick the colourway, the whole of it everything else."""
    random = Random(f"{kind.name}/{store}/{seed}")
    tone, trim = kind.tones[seed % 100 % len(kind.tones)]
    backdrops = BACKDROPS.get(store, PLAIN)
    choices = [b for b in backdrops if distance(tone, b[1]) > 90 or _grey(tone)]
    farthest = max(backdrops, key=lambda b: distance(tone, b[1]))
    return Look(
        tone=tone,
        trim=trim,
        label=label,
        backdrop=random.choice(choices) if choices else farthest,
        size=random.uniform(0.92, 1.03) * kind.zoom,
        turn=random.uniform(-3, 3),
        a=random.random(),
        b=random.random(),
        c=random.random(),
        count=random.randrange(4),
        figures=figures_in(label),
    )


def _grey(colour: str) -> bool:
    values = channels(colour)
    return max(values) - min(values) < 24 and max(values) < 225
