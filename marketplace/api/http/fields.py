"""The `fields` parameter: which parts of a document a client wants.

If any entry has no modifier, the list replaces the defaults; otherwise `+x` adds x, `-x` takes x out, `*rel` and
`rel.*` add a whole relation. `id` always stays, an unknown name is no error, a space is a `+` (as `+` arrives in a
query). A relation deeper than the limit is refused.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from marketplace.api.http.errors import InvalidData

Tree = dict[str, Any]
_ALL = "*"
_WHOLE: Tree = {_ALL: {}}
# Objects that are one value to a client, not a relation to be chosen.
_VALUES = frozenset(
    {
        "metadata",
        "line_item_metadata",
        "data",
        "context",
        "summary",
        "detail",
        "calculated_price",
        "original_price",
        "rules",
        "offers",
        "price_tiers",
    }
)
# Costly, or of interest to few: part of a document only when named.
ON_REQUEST = frozenset({"inventory_quantity", "price_tiers", "offers"})


@lru_cache(maxsize=2048)
def read_fields(wanted: str | None, defaults: tuple[str, ...], deepest: int = 3) -> Tree:
    """The tree of what to keep. Raises `InvalidData` for relations nested more deeply than `deepest`."""
    entries = [_clean(entry) for entry in (wanted or "").split(",") if entry.strip()]
    replaces = any(modifier == "" for modifier, _ in entries)
    tree: Tree = {}
    for entry in () if replaces else defaults:
        _add(tree, entry.removeprefix("*").split("."), whole=entry.startswith("*"))
    for modifier, name in entries:
        steps = name.split(".")
        if len(steps) - (0 if modifier == "*" else 1) > deepest:
            raise InvalidData(f"Fields are nested at most {deepest} relations deep: {name}")
        if modifier == "-":
            _remove(tree, steps)
        else:
            _add(tree, steps, whole=modifier == "*")
    tree["id"] = {}
    return tree


def pick(document: dict[str, Any], tree: Tree) -> dict[str, Any]:
    """The document's parts that the tree names, in the document's own order."""
    everything = _ALL in tree
    kept = {}
    for name, value in document.items():
        below = tree.get(name)
        is_relation = isinstance(value, dict | list) and _is_relation(name, value)
        plain = everything and not is_relation and name not in ON_REQUEST
        if below is None and name != "id" and not plain:
            continue
        kept[name] = _below(value, below or _WHOLE) if is_relation else value
    return kept


def _below(value: Any, tree: Tree) -> Any:
    return [pick(member, tree) for member in value] if isinstance(value, list) else pick(value, tree)


def _is_relation(name: str, value: dict[str, Any] | list[Any]) -> bool:
    if name in _VALUES or name.startswith("raw_"):
        return False
    return isinstance(value, dict) or (bool(value) and isinstance(value[0], dict))


def _clean(entry: str) -> tuple[str, str]:
    """Modifier and name: ` variants.sku` came as `+variants.sku`."""
    if entry.startswith((" ", "+")):
        modifier, name = "+", entry.strip(" +")
    elif entry.startswith(("-", "*")):
        modifier, name = entry[0], entry[1:]
    else:
        modifier, name = "", entry.strip()
    name = name.strip()
    if name.endswith(".*"):
        return "*", name[:-2]
    return ("*", name[1:]) if name.startswith("*") else (modifier, name)


def _add(tree: Tree, steps: list[str], *, whole: bool) -> None:
    """A `*` by itself names the whole document without its relations."""
    for step in filter(None, steps):
        tree = tree.setdefault(step, {})
    if whole:
        tree[_ALL] = {}


def _remove(tree: Tree, steps: list[str]) -> None:
    for step in steps[:-1]:
        if step not in tree:
            return
        tree = tree[step]
    tree.pop(steps[-1], None)
