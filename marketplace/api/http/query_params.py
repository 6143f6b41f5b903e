"""What a route reads from the query: a pydantic model, strict, filled from bracketed query strings."""

from __future__ import annotations

from typing import Annotated, Any, Generic, TypeVar

from fastapi import Depends
from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError
from starlette.requests import Request

from marketplace.api.http.bracket_query import parse_query
from marketplace.api.http.errors import InvalidData, problems_of

M = TypeVar("M", bound=BaseModel)
MOST = 100  # rows of one answer; a larger `limit` is answered with as many


class ReadParams(BaseModel):
    """The parameters that every answer understands. An unknown one is refused, as the contract has it."""

    model_config = ConfigDict(extra="forbid")

    fields: str | None = Field(None, max_length=4000, description="Which parts to answer: `+a,-b,*relation`.")
    locale: str | None = Field(None, max_length=35)


class ListParams(ReadParams):
    """Paging and order of a list."""

    limit: int = Field(50, ge=0, le=1_000_000)
    offset: int = Field(0, ge=0, le=10_000_000)
    order: str | None = Field(None, max_length=100, description="A field; a leading `-` turns it round.")

    @property
    def taken(self) -> int:
        """How many rows are answered."""
        return min(self.limit, MOST)


def _listed(value: Any) -> Any:
    """A list out of `id=a`, `id=a&id=b` and `id[$in][0]=a`."""
    if isinstance(value, dict) and set(value) <= {"$in", "$eq"}:
        value = [one for part in value.values() for one in (part if isinstance(part, list) else [part])]
    return [value] if isinstance(value, str) else value


def _several(value: Any) -> Any:
    """As `_listed`, and out of `id[]=a,b`."""
    value = _listed(value)
    if isinstance(value, list) and all(isinstance(one, str) for one in value):
        return [piece for one in value for piece in one.split(",") if piece]
    return value


Several = Annotated[list[str], BeforeValidator(_several), Field(max_length=200)]
# Words of people, in which a comma is a comma.
Wordings = Annotated[list[str], BeforeValidator(_listed), Field(max_length=200)]


class ParamsReader(Generic[M]):
    """The dependency of a route; `documented.py` finds the model here."""

    def __init__(self, model: type[M]) -> None:
        self.query_model = model

    async def __call__(self, request: Request) -> M:
        return read_query(self.query_model, request.url.query)


def read_query(model: type[M], query: str) -> M:
    """The model filled from a query string. Raises `InvalidData` with a line per problem."""
    try:
        return model.model_validate(parse_query(query))
    except ValidationError as error:
        raise InvalidData(problems_of(list(error.errors()))) from None


def from_query(model: type[M]) -> Any:
    """`params: RegionsParams = from_query(RegionsParams)` reads the query of a route."""
    return Depends(ParamsReader(model))
