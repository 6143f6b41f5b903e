"""What no log may hold, whoever writes it: cookies, tokens, passwords, what was typed into a form, guests' carts."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable
from typing import Any

from structlog.types import EventDict, WrappedLogger

HIDDEN = "[hidden]"
_NAMES = r"[\w-]*(?:session|shopper|second_factor|cookie|password|token|ticket|secret)|authorization|device"
_FIELDS = rf"{_NAMES}|current|code"  # of our own forms: a password, six digits
_RULES: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # a header or a field in the text of a dict or in JSON
    (
        re.compile(
            rf"""(["'](?:__Host-)?(?:{_FIELDS})["']\s*[:,]\s*)b?(["']).*?(?<!\\)\2""", re.IGNORECASE | re.DOTALL
        ),
        rf"\1\2{HIDDEN}\2",
    ),
    # a cookie, or a part of an address
    (
        re.compile(rf"((?:\b(?:__Host-)?(?:{_NAMES})|[?&](?:key|code|transfer))=)[^\s;&,'\"]+", re.IGNORECASE),
        rf"\1{HIDDEN}",
    ),
    (re.compile(r"\b(Bearer|Basic)\s+[\w.~+/=-]{8,}", re.IGNORECASE), rf"\1 {HIDDEN}"),
    (re.compile(r"\bsk_[\w-]{8,}"), f"sk_{HIDDEN}"),
    (re.compile(r"(/challenges/)[^/\s'\"]+"), rf"\1{HIDDEN}"),
    # whoever knows a guest's cart has it: its end is enough to follow it
    (re.compile(r"\b(cart|payses)_[0-9A-Z]{20}([0-9A-Z]{6})\b"), r"\1_…\2"),
)
_HIDDEN_NAME = re.compile(_FIELDS, re.IGNORECASE)
# They write down a whole event, with the headers of its socket and the fields of its form.
_SOCKET_LOGGERS = ("reflex", "engineio", "socketio", "asyncio")
_EVENT = re.compile(r"(?:Event\(|\{).*", re.DOTALL)


def redact(text: str) -> str:
    """The text without what opens something for whoever reads it."""
    for pattern, instead in _RULES:
        text = pattern.sub(instead, text)
    return text


def hide_secrets(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """For structlog, before it renders: every text of an entry, tracebacks too."""
    return {name: _clean(name, value) for name, value in event.items()}


def _clean(name: str, value: Any) -> Any:
    """A value of any shape; under a name that says what it is nothing of it is told."""
    if name != "event" and _HIDDEN_NAME.fullmatch(str(name)) and isinstance(value, str):
        return HIDDEN
    if isinstance(value, dict):
        return {key: _clean(str(key), inside) for key, inside in value.items()}
    if isinstance(value, list | tuple):
        return [_clean("", inside) for inside in value]
    return redact(value) if isinstance(value, str) else value


def guard_standard_logging() -> None:
    """From now on every record of Python's own logging is redacted when it is made, whichever handler prints it."""
    make = logging.getLogRecordFactory()
    if getattr(make, "redacts", False):
        return

    def make_redacted(*args: Any, **kwargs: Any) -> logging.LogRecord:
        return _redacted(make(*args, **kwargs))

    make_redacted.redacts = True  # type: ignore[attr-defined]
    logging.setLogRecordFactory(make_redacted)


def _redacted(record: logging.LogRecord) -> logging.LogRecord:
    clean = _without_event if record.name.startswith(_SOCKET_LOGGERS) else redact
    record.msg, record.args = clean(record.getMessage()), ()
    if record.exc_info and record.exc_info[1] is not None:
        record.exc_text = clean(logging.Formatter().formatException(record.exc_info))
    return record


def _without_event(text: str) -> str:
    return redact(_EVENT.sub(HIDDEN, text))
