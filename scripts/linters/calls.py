"""Who calls what with which arguments: calls of our own functions and classes, resolved by imports."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass

from scripts.linters.sources import Finding, Source

MOST_POSITIONAL = 5


@dataclass(frozen=True)
class Signature:
    """The parameters that may be given by position; content that comes in any number (`*children`) is no parameter."""

    names: tuple[str, ...]
    is_variadic: bool = False


@dataclass(frozen=True)
class Call:
    """A call in a file whose callee is ours."""

    node: ast.Call
    signature: Signature


def calls_name_their_arguments(files: tuple[Source, ...]) -> Iterator[Finding]:
    """No call of ours with more than five positional arguments: the sixth is read as something else one day."""
    for file, call in own_calls(files):
        if len(call.node.args) > MOST_POSITIONAL and not call.signature.is_variadic:
            given = len(call.node.args)
            yield file.path, call.node.lineno, f"{ast.unparse(call.node.func)} is given {given} arguments by position"


def own_calls(files: tuple[Source, ...]) -> Iterator[tuple[Source, Call]]:
    """Every call of a function or a class that is defined at the top of one of these files."""
    known = {(module_of(file), name): definition for file in files for name, definition in _defined(file).items()}
    known = {key: _inherited(key, definition, known) for key, definition in known.items()}
    for file in files:
        names = _names(file, {module for module, _ in known})
        for node in ast.walk(file.tree):
            target = _target(node.func, names) if isinstance(node, ast.Call) else None
            if isinstance(node, ast.Call) and target in known and not _has_stars(node):
                yield file, Call(node, known[target].signature)


def module_of(file: Source) -> str:
    """`marketplace.kit.db` for `marketplace/kit/db.py`."""
    return file.path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


@dataclass(frozen=True)
class _Definition:
    signature: Signature
    bases: tuple[tuple[str, str], ...] = ()


def _defined(file: Source) -> dict[str, _Definition]:
    definitions = {}
    names = _names(file, set())
    for node in file.tree.body:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            definitions[node.name] = _Definition(_of_function(node))
        elif isinstance(node, ast.ClassDef) and _is_dataclass(node):
            bases = tuple(target for base in node.bases if (target := _target(base, names)))
            definitions[node.name] = _Definition(Signature(_fields(node)), bases)
    return definitions


def _inherited(key: tuple[str, str], definition: _Definition, known: dict[tuple[str, str], _Definition]) -> _Definition:
    names: tuple[str, ...] = ()
    for base in definition.bases:
        if base in known and base != key:
            names += _inherited(base, known[base], known).signature.names
    merged = tuple(dict.fromkeys((*names, *definition.signature.names)))
    return _Definition(Signature(merged, definition.signature.is_variadic))


def _of_function(node: ast.FunctionDef | ast.AsyncFunctionDef) -> Signature:
    names = tuple(one.arg for one in (*node.args.posonlyargs, *node.args.args))
    return Signature(names, node.args.vararg is not None)


def _is_dataclass(node: ast.ClassDef) -> bool:
    marks = [one.func if isinstance(one, ast.Call) else one for one in node.decorator_list]
    return any(isinstance(mark, ast.Name) and mark.id == "dataclass" for mark in marks)


def _fields(node: ast.ClassDef) -> tuple[str, ...]:
    rows = [one for one in node.body if isinstance(one, ast.AnnAssign) and isinstance(one.target, ast.Name)]
    return tuple(one.target.id for one in rows if "ClassVar" not in ast.unparse(one.annotation))  # type: ignore[union-attr]


def _names(file: Source, modules: set[str]) -> dict[str, tuple[str, str]]:
    """What a name of this file stands for: (module, name); a module that was imported has no name."""
    module = module_of(file)
    names = {
        node.name: (module, node.name)
        for node in file.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
    }
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(("marketplace", "tasks")):
            for one in node.names:
                whole = f"{node.module}.{one.name}"
                names[one.asname or one.name] = (whole, "") if whole in modules else (node.module, one.name)
    return names


def _target(func: ast.expr, names: dict[str, tuple[str, str]]) -> tuple[str, str] | None:
    if isinstance(func, ast.Name):
        return names.get(func.id)
    if isinstance(func, ast.Attribute) and isinstance(func.value, ast.Name):
        module, name = names.get(func.value.id, ("", "."))
        return (module, func.attr) if not name else None
    return None


def _has_stars(node: ast.Call) -> bool:
    return any(isinstance(one, ast.Starred) for one in node.args)
