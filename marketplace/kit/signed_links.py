"""Links that open one thing for whoever holds them: signed with the copy's key, nothing stored."""

from __future__ import annotations

import base64
import hashlib
import hmac

from marketplace.settings import settings

_BYTES = 18  # 144 bits, 24 characters


def link_key(purpose: str, object_id: str) -> str:
    """The key of a link to this object: the same every time, useless for any other object or purpose."""
    digest = hmac.new(settings().secret(), f"link:{purpose}:{object_id}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest[:_BYTES]).decode()


def verify(key: str, purpose: str, object_id: str) -> bool:
    """Whether a key was made for this object and purpose."""
    return hmac.compare_digest(key.encode(), link_key(purpose, object_id).encode())
