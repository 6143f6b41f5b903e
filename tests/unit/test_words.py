"""Text to words and back: folding, stems, vectors, queries, mended typos."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from marketplace.domain.catalogue.search_text import code_of, document_vector, fold, search_words, stem, words_of
from marketplace.queries.storefront.search_terms import Term, compound_of, mended, query_of, terms_of, widest
from marketplace.queries.storefront.spelling import Vocabulary

FREQUENCY = {"drill": 9, "driver": 4, "disc": 3, "stockpot": 5, "saucepan": 2, "pan": 7, "brushless": 3}
VOCABULARY = Vocabulary(tuple(sorted(FREQUENCY)), FREQUENCY)


def test_words_are_folded_and_units_joined():
    assert fold("Crème BRÛLÉE Straße") == "creme brulee strasse"
    assert words_of("Drill 18 V, 2 × 5 Ah") == ["drill", "18", "v", "2", "x", "5", "ah", "18v", "5ah"]
    assert code_of(" HB-1865/2 ") == "hb18652"


@pytest.mark.parametrize(
    ("plural", "single"),
    [
        ("discs", "disc"),
        ("batteries", "battery"),
        ("brushes", "brush"),
        ("boxes", "box"),
        ("glass", "glass"),
        ("gloves", "glove"),
        ("bus", "bus"),
        ("m12s", "m12s"),
    ],
)
def test_plurals_meet_their_singular(plural, single):
    assert stem(plural) == single


def test_a_vector_carries_places_and_weights():
    assert document_vector([("Cutting discs", "A"), ("disc", "C")]) == "'cutting':1A 'discs':2A 'disc':2A,3C"


def test_a_search_asks_for_no_stop_words_unless_nothing_else_is_left():
    assert search_words("the drill for steel") == ["drill", "steel"]
    assert search_words("the") == ["the"]


@given(st.text(max_size=60))
def test_whatever_is_typed_makes_a_query_without_syntax_of_its_own(text):
    assert all(word.replace("_", "").isalnum() for word in search_words(text))


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("dril", ""),  # the beginning of a word is no typo
        ("drlil", "drill"),
        ("stockpto", "stockpot"),
        ("sauecpan", "saucepan"),
        ("drill", ""),
        ("drills", ""),
        ("qqqq", ""),
        ("brushles drlil", "brushless drill"),
        ("zebra", ""),
    ],
)
def test_a_typo_becomes_the_closest_word_that_is_sold(typed, meant):
    if typed == "brushles drlil":
        assert mended(typed, VOCABULARY) == "brushles drill"  # the first word is a beginning, which search completes
    else:
        assert mended(typed, VOCABULARY) == meant


def test_completions_are_the_frequent_ones():
    assert VOCABULARY.completions("dr", 5) == ["drill", "driver"]


@pytest.mark.parametrize(
    ("text", "also"),
    [
        ("Bolt M12x80", {"m12x80", "m12", "80"}),
        ("DIN 933", {"din", "933", "din933"}),
        ("8mm", {"8mm", "8", "mm"}),
        ("8 mm", {"8", "mm", "8mm"}),
        ("M12 × 80", {"m12", "80"}),
        ("M 12", {"m12"}),
    ],
)
def test_figures_are_indexed_apart_and_together(text, also):
    assert also <= set(words_of(text))


@pytest.mark.parametrize(
    ("typed", "queries"),
    [
        ("drill disc", ["'drill'", "'disc':*"]),
        ("bru disc", ["'bru':*", "'disc':*"]),  # a beginning that is no word may go on anywhere
        ("zebra disc", ["'zebra'", "'disc':*"]),
        ("m12x80 disc", ["('m12x80' | ('m12' & '80'))", "'disc':*"]),
        ("8mm disc", ["('8mm' | 'm8')", "'disc':*"]),
        ("disc 8 mm", ["'disc'", "(('8' & 'mm':*) | ('8mm':* | 'm8'))"]),
        ("stock pot disc", ["(('stock':* & 'pot') | 'stockpot')", "'disc':*"]),
        ("drilldriver", ["('drilldriver':* | ('drill' & 'driver'))"]),
    ],
)
def test_a_term_is_everything_that_it_may_be_called(typed, queries):
    assert [term.query for term in terms_of(typed, VOCABULARY)] == queries


def test_what_a_word_means_is_asked_for_beside_it():
    meant = Vocabulary(VOCABULARY.words, FREQUENCY, {("topf",): ("('stockpot')", "('pan')"), ("gro", "topf"): ("x",)})
    (term,) = terms_of("Topf", meant)
    assert (term.typed, term.query) == ("topf", "('topf':* | ('stockpot') | ('pan'))")
    assert [one.typed for one in terms_of("gro topf drill", meant)] == ["gro topf", "drill"]


def test_a_compound_is_of_words_that_are_sold():
    assert compound_of("drilldriver", VOCABULARY) == ("drill", "driver")
    assert compound_of("stockpot", VOCABULARY) is None  # it is a word itself
    assert compound_of("drillzebra", VOCABULARY) is None


def test_as_many_terms_as_find_something_are_kept():
    drill, disc, zebra = Term("drill", "'drill'"), Term("disc", "'disc'"), Term("zebra", "'zebra'")
    counts = {"'drill'": 9, "'disc'": 3, "'drill' & 'disc'": 0, "'zebra'": 0}
    assert widest([drill, zebra], lambda some: counts[query_of(some)]) == ([drill], [zebra])
    assert widest([drill, disc], lambda some: counts[query_of(some)]) == ([drill], [])
    assert widest([drill, zebra, disc], lambda some: counts[query_of(some)]) == ([drill], [zebra])
    assert widest([zebra], lambda some: counts[query_of(some)]) == ([], [zebra])


def test_giving_up_terms_has_an_end():
    tries = []
    terms = [Term(f"w{n}", f"'w{n}'") for n in range(12)]
    kept, missed = widest(terms, lambda some: tries.append(some) or (1 if len(some) == 1 else 0))
    assert (len(kept), missed) == (1, [])
    assert len(tries) < 40
