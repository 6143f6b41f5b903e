"""Query strings with brackets: nested as they are written, and whatever is sent, a dict or a refusal."""

from __future__ import annotations

from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from marketplace.api.http.bracket_query import parse_query
from marketplace.api.http.errors import InvalidData
from marketplace.api.http.query_params import read_query
from marketplace.api.store.products import ProductsParams


@pytest.mark.parametrize(
    ("query", "read"),
    [
        ("", {}),
        ("limit=5&q=a+b%20c", {"limit": "5", "q": "a b c"}),
        ("id=a", {"id": "a"}),
        ("id=a&id=b", {"id": ["a", "b"]}),
        ("id[]=a&id[]=b", {"id": ["a", "b"]}),
        ("id[0]=a&id[1]=b", {"id": ["a", "b"]}),
        ("id[1]=b&id[0]=a", {"id": ["a", "b"]}),
        ("id[10]=c&id[9]=b&id[0]=a", {"id": ["a", "b", "c"]}),
        ("id%5B0%5D=a", {"id": ["a"]}),
        ("created_at[$gte]=2024-01-01&created_at[$lt]=2025", {"created_at": {"$gte": "2024-01-01", "$lt": "2025"}}),
        ("variants[options][value][0]=L", {"variants": {"options": {"value": ["L"]}}}),
        ("$and[0][title]=a&$and[1][title]=b", {"$and": [{"title": "a"}, {"title": "b"}]}),
        ("q=", {"q": ""}),
        ("id[²]=a", {"id": {"²": "a"}}),
        (f"id[{'9' * 5000}]=a", {"id": {"9" * 5000: "a"}}),
    ],
)
def test_read(query: str, read: dict[str, Any]) -> None:
    assert parse_query(query) == read


@pytest.mark.parametrize(
    "query",
    [
        "a[b][c][d][e][f]=1",
        "id=1&id[a]=2",
        "id[a]=2&id=1",
        "[x]=1",
        "a]=1",
        "a[b=1",
        "a[b]c=1",
        "&".join(f"a{n}=1" for n in range(501)),
    ],
)
def test_refused(query: str) -> None:
    with pytest.raises(InvalidData):
        parse_query(query)


@given(st.text(alphabet="ab01$[]=&%²5D.,+ ", max_size=60) | st.text(max_size=40))
@example("a[²]=1")
@example("a[1]=x&a[]=y&a[0][b]=z")
def test_whatever_is_sent_is_a_dict_or_a_refusal(query: str) -> None:
    try:
        params = parse_query(query)
    except InvalidData:
        return
    assert isinstance(params, dict)
    assert all(isinstance(name, str) for name in params)


@given(st.text(alphabet="idlm t[]=&%$0123456789.,-+", max_size=60))
@example("limit=1e5")
@example("id[0][a]=1")
@example("created_at[$gte]=9999999999999999999")
@example("created_at=2024-01-01")
def test_a_route_reads_it_or_refuses_it(query: str) -> None:
    try:
        read_query(ProductsParams, query)
    except InvalidData:
        return


@given(st.lists(st.text(alphabet=st.characters(blacklist_categories=["Cs"]), min_size=1), min_size=1, max_size=8))
def test_a_list_comes_back_as_it_was_sent(values: list[str]) -> None:
    query = "&".join(f"title[{n}]={quote(value, safe='')}" for n, value in enumerate(values))
    assert parse_query(query) == {"title": values}
    assert read_query(ProductsParams, query).title == values


def test_ids_are_split_at_commas_and_words_are_not() -> None:
    params = read_query(ProductsParams, "id[]=a,b&id[]=c&title=Caliper, 150 mm&handle[$in][0]=x&handle[$in][1]=y")
    assert params.id == ["a", "b", "c"]
    assert params.title == ["Caliper, 150 mm"]
    assert params.handle == ["x", "y"]
