"""What a shopper's words ask for: each word or phrase as a term, with everything that it may be called in a catalogue.

A term finds its word in the singular and plural, as a compound (`anglegrinder`, `ear plug`), with figures and units
apart or together (`8mm`, `M12x80`, `din933`), and by what the store says that it means (`Schraube`).
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from marketplace.domain.catalogue.search_text import STOP, belong_together, search_words, sizes_of, stem
from marketplace.queries.storefront.spelling import Vocabulary

_METRIC = re.compile(r"([0-9]{1,2})mm")
_SHORTEST = 3  # letters of a part of a compound
_MOST_TRIED = 6  # terms: each round of giving one up counts all that are left


@dataclass(frozen=True)
class Term:
    """`typed` as people read it; `query` is its part of a `tsquery`."""

    typed: str
    query: str


def terms_of(text: str, vocabulary: Vocabulary) -> list[Term]:
    """The terms of a search, in order. The last word may be the beginning of a longer one."""
    words, terms, at = search_words(text), [], 0
    while at < len(words):
        term, taken = _term(words, at, vocabulary)
        terms.append(term)
        at += taken
    return terms


def query_of(terms: Iterable[Term]) -> str:
    """A `tsquery` literal that wants every term; empty without any."""
    return " & ".join(term.query for term in terms)


def text_of(terms: Iterable[Term]) -> str:
    """The terms as they would be typed."""
    return " ".join(term.typed for term in terms)


def widest(terms: Sequence[Term], count: Callable[[Sequence[Term]], int]) -> tuple[list[Term], list[Term]]:
    """Of terms that find nothing together: as many as do find something, and those that find nothing even alone.

    `count` says how many products some terms find. Which to give up is tried one by one: the one without which most
    is found.
    """
    alone = {term: count([term]) for term in terms}
    kept = [term for term in terms if alone[term]][:_MOST_TRIED]
    best_count = count(kept) if 1 < len(kept) < len(terms) else 0
    while len(kept) > 1 and not best_count:
        rests = [[one for one in kept if one is not out] for out in kept]
        counts = [alone[rest[0]] if len(rest) == 1 else count(rest) for rest in rests]
        best_count = max(counts)
        out = counts.index(best_count) if best_count else min(range(len(kept)), key=lambda n: alone[kept[n]])
        kept = rests[out]
    return kept, [term for term in terms if not alone[term]]


def _term(words: Sequence[str], at: int, vocabulary: Vocabulary) -> tuple[Term, int]:
    """The term that begins here, and how many words it takes."""
    for taken in range(min(vocabulary.longest_phrase, len(words) - at), 0, -1):
        phrase = words[at : at + taken]
        meanings = vocabulary.meanings(phrase)
        if meanings:
            return Term(" ".join(phrase), _any([_all(phrase, vocabulary, at + taken == len(words)), *meanings])), taken
    word, following = (*words[at : at + 2], "")[:2]
    if following and (belong_together(words, at) or vocabulary.has(word + following)):
        pair, ends = [word, following], at + 2 == len(words)
        return Term(" ".join(pair), _any([_all(pair, vocabulary, ends), _word(word + following, vocabulary, ends)])), 2
    return Term(word, _word(word, vocabulary, at + 1 == len(words))), 1


def _all(words: Sequence[str], vocabulary: Vocabulary, ends: bool) -> str:
    last = len(words) - 1
    parts = [_plain(word, vocabulary, ends and n == last) for n, word in enumerate(words)]
    return parts[0] if len(parts) == 1 else f"({' & '.join(parts)})"


def _any(parts: Iterable[str]) -> str:
    every = list(dict.fromkeys(parts))
    return every[0] if len(every) == 1 else f"({' | '.join(every)})"


def _together(words: Iterable[str]) -> str:
    quoted = [f"'{word}'" for word in words]
    return f"({' & '.join(quoted)})"


def _word(word: str, vocabulary: Vocabulary, is_last: bool) -> str:
    """One word, or what it is made of."""
    ways = [_plain(word, vocabulary, is_last)]
    sizes = sizes_of(word)
    if len(sizes) > 1:
        ways.append(_together(sizes))
    if metric := _METRIC.fullmatch(word):
        ways.append(f"'m{metric[1]}'")  # a thread of 8 mm is an M8
    if parts := compound_of(word, vocabulary):
        ways.append(_together(map(stem, parts)))
    return _any(ways)


def compound_of(word: str, vocabulary: Vocabulary) -> tuple[str, str] | None:
    """The two words of the store that an unknown word is made of: `anglegrinder` is `angle` and `grinder`."""
    if not word.isalpha() or vocabulary.has(word):
        return None
    for cut in range(_SHORTEST, len(word) - _SHORTEST + 1):
        if vocabulary.has(word[:cut]) and vocabulary.has(word[cut:]):
            return word[:cut], word[cut:]
    return None


def _plain(word: str, vocabulary: Vocabulary, is_last: bool) -> str:
    """The word in its singular. A last word, and a beginning that is no word itself, may go on."""
    single = stem(word)
    if not is_last and (vocabulary.has(word) or not vocabulary.begins(word)):
        return f"'{single}'"
    return f"'{word}':*" if single == word else f"('{word}':* | '{single}')"


def mended(text: str, vocabulary: Vocabulary) -> str:
    """The text with every unknown word replaced by the closest known one; empty when nothing could be mended.

    Each word by itself: what is known as it is, as the beginning of a word or by its parts stays as it was typed.
    """
    words = search_words(text)
    better = [_mended(word, vocabulary) for word in words]
    return " ".join(better) if better != words else ""


def _mended(word: str, vocabulary: Vocabulary) -> str:
    if word in STOP or vocabulary.knows(word) or compound_of(word, vocabulary):
        return word
    return vocabulary.closest(word) or word
