"""The address of a list: read tolerantly, written so that it is read back the same."""

import string
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from marketplace.queries.storefront.listing import page_numbers
from marketplace.queries.storefront.listing_query import MAX_PAGE, SORTS, ListingQuery

words = st.text(string.ascii_letters + string.digits + " ½×üß-.", max_size=30).map(lambda s: " ".join(s.split()))
keys = st.sampled_from(["vendor", "category", "delivery", "voltage", "standard", "max_torque"])
values = st.text(string.ascii_letters + string.digits + " /=&?+", min_size=1, max_size=20).map(str.strip).filter(bool)
queries = st.builds(
    lambda q, facets, low, more, sort, page, dense, exact: ListingQuery(
        q,
        tuple(sorted((key, tuple(sorted(set(chosen)))) for key, chosen in facets.items())),
        low,
        None if more is None else (low or 0) + more,
        sort,
        page,
        dense,
        exact,
    ),
    words,
    st.dictionaries(keys, st.lists(values, min_size=1, max_size=4), max_size=4),
    st.none() | st.integers(0, 10**7),
    st.none() | st.integers(0, 10**7),
    st.sampled_from(["", *SORTS]),
    st.integers(1, MAX_PAGE),
    st.booleans(),
    st.booleans(),
)


def read(address: str, currency: str = "EUR") -> ListingQuery:
    return ListingQuery.from_params(parse_qsl(address.lstrip("?"), keep_blank_values=True), currency)


@given(queries)
def test_what_is_written_is_read_back(query):
    assert read(query.to_query("EUR")) == query


@given(st.lists(st.tuples(st.text(max_size=12), st.text(max_size=200)), max_size=80))
def test_anything_can_be_read(params):
    query = ListingQuery.from_params(params, "EUR")
    assert 1 <= query.page <= MAX_PAGE
    assert query.sort in {"", *SORTS}
    assert read(query.to_query("EUR")) == query


def test_garbage_is_left_out():
    query = read("?page=0&sort=drop+table&from=x&to=-&view=9&f.%27+or=1&f.=2&q=++drill++")
    assert query == ListingQuery(q="drill")


def test_prices_are_in_the_currency_and_in_order():
    assert (read("?from=€200&to=5.50").price_from, read("?from=€200&to=5.50").price_to) == (550, 20000)
    assert read("?to=1500", "JPY").price_to == 1500
    assert read("?to=1.204,50&from=EUR+12").price_to == 120450
    assert read("?from=12 eur").price_from == 1200
    assert [read(f"?from={price}").price_from for price in ("12€", "12 €", "€ 12", "12.50 €")] == [1200] * 3 + [1250]
    for no_price in (
        "12€50",
        "1€2€3",
        "€12€",
        "€12 EUR",
        "EUR12EUR",
        "€€12",
        "€",
        "1e3",
        "-5",
        "12abc34",
        "1.204",
        "٣",
        "0x10",
    ):
        assert read(f"?from={no_price}").price_from is None, no_price
    assert ListingQuery(price_to=550).to_query("EUR") == "?to=5.50"


def test_giving_up_a_filter_starts_at_the_first_page():
    query = read("?q=a&f.voltage=18+V&f.voltage=12+V&vendor=bolt&page=3")
    assert query.without("voltage", "18 V").to_query("EUR") == "?q=a&vendor=bolt&f.voltage=12+V"
    assert query.without("vendor", "bolt").facets == (("voltage", ("12 V", "18 V")),)
    assert query.without_filters().to_query("EUR") == "?q=a"
    assert query.filter_count == 3


def test_pages_leave_gaps_only_where_something_is_left_out():
    assert page_numbers(1, 14) == [1, 2, 3, None, 14]
    assert page_numbers(7, 14) == [1, None, 6, 7, 8, None, 14]
    assert page_numbers(2, 4) == [1, 2, 3, 4]
    assert page_numbers(1, 1) == [1]
