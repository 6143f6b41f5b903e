"""Secrets that must be read again are sealed before they are stored: who reads the database reads nothing.

AES-256-GCM with a key drawn by HKDF from the copy's own (`SECRET_KEY` or `secret.key`). What is sealed opens only for
the same purpose and owner, so that no row's secret can be moved into another row.
"""

from __future__ import annotations

import base64
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from marketplace.settings import settings

_FORM = "v1."  # of the sealed text; another algorithm gets another
_NONCE = 12


class SealBroken(Exception):
    """It was sealed with another key, for another owner, or was changed since."""


def seal(secret: str, purpose: str, owner: str) -> str:
    """The secret as it may be stored; another text each time."""
    nonce = os.urandom(_NONCE)
    sealed = _cipher(purpose).encrypt(nonce, secret.encode(), owner.encode())
    return _FORM + base64.urlsafe_b64encode(nonce + sealed).decode()


def unseal(sealed: str, purpose: str, owner: str) -> str:
    """What was sealed for this purpose and owner. Raises `SealBroken`."""
    if not sealed.startswith(_FORM):
        raise SealBroken
    raw = base64.urlsafe_b64decode(sealed.removeprefix(_FORM))
    try:
        return _cipher(purpose).decrypt(raw[:_NONCE], raw[_NONCE:], owner.encode()).decode()
    except InvalidTag:
        raise SealBroken from None


def _cipher(purpose: str) -> AESGCM:
    drawn = HKDF(SHA256(), length=32, salt=None, info=f"seal:{purpose}".encode()).derive(settings().secret())
    return AESGCM(drawn)
