"""SQL is put together by one helper, whose parts must fit; nowhere by formatting or replacing text."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from marketplace.kit.sql import compose

STATEMENT = re.compile(
    r"(?is)^\s*(select\s.*\bfrom\b|select count|insert into\s|update \w+ set|delete from\s|with \w+ as)"
)
# The outside service's own books, by another driver.
ELSEWHERE = {Path("marketplace/integrations/payments/sandbox.py")}


def test_parts_stand_where_they_are_named() -> None:
    made = compose(
        "select $columns from t where $rule and note = '$$' and ${prefix}_id = :id",
        columns="a, b",
        rule="a > :low",
        prefix="own",
    )
    assert made == "select a, b from t where a > :low and note = '$' and own_id = :id"


@pytest.mark.parametrize("parts", [{}, {"rows": "from t", "more": ""}, {"row": "from t"}])
def test_a_part_that_is_missing_or_not_named_is_refused(parts: dict[str, str]) -> None:
    with pytest.raises(ValueError, match="parts of SQL that do not fit"):
        compose("select * $rows", **parts)


def formatted(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text())):
        text = ""
        if isinstance(node, ast.JoinedStr) and any(isinstance(part, ast.FormattedValue) for part in node.values):
            text = "".join(str(part.value) for part in node.values if isinstance(part, ast.Constant))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute):
            owner = node.func.value
            if node.func.attr in ("replace", "format") and isinstance(owner, ast.Constant):
                text = str(owner.value)
        if STATEMENT.match(text):
            yield f"{path}:{node.lineno}"


def test_no_statement_is_formatted() -> None:
    files = [path for folder in ("marketplace", "tasks") for path in Path(folder).rglob("*.py")]
    assert [statement for path in files if path not in ELSEWHERE for statement in formatted(path)] == []
