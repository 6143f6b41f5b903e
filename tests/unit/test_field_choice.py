"""The `fields` parameter: what it adds, takes out, replaces, and never minds."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.api.http.errors import InvalidData
from marketplace.api.http.fields import pick, read_fields

DEFAULT = ("id", "title", "*options", "*variants", "*variants.options")
DOCUMENT: dict[str, Any] = {
    "id": "p",
    "title": "T",
    "handle": "h",
    "metadata": {"a": 1},
    "options": [{"id": "o", "title": "Size", "values": [{"id": "v", "value": "L"}]}],
    "variants": [
        {
            "id": "x",
            "sku": "S",
            "ean": "E",
            "inventory_quantity": 4,
            "raw_weight": {"value": "1"},
            "options": [{"id": "v", "value": "L", "option": {"id": "o", "title": "Size"}}],
        }
    ],
    "collection": {"id": "c", "title": "C", "metadata": {}},
    "images": [],
    "type": None,
}


def keys(fields: str | None) -> set[str]:
    return set(pick(DOCUMENT, read_fields(fields, DEFAULT)))


@pytest.mark.parametrize(
    ("fields", "kept"),
    [
        (None, {"id", "title", "options", "variants"}),
        ("", {"id", "title", "options", "variants"}),
        ("+handle", {"id", "title", "handle", "options", "variants"}),
        (" handle", {"id", "title", "handle", "options", "variants"}),
        ("-title", {"id", "options", "variants"}),
        ("-variants", {"id", "title", "options"}),
        ("-id", {"id", "title", "options", "variants"}),
        ("*collection", {"id", "title", "options", "variants", "collection"}),
        ("collection.*,+handle", {"id", "title", "handle", "options", "variants", "collection"}),
        ("*collection, *options", {"id", "title", "options", "variants", "collection"}),
        ("title", {"id", "title"}),
        ("title,+handle", {"id", "title", "handle"}),
        ("handle,*variants", {"id", "handle", "variants"}),
        ("title,nonsense,*nothing", {"id", "title"}),
        ("+nonsense", {"id", "title", "options", "variants"}),
        ("type,images,metadata", {"id", "type", "images", "metadata"}),
        ("*", {"id", "title", "handle", "metadata", "images", "type", "options", "variants"}),
    ],
)
def test_which_parts_are_kept(fields: str | None, kept: set[str]) -> None:
    assert keys(fields) == kept


def variant(fields: str) -> dict[str, Any]:
    return dict(pick(DOCUMENT, read_fields(fields, DEFAULT))["variants"][0])


def test_inside_a_relation() -> None:
    assert variant("variants.sku") == {"id": "x", "sku": "S"}
    assert set(variant("+variants.sku")) == {"id", "sku", "ean", "raw_weight", "options"}
    assert set(variant("*variants")) == {"id", "sku", "ean", "raw_weight", "options"}
    assert set(variant("id,*variants")) == {"id", "sku", "ean", "raw_weight"}
    assert set(variant("id,*variants,+variants.inventory_quantity")) == {
        "id",
        "sku",
        "ean",
        "raw_weight",
        "inventory_quantity",
    }
    assert variant("*variants.options.option")["options"] == [
        {"id": "v", "value": "L", "option": {"id": "o", "title": "Size"}}
    ]
    assert "options" not in variant("-variants.options")


def test_what_is_taken_out_goes_with_what_is_below() -> None:
    assert "options" not in variant("*variants.options.option,-variants.options")
    assert "variants" not in pick(DOCUMENT, read_fields("-variants,*collection", DEFAULT))


@pytest.mark.parametrize(
    ("fields", "deepest", "allowed"),
    [
        ("a.b.c.d", 3, True),
        ("a.b.c.d.e", 3, False),
        ("*a.b.c", 3, True),
        ("*a.b.c.d", 3, False),
        ("a.b.c.*", 3, True),
        ("a.b.c.d.*", 3, False),
        ("a.b.c.d.e", 4, True),
        ("+a.b.c.d.e", 3, False),
        ("-a.b.c.d.e", 3, False),
    ],
)
def test_how_deep_a_wish_may_go(fields: str, deepest: int, allowed: bool) -> None:
    if allowed:
        read_fields(fields, DEFAULT, deepest)
        return
    with pytest.raises(InvalidData, match="at most"):
        read_fields(fields, DEFAULT, deepest)


@given(st.text(alphabet="ab.*+-, idtlevarns", max_size=50))
def test_any_wish_gives_parts_of_the_document_or_is_refused(fields: str) -> None:
    try:
        kept = pick(DOCUMENT, read_fields(fields, DEFAULT))
    except InvalidData:
        return
    assert kept["id"] == "p"
    assert kept.keys() <= DOCUMENT.keys()
