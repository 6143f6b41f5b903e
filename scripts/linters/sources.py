"""The sources that the rules look at."""

from __future__ import annotations

import ast
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PRODUCT, BESIDE = ("marketplace", "tasks"), ("scripts", "tests")
Finding = tuple[str, int, str]


@dataclass(frozen=True)
class Source:
    """One Python file: its path from the root, its text and its tree."""

    path: str
    text: str
    tree: ast.Module


@lru_cache
def sources(*tops: str) -> tuple[Source, ...]:
    """Every Python file of the product (tests and scripts have no layers to keep), or below the folders `tops`."""
    paths = [path for top in tops or PRODUCT for path in sorted((ROOT / top).rglob("*.py"))]
    return tuple(parse(str(p.relative_to(ROOT)), p.read_text()) for p in paths)


def parse(path: str, text: str) -> Source:
    """A source out of text, for the tests of the rules."""
    return Source(path, text, ast.parse(text))
