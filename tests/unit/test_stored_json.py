"""Documents out of the database keep their numbers."""

from __future__ import annotations

import json

import pytest

from marketplace.kit.stored_json import read_stored_json


@pytest.mark.parametrize(
    "number", [0, -7, 2**53 + 1, 2**63, 2**64, 10**30 + 1, -(10**18), 10**400], ids=lambda number: str(number)[:24]
)
def test_a_number_of_any_size_comes_back_as_it_was(number: int) -> None:
    for document in (json.dumps({"ref": number}), json.dumps({"ref": number}).encode()):
        read = read_stored_json(document)["ref"]
        assert (read, type(read)) == (number, int)


def test_what_else_is_in_it_is_read_as_ever() -> None:
    document = '{"sku": "1234567890123456789012", "price": 12.5, "name": "Größe", "none": null, "on": true}'
    assert read_stored_json(document) == json.loads(document)
