"""The store API: reads per second and p95 beside a bare ASGI reply, and carts that become orders, in one run.

    .venv/bin/python -m scripts.bench.api [--url http://localhost:3000] [--store northforge] [--seconds 5] [--rounds 3]

Needs `wrk` (Debian: apt install wrk) and a running copy started with RATE_LIMITS=off. Machines are noisy: look at
the ratios, which are medians of rounds in which bare and API take turns. For another size of catalogue see
`scripts.bench.api_sizes`.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import urllib.request
from typing import Any

from scripts.bench.http import Figure, free_port, start_bare, wrk

WORD = "cordless"
_SCRIPT = """
wrk.headers["x-publishable-api-key"] = os.getenv("BENCH_KEY")
wrk.headers["accept"] = "application/json"
request_number = tonumber(os.getenv("BENCH_ROUND"))
spread = tonumber(os.getenv("BENCH_SPREAD"))
request = function()
  request_number = request_number + 1
  local path = string.gsub(wrk.path, "@", tostring(request_number % spread))
  path = string.gsub(path, "~", tostring(request_number))
  return wrk.format("GET", path)
end
done = function(summary, latency, requests)
  io.write(string.format("P95 %f\\n", latency:percentile(95) / 1000))
end
"""


def ask(url: str, key: str, path: str) -> Any:
    """One answer as JSON."""
    request = urllib.request.Request(url + path, headers={"x-publishable-api-key": key})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.load(answer)


def reads(url: str, key: str) -> dict[str, str]:
    """What is read: answers that may be ready, and answers that are not.

    `@` becomes another offset or quantity, `~` another number in every request, so that nothing is in memory. No offset
    goes beyond what a filter or a word finds here: an empty page is no page.
    """
    region = ask(url, key, "/store/regions")["regions"][0]["id"]
    product = ask(url, key, "/store/products?limit=1&fields=id")["products"][0]["id"]
    listed = f"/store/products?limit=12&region_id={region}"

    def count(query: str) -> int:
        return int(ask(url, key, f"{listed}&fields=id&{query}")["count"])

    categories = ask(url, key, "/store/product-categories?limit=100&fields=id")["product_categories"]
    category = max((one["id"] for one in categories), key=lambda one: count(f"category_id={one}"))
    hits = min(count(f"category_id={category}"), count(f"q={WORD}"))
    os.environ["BENCH_SPREAD"] = str(max(1, min(80, hits - 12)))
    return {
        "list of 12, ready": listed,
        "product, ready": f"/store/products/{product}?region_id={region}",
        "list of 12, made": f"{listed}&offset=@&locale=~",
        "filter, made": f"{listed}&category_id={category}&offset=@&locale=~",
        "search, made": f"{listed}&q={WORD}&offset=@&locale=~",
        "product, made": f"/store/products/{product}?region_id={region}&quantity=@1&locale=~",
    }


def flows(url: str, key: str, clients: int, seconds: int) -> dict[str, float]:
    """Carts that become orders, by `clients` processes at once."""
    command = [sys.executable, "-m", "scripts.bench.flow", url, key, str(seconds)]
    running = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(clients)]
    runs = [json.loads(one.communicate()[0]) for one in running]
    times = sorted(time for one in runs for time in one["flows"])
    return {
        "per_second": round(sum(len(one["flows"]) / one["seconds"] for one in runs), 1),
        "median_ms": round(statistics.median(times), 1),
        "p95_ms": round(times[int(len(times) * 0.95)], 1),
    }


def report(url: str, key: str, bare: str, seconds: int, rounds: int, script: str) -> None:
    """A line of JSON per measurement."""
    for clients in (1, 4, 8):
        for name, path in reads(url, key).items():
            wrk(url + path, clients, 1, script)  # warm
            pairs = [
                (wrk(bare, clients, seconds, script), wrk(url + path, clients, seconds, script)) for _ in range(rounds)
            ]
            print(json.dumps({"what": name, "clients": clients, **_medians(pairs)}), flush=True)
        runs = [flows(url, key, clients, seconds * 2) for _ in range(rounds)]
        middle = {name: statistics.median(one[name] for one in runs) for name in runs[0]}
        print(json.dumps({"what": "cart to order, 8 calls", "clients": clients, **middle}), flush=True)


def _medians(pairs: list[tuple[Figure, Figure]]) -> dict[str, float]:
    return {
        "per_second": round(statistics.median(p.per_second for _, p in pairs), 1),
        "p95_ms": round(statistics.median(p.p95_ms for _, p in pairs), 2),
        "bare_per_second": round(statistics.median(b.per_second for b, _ in pairs), 1),
        "ratio": round(statistics.median(p.per_second / b.per_second for b, p in pairs), 3),
    }


def key_of(store: str) -> str:
    """The demo's key of a store; the environment says which copy."""
    from marketplace.queries.shared.demo import demo_facts

    return next(one["publishable_key"] for one in demo_facts()["stores"] if one["handle"] == store)


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("--url", default="http://localhost:3000")
    parser.add_argument("--store", default="northforge")
    parser.add_argument("--seconds", type=int, default=5)
    parser.add_argument("--rounds", type=int, default=3)
    options = parser.parse_args()
    key = os.environ["BENCH_KEY"] = os.environ.get("BENCH_KEY") or key_of(options.store)
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as file:
        file.write(_SCRIPT)
    port = free_port()
    bare = start_bare(port)
    try:
        report(options.url, key, f"http://127.0.0.1:{port}/", options.seconds, options.rounds, file.name)
    finally:
        bare.terminate()


if __name__ == "__main__":
    main()
