"""A list of articles as people paste it: from a spreadsheet, a mail, a drawing."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from marketplace.domain.catalogue.search_text import code_of, fold
from marketplace.domain.catalogue.tiers import MOST_PIECES
from marketplace.domain.numbers import read_whole

MOST_LINES, LONGEST = 1_000, 60
LONGEST_LIST = 100_000  # characters
_TAB, _SEMICOLON, _COMMA = re.compile(r" *\t *"), re.compile(r"\s*;\s*"), re.compile(r"\s*,\s*")
_COMMA_OF_NO_FIGURE = re.compile(r"\s*,\s+|\s*(?<!\d),\s*|\s*,(?!\d{3}\b)\s*")
_GROUP = r"[.,'’ \u00a0\u202f]"
_WHOLE = re.compile(
    rf"(?:x\s*)?(\d{{1,3}}(?:{_GROUP}\d{{3}})+|\d{{1,6}})(?:[.,]0{{1,2}})?"
    r"(?:\s*(?:x|pcs?|pieces?|st(?:k|ück)?|pz|ea|each))?\.?",
    re.IGNORECASE,
)
_COUNT_FIRST = re.compile(r"(\d{1,6})\s*(?:x|×|pcs?|pieces?|st(?:k|ück)?|pz)\.?\s+(\S.*)", re.IGNORECASE)
_NOT_A_FIGURE = re.compile(r"\D+")
_CODE_HEADS = frozenset(
    [
        "sku",
        "article",
        "articleno",
        "artikel",
        "artikelnr",
        "artnr",
        "code",
        "ean",
        "gtin",
        "item",
        "itemno",
        "part",
        "partno",
    ]
)
_COUNT_HEADS = frozenset(["qty", "quantity", "count", "pieces", "pcs", "menge", "anzahl", "stuck", "stk", "quantita"])
_READ_AS = {"o": "0", "0": "o", "i": "1", "l": "1", "1": "il", "s": "5", "5": "s", "b": "8", "8": "b", "z": "2"}


@dataclass(frozen=True)
class ListLine:
    """A SKU (or EAN, or name) as it was written, and how many; 0 where no quantity stands with it."""

    code: str
    quantity: int = 0


@dataclass(frozen=True)
class _Columns:
    """Where a table's head says that the code and the quantity stand."""

    code: int
    quantity: int


def read_list(text: str) -> list[ListLine]:
    """The lines of a list, each SKU once with its quantities added up:
    `read_list("AB-1\\t40\\nCD-2; 3\\nab-1 5")` is `AB-1` 45 and `CD-2` 3. `AB1` may be another article.

    A head that names the columns is followed (`Pos; Article; Text; Qty`). Without one the code comes first or, where
    the other word cannot be a quantity, second: `40 x AB-1`. Behind a code tabs, commas, semicolons and spaces all
    work; `1.200`, `1,200`, `1 200` and `1'200` are one thousand two hundred, `40,00` is forty, `2.5` no quantity.
    """
    written = [line.strip() for line in text[:LONGEST_LIST].splitlines() if line.strip()]
    columns = _columns_of(written[0]) if written else None
    lines: dict[str, ListLine] = {}
    for one in written[1 if columns else 0 :][:MOST_LINES]:
        line = _read(one, columns)
        key = line.code.lower()
        if not code_of(key):
            continue
        known = lines.get(key)
        lines[key] = ListLine(known.code, min(known.quantity + line.quantity, MOST_PIECES)) if known else line
    return list(lines.values())


def write_list(lines: Sequence[ListLine]) -> str:
    """The lines as a text that `read_list` reads as the same; under a head where `0,0` would be read as two cells."""
    plain = "\n".join(f"{line.code}\t{line.quantity}" if line.quantity else line.code for line in lines)
    if read_list(plain) == list(lines):
        return plain
    return "\n".join(["SKU\tQuantity", *(f"{line.code}\t{line.quantity}" for line in lines)])


def replaced(lines: Sequence[ListLine], code: str, new_code: str) -> list[ListLine]:
    """The list with another code in the place of one; without that line where the new one is empty."""
    return read_list(
        write_list(
            [
                ListLine(new_code if line.code.lower() == code.lower() else line.code, line.quantity)
                for line in lines
                if new_code or line.code.lower() != code.lower()
            ]
        )
    )


def read_pieces(typed: str) -> tuple[int, str]:
    """How many pieces a field asks for, none for an empty one or 0, and what is wrong where that is no number."""
    typed = typed.strip()[:20]
    try:
        return (read_whole(typed, most=MOST_PIECES) if typed else 0), ""
    except ValueError as error:
        return 0, str(error)


def look_alikes(code: str, most: int = 32) -> Iterator[str]:
    """What a code may have been before somebody copied it by eye (`LS-P2OO` for `lsp200`), as `code_of` writes it;
    one sign after the other is read as its twin, at most three of them."""
    folded = code_of(code)
    doubtful = [at for at, sign in enumerate(folded) if sign in _READ_AS][:8]
    choices = ("".join((folded[at], *_READ_AS[folded[at]])) for at in doubtful)
    for signs in islice(product(*choices), 1, 4 * most):
        changed = list(folded)
        for at, sign in zip(doubtful, signs, strict=True):
            changed[at] = sign
        if 0 < sum(a != b for a, b in zip(changed, folded, strict=True)) <= 3:
            yield "".join(changed)


def _columns_of(first: str) -> _Columns | None:
    heads = ["".join(_NOT_A_FIGURE.findall(code_of(fold(one)))) for one in _parts(first)]
    code = next((at for at, head in enumerate(heads) if head in _CODE_HEADS), None)
    quantity = next((at for at, head in enumerate(heads) if head in _COUNT_HEADS), None)
    return None if code is None or quantity is None else _Columns(code, quantity)


def _parts(written: str) -> list[str]:
    """The cells of a line: between tabs, else semicolons, else commas."""
    comma = _COMMA if written.count(",") == 1 else _COMMA_OF_NO_FIGURE
    for separator in (_TAB, _SEMICOLON, comma):
        cells = [cell.strip().strip('"').strip() for cell in separator.split(written)]
        if len(cells) > 1:
            return cells
    return [written]


def _read(written: str, columns: _Columns | None) -> ListLine:
    cells = _parts(written)
    if columns:
        cells += [""] * (1 + max(columns.code, columns.quantity) - len(cells))
        return ListLine(cells[columns.code][:LONGEST], _quantity(cells[columns.quantity]))
    cells = [cell for cell in cells if cell]
    if len(cells) < 2:
        if first := _COUNT_FIRST.fullmatch(written):
            return ListLine(first[2][:LONGEST], _quantity(first[1]))
        cells = _words(written)
    if len(cells) > 1 and _quantity(cells[0]) and not any(_quantity(cell) for cell in cells[1:]):
        return ListLine(cells[1][:LONGEST], _quantity(cells[0]))
    quantity = next((count for cell in cells[1:] if (count := _quantity(cell))), 0)
    return ListLine(cells[0][:LONGEST] if cells else "", quantity)


def _words(written: str) -> list[str]:
    """The cells of a line that only blanks divide; one that begins with a plain word is a name, to its quantity."""
    words = written.split()
    if not words or not words[0].isalpha():
        return words
    for tail in (2, 1):
        if len(words) > tail and _quantity(" ".join(words[-tail:])):
            return [" ".join(words[:-tail]), " ".join(words[-tail:])]
    return [written]


def _quantity(cell: str) -> int:
    match = _WHOLE.fullmatch(cell)
    return min(int(_NOT_A_FIGURE.sub("", match[1])), MOST_PIECES) if match else 0
