"""A checkout's plan is read whatever its age, and written back with nothing lost, added or guessed."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from sqlalchemy.dialects import postgresql

from marketplace.domain.stores.taxes import NO_RATE, Tax
from marketplace.kit.versioned_json import JsonOf, NewerVersion
from marketplace.models.checkout_plan import CheckoutPlan, PlannedLine

COLUMN, DIALECT = JsonOf(CheckoutPlan), postgresql.dialect()

FIRST: dict[str, Any] = {
    "currency": "EUR",
    "region_id": "reg_1",
    "is_tax_inclusive": False,
    "email": "maren@example.com",
    "shipping": {"last_name": "Holt", "country": "DE"},
    "billing": {"last_name": "Holt", "country": "DE"},
    "note": "",
    "po_number": "PO-7",
    "goods": 3000,
    "discount": 300,
    "freight": 600,
    "tax": 627,
    "total": 3927,
    "cart_version": 4,
    "backorder": ["off_1"],
    "parts": [
        {
            "vendor_id": "ven_1",
            "goods": 3000,
            "discount": 300,
            "store_discount": 300,
            "freight": 600,
            "freight_tax": 114,
            "tax": 627,
            "total": 3927,
            "delivery_id": None,
            "delivery": "Standard",
            "days_max": 2,
            "lines": [
                {
                    "line_id": "lin_1",
                    "offer_id": "off_1",
                    "product_id": "pro_1",
                    "variant_id": "var_1",
                    "category_id": None,
                    "product_handle": "hammer",
                    "title": "Hammer",
                    "variant_title": "",
                    "sku": "H-1",
                    "picture": "",
                    "quantity": 3,
                    "unit_amount": 1000,
                    "discount_amount": 300,
                    "store_discount_amount": 300,
                    "tax_amount": 513,
                    "tax_rate_bps": 1900,
                    "total_amount": 3213,
                    "price_trace": [{"list": "Base", "kind": "base", "amount": 1000, "verdict": "won"}],
                }
            ],
        }
    ],
}


def grown(old: dict[str, Any], plan: dict[str, Any], part: dict[str, Any], line: dict[str, Any]) -> dict[str, Any]:
    new = copy.deepcopy(old) | plan
    new["parts"][0] |= part
    new["parts"][0]["lines"][0] |= line
    return new


USES = grown(FIRST, {"uses": [], "leaves": False}, {}, {})
FREIGHT = grown(USES, {}, {"given_freight": 0}, {})
TAXED = grown(
    FREIGHT,
    {"calculation": 2, "tax_id": "DE136695976"},
    {"freight_taxed": {"rate_bps": 1900, "category": "S", "reason": "", "reason_code": ""}},
    {"tax_category": "S", "tax_reason": "", "tax_reason_code": ""},
)
WORDS = grown(
    TAXED,
    {"promotions": [{"id": "prm_1", "title": "A tenth", "code": None, "kind": "percentage", "amount": 300}]},
    {"freight_discounts": []},
    {
        "subtitle": "Ash handle",
        "description": "",
        "barcode": "",
        "meta": {"cut": 3},
        "compare_at_amount": None,
        "discounts": [{"promotion_id": "prm_1", "code": None, "title": "A tenth", "amount": 300}],
    },
)
TODAY = WORDS | {"version": 1, "rest_cart_id": "cart_2"}
AGES = {"first": FIRST, "uses": USES, "freight": FREIGHT, "taxed": TAXED, "words": WORDS, "today": TODAY}


def read(stored: dict[str, Any]) -> CheckoutPlan:
    plan = COLUMN.process_result_value(copy.deepcopy(stored), DIALECT)
    assert plan is not None
    return plan


@pytest.mark.parametrize("stored", AGES.values(), ids=AGES.keys())
def test_a_plan_of_any_age_is_read_and_written_back_as_it_was(stored: dict[str, Any]) -> None:
    plan = read(stored)
    assert (plan.version, plan.total, plan.parts[0].total, plan.cart_version) == (1, 3927, 3927, 4)
    assert [(line.line_id, line.offer_id, line.quantity) for line in plan.lines] == [("lin_1", "off_1", 3)]
    assert COLUMN.process_bind_param(plan, DIALECT) == stored | {"version": 1}


def test_what_an_old_plan_does_not_say_is_left_to_the_order() -> None:
    plan = read(FIRST)
    assert (plan.uses, plan.leaves, plan.promotions, plan.tax_id, plan.calculation) == (None, True, None, "", 1)
    assert (plan.parts[0].given_freight, plan.parts[0].freight_taxed) == (0, NO_RATE)
    line = FIRST["parts"][0]["lines"][0]
    assert plan.lines[0].of_order() == {name: value for name, value in line.items() if name != "line_id"}


def test_what_todays_plan_says_is_said_to_the_order() -> None:
    plan = read(TODAY)
    assert (plan.uses, plan.leaves, plan.tax_id, plan.calculation) == ([], False, "DE136695976", 2)
    assert plan.parts[0].freight_taxed == Tax(1900)
    columns = plan.lines[0].of_order()
    assert (columns["subtitle"], columns["meta"], columns["tax_category"]) == ("Ash handle", {"cut": 3}, "S")
    assert "line_id" not in columns


def test_what_another_program_wrote_beside_it_is_kept_and_told_to_no_order() -> None:
    stored = grown(TODAY, {"gift": True}, {"hub": "north"}, {"wrapped": "red"})
    plan = read(stored)
    assert "wrapped" not in plan.lines[0].of_order()
    assert COLUMN.process_bind_param(plan.model_copy(update={"rest_cart_id": "cart_3"}), DIALECT) == stored | {
        "rest_cart_id": "cart_3"
    }


def test_a_plan_of_a_newer_version_is_refused_with_what_to_do() -> None:
    with pytest.raises(NewerVersion) as refused:
        read(TODAY | {"version": 2})
    assert str(refused.value) == (
        "A newer program wrote the plan of this checkout (version 2, known here up to 1). Update this program, or run"
        " the newer one again."
    )


def test_an_article_with_one_variant_is_called_once() -> None:
    names = [("Hammer", "Hammer"), ("Hammer", ""), ("Hammer", "500 g")]
    lines = [PlannedLine.model_construct(title=title, variant_title=variant) for title, variant in names]
    assert [line.full_title for line in lines] == ["Hammer", "Hammer", "Hammer, 500 g"]
