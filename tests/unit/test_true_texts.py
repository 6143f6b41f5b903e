"""No text promises what the product does not do: said in a shop, it is an offer."""

import re
from pathlib import Path

import pytest

# What is promised once it is built; take a line away together with building it.
NOT_YET = {
    "one invoice for several vendors": r"(?i)\bone invoice\b",
    "one delivery note for several vendors": r"(?i)\bone delivery note\b",
    "quotations": r"(?i)ask for a quot",
    "prices across a company's sites": r"(?i)all sites of your company",
}
TEXTS = [
    path
    for part in ("components", "demo", "integrations/mail", "pages", "queries", "services", "site")
    for path in sorted(Path("marketplace", part).rglob("*"))
    if path.suffix in (".py", ".txt", ".html")
]


@pytest.mark.parametrize("promise", NOT_YET)
def test_nothing_is_promised_that_is_not_there(promise: str) -> None:
    places = [str(path) for path in TEXTS if re.search(NOT_YET[promise], path.read_text())]
    assert places == []


def test_the_texts_are_found() -> None:
    assert len(TEXTS) > 300
