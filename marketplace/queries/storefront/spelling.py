"""Mends typos with the store's own vocabulary, and completes words that are still being typed."""

from __future__ import annotations

import time
from bisect import bisect_left
from dataclasses import dataclass

from rapidfuzz import process
from rapidfuzz.distance import OSA
from sqlmodel import Session, select

from marketplace.domain.words import search_words, stem
from marketplace.models.search import SearchWord

_FRESH_SECONDS = 30


@dataclass(frozen=True)
class Vocabulary:
    """The words of a store in alphabetical order, and how many products have each."""

    words: tuple[str, ...]
    frequency: dict[str, int]

    def knows(self, word: str) -> bool:
        """Whether a product has it, as it is, in the singular, or as the beginning of a longer word."""
        if word in self.frequency or stem(word) in self.frequency:
            return True
        return bool(self.completions(word, 1))

    def completions(self, start: str, limit: int) -> list[str]:
        """The most frequent words that begin like this."""
        at = bisect_left(self.words, start)
        found = []
        while at < len(self.words) and self.words[at].startswith(start):
            found.append(self.words[at])
            at += 1
        return sorted(found, key=lambda word: (-self.frequency[word], len(word), word))[:limit]

    def closest(self, word: str) -> str | None:
        """The word that was probably meant: one slip in up to five letters, two in longer words."""
        if len(word) < 3 or not word.isalpha():
            return None
        allowed = 1 if len(word) <= 5 else 2
        near = process.extract(word, self.words, scorer=OSA.distance, score_cutoff=allowed, limit=20)
        ranked = sorted(near, key=lambda hit: (hit[1], hit[0][0] != word[0], -self.frequency[hit[0]], hit[0]))
        return ranked[0][0] if ranked else None


_remembered: dict[str, tuple[float, Vocabulary]] = {}


def get_vocabulary(db: Session, tenant_id: str) -> Vocabulary:
    """The vocabulary of the store in scope, at most half a minute old: it changes little and is read at every key."""
    known = _remembered.get(tenant_id)
    if known is None or time.monotonic() - known[0] > _FRESH_SECONDS:
        rows = db.exec(select(SearchWord.id, SearchWord.frequency))
        frequency = dict(rows.all())
        known = (time.monotonic(), Vocabulary(tuple(sorted(frequency)), frequency))
        _remembered[tenant_id] = known
    return known[1]


def mended(text: str, vocabulary: Vocabulary) -> str:
    """The text with every unknown word replaced by the closest known one; empty when nothing could be mended."""
    words = search_words(text)
    better = [word if vocabulary.knows(word) else vocabulary.closest(word) or word for word in words]
    return " ".join(better) if better != words else ""


def known_words(text: str, vocabulary: Vocabulary) -> list[str]:
    """Those words of a search that some product has: what to try alone when together they found nothing."""
    return [word for word in search_words(text) if vocabulary.knows(word)]
