"""What may stand in a bank file: the Latin signs of SEPA (EPC217-08), names in them, references in fewer still."""

from __future__ import annotations

import re
import unicodedata

from anyascii import anyascii

_GERMAN = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue"})
_IN_WORDS = str.maketrans({"&": "+", "_": "-", "@": "(at)", "‘": "'", "’": "'"})
_OTHER = re.compile(r"[^A-Za-z0-9/\-?:().,'+ ]")
_MOST = 35


def in_bank_signs(text: str, most: int, *, is_german: bool = False) -> str:
    """`text` in the signs that every bank takes, at most so many: `Müller & Söhne` is `Mueller + Soehne` in German.

    Elsewhere ü is u; other scripts are written in Latin letters.
    """
    plain = unicodedata.normalize("NFC", text)
    plain = anyascii(plain.translate(_GERMAN) if is_german else plain).translate(_IN_WORDS)
    return " ".join(_OTHER.sub(" ", plain).split())[:most].strip()


def bank_reference(key: str) -> str:
    """A key of ours as banks carry it through: `pay_01J-1` is `pay-01J-1`. Raises ValueError for a longer one."""
    reference = re.sub(r"[^A-Za-z0-9]", "-", key)
    if not 0 < len(reference) <= _MOST:
        raise ValueError(f"a reference has 1 to {_MOST} signs, {key!r} has {len(reference)}")
    return reference
