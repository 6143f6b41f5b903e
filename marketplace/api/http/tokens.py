"""JSON Web Tokens of API clients (RFC 7519): signed claims that name a session row.

The row decides, as it does for a browser: a token ends with its session, with a suspension, with a reset password.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

import jwt

from marketplace.kit.clock import now
from marketplace.settings import settings

LIFE = timedelta(hours=24)
ACTOR_TYPES = ("customer", "vendor", "user")
_ALGORITHM = "HS256"


@dataclass(frozen=True)
class Claims:
    """What a token says; `actor_id` is empty for somebody who is nobody's customer yet."""

    actor_type: str
    user_id: str
    session_id: str
    actor_id: str = ""


def make_token(claims: Claims) -> str:
    """The token, valid for a day; its claims are those that clients of the store API look for."""
    issued = now()
    payload: dict[str, Any] = {
        "actor_id": claims.actor_id,
        "actor_type": claims.actor_type,
        "auth_identity_id": claims.user_id,
        "auth_provider": "emailpass",
        "app_metadata": {f"{claims.actor_type}_id": claims.actor_id} if claims.actor_id else {},
        "user_metadata": {},
        "jti": claims.session_id,
        "iat": issued,
        "exp": issued + LIFE,
    }
    return jwt.encode(payload, settings().secret(), algorithm=_ALGORITHM)


def read_token(token: str) -> Claims | None:
    """The claims of a token of ours that has not run out; None for anything else."""
    try:
        payload = jwt.decode(
            token, settings().secret(), algorithms=[_ALGORITHM], options={"require": ["exp", "iat", "jti"]}
        )
    except jwt.PyJWTError:
        return None
    if payload.get("actor_type") not in ACTOR_TYPES:
        return None
    return Claims(
        payload["actor_type"], str(payload.get("auth_identity_id", "")), str(payload["jti"]), str(payload["actor_id"])
    )
