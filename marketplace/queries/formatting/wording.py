"""How many, and who: counts in plain English, and the signs that stand for a name."""

from __future__ import annotations

from marketplace.queries.formatting.money import number as figure
from marketplace.queries.formatting.reader_locale import LOCALE


def count(number: int, one: str, many: str = "") -> str:
    """`1 product`, `24 products`, `4,120 orders`; `many` for words that do not take an s."""
    return f"{figure(number, LOCALE.get())} {one if number == 1 else many or one + 's'}"


def size_words(size: int) -> str:
    """The size of a file, rounded up: `340 KB`, `2.1 MB`."""
    kilobytes = -(-size // 1024)
    return f"{kilobytes} KB" if kilobytes < 1024 else f"{kilobytes / 1024:.1f} MB"


def capitalised(sentence: str) -> str:
    """`thu 26 Nov` is `Thu 26 Nov`; what stands further on stays as it is (`str.capitalize` writes `CHF` small)."""
    return f"{sentence[:1].upper()}{sentence[1:]}"


def initials(name: str) -> str:
    """`Rasmus Vik` is `RV`, `Kestrel` is `K`."""
    words = [word for word in name.split() if word[:1].isalnum()]
    return "".join(word[0].upper() for word in ([words[0], words[-1]] if len(words) > 1 else words)) or "?"


def monogram(name: str) -> str:
    """The one letter that stands for a store or a vendor: `kestrel tools` is `K`."""
    return initials(name)[:1]


def hue(name: str) -> int:
    """One of six quiet colours, always the same for a name."""
    return sum(name.encode()) % 6 + 1
