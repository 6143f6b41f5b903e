"""Editing a brand: what was chosen is checked, what cannot be read is adjusted, and the editor is told."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from marketplace.domain.stores.brand import CORNERS, FACES, LOOKS, READABLE, Brand, colours, contrast, on

_HEX = re.compile(r"#[0-9a-fA-F]{6}")
COLOUR_NAMES = {"brand": "Brand", "tint": "Brand, tint", "accent": "Accent", "canvas": "Canvas"}


@dataclass(frozen=True)
class ColourCheck:
    """One chosen colour beside what it must be read on. `used` differs from `chosen` where it was adjusted."""

    name: str
    label: str
    chosen: str
    ratio: float  # of the chosen colour, 1 to 21
    used: str
    used_ratio: float
    sentence: str  # what was adjusted and why; empty when nothing was


def brand_problems(brand: Brand) -> dict[str, str]:
    """Field -> what to do about it, for what cannot be stored; empty when the brand can be kept."""
    problems = {
        name: "Enter a colour such as #C0291A."
        for name in COLOUR_NAMES
        if getattr(brand, name) and not _HEX.fullmatch(getattr(brand, name))
    }
    for name, allowed in (("look", LOOKS), ("display", FACES), ("corners", CORNERS)):
        if getattr(brand, name) and getattr(brand, name) not in allowed:
            problems[name] = f"Choose one of {', '.join(allowed)}."
    if len(brand.logo) > 40:
        problems["logo"] = "Use at most 40 characters."
    if len(brand.tagline) > 160:
        problems["tagline"] = "Use at most 160 characters."
    return problems


def check_colours(brand: Brand) -> tuple[ColourCheck, ...]:
    """How each colour of a valid brand reads, and what is used in its place where it would not (WCAG 2.2, 1.4.3).

    The fill keeps the chosen brand colour; text in the brand's colour, and on it, is derived to at least 4.5 : 1.
    """
    base = LOOKS[brand.look]
    chosen = {name: (getattr(brand, name) or getattr(base, name)).lower() for name in COLOUR_NAMES}
    made = colours(brand)
    ground = chosen["canvas"]
    ink, accent = made["--own-brand-ink"], made["--own-accent"]
    words_on_brand = on(chosen["brand"])
    brand_ratio = contrast(chosen["brand"], ground)
    return (
        ColourCheck(
            name="brand",
            label=COLOUR_NAMES["brand"],
            chosen=chosen["brand"],
            ratio=contrast(words_on_brand, chosen["brand"]),
            used=ink,
            used_ratio=contrast(ink, ground),
            sentence=""
            if ink == chosen["brand"]
            else f"As text, {chosen['brand'].upper()} is {brand_ratio:.1f} to 1. "
            f"We write with {ink.upper()} and keep yours for fills.",
        ),
        ColourCheck(
            name="tint",
            label=COLOUR_NAMES["tint"],
            chosen=chosen["tint"],
            ratio=contrast(ink, chosen["tint"]),
            used=chosen["tint"],
            used_ratio=contrast(ink, chosen["tint"]),
            sentence="",
        ),
        ColourCheck(
            name="accent",
            label=COLOUR_NAMES["accent"],
            chosen=chosen["accent"],
            ratio=contrast(chosen["accent"], ground),
            used=accent,
            used_ratio=contrast(accent, ground),
            sentence=""
            if accent == chosen["accent"]
            else f"As text, {chosen['accent'].upper()} is {contrast(chosen['accent'], ground):.1f} to 1. "
            f"We use {accent.upper()}.",
        ),
        ColourCheck(
            name="canvas",
            label=COLOUR_NAMES["canvas"],
            chosen=ground,
            ratio=contrast("#16181a", ground),
            used=ground,
            used_ratio=contrast("#16181a", ground),
            sentence=_canvas_sentence(ground),
        ),
    )


def stored_form(brand: Brand, before: Mapping[str, object]) -> dict[str, object]:
    """`Tenant.brand` with this choice in it; keys that this form does not know stay as they were."""
    chosen = {
        name: getattr(brand, name).lower() if name in COLOUR_NAMES else getattr(brand, name).strip()
        for name in ("look", "brand", "tint", "accent", "canvas", "display", "corners", "logo", "tagline")
    }
    return {**before, **{name: value for name, value in chosen.items() if value}} | {
        name: "" for name, value in chosen.items() if not value and name in before
    }


def _canvas_sentence(canvas: str) -> str:
    if contrast("#16181a", canvas) >= READABLE * 2:
        return ""
    return "This canvas is too dark for the light theme. Choose a paler one; the dark theme has its own."
