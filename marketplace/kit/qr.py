"""QR codes, for pages as one SVG path and for letters as a picture."""

from __future__ import annotations

import io

import qrcode


def draw(text: str) -> tuple[str, str]:
    """The code as one SVG path of unit squares and its view box, without a quiet zone: the frame is the page's."""
    matrix = _code(text, border=0).get_matrix()
    squares = [f"M{x} {y}h1v1h-1z" for y, row in enumerate(matrix) for x, is_dark in enumerate(row) if is_dark]
    return "".join(squares), f"0 0 {len(matrix)} {len(matrix)}"


def picture(text: str) -> bytes:
    """The code as a PNG with its quiet zone of four squares, six pixels a square."""
    out = io.BytesIO()
    _code(text, border=4).make_image().save(out, "PNG")
    return out.getvalue()


def _code(text: str, *, border: int) -> qrcode.QRCode:
    code = qrcode.QRCode(border=border, box_size=6, error_correction=qrcode.constants.ERROR_CORRECT_M)
    code.add_data(text)
    return code
