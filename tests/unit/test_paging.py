"""Which rows a page shows, and how that is said."""

from __future__ import annotations

import pytest

from marketplace.queries.shared.paging import Page, span_of


@pytest.mark.parametrize(
    ("total", "wanted", "page", "pages", "skip", "says"),
    [
        (148, 1, 1, 6, 0, "1 to 25 of 148 products"),
        (148, 6, 6, 6, 125, "126 to 148 of 148 products"),
        (148, 99, 6, 6, 125, "126 to 148 of 148 products"),
        (148, -3, 1, 6, 0, "1 to 25 of 148 products"),
        (1, 1, 1, 1, 0, "1 to 1 of 1 product"),
        (0, 7, 1, 1, 0, "No products"),
        (2500, 41, 41, 100, 1000, "1,001 to 1,025 of 2,500 products"),
    ],
)
def test_a_page_is_within_its_list(total: int, wanted: int, page: int, pages: int, skip: int, says: str) -> None:
    span = span_of(total, wanted, 25, "product")
    assert span.window == {"n": 25, "skip": skip}
    shown = Page(("a row",), span)
    assert (shown.total, shown.page, shown.pages, shown.range_text) == (total, page, pages, says)


def test_what_has_a_plural_of_its_own_says_so() -> None:
    assert span_of(0, 1, 25, "company", "companies").range_text == "No companies"
    assert span_of(2, 1, 25, "company", "companies").range_text == "1 to 2 of 2 companies"
