"""What `make dev` writes for Vite after a save."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PAGE, STATE = "marketplace.pages.vendor_desk.products", "marketplace.state.vendor_desk.products"


def test_only_the_saved_page_is_compiled_with_its_parts_and_states(tmp_path: Path) -> None:
    code = (
        f"from marketplace.compile_screens import compile_screens; compile_screens(frozenset({{{PAGE!r}, {STATE!r}}}))"
    )
    subprocess.run([sys.executable, "-c", code], env={**os.environ, "REFLEX_WEB_WORKDIR": str(tmp_path)}, check=True)

    written = {path.relative_to(tmp_path).as_posix(): path.read_text() for path in tmp_path.rglob("*.jsx")}
    route, parts = (
        "app/routes/[vendor].[products]._index.jsx",
        "app_components/marketplace/pages/vendor_desk/products.jsx",
    )
    assert set(written) == {route, parts, "utils/context.jsx"}
    assert "Add a product" in written[route] + written[parts]
    assert "vendor_desk___products" in written["utils/context.jsx"]
