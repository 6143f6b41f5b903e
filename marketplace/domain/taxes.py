"""Which tax rate holds for what."""

from __future__ import annotations

from collections.abc import Mapping


def rate_of(rates: Mapping[str, int], path: str) -> int:
    """The rate, in basis points, of the nearest category above `path` that has one; 0 where none has.

    `rates` are by the path of their category, `/` is the general one: with `{"/": 1900, "/books/": 700}` a product
    in `/books/atlases/` is taxed at 700.
    """
    fitting = [known for known in rates if path.startswith(known)]
    return rates[max(fitting, key=len)] if fitting else 0
