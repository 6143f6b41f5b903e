"""The product page while it is being worked on: what was loaded, what stands there now, and how they differ."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from marketplace.domain.catalogue.products import ProductFacts, SpecificationLine, facts_problems, sku_problem
from marketplace.domain.catalogue.tier_form import TierRow, row_problems, tier_inputs
from marketplace.domain.forms import FormReader
from marketplace.domain.numbers import whole_or

FACTS = (
    "title",
    "subtitle",
    "description",
    "brand",
    "category_id",
    "unit",
    "points",
    "weight_grams",
    "origin_country",
    "customs_code",
    "successor_sku",
)
NUMBERS = {"stock": "stock", "minimum": "min", "step": "step", "lead": "lead"}


@dataclass(frozen=True)
class SpecRow:
    """A line of the specification as it stands in the form."""

    label: str = ""
    value: str = ""
    is_facet: bool = False
    at: int = 0


@dataclass(frozen=True)
class PriceCell:
    """The first price of a variant in one currency; `steps` says how many steps come after it."""

    currency: str
    amount: str
    steps: int = 0
    error: str = ""


@dataclass(frozen=True)
class VariantRow:
    """A variant as a row of the form; figures are text until they are saved."""

    id: str
    title: str
    line: str = ""
    sku: str = ""
    ean: str = ""
    stock: str = "0"
    seen: int = 0
    reserved: int = 0
    minimum: str = "1"
    step: str = "1"
    lead: str = "0"
    backorder: bool = False
    paused: bool = False
    status: str = "live"
    is_low: bool = False
    prices: tuple[PriceCell, ...] = ()
    sku_error: str = ""
    stock_error: str = ""
    min_error: str = ""
    step_error: str = ""
    lead_error: str = ""


@dataclass(frozen=True)
class ProductForm:
    """Everything on the page that Save writes. `tiers` is keyed by `<variant>.<currency>`."""

    facts: Mapping[str, str] = field(default_factory=dict)
    spec: tuple[SpecRow, ...] = ()
    variants: tuple[VariantRow, ...] = ()
    tiers: Mapping[str, tuple[TierRow, ...]] = field(default_factory=dict)


def tier_key(variant_id: str, currency: str) -> str:
    """Where the steps of a variant in one currency are kept."""
    return f"{variant_id}.{currency}"


def with_variant(form: ProductForm, variant_id: str, **changed: object) -> ProductForm:
    """The form with one variant changed."""
    rows = tuple(replace(v, **changed) if v.id == variant_id else v for v in form.variants)  # type: ignore[arg-type]
    return replace(form, variants=rows)


def with_tiers(form: ProductForm, key: str, rows: tuple[TierRow, ...]) -> ProductForm:
    """The form with other steps for one variant and currency."""
    return replace(form, tiers={**form.tiers, key: rows})


def facts_of(form: ProductForm) -> ProductFacts:
    """The facts as they are saved; a weight that is no number is left to `problems_of`."""
    f = form.facts
    return ProductFacts(
        title=f.get("title", ""),
        subtitle=f.get("subtitle", ""),
        description=f.get("description", ""),
        brand=f.get("brand", ""),
        category_id=f.get("category_id", ""),
        unit=f.get("unit", "") or "each",
        points=tuple(line for line in f.get("points", "").splitlines() if line.strip()),
        specification=tuple(SpecificationLine(row.label, row.value, row.is_facet) for row in form.spec),
        weight_grams=FormReader(f).count("weight_grams"),
        origin_country=f.get("origin_country", ""),
        customs_code=f.get("customs_code", ""),
        successor_sku=f.get("successor_sku", ""),
    )


def problems_of(form: ProductForm) -> dict[str, str]:
    """Field -> what to do about it, for everything that can be judged without asking the server."""
    typed = FormReader(form.facts)
    typed.count("weight_grams", sentence="Enter whole grams, such as 1500.")
    problems = facts_problems(facts_of(form)) | typed.problems
    for variant in form.variants:
        if problem := sku_problem(variant.sku):
            problems[f"sku.{variant.id}"] = problem
        for name, short in NUMBERS.items():
            if whole(getattr(variant, name)) is None:
                problems[f"{short}.{variant.id}"] = "Enter a whole number, such as 2000."
    for key, rows in form.tiers.items():
        currency = key.rpartition(".")[2]
        for at, sentence in row_problems(rows, currency).items():
            problems[f"tier-{at}.{key}"] = sentence
    return problems


def count_changes(form: ProductForm, saved: ProductForm) -> int:
    """How many things differ from what was loaded, as a person would count them."""
    facts = sum(form.facts.get(name, "").strip() != saved.facts.get(name, "").strip() for name in FACTS)
    spec = [(r.label, r.value, r.is_facet) for r in form.spec if r.label.strip() or r.value.strip()]
    spec_before = [(r.label, r.value, r.is_facet) for r in saved.spec]
    before = {variant.id: variant for variant in saved.variants}
    variants = sum(_variant_changes(variant, before[variant.id]) for variant in form.variants if variant.id in before)
    return facts + (spec != spec_before) + variants + len(changed_tiers(form, saved))


def facts_changed(form: ProductForm, saved: ProductForm) -> bool:
    """Whether anything but variants and prices was changed."""
    return facts_of(form) != facts_of(saved)


def changed_tiers(form: ProductForm, saved: ProductForm) -> list[str]:
    """The keys of the steps that would be stored differently."""
    return [key for key, rows in form.tiers.items() if _stored(key, rows) != _stored(key, saved.tiers.get(key, ()))]


def rules_changed(row: VariantRow, before: VariantRow) -> bool:
    """Whether the quantities, the lead time or the switches of a variant were changed."""
    names = ("minimum", "step", "lead", "backorder", "paused")
    return any(getattr(row, name) != getattr(before, name) for name in names)


def whole(text: str) -> int | None:
    """A whole number from 0 on as people type it; None for anything else."""
    number = whole_or(text, -1)
    return None if number < 0 else number


def _variant_changes(row: VariantRow, before: VariantRow) -> int:
    names = ("sku", "ean", "stock", "minimum", "step", "lead", "backorder", "paused")
    return sum(getattr(row, name) != getattr(before, name) for name in names)


def _stored(key: str, rows: tuple[TierRow, ...]) -> object:
    inputs, unreadable = tier_inputs(rows, key.rpartition(".")[2])
    plain = [(row.start, row.end, row.kind, row.amount, row.percent) for row in rows]
    return plain if unreadable else [(i.min_quantity, i.max_quantity, i.amount, i.percent_off_bps) for i in inputs]
