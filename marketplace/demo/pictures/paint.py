"""Draws solids as SVG: a path, a gradient that says what it is made of, one highlight, one shade.

One light, from the upper left. Nothing here knows what is being drawn.
"""

import math
import re
from collections.abc import Iterable, Sequence
from typing import Self, TypeAlias
from xml.sax.saxutils import escape, quoteattr

Stops: TypeAlias = Sequence[tuple[float, str]]
Box: TypeAlias = tuple[float, float, float]
Attribute: TypeAlias = str | float

WHOLE: Box = (0, 0, 800)

STEEL: Stops = (
    (0, "#7b838b"),
    (0.08, "#aeb6bc"),
    (0.2, "#f6f8f9"),
    (0.34, "#c7cdd2"),
    (0.52, "#eef1f3"),
    (0.7, "#a3abb2"),
    (0.86, "#d3d9dd"),
    (0.95, "#8d959c"),
    (1, "#6b737a"),
)
CHROME: Stops = (
    (0, "#f8fafb"),
    (0.35, "#d5dadf"),
    (0.5, "#8f979f"),
    (0.56, "#c9cfd4"),
    (0.8, "#f2f4f5"),
    (1, "#9aa2a9"),
)
COPPER: Stops = (
    (0, "#8a4320"),
    (0.1, "#c67543"),
    (0.24, "#fbd2b0"),
    (0.4, "#d98a55"),
    (0.6, "#e9a877"),
    (0.8, "#a9572b"),
    (1, "#7a3818"),
)
BRASS: Stops = ((0, "#8a6a26"), (0.3, "#f3dd9a"), (0.55, "#c9a04a"), (1, "#7d5c1c"))
WOOD: Stops = ((0, "#b57a45"), (0.3, "#dba873"), (0.65, "#c78f58"), (1, "#94602f"))
GLASS: Stops = ((0, "#ffffffcc"), (0.1, "#dbe7ee66"), (0.5, "#ffffff22"), (0.85, "#c9d8e255"), (1, "#ffffffaa"))
PAPER: Stops = ((0, "#ffffff"), (0.6, "#f1f2f4"), (1, "#cfd3da"))

FILTERS = {
    "soft": '<filter id="soft" x="-50%" y="-200%" width="200%" height="500%">'
    '<feGaussianBlur stdDeviation="22"/></filter>',
    "tight": '<filter id="tight" x="-50%" y="-200%" width="200%" height="500%">'
    '<feGaussianBlur stdDeviation="7"/></filter>',
    "blur": '<filter id="blur" x="-40%" y="-40%" width="180%" height="180%">'
    '<feGaussianBlur stdDeviation="5"/></filter>',
}


