"""What a module reads from the clock while it is imported stays as it was: at midnight it is yesterday."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from scripts.linters.sources import Finding, Source

_CLOCKS = {"now", "today", "utcnow", "in_a_week"}


def clocks_are_read_when_asked(files: tuple[Source, ...]) -> Iterator[Finding]:
    """No clock at the top of a module or class, in a default or a decorator: those run at the import."""
    for file in files:
        for call in _while_importing(file.tree):
            name = call.func.id if isinstance(call.func, ast.Name) else getattr(call.func, "attr", "")
            if name in _CLOCKS:
                yield file.path, call.lineno, f"{name}() runs once, at the import: read the clock where it is used"


def _while_importing(node: ast.AST) -> Iterator[ast.Call]:
    """The calls below a node that run when its module is imported."""
    if isinstance(node, ast.Call):
        yield node
    for child in _run_at_once(node):
        yield from _while_importing(child)


def _run_at_once(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Lambda):
        yield node.args
    elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
        yield from (node.args, *node.decorator_list)
    else:
        yield from ast.iter_child_nodes(node)
