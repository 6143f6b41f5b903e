"""How a person is drawn where there is no portrait."""

from zlib import crc32


def initials_of(name: str) -> str:
    """First letters of the first and last word: `Sanne de Wit` is SW."""
    words = [word for word in name.replace("@", " ").split() if word[0].isalnum()]
    return (words[0][0] + (words[-1][0] if len(words) > 1 else "")).upper() if words else "?"


def hue_of(key: str) -> int:
    """One of six hues, always the same for the same person."""
    return crc32(key.encode()) % 6 + 1