def channels(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def mix(first: str, second: str, share: float) -> str:
    pairs = zip(channels(first), channels(second), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def lighter(colour: str, share: float = 0.3) -> str:
    return mix(colour, "#ffffff", share)


def darker(colour: str, share: float = 0.3) -> str:
    return mix(colour, "#0b0d12", share)


def distance(first: str, second: str) -> float:
    return math.dist(channels(first), channels(second))


def ink_on(colour: str) -> str:
    """Black or white, whichever is easier to read on the colour."""
    red, green, blue = channels(colour)
    return "#1c1f23" if red * 0.299 + green * 0.587 + blue * 0.114 > 140 else "#ffffff"


def round_body(c: str) -> Stops:
    """A cylinder of plastic or enamel, seen from the side."""
    return (
        (0, darker(c, 0.42)),
        (0.14, darker(c, 0.08)),
        (0.3, lighter(c, 0.34)),
        (0.5, c),
        (0.8, darker(c, 0.24)),
        (1, darker(c, 0.48)),
    )


def flat_body(c: str) -> Stops:
    return (0, lighter(c, 0.26)), (0.45, c), (1, darker(c, 0.28))


def enamel(c: str) -> Stops:
    return (0, lighter(c, 0.48)), (0.3, c), (0.75, darker(c, 0.1)), (1, darker(c, 0.34))


def shell(c: str) -> Stops:
    """A glossy dome, for a radial gradient."""
    return (0, lighter(c, 0.72)), (0.25, lighter(c, 0.28)), (0.6, c), (1, darker(c, 0.32))


def liquid(c: str) -> Stops:
    return (0, darker(c, 0.38)), (0.22, lighter(c, 0.34)), (0.55, c), (1, darker(c, 0.42))


def num(value: Attribute) -> str:
    return value if isinstance(value, str) else f"{value:.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}"


LONG_NUMBER = re.compile(r"\d+\.\d{2,}")


def _shorten(match: re.Match[str]) -> str:
    return num(round(float(match[0]), 1))


def ring(cx: float, cy: float, outer: float, inner: float) -> str:
    """A path of two circles, to be filled with the even-odd rule."""
    return "".join(
        f"M{num(cx - r)} {num(cy)}a{num(r)} {num(r)} 0 1 0 {num(2 * r)} 0a{num(r)} {num(r)} 0 1 0 {num(-2 * r)} 0Z"
        for r in (outer, inner)
    )


class Picture:
    """An 800 x 800 drawing; equal gradients are written once."""

    def __init__(self, backdrop: tuple[str, str, str]) -> None:
        self.backdrop = backdrop
        self._paints: dict[str, str] = {}
        self._out: list[str] = []

    def _paint(self, tag: str, geometry: str, stops: Stops) -> str:
        parts = []
        for at, c in stops:
            fade = f' stop-opacity="{num(int(c[7:9], 16) / 255)}"' if len(c) == 9 else ""
            parts.append(f'<stop offset="{num(at)}" stop-color="{c[:7]}"{fade}/>')
        body = f"{geometry}>{''.join(parts)}</{tag}>"
        name = self._paints.setdefault(f"<{tag} id=\0 {body}", f"p{len(self._paints)}")
        return f"url(#{name})"

    def lin(self, stops: Stops, angle: float = 0) -> str:
        """A linear gradient across the shape; 0 runs left to right, 90 top to bottom."""
        dx, dy = math.cos(math.radians(angle)) / 2, math.sin(math.radians(angle)) / 2
        ends = (("x1", 0.5 - dx), ("y1", 0.5 - dy), ("x2", 0.5 + dx), ("y2", 0.5 + dy))
        return self._paint("linearGradient", " ".join(f'{k}="{num(v)}"' for k, v in ends), stops)

    def rad(self, stops: Stops, cx: float = 0.35, cy: float = 0.3, r: float = 0.85) -> str:
        return self._paint("radialGradient", f'cx="{num(cx)}" cy="{num(cy)}" r="{num(r)}"', stops)

    def tag(self, name: str, **attributes: Attribute) -> Self:
        """One element. Glass, which has a white edge, gets a darker one beneath it."""
        if attributes.get("stroke") == "#fff" and str(attributes.get("fill", "")).startswith("url"):
            wide = float(attributes.get("stroke_width", 1)) + 2.6
            edge: dict[str, Attribute] = {"fill": "none", "stroke": "#5f788c", "stroke_width": wide, "opacity": 0.42}
            self.tag(name, **(attributes | edge))
        pairs = (f"{k.replace('_', '-')}={quoteattr(num(v))}" for k, v in attributes.items())
        self._out.append(f"<{name} {' '.join(pairs)}/>")
        return self

    def path(self, d: str, fill: str = "none", **more: Attribute) -> Self:
        return self.tag("path", d=LONG_NUMBER.sub(_shorten, d), fill=fill, **more)

    def rect(self, x: float, y: float, w: float, h: float, fill: str, r: float = 0, **more: Attribute) -> Self:
        corners: dict[str, Attribute] = {"rx": r} if r else {}
        return self.tag("rect", x=x, y=y, width=w, height=h, fill=fill, **(corners | more))

    def ell(self, cx: float, cy: float, rx: float, ry: float, fill: str = "none", **more: Attribute) -> Self:
        return self.tag("ellipse", cx=cx, cy=cy, rx=rx, ry=ry, fill=fill, **more)

    def ring(self, cx: float, cy: float, outer: float, inner: float, fill: str, **more: Attribute) -> Self:
        return self.path(ring(cx, cy, outer, inner), fill, fill_rule="evenodd", **more)

    def line(self, d: str | Iterable[str], colour: str, w: float = 2, **more: Attribute) -> Self:
        """One stroke, or many of the same kind in a single path."""
        joined = d if isinstance(d, str) else "".join(d)
        pen: dict[str, Attribute] = {"stroke": colour, "stroke_width": w, "stroke_linecap": "round"}
        return self.tag("path", d=LONG_NUMBER.sub(_shorten, joined), fill="none", **(pen | more))

    def text(self, x: float, y: float, words: str, size: float, fill: str, **more: Attribute) -> Self:
        more = {"font_family": "Arial,Helvetica,sans-serif", **more}
        pairs = " ".join(f"{k.replace('_', '-')}={quoteattr(num(v))}" for k, v in more.items())
        self._out.append(
            f'<text x="{num(x)}" y="{num(y)}" font-size="{num(size)}" fill="{fill}" {pairs}>{escape(words)}</text>'
        )
        return self

    def word(self, x: float, y: float, words: str, size: float, fill: str, width: float = 0) -> Self:
        """A bold word centred on x, made smaller until it fits the width."""
        if width and words:
            size = min(size, width / (0.58 * len(words)))
        return self.text(x, y, words, size, fill, text_anchor="middle", font_weight="700")

    def shine(self, x: float, y: float, w: float, h: float, opacity: float = 0.5) -> Self:
        return self.rect(x, y, w, h, "#fff", min(w, h) / 2, opacity=opacity, filter="url(#blur)")

    def group(self, transform: str) -> Self:
        self._out.append(f'<g transform="{transform}">')
        return self

    def end(self) -> Self:
        self._out.append("</g>")
        return self

    def shadow(self, cx: float, cy: float, rx: float, ry: float = 0, opacity: float = 0.34) -> Self:
        """Contact shadow: one wide and soft, one narrow and dark."""
        ry = ry or max(14, rx * 0.09)
        x, y = cx + rx * 0.1, cy + ry * 0.3
        self.ell(x, y, rx * 1.12, ry * 1.9, "#1c1510", opacity=opacity * 0.45, filter="url(#soft)")
        return self.ell(cx, cy, rx * 0.94, ry * 0.8, "#120d0a", opacity=opacity, filter="url(#tight)")

    def svg(self, *, cut: bool = False, box: Box = WHOLE) -> str:
        """The drawing as text; `box` (x, y, side) shows a part of it."""
        body = "".join(self._out)
        defs = [key.replace("\0", f'"{name}"') for key, name in self._paints.items()]
        defs += [text for name, text in FILTERS.items() if f"url(#{name})" in body]
        if not cut:
            defs.append(self._backdrop())
            fills = (f'<rect width="800" height="800" fill="url(#{name})"/>' for name in ("bg", "glow"))
            body = "".join(fills) + body
        view = f"{num(box[0])} {num(box[1])} {num(box[2])} {num(box[2])}"
        head = f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="{view}">'
        return f"{head}<defs>{''.join(defs)}</defs>{body}</svg>"

    def _backdrop(self) -> str:
        top, low, glow = self.backdrop
        return (
            f'<linearGradient id="bg" x1="0" y1="0" x2="0" y2="1"><stop offset="0" stop-color="{top}"/>'
            f'<stop offset=".62" stop-color="{mix(top, low, 0.35)}"/><stop offset="1" stop-color="{low}"/>'
            f'</linearGradient><radialGradient id="glow" cx=".36" cy=".34" r=".62">'
            f'<stop offset="0" stop-color="{glow}" stop-opacity=".95"/>'
            f'<stop offset="1" stop-color="{glow}" stop-opacity="0"/></radialGradient>'
        )
