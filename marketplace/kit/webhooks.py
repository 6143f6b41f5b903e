"""Signed messages between systems, as Standard Webhooks has them (standardwebhooks.com, version 1)."""

from __future__ import annotations

import base64
import hashlib
import hmac
import time
from collections.abc import Mapping

TOLERANCE_SECONDS = 300


class BadSignature(Exception):
    """The message is not from whom it says, was changed, or is too old."""


def sign(secret: bytes, message_id: str, body: bytes, *, at: float | None = None) -> dict[str, str]:
    """The three headers of a message: its id, its second, and `v1,` with the HMAC-SHA256 over all three parts."""
    stamp = str(int(time.time() if at is None else at))
    return {
        "webhook-id": message_id,
        "webhook-timestamp": stamp,
        "webhook-signature": f"v1,{_digest(secret, message_id, stamp, body)}",
    }


def verify(secret: bytes, headers: Mapping[str, str], body: bytes, *, at: float | None = None) -> str:
    """The id of a message that is truly signed and at most five minutes old. Raises `BadSignature`."""
    message_id, stamp = headers.get("webhook-id", ""), headers.get("webhook-timestamp", "")
    now = time.time() if at is None else at
    if not message_id or not stamp.isdigit() or abs(now - int(stamp)) > TOLERANCE_SECONDS:
        raise BadSignature("the message has no id, or is too old")
    wanted = _digest(secret, message_id, stamp, body)
    given = [part.partition(",") for part in headers.get("webhook-signature", "").split()]
    if not any(version == "v1" and hmac.compare_digest(digest, wanted) for version, _, digest in given):
        raise BadSignature("the signature is not ours")
    return message_id


def _digest(secret: bytes, message_id: str, stamp: str, body: bytes) -> str:
    content = f"{message_id}.{stamp}.".encode() + body
    return base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()
