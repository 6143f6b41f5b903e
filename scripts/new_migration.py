"""`make migration m="what it is for"`: the difference between models and migrations, written down as the next one."""

from __future__ import annotations

import os
import re
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

VERSIONS = Path(__file__).resolve().parents[1] / "alembic/versions"


def main() -> None:
    message = " ".join(sys.argv[1:]).strip()
    if not message:
        sys.exit('Say what it is for: make migration m="vendors have a time zone"')
    with tempfile.TemporaryDirectory() as folder:
        os.environ.pop("DATABASE_URL", None)  # never the database of somebody else
        os.environ["MARKETPLACE_DATA_DIR"] = folder
        from alembic import command
        from marketplace.kit.process import embedded, migrations

        try:
            command.upgrade(migrations.config(), "head")
            number = next_number(path.name for path in VERSIONS.glob("*.py"))
            command.revision(migrations.config(), message, autogenerate=True, rev_id=number)
        finally:
            embedded.stop(Path(folder))
    (draft,) = VERSIONS.glob(f"{number}_*.py")
    if changes_nothing(draft.read_text()):
        draft.unlink()
        sys.exit("Nothing to write down. Is the new table's module named in marketplace/models/__init__.py?")
    print(
        f"Read {draft.relative_to(VERSIONS.parents[1])}, and fill in old rows. For a new table of a store add\n"
        "    op.execute(\"select protect_tenant_table('...')\")\n"
        "and then `make guards`. A copy that runs gets it by `.venv/bin/marketplace migrate`."
    )


def changes_nothing(draft: str) -> bool:
    """Whether Alembic found no difference to write down."""
    return not re.search(r"^    op\.", draft, re.MULTILINE)


def next_number(names: Iterable[str]) -> str:
    """`0083` after `0082_vendors_time_zones.py`."""
    numbers = [int(match[1]) for name in names if (match := re.match(r"(\d{4})_", name))]
    return f"{max(numbers, default=0) + 1:04d}"


if __name__ == "__main__":
    main()
