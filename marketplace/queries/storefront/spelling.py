"""Mends typos with the store's own vocabulary, and completes words that are still being typed."""

from __future__ import annotations

import time
from bisect import bisect_left
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlmodel import Session, select

from marketplace.domain.catalogue.search_text import search_words, stem
from marketplace.kit.bounded_cache import BoundedCache
from marketplace.models.search import SearchSynonym, SearchWord

_FRESH_SECONDS = 30
_PLURALS = ("n", "en", "er", "e")  # Schraube, Schrauben; Handschuh, Handschuhe


Phrase = tuple[str, ...]


@dataclass(frozen=True)
class Vocabulary:
    """The words of a store in alphabetical order, how many products have each, and what other words mean there.

    `synonyms` are by the singulars of what is searched for; each meaning is a part of a `tsquery`.
    """

    words: tuple[str, ...]
    frequency: Mapping[str, int]
    synonyms: Mapping[Phrase, tuple[str, ...]] = field(default_factory=dict)
    stems: frozenset[str] = field(init=False)
    longest_phrase: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "stems", frozenset(map(stem, self.words)))
        object.__setattr__(self, "longest_phrase", max(map(len, self.synonyms), default=1))

    def has(self, word: str) -> bool:
        """Whether a product has it, in the singular or the plural, or the store says what it means."""
        return word in self.frequency or stem(word) in self.stems

    def begins(self, word: str) -> bool:
        """Whether a longer word begins like this."""
        at = bisect_left(self.words, word)
        return at < len(self.words) and self.words[at].startswith(word)

    def knows(self, word: str) -> bool:
        """Whether a product has it, as it is, in the singular, or as the beginning of a longer word."""
        return self.has(word) or self.begins(word)

    def meanings(self, phrase: Sequence[str]) -> tuple[str, ...]:
        """What the store says that these words mean, as parts of a `tsquery`; a single one also in a German plural."""
        meanings = self.synonyms.get(tuple(map(stem, phrase)), ())
        if meanings or len(phrase) > 1 or phrase[0] in self.frequency:
            return meanings
        ends = [phrase[0][: -len(ending)] for ending in _PLURALS if phrase[0].endswith(ending)]
        return next((means for word in ends if (means := self.synonyms.get((word,)))), ())

    def completions(self, start: str, limit: int) -> list[str]:
        """The most frequent words that begin like this."""
        at = bisect_left(self.words, start)
        completions = []
        while at < len(self.words) and self.words[at].startswith(start):
            completions.append(self.words[at])
            at += 1
        return sorted(completions, key=lambda word: (-self.frequency[word], len(word), word))[:limit]

    def closest(self, word: str) -> str | None:
        """The word that was probably meant: one slip in up to five letters, two in longer words."""
        if len(word) < 3 or not word.isalpha():
            return None
        allowed = 1 if len(word) <= 5 else 2
        near = process.extract(word, self.words, scorer=OSA.distance, score_cutoff=allowed, limit=20)
        ranked = sorted(near, key=lambda hit: (hit[1], hit[0][0] != word[0], -self.frequency[hit[0]], hit[0]))
        return ranked[0][0] if ranked else None


class Searched(Protocol):
    """A store that is searched."""

    @property
    def id(self) -> str: ...

    @property
    def search_version(self) -> int: ...


_remembered: BoundedCache[str, tuple[float, int, Vocabulary]] = BoundedCache(1000)


def get_vocabulary(db: Session, store: Searched) -> Vocabulary:
    """The vocabulary of the store in scope: its words at most half a minute old, because they change little and are
    read at every key; what its administrator says that words mean as it is now.
    """
    version = store.search_version
    known = _remembered.find(store.id)
    if known is None or known[1] != version or time.monotonic() - known[0] > _FRESH_SECONDS:
        known = _remembered.keep(store.id, (time.monotonic(), version, _read(db)))
    return known[2]


def _read(db: Session) -> Vocabulary:
    frequency: dict[str, int] = dict(db.exec(select(SearchWord.id, SearchWord.frequency)).all())
    synonyms: dict[Phrase, list[str]] = {}
    for row in db.exec(select(SearchSynonym).order_by(SearchSynonym.id)):
        searched = search_words(row.word)
        parts = " & ".join(f"'{stem(word)}'" for word in search_words(row.means))
        synonyms.setdefault(tuple(map(stem, searched)), []).append(f"({parts})")
        for word in searched:
            if word.isalpha():
                frequency.setdefault(word, 1)  # so that it is mended and completed as the store's own words are
    means = {phrase: tuple(dict.fromkeys(parts)) for phrase, parts in synonyms.items()}
    return Vocabulary(tuple(sorted(frequency)), frequency, means)
