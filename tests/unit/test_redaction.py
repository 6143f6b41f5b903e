"""Nothing that opens something reaches a log, whoever writes it."""

from __future__ import annotations

import logging

import pytest

from marketplace.kit.redaction import guard_standard_logging, hide_secrets, redact

EVENT = (
    "Event(name='x.y', router_data={'headers': {'cookie': 'session=s3cret; shopper=sh0pper'}}, "
    "payload={'form_data': {'iban': 'DE89370400440532013000', 'password': \"it's p4ss\"}})"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{'cookie': 'session=a; b=c', 'host': 'x'}", "{'cookie': '[hidden]', 'host': 'x'}"),
        ('{"password": "it\'s", "page": 1}', '{"password": "[hidden]", "page": 1}'),
        ("[(b'cookie', b'session=a'), (b'host', b'x')]", "[(b'cookie', '[hidden]'), (b'host', b'x')]"),
        ("Cookie: __Host-session=abc; theme=dark", "Cookie: __Host-session=[hidden]; theme=dark"),
        ("/s/x/orders/1001?key=abc&transfer=def&page=2", "/s/x/orders/1001?key=[hidden]&transfer=[hidden]&page=2"),
        ("/reset-password?token=abc", "/reset-password?token=[hidden]"),
        ("Authorization: Bearer eyJhbGciOi.J9.x_-y", "Authorization: Bearer [hidden]"),
        ("made sk_Ab1Cd2Ef3Gh4", "made sk_[hidden]"),
        ("/auth/mfa/challenges/customer.abc-def/verify", "/auth/mfa/challenges/[hidden]/verify"),
        ("/store/carts/cart_01M8M8S7G8MYFH9YMVJX6ZXG4D/complete", "/store/carts/cart_…6ZXG4D/complete"),
        ("made sk_ab-CDEF12_345678-x", "made sk_[hidden]"),
        (
            "{'new_password': 'x', 'current': \"it's\", 'code': '123456', 'page': 1}",
            "{'new_password': '[hidden]', 'current': \"[hidden]\", 'code': '[hidden]', 'page': 1}",
        ),
        ("reset_token=abc; device=a.b; theme=dark", "reset_token=[hidden]; device=[hidden]; theme=dark"),
        ("error code=42, monkey=abc, page 3 of 4", "error code=42, monkey=abc, page 3 of 4"),
    ],
)
def test_what_opens_something_is_hidden_and_the_rest_stays(text: str, expected: str) -> None:
    assert redact(text) == expected


def test_structured_entries_are_redacted_before_they_are_written() -> None:
    entry = hide_secrets(None, "info", {"event": "api", "path": "/x?token=abc", "status": 200})
    assert entry == {"event": "api", "path": "/x?token=[hidden]", "status": 200}


def test_values_of_any_shape_are_redacted() -> None:
    entry = {"event": "x", "form": {"password": "p", "list": ["session=abc", {"totp_secret": "s"}]}, "token": "t"}
    assert hide_secrets(None, "info", entry) == {
        "event": "x",
        "form": {"password": "[hidden]", "list": ["session=[hidden]", {"totp_secret": "[hidden]"}]},
        "token": "[hidden]",
    }


@pytest.mark.parametrize("logger", ["reflex.app", "reflex_base.event.processor", "engineio.server", "asyncio"])
def test_what_reflex_writes_of_an_event_is_cut_off(logger: str, caplog: pytest.LogCaptureFixture) -> None:
    guard_standard_logging()
    with caplog.at_level(logging.WARNING):
        logging.getLogger(logger).error(f"No registered handler found for event: {EVENT}")
        try:
            raise KeyError(EVENT)
        except KeyError:
            logging.getLogger(logger).exception("Error processing event queue entry for %s:", EVENT)
    for secret in ("s3cret", "sh0pper", "DE89", "p4ss"):
        assert secret not in caplog.text
    assert "No registered handler found for event: [hidden]" in caplog.text
    assert "Error processing event queue entry" in caplog.text
