"""A JSON column with a shape: read into a frozen pydantic model, written back with nothing lost.

The shape grows by fields with defaults. A change that older programs would misread raises `CURRENT`; they then refuse
the row instead of guessing. Rows from before versions were written are of version 1.
"""

from __future__ import annotations

from typing import Any, ClassVar, Generic, Self, TypeVar

from pydantic import BaseModel, ConfigDict, model_validator
from sqlalchemy import Dialect
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.types import TypeDecorator


class NewerVersion(Exception):
    """A newer program wrote this value: what it means is not known here."""

    def __init__(self, noun: str, version: int, known: int) -> None:
        super().__init__(
            f"A newer program wrote the {noun} (version {version}, known here up to {known})."
            " Update this program, or run the newer one again."
        )


class Shape(BaseModel):
    """A part of such a value. What an older or newer program wrote beside the fields is kept as it is."""

    model_config = ConfigDict(frozen=True, extra="allow")


class VersionedJson(Shape):
    """The whole of a JSON column. `NOUN` names it in sentences. Reading raises `NewerVersion`, or pydantic's error."""

    CURRENT: ClassVar[int] = 1
    NOUN: ClassVar[str] = "value"

    version: int = 1

    @model_validator(mode="after")
    def _is_known(self) -> Self:
        if self.version > self.CURRENT:
            raise NewerVersion(self.NOUN, self.version, self.CURRENT)
        return self


V = TypeVar("V", bound=VersionedJson)


class JsonOf(TypeDecorator[V], Generic[V]):
    """JSONB that is `shape` in Python. A field that was never set stays absent in the row."""

    impl = JSONB
    cache_ok = True

    def __init__(self, shape: type[V]) -> None:
        super().__init__(none_as_null=True)
        self.shape = shape

    def process_bind_param(self, value: V | None, dialect: Dialect) -> dict[str, Any] | None:
        if value is None:
            return None
        return {**value.model_dump(mode="json", exclude_unset=True), "version": value.version}

    def process_result_value(self, value: Any, dialect: Dialect) -> V | None:
        return None if value is None else self.shape.model_validate(value)
