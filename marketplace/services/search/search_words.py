"""What a store's administrator says that search words mean, and which words found nothing."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import func, text
from sqlmodel import Session, select

from marketplace.domain.audit_actions import AuditAction
from marketplace.domain.catalogue.search_text import search_words, stem
from marketplace.domain.errors import Conflict, Invalid, NotFound
from marketplace.domain.permissions import Actor, Permission, require
from marketplace.kit import audit
from marketplace.kit.ids import new_id
from marketplace.models.search import SearchMiss, SearchSynonym
from marketplace.models.tenant import Tenant

MAX_SYNONYMS, MAX_MISSES, MAX_LENGTH = 1000, 300, 30
_DIGITS = 3  # a word with more figures than this may be a telephone or a card


def add_synonym(db: Session, actor: Actor, tenant_id: str, word: str, means: str) -> SearchSynonym:
    """Who searches for `word` is shown what has `means` too, at once.

    Raises `Forbidden`, `NotFound`, `Invalid` for `word` or `means`, `Conflict` for one that is there or one too many.
    """
    store = _store(db, actor, tenant_id)
    searched, shown = _checked(word, means)
    synonyms = select(SearchSynonym).where(SearchSynonym.tenant_id == store.id)
    if db.exec(synonyms.where(SearchSynonym.word == searched, SearchSynonym.means == shown)).first() is not None:
        raise Conflict(f"“{searched}” finds “{shown}” already.")
    if db.exec(select(func.count()).select_from(synonyms.subquery())).one() >= MAX_SYNONYMS:
        raise Conflict(f"A store keeps at most {MAX_SYNONYMS} words. Remove one that is not needed any more.")
    row = SearchSynonym(id=new_id("syn"), tenant_id=store.id, word=searched, means=shown)
    db.add(row)
    _note(db, actor, store, AuditAction.SEARCH_SYNONYM_ADDED, row, after={"word": searched, "means": shown})
    return row


def remove_synonym(db: Session, actor: Actor, tenant_id: str, synonym_id: str) -> None:
    """The word finds only itself again. Raises `Forbidden`, `NotFound`."""
    store = _store(db, actor, tenant_id)
    row = db.exec(
        select(SearchSynonym).where(SearchSynonym.id == synonym_id, SearchSynonym.tenant_id == store.id)
    ).first()
    if row is None:
        raise NotFound("word", synonym_id)
    db.delete(row)
    _note(db, actor, store, AuditAction.SEARCH_SYNONYM_REMOVED, row, before={"word": row.word, "means": row.means})


_COUNT = text("""
    insert into search_miss (id, tenant_id, times, last_at) values (:word, :tenant, 1, now())
    on conflict (tenant_id, id) do update set times = search_miss.times + 1, last_at = now()
    returning (xmax = 0)
""")
# The rarest and oldest word makes room for a new one.
_MAKE_ROOM = text("""
    delete from search_miss where tenant_id = :tenant and id in (
        select id from search_miss where tenant_id = :tenant and id <> :word
        order by times desc, last_at desc, id offset :most)
""")


def count_misses(db: Session, tenant_id: str, words: Iterable[str]) -> None:
    """These words found nothing, once more: counted by word, never by whom.

    What looks like somebody's number or address is not kept, and of a store no more than `MAX_MISSES` words.
    """
    for word in sorted({stem(word) for word in words if _is_plain(word)}):  # in one order: two readers never deadlock
        params = {"tenant": tenant_id, "word": word}
        if db.connection().execute(_COUNT, params).scalar_one():
            db.connection().execute(_MAKE_ROOM, {**params, "most": MAX_MISSES - 1})


def forget_miss(db: Session, actor: Actor, tenant_id: str, word: str) -> None:
    """A word that found nothing is seen to. Raises `Forbidden`, `NotFound`."""
    store = _store(db, actor, tenant_id)
    row = db.exec(select(SearchMiss).where(SearchMiss.id == word, SearchMiss.tenant_id == store.id)).first()
    if row is None:
        raise NotFound("word", word)
    db.delete(row)
    db.flush()


def _is_plain(word: str) -> bool:
    return 1 < len(word) <= MAX_LENGTH and sum(c.isdigit() for c in word) <= _DIGITS


def _checked(word: str, means: str) -> tuple[str, str]:
    searched, shown = search_words(word), search_words(means)
    problems = {}
    if not searched or len(searched) > 3 or len(word) > MAX_LENGTH * 2:
        problems["word"] = "Enter what shoppers type: one to three words."
    if not shown or len(shown) > 4 or len(means) > MAX_LENGTH * 2:
        problems["means"] = "Enter what your products call it: one to four words."
    if not problems and list(map(stem, searched)) == list(map(stem, shown)):
        problems["means"] = "A word finds itself already, in singular and plural."
    if problems:
        raise Invalid(problems)
    return " ".join(searched), " ".join(shown)


def _store(db: Session, actor: Actor, tenant_id: str) -> Tenant:
    require(actor, Permission.SEARCH_EDIT, tenant_id=tenant_id)
    store = db.exec(select(Tenant).where(Tenant.id == tenant_id).with_for_update(key_share=True)).first()
    if store is None:
        raise NotFound("store", tenant_id)
    return store


def _note(
    db: Session,
    actor: Actor,
    store: Tenant,
    action: AuditAction,
    row: SearchSynonym,
    *,
    before: dict[str, str] | None = None,
    after: dict[str, str] | None = None,
) -> None:
    """Results are other ones now: pages that were kept are drawn anew."""
    store.search_version += 1
    store.content_version += 1
    db.flush()
    audit.record(
        db,
        actor,
        action,
        tenant_id=store.id,
        object_type="search_synonym",
        object_id=row.id,
        object_name=row.word,
        before=before,
        after=after,
    )
