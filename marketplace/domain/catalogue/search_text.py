"""How text becomes words that can be found again: the same folding for what is indexed and what is asked."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from functools import lru_cache

_WORD = re.compile(r"[^\W_]+")
_CODE = re.compile(r"[\W_]+")
_UNIT = re.compile(r"^(?!x$)[a-z]{1,3}$")
_NORMS = frozenset({"ansi", "astm", "bs", "din", "en", "iec", "iso", "jis", "nf", "uni"})
_RUNS = re.compile(r"[a-z]+|[0-9]+")
_BY = re.compile(r"(?<=[0-9])x(?=[0-9])")
STOP = frozenset(
    {
        "a",
        "an",
        "and",
        "at",
        "by",
        "for",
        "from",
        "in",
        "is",
        "of",
        "on",
        "or",
        "the",
        "to",
        "with",
        "x",
        "der",
        "die",
        "das",
        "und",
        "fur",
        "mit",
    }
)
_LONGEST = 40


def fold(text: str) -> str:
    """Lower case without accents: `fold("Crème brûlée, ½″")` is `creme brulee, 1/2"`-like plain text."""
    if text.isascii():
        return text.lower()
    decomposed = unicodedata.normalize("NFKD", text.casefold().replace("×", " x "))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def words_of(text: str) -> list[str]:
    """The words of a text in order; `18 V` also gives `18v`, `DIN 933` also `din933`, and `M12x80` also `m12` and `80`,
    because people write them both ways."""
    words = [word[:_LONGEST] for word in _WORD.findall(fold(text))]
    joined = ["".join(words[at : at + 2]) for at in range(len(words) - 1) if belong_together(words, at)]
    apart = [piece for word in words if not (word.isalpha() or word.isdigit()) for piece in pieces_of(word)]
    return words + joined + apart


def belong_together(words: Sequence[str], at: int) -> bool:
    """Whether the word at this place and the next are one thing to people: `18` and `v`, `din` and `933`, `m` and
    `12` unless the m is the metres of a figure before it.
    """
    before, a, b = (words[n] if 0 <= n < len(words) else "" for n in range(at - 1, at + 2))
    if a.isdigit():
        return bool(_UNIT.match(b))
    return b.isdigit() and (a in _NORMS or (a == "m" and not before.isdigit()))


def pieces_of(word: str) -> list[str]:
    """What a word of letters and figures is made of: `m12x80` is `m12`, `80`, `m`, `12`; `8mm` is `8`, `mm`."""
    sizes = sizes_of(word)
    runs = [run for size in sizes for run in _RUNS.findall(size)]
    return list(dict.fromkeys([*(sizes if len(sizes) > 1 else []), *runs]))


def sizes_of(word: str) -> list[str]:
    """`m12x80` is `m12` and `80`; a word without an `x` between figures is itself."""
    return _BY.split(word)


@lru_cache(maxsize=65_536)
def stem(word: str) -> str:
    """The singular of an English plural, roughly: `stem("batteries")` is `battery`, `stem("glass")` stays."""
    if len(word) < 4 or not word.isalpha() or not word.endswith("s") or word.endswith(("ss", "us", "is")):
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("ches", "shes", "sses", "xes", "zes")):
        return word[:-2]
    return word[:-1]


def code_of(text: str) -> str:
    """A SKU or EAN without what people leave out: `code_of("HB-1865-2")` is `hb18652`."""
    return _CODE.sub("", fold(text))


def document_vector(weighted: list[tuple[str, str]]) -> str:
    """A `tsvector` literal of texts with weights, `[("Cordless drill", "A"), ...]`, each word with its stem."""
    places: dict[str, list[str]] = {}
    position = 0
    for text, weight in weighted:
        for word in words_of(text):
            position = min(position + 1, 16_000)
            at = f"{position}{weight}"
            places.setdefault(word, []).append(at)
            if (single := stem(word)) != word:
                places.setdefault(single, []).append(at)
    return " ".join(f"'{word}':{','.join(at[:8])}" for word, at in places.items())


def search_words(text: str) -> list[str]:
    """The words a search asks for: stop words are dropped unless nothing else is left."""
    words = list(dict.fromkeys(_WORD.findall(fold(text))))[:12]
    return [word for word in words if word not in STOP] or words
