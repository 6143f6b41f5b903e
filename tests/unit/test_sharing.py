"""Which tests a run on several processors keeps together, and which it begins with."""

from pathlib import PurePath

import pytest

from tests.sharing import group_of, place_of


@pytest.mark.parametrize(
    ("test", "group"),
    [
        ("tests/e2e/test_keys.py::test_one", "product"),
        ("tests/contract/test_sdk.py::test_one[a::b]", "product"),
        ("tests/integration/operations/test_demo_trade.py::test_one", "product"),
        ("tests/races/test_buying.py::test_one[raise]", "races"),
        ("tests/integration/buying/test_carts.py::test_one[x]", "tests/integration/buying/test_carts.py"),
        ("tests/authorization/test_api.py::test_one[3]", "tests/authorization/test_api.py::test_one[3]"),
    ],
)
def test_what_needs_the_product_or_races_is_one_workers(test: str, group: str) -> None:
    assert group_of(test) == group


def test_what_lasts_longest_begins_first() -> None:
    modules = ["unit/test_money", "authorization/test_api", "races/test_buying", "contract/test_sdk", "e2e/test_keys"]
    paths = [PurePath(f"tests/{module}.py") for module in modules]
    assert sorted(paths, key=place_of) == paths[::-1]
