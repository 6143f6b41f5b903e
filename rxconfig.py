"""How Reflex compiles the front end. Imports nothing of the application: Reflex reads this file first."""

import os
import re
from typing import Any

import reflex as rx

# The address is baked into the bundle and rewritten to `location.origin` after the build
# (marketplace/kit/frontend.py), so that one build serves every port, host and scheme.
PORT = int(os.environ.get("REFLEX_BUILD_PORT", "3000"))


class SmallerState(rx.plugins.Plugin):
    """A direct `eval` keeps the bundler from shortening any name in the file, 4 KB of gzip here; our policy
    forbids every eval anyway, so an indirect one is as good.
    """

    def pre_compile(self, **context: Any) -> None:
        context["add_modify_task"]("utils/state.js", lambda code: re.sub(r"(?<![\w.])eval\(", "(0, eval)(", code))


config = rx.Config(
    app_name="marketplace",
    app_module_import="marketplace.app",
    plugins=[rx.plugins.TailwindV4Plugin(), SmallerState()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    frontend_lazy_bundled_libraries=True,
    frontend_compression_formats=["brotli", "gzip"],
    cors_allowed_origins=[f"http://localhost:{PORT}"],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_port=PORT,
    backend_port=PORT,
)
