"""What a start that does not come to its end says."""

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from marketplace.launch import why_not_serving


class _Behind(BaseHTTPRequestHandler):
    """A product whose schema is behind its code."""

    def do_GET(self) -> None:
        self.send_response(503)
        self.end_headers()
        says = b'{"status":"down","down":["schema"],"parts":{"schema":{"ok":false,"says":"behind the code"}}}'
        self.wfile.write(says if self.path == "/health" else b"not JSON")

    def log_message(self, format: str, *args: object) -> None:
        pass


@pytest.fixture
def behind() -> Iterator[str]:
    server = HTTPServer(("127.0.0.1", 0), _Behind)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_part_that_is_down_is_named_with_its_reason(behind: str) -> None:
    assert why_not_serving(f"{behind}/health") == "schema: behind the code"
    assert why_not_serving(f"{behind}/elsewhere") == "it answers 503"


def test_nobody_there_is_said_so() -> None:
    assert why_not_serving("http://127.0.0.1:9/health") == "no answer"
