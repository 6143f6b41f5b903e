"""A store's brand: a few typed choices in, every colour of both themes out, readable whatever was chosen."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, Literal

Look = Literal["plain", "northforge", "mezzaluna", "assay"]
READABLE = 4.5  # WCAG 2.2 AA, text of any size
_HEX = re.compile(r"^#[0-9a-f]{6}$")
_DARK_CANVAS, _DARK_CARD = "#101214", "#171a1d"
_INK, _HINT, _PAPER = "#16181a", "#5f646b", "#ffffff"


@dataclass(frozen=True)
class Brand:
    """What an editor chooses; the names are the keys of `Tenant.brand`.

    `look` is the composition of header and home, which brings colours, corners and a display face of its
    own; a colour left empty is the look's.
    """

    look: str = "plain"
    brand: str = ""
    tint: str = ""
    accent: str = ""
    canvas: str = ""
    display: str = ""
    corners: str = ""
    logo: str = ""
    tagline: str = ""


LOOKS: Mapping[str, Brand] = {
    "plain": Brand(
        look="plain",
        brand="#0e5a5e",
        tint="#e0f0ef",
        accent="#ad4e17",
        canvas="#fafaf8",
        display="inter",
        corners="soft",
    ),
    "northforge": Brand(
        look="northforge",
        brand="#ffc31f",
        tint="#fff3cc",
        accent="#24507f",
        canvas="#f5f5f2",
        display="archivo",
        corners="square",
    ),
    "mezzaluna": Brand(
        look="mezzaluna",
        brand="#c0291a",
        tint="#ffe4dc",
        accent="#4d5a1c",
        canvas="#fffaf0",
        display="bricolage",
        corners="round",
    ),
    "assay": Brand(
        look="assay",
        brand="#2436c8",
        tint="#e9ecfd",
        accent="#0a746f",
        canvas="#ffffff",
        display="newsreader",
        corners="soft",
    ),
}

FACES: Mapping[str, dict[str, str]] = {
    "inter": {"--font-display": "var(--font-ui)"},
    "archivo": {"--font-display": '"Archivo Variable", Archivo, "Arial Narrow", sans-serif', "--display-weight": "800"},
    "bricolage": {"--font-display": '"Bricolage Grotesque Variable", sans-serif', "--display-weight": "750"},
    "newsreader": {"--font-display": '"Newsreader Variable", Georgia, serif', "--display-weight": "350"},
}

CORNERS: Mapping[str, dict[str, str]] = {
    "square": {"--radius-s": "2px", "--radius-m": "2px", "--radius-l": "3px", "--radius-control": "2px"},
    "soft": {"--radius-s": "4px", "--radius-m": "8px", "--radius-l": "14px", "--radius-control": "8px"},
    "round": {"--radius-s": "8px", "--radius-m": "16px", "--radius-l": "28px", "--radius-control": "999px"},
}


def read_brand(stored: Mapping[str, Any]) -> Brand:
    """The brand out of `Tenant.brand`; what is unknown or malformed is left out, so that it can never break a page."""
    known = {field.name: stored.get(field.name) for field in fields(Brand)}
    texts = {name: value.strip() for name, value in known.items() if isinstance(value, str)}
    for colour in ("brand", "tint", "accent", "canvas"):
        if not _HEX.match(texts.get(colour, "").lower()):
            texts.pop(colour, None)
        else:
            texts[colour] = texts[colour].lower()
    allowed = {"look": LOOKS, "display": FACES, "corners": CORNERS}
    return Brand(**{name: text for name, text in texts.items() if name not in allowed or text in allowed[name]})


def variables(brand: Brand) -> dict[str, str]:
    """The CSS variables of what this brand changes about its look; empty when it changes nothing."""
    base = LOOKS[brand.look]
    values: dict[str, str] = {}
    if brand.display and brand.display != base.display:
        values |= FACES[brand.display]
    if brand.corners and brand.corners != base.corners:
        values |= CORNERS[brand.corners]
    if changes_colours(brand):
        values |= colours(brand)
    return values


def changes_colours(brand: Brand) -> bool:
    """Whether any colour was chosen that is not the look's own."""
    base = LOOKS[brand.look]
    names = ("brand", "tint", "accent", "canvas")
    return any(getattr(brand, name) not in ("", getattr(base, name)) for name in names)


def colours(brand: Brand) -> dict[str, str]:
    """Both complete sets, `--own-*` and `--own-dark-*`, with every text colour brought to 4.5 : 1."""
    base = LOOKS[brand.look]
    main, accent = brand.brand or base.brand, brand.accent or base.accent
    canvas = readable(brand.canvas or base.canvas, _HINT)  # captions stay dark, so the canvas stays light
    ink, tint = _ink_and_tint(main, brand.tint or base.tint, canvas)
    bright = readable(main, _DARK_CARD)
    light = {
        "brand": main,
        "brand-strong": mix(main, "#000000", 0.16),
        "brand-soft": tint,
        "on-brand": on(main),
        "brand-ink": ink,
        "accent": readable(accent, canvas),
        "accent-soft": mix(accent, _PAPER, 0.88),
        "surface-0": canvas,
    }
    dark_tint = mix(bright, _DARK_CANVAS, 0.8)
    dark = {
        "brand": bright,
        "brand-strong": mix(bright, _PAPER, 0.22),
        "brand-soft": dark_tint,
        "on-brand": on(bright),
        "brand-ink": readable(bright, dark_tint),
        "accent": readable(accent, _DARK_CARD),
        "accent-soft": mix(accent, _DARK_CANVAS, 0.82),
        "surface-0": mix(main, _DARK_CANVAS, 0.965),
    }
    return {f"--own-{k}": v for k, v in light.items()} | {f"--own-dark-{k}": v for k, v in dark.items()}


def _ink_and_tint(main: str, tint: str, canvas: str) -> tuple[str, str]:
    """The brand as text, readable on canvas and tint; a tint that leaves no such colour gives way to a paler one."""
    ink = readable(readable(main, tint), canvas)
    if contrast(ink, tint) >= READABLE:
        return ink, tint
    ink = readable(main, canvas)
    paler = mix(ink, canvas, 0.9)
    return readable(ink, paler), paler


def readable(colour: str, ground: str, ratio: float = READABLE) -> str:
    """`colour`, moved towards black or white in small steps until it reads on `ground`."""
    towards = "#000000" if luminance(ground) > 0.18 else "#ffffff"
    for step in range(26):
        candidate = mix(colour, towards, step * 0.04)
        if contrast(candidate, ground) >= ratio:
            return candidate
    return towards


def on(colour: str) -> str:
    """Ink or paper, whichever reads better on this fill; black on the few where neither reaches 4.5 : 1."""
    best = max((_INK, _PAPER), key=lambda text: contrast(text, colour))
    return best if contrast(best, colour) >= READABLE else "#000000"


def contrast(one: str, other: str) -> float:
    """The WCAG contrast ratio of two colours, 1 to 21: `contrast("#000000", "#ffffff")` is 21."""
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2.2, 0 (black) to 1 (white)."""
    parts = [value / 255 for value in _rgb(colour)]
    red, green, blue = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def mix(colour: str, other: str, share: float) -> str:
    """`colour` with `share` (0 to 1) of `other` mixed in."""
    pairs = zip(_rgb(colour), _rgb(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
