"""Product page and search over stores of two sizes, beside a bare ASGI reply in the same run.

    .venv/bin/python -m scripts.bench.page_sizes [--sizes 1000 100000] [--keep] [--seconds 4] [--rounds 3]

Makes a scratch database per size beside the product's own (start a copy first, or give DATABASE_URL) and serves each
with a web process of its own; `--keep` uses the databases of the last run. "Uncached" asks for another address every
time, so that no page is in memory. Needs `wrk`.
"""

from __future__ import annotations

import argparse
import tempfile

from marketplace.kit.cpu_affinity import choose_processor
from scripts.bench.api_sizes import shop
from scripts.bench.http import LOAD, first_product, free_port, report, start_bare


def main() -> None:
    """Fill, serve, ask, print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--sizes", type=int, nargs="+", default=[1_000, 100_000])
    options.add_argument("--keep", action="store_true")
    options.add_argument("--seconds", type=int, default=4)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    with tempfile.NamedTemporaryFile("w", suffix=".lua", delete=False) as file:
        file.write(LOAD)
    processor, port = choose_processor(), free_port()  # asked before the scratch database is this process's own
    bare = start_bare(port)
    try:
        for size in given.sizes:
            with shop(size, keep=given.keep, processor=processor) as url:
                pages = pages_of(url, size)
                report(f"http://127.0.0.1:{port}/", pages, given.seconds, given.rounds, file.name)
    finally:
        bare.terminate()


def pages_of(url: str, size: int) -> dict[str, str]:
    """What is asked for, by what it is called."""
    base, product = f"{url}/s/bench", first_product(url, "bench")
    return {
        f"product of {size:,}, cached": f"{base}/p/{product}",
        f"product of {size:,}, uncached": f"{base}/p/{product}?bench=@",
        f"search in {size:,}, one word, cached": f"{base}/search?q=cordless",
        f"search in {size:,}, one word, uncached": f"{base}/search?q=cordless&bench=@",
        f"search in {size:,}, two words, uncached": f"{base}/search?q=drill+18&bench=@",
    }


if __name__ == "__main__":
    main()
