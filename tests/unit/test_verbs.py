"""What the project's own verbs decide: which tests a change needs, and which number a migration has."""

import pytest

from scripts.new_migration import next_number
from scripts.test_fast import tests_for as chosen_for


@pytest.mark.parametrize(
    ("changed", "chosen"),
    [
        (["README.md"], ["tests/unit"]),
        (["marketplace/services/finance/payouts.py"], ["tests/integration/finance", "tests/unit"]),
        (["marketplace/domain/buying/basket.py", "tasks/orders.py"], ["tests/integration/buying", "tests/unit"]),
        (["marketplace/state/vendor_desk/order.py"], ["tests/state", "tests/unit"]),
        (["tests/races/test_workers.py", "tests/unit/test_money.py"], ["tests/races/test_workers.py", "tests/unit"]),
        (["tests/races/test_that_was_removed.py", "tests/e2e/test_buying.py"], ["tests/unit"]),
        (
            ["tests/integration/finance/test_ledger_guards.py", "marketplace/services/finance/ledger.py"],
            ["tests/integration/finance", "tests/unit"],
        ),
    ],
)
def test_a_change_brings_the_tests_of_its_area(changed: list[str], chosen: list[str]) -> None:
    assert chosen_for(changed) == chosen


def test_a_migration_takes_the_next_number() -> None:
    assert next_number(["0001_schema.py", "0082_vendors_time_zones.py", "0071_payout_numbers.py", "README"]) == "0083"
    assert next_number([]) == "0001"
