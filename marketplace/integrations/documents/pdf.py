"""A sheet of A4, upright or wide: heads, addresses in two columns, a table, sums. Nothing here knows of orders."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from fpdf import FPDF
from fpdf.enums import MethodReturnValue, XPos, YPos

_FONTS = Path(__file__).parent / "fonts"
_LEFT, _RIGHT, _TOP = 18, 18, 16
_INK, _QUIET, _LINE = (22, 24, 26), (98, 103, 108), (214, 214, 208)


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its width in millimetres (0: what is left), figures at the right."""

    head: str
    width: float = 0
    right: bool = False


class Paper(FPDF):
    """A document with a quiet foot that counts its pages."""

    def __init__(self, title: str, author: str, foot: str, *, is_wide: bool = False) -> None:
        super().__init__("landscape" if is_wide else "portrait", format="A4")
        self.foot = foot
        self.add_font("body", "", _FONTS / "dejavu-sans.ttf")
        self.add_font("body", "B", _FONTS / "dejavu-sans-bold.ttf")
        self.set_title(title)
        self.set_author(author)
        self.set_margins(_LEFT, _TOP, _RIGHT)
        self.set_auto_page_break(True, margin=22)
        self.add_page()

    def footer(self) -> None:
        """Who and which page, at the bottom of each."""
        self.set_y(-15)
        self._face(8, quiet=True)
        self.cell(self.epw - 20, 5, self._fit(self.foot, self.epw - 20))
        self.cell(20, 5, f"{self.page_no()} / {{nb}}", align="R")

    def head(self, left: str, title: str, lines: Sequence[str]) -> None:
        """Who sends it at the left; what it is, and its facts below, at the right."""
        self._face(13, bold=True)
        self.cell(self.epw / 2, 8, self._fit(left, self.epw / 2))
        self.cell(self.epw / 2, 8, self._fit(title, self.epw / 2), align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._face(9, quiet=True)
        for line in lines:
            self.cell(self.epw, 5, self._fit(line, self.epw), align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(6)

    def blocks(self, blocks: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Labelled blocks of lines side by side: from whom, to whom."""
        width = self.epw / max(1, len(blocks))
        top, lowest = self.get_y(), self.get_y()
        for at, (label, lines) in enumerate(blocks):
            self.set_xy(_LEFT + at * width, top)
            self._face(8, quiet=True)
            self.cell(width - 4, 5, label, new_x=XPos.LEFT, new_y=YPos.NEXT)
            self._face(9.5)
            for line in lines:
                self.cell(width - 4, 5, self._fit(line, width - 4), new_x=XPos.LEFT, new_y=YPos.NEXT)
            lowest = max(lowest, self.get_y())
        self.set_xy(_LEFT, lowest + 7)

    def rows(self, columns: Sequence[Column], rows: Sequence[Sequence[str]]) -> None:
        """A table with a hairline under each row; what follows a cell's first line break is quiet. Words take as many
        lines as they need, figures at the right one."""
        fixed = sum(column.width for column in columns)
        widths = [column.width or self.epw - fixed for column in columns]
        self._table_head(columns, widths)
        for row in rows:
            cells = [self._laid(column, width, cell) for column, width, cell in zip(columns, widths, row, strict=True)]
            height = 2 + max(5.5 * len(first) + 4 * len(second) for first, second in cells)
            if self.get_y() + height > self.page_break_trigger:
                self.add_page()
                self._table_head(columns, widths)
            self._row(columns, widths, cells, height)
        self.ln(4)

    def sums(self, sums: Sequence[tuple[str, str]]) -> None:
        """Labels and amounts at the right; the last one is the total."""
        if self.get_y() + 6 * len(sums) > self.page_break_trigger:
            self.add_page()
        for at, (label, amount) in enumerate(sums):
            self._face(11 if at == len(sums) - 1 else 9.5, bold=at == len(sums) - 1)
            self.set_x(_LEFT + self.epw - 126)
            self.cell(90, 6, self._fit(label, 90), align="R")
            self.cell(36, 6, amount, align="R", new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(4)

    def words(self, text: str, *, label: str = "") -> None:
        """A paragraph, with a label above it where there is one."""
        if label:
            self._face(8, quiet=True)
            self.cell(self.epw, 5, label, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self._face(9.5)
        self.multi_cell(self.epw, 5, text, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.ln(3)

    def picture(self, png: bytes, label: str, *, width: float = 36) -> None:
        """A square picture, such as a code, with a label above it."""
        if self.get_y() + width + 8 > self.page_break_trigger:
            self.add_page()
        self._face(8, quiet=True)
        self.cell(self.epw, 5, label, new_x=XPos.LMARGIN, new_y=YPos.NEXT)
        self.image(io.BytesIO(png), x=_LEFT, w=width)
        self.ln(4)

    def finished(self) -> bytes:
        """The file."""
        return bytes(self.output())

    def _table_head(self, columns: Sequence[Column], widths: Sequence[float]) -> None:
        self._face(8, quiet=True)
        for column, width in zip(columns, widths, strict=True):
            self.cell(width, 6, self._fit(column.head, width - 1), align="R" if column.right else "L")
        self.ln(6)
        self._hairline()

    def _laid(self, column: Column, width: float, value: str) -> tuple[list[str], list[str]]:
        """The lines of a cell, loud and quiet."""
        first, _, second = value.partition("\n")
        if column.right:
            self._face(9.5)
            loud = [self._fit(first, width - 1)]
            self._face(8)
            return loud, [self._fit(second, width - 1)] if second else []
        return self._wrapped(first, width, 9.5), self._wrapped(second, width, 8) if second else []

    def _wrapped(self, text: str, width: float, size: float) -> list[str]:
        self._face(size)
        lines = self.multi_cell(width - 1, 4, text, dry_run=True, output=MethodReturnValue.LINES)
        assert isinstance(lines, list)
        return lines or [""]

    def _row(
        self,
        columns: Sequence[Column],
        widths: Sequence[float],
        cells: Sequence[tuple[list[str], list[str]]],
        height: float,
    ) -> None:
        top, x = self.get_y(), float(_LEFT)
        for column, width, (first, second) in zip(columns, widths, cells, strict=True):
            align, y = "R" if column.right else "L", top + 1
            for lines, size, step in ((first, 9.5, 5.5), (second, 8, 4.0)):
                self._face(size, quiet=lines is second)
                for line in lines:
                    self.set_xy(x, y)
                    self.cell(width, step, line, align=align)
                    y += step
            x += width
        self.set_xy(_LEFT, top + height)
        self._hairline()

    def _hairline(self) -> None:
        self.set_draw_color(*_LINE)
        self.set_line_width(0.2)
        self.line(_LEFT, self.get_y(), _LEFT + self.epw, self.get_y())

    def _face(self, size: float, *, bold: bool = False, quiet: bool = False) -> None:
        self.set_font("body", "B" if bold else "", size)
        self.set_text_color(*(_QUIET if quiet else _INK))

    def _fit(self, text: str, width: float) -> str:
        """The text, cut with an ellipsis where it would run out of its place."""
        if self.get_string_width(text) <= width - 1:
            return text
        while text and self.get_string_width(text + "…") > width - 1:
            text = text[:-1]
        return text.rstrip() + "…"
