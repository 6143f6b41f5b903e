"""What the documents say of the code is there: every file and folder they name."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
DOCUMENTS = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
# Written down as it was, in users' words.
NAMED = [path for path in DOCUMENTS if path.name != "CHANGELOG.md"]
_DATA = {"var/", "media/", "documents/"}  # of a running copy
_PATH = re.compile(r"`((?:[a-z_0-9]+/)+[a-z_0-9]*(?:\.(?:py|js|json|css|toml|ini|md))?)`|\]\(([^)#:]+)(?:#[^)]*)?\)")


@pytest.mark.parametrize("document", NAMED, ids=lambda path: str(path.relative_to(ROOT)))
def test_what_a_document_names_is_there(document: Path) -> None:
    named = {code or link for code, link in _PATH.findall(document.read_text())} - _DATA
    missing = [one for one in sorted(named) if not any(place.exists() for place in _places(one, document))]
    assert not missing


def _places(named: str, document: Path) -> list[Path]:
    """From the root, inside of the package, with `.py` left out, or beside the document."""
    roots = (ROOT, ROOT / "marketplace", ROOT / "tests", document.parent)
    return [root / tail for root in roots for tail in (named, f"{named}.py")]
