"""What somebody typed into the search of a desk, as SQL conditions: every word is wanted, in any order."""

from __future__ import annotations

from typing import Any

from marketplace.domain.catalogue.search_text import code_of
from marketplace.kit.sql import compose

_MOST = 8  # words
# A product by its title and by each of its SKUs and EANs, with or without their punctuation; for a vendor by its own.
OF_PRODUCT = """
    lower(p.title) like $like or exists (
        select 1 from variant a
        left join offer s on s.variant_id = a.id and s.tenant_id = a.tenant_id
            and (:vendor = '' or s.vendor_id = :vendor)
        where a.product_id = p.id and a.tenant_id = p.tenant_id
          and (lower(s.sku) like $like or translate(lower(s.sku), ' -./_+', '') like $code
               or lower(a.sku) like $like or translate(lower(a.sku), ' -./_+', '') like $code
               or a.ean like $code))
"""


def contains(words: str) -> str:
    """A pattern of `like` for text that has these words; a person's % and _ are letters, not wildcards."""
    plain = words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{plain}%"


def each_word(q: str, condition: str, where: dict[str, Any]) -> str:
    """` and (...)` for each word of `q`; empty without any.

    `condition` names the pattern of a word in lower case `$like`, and of a word as a code `$code`; the patterns go
    into `where`.
    """
    narrow = ""
    for n, word in enumerate(q.lower().split()[:_MOST]):
        where |= {f"like{n}": contains(word), f"code{n}": contains(code_of(word) or word)}
        patterns = {"like": f":like{n}", "code": f":code{n}"}
        clause = compose(condition, **{name: pattern for name, pattern in patterns.items() if f"${name}" in condition})
        narrow += f" and ({clause})"
    return narrow
