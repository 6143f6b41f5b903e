"""How Reflex compiles the front end. Imports nothing of the application: Reflex reads this file first."""

import os
from pathlib import Path
from typing import Any

import reflex as rx

# The address is baked into the bundle and rewritten to `location.origin` after the build
# (marketplace/kit/process/frontend.py), so that one build serves every port, host and scheme.
PORT = int(os.environ.get("REFLEX_BUILD_PORT", "3000"))


VITE_PLUGIN = Path(__file__).parent / "vite_plugin"


class VitePlugin(rx.plugins.Plugin):
    """Gives `vite_plugin/plugin.js` to Vite: what our pages do not use does not reach the browser."""

    def get_static_assets(self, **context: Any) -> list[tuple[Path, str]]:
        return [(Path("vite_plugin") / script.name, script.read_text()) for script in sorted(VITE_PLUGIN.glob("*.js"))]

    def pre_compile(self, **context: Any) -> None:
        context["add_modify_task"]("vite.config.js", _with_plugin)


def _with_plugin(vite: str) -> str:
    if "./vite_plugin/plugin.js" in vite:
        return vite
    first = "alwaysUseReactDomServerNode(),"
    if vite.count(first) != 1:
        raise RuntimeError(f"vite.config.js has no {first}: has Reflex changed?")
    return 'import vitePlugin from "./vite_plugin/plugin.js";\n' + vite.replace(first, "vitePlugin(),\n    " + first)


config = rx.Config(
    app_name="marketplace",
    app_module_import="marketplace.app",
    plugins=[rx.plugins.TailwindV4Plugin({"plugins": []}), VitePlugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    frontend_lazy_bundled_libraries=True,
    frontend_compression_formats=["brotli", "gzip"],
    cors_allowed_origins=[f"http://localhost:{PORT}"],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_port=PORT,
    backend_port=PORT,
)
