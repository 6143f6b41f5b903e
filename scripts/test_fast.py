"""The unit tests, and the integration tests of the business areas that the working copy changes against `main`.

A change of a state or a route also brings the test that every one of them is listed with who may use it.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
AREAS = {folder.name for folder in (ROOT / "tests/integration").iterdir() if (folder / "__init__.py").exists()}
SCREENS = {"state", "pages", "components"}
HANDLERS = "tests/authorization/test_handlers.py::test_every_handler_is_listed_and_nothing_else"
ROUTES = "tests/authorization/test_routes.py::test_every_route_is_listed_and_nothing_else"
ROUTES_OF_THE_API = "tests/authorization/test_api.py::test_every_route_of_the_api_is_listed_and_nothing_else"
# Whoever adds one must say who may use it: the list, not the whole matrix, which takes minutes.
LISTS = {"state": HANDLERS, "site": ROUTES, "api": ROUTES_OF_THE_API}


def main() -> None:
    chosen = tests_for(changed_files())
    print("pytest", *chosen, flush=True)
    sys.exit(subprocess.call([sys.executable, "-m", "pytest", *chosen, *sys.argv[1:]], cwd=ROOT))


def changed_files() -> list[str]:
    """What differs from the commit at which this branch left `main`, committed or not; paths from the root."""
    base = _git("merge-base", "HEAD", "main").strip() or "HEAD"
    return [*_git("diff", "--name-only", base).split(), *_git("ls-files", "-o", "--exclude-standard").split()]


def tests_for(files: Iterable[str]) -> list[str]:
    """Folders and files for pytest. A changed test is run itself; a changed area brings its integration tests."""
    chosen = {"tests/unit"}
    for name in files:
        parts = Path(name).parts
        if parts[0] == "tests" and parts[-1].startswith("test_") and "e2e" not in parts and (ROOT / name).exists():
            chosen.add(name)
        chosen |= {f"tests/integration/{part}" for part in parts[:-1] if part in AREAS and parts[0] != "tests"}
        if len(parts) > 1 and parts[0] == "marketplace" and parts[1] in SCREENS:
            chosen.add("tests/state")
        if len(parts) > 2 and parts[0] == "marketplace" and parts[1] in LISTS:
            chosen.add(LISTS[parts[1]])
    return sorted(one for one in chosen if not any(one != top and one.startswith(f"{top}/") for top in chosen))


def _git(*arguments: str) -> str:
    return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True, check=False).stdout


if __name__ == "__main__":
    main()
