"""The open stores with their content versions and publishable keys: as of at most a quarter of a second ago.

Asked for by every request, read by one statement at most four times a second per process.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import text
from sqlmodel import Session, col, select

from marketplace.kit.db import run
from marketplace.kit.tenancy import Scope
from marketplace.kit.tokens import hash_token
from marketplace.models.user import ApiKey

FRESH_SECONDS = 0.25


@dataclass(frozen=True)
class OpenStore:
    """A store that is open. `version` moves with everything that its pages and the API show, every sale among it;
    `terms_version` only with its regions, taxes, categories and price lists, `search_version` with its synonyms.
    """

    id: str
    handle: str
    name: str
    version: int
    terms_version: int
    default_currency: str
    default_locale: str
    access_posture: str = "open"  # open | prices_after_login | login_required
    search_version: int = 0


class OpenStores:
    """One per process; safe to ask from any thread."""

    def __init__(self) -> None:
        self._by_handle: Mapping[str, OpenStore] = {}
        self._by_key: Mapping[str, OpenStore] = {}
        self._read_at = -1e9
        self._lock = threading.Lock()

    @property
    def is_fresh(self) -> bool:
        """Whether what is known is new enough to answer from without asking the database."""
        return time.monotonic() - self._read_at <= FRESH_SECONDS

    def refresh(self) -> None:
        """Read again if it is time. Blocks: call it in a thread."""
        with self._lock:
            if self.is_fresh:
                return
            asked_at = time.monotonic()
            self._by_handle, self._by_key = run(Scope.system(), _read)
            self._read_at = asked_at

    def forget(self) -> None:
        """Read again at the next question."""
        self._read_at = -1e9

    def all(self) -> list[OpenStore]:
        """Every open store in the order of the handles, as of the last `refresh`."""
        return [self._by_handle[handle] for handle in sorted(self._by_handle)]

    def find(self, handle: str) -> OpenStore | None:
        """The open store with this handle, as of the last `refresh`."""
        return self._by_handle.get(handle)

    def find_by_key(self, token: str) -> OpenStore | None:
        """The open store that a publishable key names, as of the last `refresh`; None for a revoked key."""
        return self._by_key.get(hash_token(token)) if token else None


_STORES = text("""
    select id, handle, name, content_version, terms_version, default_currency, default_locale, access_posture,
        search_version
    from tenant where is_active
""")


def _read(db: Session) -> tuple[dict[str, OpenStore], dict[str, OpenStore]]:
    rows = db.connection().execute(_STORES)
    by_id = {row[0]: OpenStore(*row) for row in rows}
    keys = db.exec(
        select(ApiKey.token_hash, ApiKey.tenant_id).where(
            ApiKey.kind == "publishable", col(ApiKey.revoked_at).is_(None), col(ApiKey.tenant_id).in_(list(by_id))
        )
    )
    return {store.handle: store for store in by_id.values()}, {hashed: by_id[str(key)] for hashed, key in keys}


STORES = OpenStores()
