"""The cookie that tells what a form led to: whatever stands in it, the page is drawn."""

from __future__ import annotations

import base64

import pytest
from starlette.requests import Request

from marketplace.web.flash import Flash, read_flash


@pytest.mark.parametrize(
    "value",
    [
        '{"undo_quantity": Infinity}',
        '{"undo_quantity": NaN}',
        '{"undo_quantity": 1e999}',
        "[1]",
        "null",
        "{",
        "[" * 9000,
        '{"undo_quantity": "x"}',
        '{"undo_quantity": [1]}',
    ],
)
def test_what_is_no_cookie_of_ours_says_nothing(value: str) -> None:
    cookie = base64.urlsafe_b64encode(value.encode()).decode()
    scope = {"type": "http", "headers": [(b"cookie", f"said={cookie}".encode())]}
    assert read_flash(Request(scope)) == Flash()
