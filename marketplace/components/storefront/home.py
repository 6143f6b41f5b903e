"""The home of a store: its sections one after another, each drawn by the component of its kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from marketplace.components.markup import Markup, choose, each, el
from marketplace.components.storefront import home_assay, home_mezzaluna, home_northforge, home_plain

SECTIONS: dict[str, Callable[[Any], Markup]] = {
    "hero_plain": home_plain.hero,
    "shelf": home_plain.shelf,
    "hero_slab": home_northforge.hero,
    "facts": home_northforge.facts,
    "category_grid": home_northforge.categories,
    "tier_bars": home_northforge.tiers,
    "vendor_table": home_northforge.vendors,
    "note_steps": home_northforge.note,
    "hero_moon": home_mezzaluna.hero,
    "category_arches": home_mezzaluna.categories,
    "tier_arches": home_mezzaluna.tiers,
    "vendor_cards": home_mezzaluna.vendors,
    "shopping_list": home_mezzaluna.shopping_list,
    "hero_figure": home_assay.hero,
    "category_index": home_assay.categories,
    "shelf_side": home_assay.shelf,
    "tier_chart": home_assay.tiers,
    "vendor_columns": home_assay.vendors,
    "article": home_assay.article,
}


def home_sections(sections: Any) -> Markup:
    """Every section of a `Home`, in its order."""
    return each(sections, _section)


def sheets_of(kinds: Iterable[str]) -> tuple[str, ...]:
    """The style sheets that sections of these kinds need: one per look, `/css/home-assay.css`."""
    looks = {SECTIONS[kind].__module__.rsplit("home_", 1)[1] for kind in kinds if kind in SECTIONS}
    return tuple(f"/css/home-{look}.css" for look in sorted(looks - {"plain"}))


def _section(section: Any) -> Markup:
    drawn = {kind: (lambda draw=draw: draw(section)) for kind, draw in SECTIONS.items()}
    return choose(section.kind, drawn, lambda: el.span())
