"""How Reflex compiles the front end. Imports nothing of the application: Reflex reads this file first."""

import os

import reflex as rx

# The address is baked into the bundle and rewritten to `location.origin` after the build
# (marketplace/kit/frontend.py), so that one build serves every port, host and scheme.
PORT = int(os.environ.get("REFLEX_BUILD_PORT", "3000"))

config = rx.Config(
    app_name="marketplace",
    app_module_import="marketplace.app",
    plugins=[rx.plugins.TailwindV4Plugin()],
    disable_plugins=[rx.plugins.SitemapPlugin],
    frontend_lazy_bundled_libraries=True,
    frontend_compression_formats=["brotli", "gzip"],
    cors_allowed_origins=[f"http://localhost:{PORT}"],
    telemetry_enabled=False,
    show_built_with_reflex=False,
    frontend_port=PORT,
    backend_port=PORT,
)
