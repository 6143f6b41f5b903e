"""Requests per second and p95 of public pages, beside a bare ASGI reply on the same server settings, in one run.

    .venv/bin/python -m scripts.bench.http [--seconds 5] [--rounds 3] [--url http://localhost:3000]

Needs `wrk` (Debian: apt install wrk) and a running copy (`make run`). Machines are noisy: look at the ratios,
which are medians of rounds in which bare and page take turns.
"""

from __future__ import annotations

import argparse
import json
import os
import re
import shutil
import socket
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request
from dataclasses import dataclass

from marketplace.kit.cpu_affinity import choose_processor

LOAD = """
request_number = 0
math.randomseed(tonumber(os.getenv("BENCH_ROUND")))
request = function()
  request_number = request_number + 1
  local path = string.gsub(wrk.path, "@", tostring(request_number) .. "." .. tostring(math.random(1e9)))
  return wrk.format("GET", path)
end
done = function(summary, latency, requests)
  io.write(string.format("P95 %f\\n", latency:percentile(95) / 1000))
end
"""


@dataclass(frozen=True)
class Figure:
    per_second: float
    p95_ms: float


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wrk(url: str, clients: int, seconds: int, script: str) -> Figure:
    """One measurement. `@` in the path becomes another number in every request, so that no cache helps."""
    command = ["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "-s", script, url]
    environment = {**os.environ, "BENCH_ROUND": str(time.time_ns() % 2**31)}  # no round asks what another asked
    out = subprocess.run(command, capture_output=True, text=True, check=True, env=environment).stdout
    if "Non-2xx" in out:
        sys.exit(f"{url} did not answer 200:\n{out}")
    per_second = re.search(r"Requests/sec:\s+([\d.]+)", out)
    p95 = re.search(r"P95 ([\d.]+)", out)
    assert per_second
    assert p95
    return Figure(float(per_second[1]), float(p95[1]))


def start_bare(port: int) -> subprocess.Popen[bytes]:
    command = [
        sys.executable,
        "-m",
        "granian",
        "--interface",
        "asgi",
        "--factory",
        "--port",
        str(port),
        "--log-level",
        "error",
        "scripts.bench.bare:app",
    ]
    chosen = choose_processor()  # as `marketplace up` does
    environment = {} if chosen is None else {"WEB_PROCESSOR": str(chosen)}
    process = subprocess.Popen(command, env={**os.environ, **environment})
    while True:
        try:
            urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=1).close()
            return process
        except OSError:
            time.sleep(0.1)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://localhost:3000")
    parser.add_argument("--store", default="northforge")
    parser.add_argument("--product", default="")
    parser.add_argument("--query", default="drill")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    if not shutil.which("wrk"):
        sys.exit("error: wrk is needed to make the load (apt install wrk)")
    base = f"{options.url}/s/{options.store}"
    product = options.product or first_product(options.url, options.store)
    query = urllib.parse.quote(options.query)
    pages = {
        "product, cached": f"{base}/p/{product}",
        "product, uncached": f"{base}/p/{product}?bench=@",
        "search, cached": f"{base}/search?q={query}",
        "search, uncached": f"{base}/search?q={query}&bench=@",
        "home, cached": base,
    }
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as file:
        file.write(LOAD)
    port = free_port()
    bare = start_bare(port)
    try:
        report(f"http://127.0.0.1:{port}/", pages, options.seconds, options.rounds, file.name)
    finally:
        bare.terminate()


def first_product(url: str, store: str) -> str:
    """The first product of the store's sitemap."""
    with urllib.request.urlopen(f"{url}/s/{store}/sitemap.xml", timeout=10) as answer:
        match = re.search(r"/p/([a-z0-9-]+)<", answer.read().decode())
    assert match, "the sitemap names no product"
    return match[1]


def report(bare: str, pages: dict[str, str], seconds: int, rounds: int, script: str) -> None:
    rows = []
    for clients in (1, 4, 8):
        for name, url in pages.items():
            wrk(url, clients, 1, script)  # warm
            pairs = [(wrk(bare, clients, seconds, script), wrk(url, clients, seconds, script)) for _ in range(rounds)]
            rows.append(
                {
                    "page": name,
                    "clients": clients,
                    "per_second": round(statistics.median(p.per_second for _, p in pairs), 1),
                    "p95_ms": round(statistics.median(p.p95_ms for _, p in pairs), 2),
                    "bare_per_second": round(statistics.median(b.per_second for b, _ in pairs), 1),
                    "ratio": round(statistics.median(p.per_second / b.per_second for b, p in pairs), 3),
                }
            )
            print(json.dumps(rows[-1]), flush=True)


if __name__ == "__main__":
    main()
