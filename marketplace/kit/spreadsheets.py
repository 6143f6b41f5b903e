"""Files that people keep tables in, as plain text: cells divided by tabs, rows by line ends."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterable

from python_calamine import CalamineError, load_workbook

MOST_BYTES = 2_000_000
_MOST_UNPACKED = 60_000_000  # of a workbook, which is an archive: a small one may hold very much
_ENCODINGS = ("utf-8-sig", "cp1252")  # what is no UTF-8 was written by a spreadsheet of western Europe


class UnreadableTable(ValueError):
    """Why a file cannot be read, in a sentence that says what to do."""


def read_table(content: bytes, most_rows: int) -> str:
    """The first sheet of a workbook (XLSX, XLS, ODS), or the text of a CSV file, up to `most_rows` rows.

    Raises `UnreadableTable`.
    """
    if len(content) > MOST_BYTES:
        raise UnreadableTable("The file is larger than 2 MB. Leave out what is not needed.")
    if content[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return _of_workbook(content, most_rows)
    if b"\x00" in content:
        raise UnreadableTable("This is no CSV and no workbook. Save the list as CSV or XLSX.")
    return _decoded(content)


def _decoded(content: bytes) -> str:
    for encoding in _ENCODINGS:
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return content.decode("utf-8", "replace")


def _of_workbook(content: bytes, most_rows: int) -> str:
    try:
        if content[:2] == b"PK":
            with zipfile.ZipFile(io.BytesIO(content)) as archive:
                if sum(one.file_size for one in archive.infolist()) > _MOST_UNPACKED:
                    raise UnreadableTable("The workbook is too large. Save the sheet with the list as CSV.")
        sheet = load_workbook(io.BytesIO(content)).get_sheet_by_index(0)
        return "\n".join(_row(row) for row in sheet.to_python(nrows=most_rows))
    except (CalamineError, zipfile.BadZipFile, IndexError) as error:
        raise UnreadableTable(
            "The workbook cannot be opened. Save it as CSV, or as XLSX without a password."
        ) from error


def _row(cells: Iterable[object]) -> str:
    return "\t".join(_cell(cell) for cell in cells)


def _cell(cell: object) -> str:
    """An EAN or a quantity is a number to a spreadsheet: it is written without a point."""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return " ".join(str(cell).split())
