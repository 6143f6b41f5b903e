"""What may be said about a product, and within which bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass

from marketplace.domain.handles import make_handle

MAX_POINTS, MAX_SPECIFICATION, MAX_VARIANTS, MAX_OPTIONS, MAX_PICTURES = 5, 40, 100, 3, 10
# What clients of the store API read of a product without options (`services/search/listing_documents.default_option`).
DEFAULT_OPTION, DEFAULT_VALUE = "Default option", "Default option value"
_LIMITS = {
    "title": 120,
    "subtitle": 160,
    "description": 8_000,
    "brand": 60,
    "unit": 30,
    "customs_code": 14,
    "successor_sku": 48,
}
_SKU = re.compile(r"[A-Za-z0-9][A-Za-z0-9 ._/+\-]{0,47}")


@dataclass(frozen=True)
class SpecificationLine:
    """`Width`, `42 mm`; a facet when shoppers may narrow a list by it."""

    label: str
    value: str
    is_facet: bool = False


@dataclass(frozen=True)
class ProductFacts:
    """Everything a vendor says about a product itself; prices, variants and stock are said elsewhere."""

    title: str
    subtitle: str = ""
    description: str = ""
    brand: str = ""
    category_id: str = ""
    unit: str = "each"
    points: tuple[str, ...] = ()
    specification: tuple[SpecificationLine, ...] = ()
    weight_grams: int | None = None
    origin_country: str = ""
    customs_code: str = ""
    successor_sku: str = ""  # what takes its place, an article of the same vendor


def specification_key(label: str) -> str:
    """The key that facets are kept under: `Thread size` and `thread  size` are one."""
    return make_handle(label, fallback="fact")


def facts_problems(facts: ProductFacts) -> dict[str, str]:
    """Field -> what to do about it; empty when the facts can be kept."""
    problems = {} if len(facts.title.strip()) >= 2 else {"title": "Enter a name of at least two characters."}
    for name, limit in _LIMITS.items():
        if len(getattr(facts, name).strip()) > limit:
            problems[name] = f"Use at most {limit} characters."
    if len([point for point in facts.points if point.strip()]) > MAX_POINTS:
        problems["points"] = f"At most {MAX_POINTS} selling points; put the rest into the description."
    if any(len(point) > 160 for point in facts.points):
        problems["points"] = "A selling point has at most 160 characters."
    if sentence := _specification_problem(facts.specification):
        problems["specification"] = sentence
    if facts.weight_grams is not None and not 0 < facts.weight_grams <= 10_000_000:
        problems["weight_grams"] = "Enter the weight in grams, up to 10 tonnes."
    if facts.origin_country and not re.fullmatch(r"[A-Z]{2}", facts.origin_country):
        problems["origin_country"] = "Choose the country of origin."
    return problems


def sku_problem(sku: str) -> str:
    """What is wrong with an article number; empty when nothing is."""
    if not sku.strip():
        return "Enter your article number."
    if not _SKU.fullmatch(sku.strip()):
        return "Use letters, digits, spaces and . _ / + -, at most 48 of them."
    return ""


def _specification_problem(lines: tuple[SpecificationLine, ...]) -> str:
    filled = [line for line in lines if line.label.strip() or line.value.strip()]
    if len(filled) > MAX_SPECIFICATION:
        return f"At most {MAX_SPECIFICATION} lines."
    for line in filled:
        if not line.label.strip() or not line.value.strip():
            return f"“{(line.label or line.value).strip()}” needs both a name and a value."
        if len(line.label) > 60 or len(line.value) > 200:
            return f"“{line.label.strip()[:60]}” is too long: 60 characters for the name, 200 for the value."
    keys = [specification_key(line.label) for line in filled]
    twice = next((line.label for line, key in zip(filled, keys, strict=True) if keys.count(key) > 1), "")
    return f"“{twice.strip()}” is there twice." if twice else ""
