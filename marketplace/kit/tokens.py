"""Secrets that people and programs carry: 256 bits, of which only the SHA-256 is kept."""

import hashlib
import secrets


def fresh_token() -> str:
    """43 characters that fit a cookie and a link."""
    return secrets.token_urlsafe(32)


def hash_token(token: str) -> str:
    """What is stored and looked up. No salt is needed: the token has 256 bits of its own."""
    return hashlib.sha256(token.encode()).hexdigest()
