"""Identifiers: a short prefix that says what it is, then a ULID that sorts by time."""

from ulid import ULID


def new_id(prefix: str) -> str:
    """`new_id("prod")` is like `prod_01JD0Z...`: 26 Crockford characters after the prefix, never reused."""
    return f"{prefix}_{ULID()}"
