"""From the product as it is stored to the form, and from the form to what is saved."""

from __future__ import annotations

from marketplace.domain.catalogue.product_form import (
    PriceCell,
    ProductForm,
    SpecRow,
    VariantRow,
    changed_tiers,
    facts_changed,
    facts_of,
    rules_changed,
    tier_key,
    whole,
)
from marketplace.domain.catalogue.tier_form import TierRow, check_rows, tier_inputs
from marketplace.queries.vendor_desk.editing import EditProduct, EditVariant
from marketplace.services.catalogue.product_editing import ProductEdit, VariantChange

EMPTY = EditProduct(
    id="",
    version=0,
    handle="",
    status="draft",
    title="",
    subtitle="",
    description="",
    brand="",
    category_id="",
    unit="",
    points=(),
    weight_grams="",
    origin_country="",
    customs_code="",
    successor_sku="",
    specification=(),
    pictures=(),
    options=(),
    variants=(),
    currencies=(),
    categories=(),
    store_name="",
    store_href="",
    seo_title="",
    seo_description="",
    can_publish=False,
    can_unpublish=False,
    can_archive=False,
)


def form_of(product: EditProduct) -> ProductForm:
    """The form as it stands before anything was typed."""
    facts = {
        "title": product.title,
        "subtitle": product.subtitle,
        "description": product.description,
        "brand": product.brand,
        "category_id": product.category_id,
        "unit": product.unit,
        "points": "\n".join(product.points),
        "weight_grams": product.weight_grams,
        "origin_country": product.origin_country,
        "customs_code": product.customs_code,
        "successor_sku": product.successor_sku,
    }
    tiers: dict[str, tuple[TierRow, ...]] = {}
    for variant in product.variants:
        for price in variant.prices:
            rows = [TierRow(str(t.from_quantity), t.to_quantity, t.kind, t.amount, t.percent) for t in price.tiers] or [
                TierRow(start="1")
            ]
            tiers[tier_key(variant.id, price.currency)] = tuple(check_rows(rows, price.currency))
    spec = tuple(SpecRow(line.label, line.value, line.is_facet, at) for at, line in enumerate(product.specification))
    return ProductForm(facts, spec, tuple(_row(variant) for variant in product.variants), tiers)


def shown_variants(form: ProductForm, currencies: tuple[str, ...], errors: dict[str, str]) -> list[VariantRow]:
    """The variants with their first prices and with the messages that belong to each."""
    shown = []
    for row in form.variants:
        prices = tuple(
            _cell(form, row.id, currency, errors, is_main=currency == currencies[0]) for currency in currencies
        )
        shown.append(
            VariantRow(
                **{
                    **vars(row),
                    "prices": prices,
                    "sku_error": errors.get(f"sku.{row.id}", ""),
                    "stock_error": errors.get(f"stock.{row.id}", ""),
                    "min_error": errors.get(f"min.{row.id}", ""),
                    "step_error": errors.get(f"step.{row.id}", ""),
                    "lead_error": errors.get(f"lead.{row.id}", ""),
                }
            )
        )
    return shown


def edit_of(form: ProductForm, saved: ProductForm) -> ProductEdit:
    """What differs, as the service takes it. The form has no `problems_of` when this is called."""
    tiers_of: dict[str, dict[str, list[object]]] = {}
    for key in changed_tiers(form, saved):
        variant_id, _, currency = key.rpartition(".")
        tiers_of.setdefault(variant_id, {})[currency] = list(tier_inputs(form.tiers[key], currency)[0])
    before = {row.id: row for row in saved.variants}
    changes = [_change(row, before[row.id], tiers_of.get(row.id, {})) for row in form.variants if row.id in before]
    return ProductEdit(
        facts=facts_of(form) if facts_changed(form, saved) else None,
        variants=tuple(change for change in changes if change is not None),
    )


def _row(variant: EditVariant) -> VariantRow:
    words = [value.value for value in variant.values]
    return VariantRow(
        id=variant.id,
        title=words[0] if words else variant.title,
        line=", ".join(words[1:]),
        sku=variant.sku,
        ean=variant.ean,
        stock=str(variant.stock),
        seen=variant.stock,
        reserved=variant.reserved,
        minimum=str(variant.min_quantity),
        step=str(variant.quantity_step),
        lead=str(variant.lead_time_days),
        backorder=variant.allows_backorder,
        paused=variant.status == "paused",
        status=variant.status,
        is_low=variant.is_low,
    )


def _cell(form: ProductForm, variant_id: str, currency: str, errors: dict[str, str], *, is_main: bool) -> PriceCell:
    key = tier_key(variant_id, currency)
    rows = form.tiers.get(key, ())
    missing = errors.get(f"price.{variant_id}", "") if is_main else ""
    wrong = errors.get(f"tier-0.{key}", "") or missing
    return PriceCell(currency, rows[0].amount if rows else "", max(0, len(rows) - 1), wrong)


def _change(row: VariantRow, before: VariantRow, tiers: dict[str, list[object]]) -> VariantChange | None:
    sku_changed = (row.sku, row.ean) != (before.sku, before.ean)
    stock = whole(row.stock)
    counted = None if row.stock == before.stock or stock is None else (stock, before.seen)
    if not (sku_changed or tiers or counted or rules_changed(row, before)):
        return None
    return VariantChange(
        variant_id=row.id,
        sku=row.sku if sku_changed else None,
        ean=row.ean,
        min_quantity=whole(row.minimum) or 0,
        quantity_step=whole(row.step) or 0,
        lead_time_days=whole(row.lead) or 0,
        allows_backorder=row.backorder,
        is_paused=row.paused,
        rules_changed=rules_changed(row, before),
        prices=tiers,  # type: ignore[arg-type]
        stock=counted,
    )
