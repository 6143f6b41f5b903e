"""The demo's product pictures, drawn as SVG: no photographs, no network, the same result each time.

    draw("ball-bearing", store="northforge", seed=6205, label="25 × 52 × 15")

The same kind, store, seed and label give the same text; another seed gives another colourway,
another size and another backdrop, so that no shelf looks stamped.
"""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from marketplace.demo.pictures import (
    abrasives,
    bench,
    consumables,
    glasses,
    glassware,
    kitchen,
    knives,
    laboratory,
    machines,
    pantry,
    parts,
    power,
    table,
    tools,
    workshop,
    workwear,
)
from marketplace.demo.pictures.look import BACKDROPS, Kind, Look, choose_look
from marketplace.demo.pictures.paint import WHOLE, Box, Picture

MODULES = (
    power,
    tools,
    parts,
    abrasives,
    workshop,
    workwear,
    kitchen,
    knives,
    machines,
    table,
    glasses,
    pantry,
    laboratory,
    glassware,
    bench,
    consumables,
)
KINDS: Mapping[str, Kind] = MappingProxyType({kind.name: kind for module in MODULES for kind in module.KINDS})


def draw(kind: str, *, store: str, seed: int, label: str = "", cut: bool = False) -> str:
    """One picture of 800 x 800 as SVG text; `cut` leaves the backdrop out.

    Raises KeyError for a kind that nobody draws.
    """
    what = KINDS[kind]
    return _render(what, choose_look(what, store, seed, label)).svg(cut=cut)


def views(kind: str, *, store: str, seed: int, label: str = "") -> tuple[str, ...]:
    """A gallery: the whole, two details, and the whole again smaller on another backdrop."""
    what = KINDS[kind]
    look = choose_look(what, store, seed, label)
    picture = _render(what, look)
    others = [b for b in BACKDROPS.get(store, ()) if b != look.backdrop] or [look.backdrop]
    aside = replace(look, backdrop=others[seed % len(others)], size=look.size * 0.78)
    details = (picture.svg(box=_inside(box)) for box in what.closeups)
    return picture.svg(), *details, _render(what, aside).svg()


def _render(kind: Kind, look: Look) -> Picture:
    picture = Picture(look.backdrop)
    shift = 400 * (1 - look.size), 610 * (1 - look.size) - kind.lift
    picture.group(f"translate({shift[0]:.1f} {shift[1]:.1f}) scale({look.size:.3f})")
    kind.paint(picture, look)
    return picture.end()


def _inside(box: Box) -> Box:
    """The crop, kept on the canvas."""
    x, y, side = box
    side = min(side, WHOLE[2])
    return min(x, WHOLE[2] - side), min(y, WHOLE[2] - side), side


__all__ = ["KINDS", "draw", "views"]
