"""What words mean in a store's search, and which found nothing, for its administrator."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, select

from marketplace.domain.errors import NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit.clock import now
from marketplace.models.search import SearchMiss, SearchSynonym
from marketplace.models.tenant import Tenant
from marketplace.queries.formatting.dates import ago, exact
from marketplace.queries.formatting.wording import count


@dataclass(frozen=True)
class SynonymRow:
    """Who searches for `word` is shown `means` too."""

    id: str
    word: str
    means: str


@dataclass(frozen=True)
class MissRow:
    """A word that found nothing, how often, and when last."""

    word: str
    times: str  # "18 times"
    last: str
    last_exact: str


@dataclass(frozen=True)
class SearchBook:
    """Both lists of one store; empty for a store that is not there."""

    tenant_id: str = ""
    synonyms: tuple[SynonymRow, ...] = ()
    misses: tuple[MissRow, ...] = ()


def get_search_book(db: Session, actor: Actor, tenant_id: str) -> SearchBook:
    """The words of a store by the alphabet, and the misses, most frequent first.

    Raises `Unauthenticated`, `Forbidden`, `NotFound`.
    """
    require(actor, Permission.SEARCH_EDIT, tenant_id=tenant_id)
    if db.exec(select(Tenant.id).where(Tenant.id == tenant_id)).first() is None:
        raise NotFound("store", tenant_id)
    moment = now()
    words = db.exec(
        select(SearchSynonym)
        .where(SearchSynonym.tenant_id == tenant_id)
        .order_by(col(SearchSynonym.word), col(SearchSynonym.means))
    )
    misses = db.exec(
        select(SearchMiss)
        .where(SearchMiss.tenant_id == tenant_id)
        .order_by(col(SearchMiss.times).desc(), col(SearchMiss.last_at).desc(), col(SearchMiss.id))
    )
    return SearchBook(
        tenant_id,
        tuple(SynonymRow(row.id, row.word, row.means) for row in words),
        tuple(_miss(row, moment) for row in misses),
    )


def _miss(row: SearchMiss, moment: datetime) -> MissRow:
    return MissRow(row.id, count(row.times, "time"), ago(row.last_at, moment), exact(row.last_at))
