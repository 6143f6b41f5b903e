"""A variable is named after what it holds, with a noun that a newcomer knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scripts.linters.sources import Finding, Source

# Each says how a value came here, and of any value the same: `found` was an offer, a list of errors and a match.
_SAY_NOTHING = frozenset({"asked", "found", "own", "said", "told"})


def variables_say_what_they_hold(files: tuple[Source, ...]) -> Iterator[Finding]:
    """No variable, parameter, field or function is called `asked`, `found`, `own`, `said` or `told`."""
    for file in files:
        for node in ast.walk(file.tree):
            if (name := _bound(node)) in _SAY_NOTHING:
                line = getattr(node, "lineno", 1)
                yield file.path, line, f"{name}: name it after what it holds, such as offer, errors or query"


def _bound(node: ast.AST) -> str | None:
    """The name that this node makes, if it makes one."""
    match node:
        case ast.Name(id=name, ctx=ast.Store()) | ast.Attribute(attr=name, ctx=ast.Store()) | ast.arg(arg=name):
            return name
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return name
        case ast.ExceptHandler(name=name) | ast.MatchAs(name=name) | ast.MatchStar(name=name):
            return name
        case ast.alias(asname=name):
            return name
    return None
