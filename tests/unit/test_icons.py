"""Every icon that the desks name is in their sprite: one that is not would be drawn as nothing."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
_NAMED = re.compile(r'(?:\bicon\(|icon_name=|\bempty\(\s*|\bLink\(\s*"[^"]*",\s*)"([a-z0-9-]+)"')


def test_every_icon_of_a_desk_is_in_the_sprite() -> None:
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (ROOT / "assets/desk-icons.svg").read_text()))
    folders = [ROOT / "marketplace" / folder for folder in ("components", "pages")]
    named = {
        name: path.name
        for folder in folders
        for path in folder.rglob("*.py")
        if "storefront" not in path.parts
        for name in _NAMED.findall(path.read_text())
    }
    assert len(named) > 50
    assert {name: path for name, path in named.items() if name not in drawn} == {}
