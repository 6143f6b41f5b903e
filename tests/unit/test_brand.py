"""A brand is a few choices; whatever they are, every text stays readable in both themes."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.stores.brand import (
    LOOKS,
    READABLE,
    Brand,
    changes_colours,
    colours,
    contrast,
    mix,
    read_brand,
    readable,
    variables,
)

HEX = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_black_on_white_is_twenty_one_to_one() -> None:
    assert round(contrast("#000000", "#ffffff"), 2) == 21
    assert contrast("#777777", "#777777") == 1


@given(HEX, HEX)
def test_any_colour_can_be_made_readable_on_any_ground(colour: str, ground: str) -> None:
    assert contrast(readable(colour, ground), ground) >= READABLE


@given(brand=HEX, tint=HEX, accent=HEX, canvas=HEX, look=st.sampled_from(sorted(LOOKS)))
def test_every_set_of_colours_is_readable(brand: str, tint: str, accent: str, canvas: str, look: str) -> None:
    palette = colours(Brand(look, brand=brand, tint=tint, accent=accent, canvas=canvas))
    for theme in ("--own-", "--own-dark-"):
        assert contrast(palette[f"{theme}on-brand"], palette[f"{theme}brand"]) >= READABLE
        assert contrast(palette[f"{theme}brand-ink"], palette[f"{theme}brand-soft"]) >= READABLE
    assert contrast(palette["--own-brand-ink"], palette["--own-surface-0"]) >= READABLE
    assert contrast("#5f646b", palette["--own-surface-0"]) >= READABLE
    assert contrast(palette["--own-accent"], palette["--own-surface-0"]) >= READABLE


def test_a_look_without_choices_changes_nothing() -> None:
    for look in LOOKS:
        assert variables(read_brand({"look": look})) == {}
        assert not changes_colours(LOOKS[look])


def test_choices_are_typed_and_nonsense_is_left_out() -> None:
    brand = read_brand(
        {"look": "assay", "brand": "#8A9A3B", "tint": "red;}body{display:none", "display": "comic", "corners": 3}
    )
    assert brand == Brand("assay", brand="#8a9a3b")
    assert not any(";" in value or "{" in value for value in variables(brand).values())


def test_an_unknown_look_is_the_plain_one() -> None:
    assert read_brand({"look": "neon"}).look == "plain"


def test_mixing() -> None:
    assert mix("#000000", "#ffffff", 0.5) == "#808080"
