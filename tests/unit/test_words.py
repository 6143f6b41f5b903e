"""Text to words and back: folding, stems, vectors, queries, mended typos."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.words import code_of, document_vector, fold, search_query, search_words, stem, words_of
from marketplace.queries.storefront.spelling import Vocabulary, known_words, mended

FREQUENCY = {"drill": 9, "driver": 4, "disc": 3, "stockpot": 5, "saucepan": 2, "pan": 7, "brushless": 3}
VOCABULARY = Vocabulary(tuple(sorted(FREQUENCY)), FREQUENCY)


def test_words_are_folded_and_units_joined():
    assert fold("Crème BRÛLÉE Straße") == "creme brulee strasse"
    assert words_of("Drill 18 V, 2 × 5 Ah") == ["drill", "18", "v", "2", "x", "5", "ah", "18v", "5ah"]
    assert code_of(" HB-1865/2 ") == "hb18652"


@pytest.mark.parametrize(
    ("plural", "single"),
    [
        ("discs", "disc"), ("batteries", "battery"), ("brushes", "brush"), ("boxes", "box"), ("glass", "glass"),
        ("gloves", "glove"), ("bus", "bus"), ("m12s", "m12s"),
    ],
)  # fmt: skip
def test_plurals_meet_their_singular(plural, single):
    assert stem(plural) == single


def test_a_vector_carries_places_and_weights():
    assert document_vector([("Cutting discs", "A"), ("disc", "C")]) == "'cutting':1A 'discs':2A 'disc':2A,3C"


def test_a_query_wants_every_word_and_leaves_the_last_open():
    assert search_query(["cutting", "disc"]) == "'cutting' & 'disc':*"
    assert search_query(["discs"]) == "('discs':* | 'disc')"
    assert search_words("the drill for steel") == ["drill", "steel"]
    assert search_words("the") == ["the"]


@given(st.text(max_size=60))
def test_whatever_is_typed_makes_a_query_without_syntax_of_its_own(text):
    assert all(word.replace("_", "").isalnum() for word in search_words(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dril", ""),  # the beginning of a word is no typo
        ("drlil", "drill"), ("stockpto", "stockpot"), ("sauecpan", "saucepan"), ("drill", ""), ("drills", ""),
        ("qqqq", ""), ("brushles drlil", "brushless drill"), ("zebra", ""),
    ],
)  # fmt: skip
def test_a_typo_becomes_the_closest_word_that_is_sold(typed, meant):
    if typed == "brushles drlil":
        assert mended(typed, VOCABULARY) == "brushles drill"  # the first word is a beginning, which search completes
    else:
        assert mended(typed, VOCABULARY) == meant


def test_completions_are_the_frequent_ones():
    assert VOCABULARY.completions("dr", 5) == ["drill", "driver"]
    assert known_words("zebra drill", VOCABULARY) == ["drill"]
