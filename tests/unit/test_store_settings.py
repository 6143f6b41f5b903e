"""A store's settings are read whatever their age, and saved with nothing lost."""

from __future__ import annotations

from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy.dialects import postgresql

from marketplace.domain.stores.region_form import DeliveryFacts
from marketplace.kit.versioned_json import JsonOf, NewerVersion
from marketplace.models.store_settings import StoreSettings

COLUMN, DIALECT = JsonOf(StoreSettings), postgresql.dialect()
DELIVERY = {
    "name": "Standard",
    "kind": "flat",
    "amount": 690,
    "step_size": None,
    "step_amount": None,
    "free_from_amount": 15_000,
    "min_order_amount": None,
    "days_min": 2,
    "days_max": 4,
}
OLD: dict[str, Any] = {
    "home": [{"kind": "hero_plain", "title": "Tools"}],
    "layout": {"search": "Search {products} parts", "entry": {"title": ["Keep the", "line running."]}, "colour": "red"},
    "hold_days": 21,
    "deliveries": {"reg_1": DELIVERY},
    "payout_minimum": {"EUR": 2_500},
    "experiment": {"on": True},
}


def read(stored: dict[str, Any]) -> StoreSettings:
    settings = COLUMN.process_result_value(stored, DIALECT)
    assert settings is not None
    return settings


def test_settings_from_before_versions_are_read() -> None:
    settings = read(OLD)
    assert (settings.version, settings.hold_days, settings.return_days, settings.fee_tax_bps) == (1, 21, 30, 0)
    assert (settings.reserve_days, settings.delivered_after_days, settings.position) == (90, 14, 99)
    assert settings.deliveries == {"reg_1": DeliveryFacts(**DELIVERY)}
    assert (settings.limits().least("EUR"), settings.limits().least("USD")) == (2_500, 10_000)
    assert settings.layout.entry.title == ["Keep the", "line running."]
    assert (settings.layout.search, settings.layout.buyers) == ("Search {products} parts", "Company")
    assert settings.layout.not_found.title == "This page is not here."


def test_a_store_that_says_nothing_has_what_the_platform_says() -> None:
    settings = read({})
    assert settings.payout_terms(["EUR"]) == StoreSettings().payout_terms(["EUR"])
    assert (settings.home, settings.deliveries, settings.layout.blurb) == ([], {}, None)


def test_what_is_saved_keeps_every_key_that_is_not_known() -> None:
    changed = read(OLD).model_copy(update={"fee_tax_bps": 1_900})
    assert COLUMN.process_bind_param(changed, DIALECT) == OLD | {"fee_tax_bps": 1_900, "version": 1}


def test_settings_of_a_newer_version_are_refused_with_what_to_do() -> None:
    with pytest.raises(NewerVersion, match="wrote the settings of this store"):
        read({"version": 2})


def test_a_value_that_cannot_be_is_named_by_its_key() -> None:
    with pytest.raises(ValidationError, match="reserve_days"):
        read({"reserve_days": "ninety"})
