"""One client of the store API that buys again and again: eight calls from an empty cart to an order.

    .venv/bin/python -m scripts.bench.flow URL KEY SECONDS

Prints a line of JSON: how many flows, their times in milliseconds, and the median of each call.
"""

from __future__ import annotations

import json
import socket
import statistics
import sys
import time
from typing import Any
from urllib.parse import urlsplit

import orjson

ADDRESS = {
    "first_name": "Ada",
    "last_name": "Wille",
    "address_1": "Hafenstraße 12",
    "city": "Bremen",
    "postal_code": "28195",
    "country_code": "de",
    "phone": "+49 421 1234567",
}


class Client:
    """A keep-alive connection with the store's key.

    It reads just enough of HTTP for our own server: what the load takes of the two cores, the product does not get.
    """

    def __init__(self, url: str, key: str) -> None:
        place = urlsplit(url)
        self.line = socket.create_connection((place.hostname or "", place.port or 80), timeout=30)
        self.line.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.headers = (
            f"host: {place.netloc}\r\ncontent-type: application/json\r\naccept: application/json\r\n"
            f"x-publishable-api-key: {key}\r\nx-medusa-locale:\r\n"
        )
        self.times: dict[str, list[float]] = {}

    def call(self, name: str, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON; a status other than 200 ends the run."""
        sent = orjson.dumps(body) if body is not None else b""
        head = f"{method} {path} HTTP/1.1\r\n{self.headers}content-length: {len(sent)}\r\n\r\n"
        began = time.perf_counter()
        self.line.sendall(head.encode() + sent)
        status, text = self._answer()
        self.times.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        if status != 200:
            sys.exit(f"{method} {path}: {status} {text[:500]!r}")
        return orjson.loads(text)

    def _answer(self) -> tuple[int, bytes]:
        """Status and body of an answer that says its length."""
        seen = b""
        while (end := seen.find(b"\r\n\r\n")) < 0:
            seen += self._more()
        head = seen[:end].lower()
        whole = end + 4 + int(head.split(b"content-length:", 1)[1].split(b"\r\n", 1)[0])
        while len(seen) < whole:
            seen += self._more()
        return int(head.split(b" ", 2)[1]), seen[end + 4 : whole]

    def _more(self) -> bytes:
        return self.line.recv(262144) or sys.exit("the server closed the connection")


def buy(client: Client, region: str, variant: str) -> None:
    """From an empty cart to an order: the eight calls of a plain storefront."""
    cart = client.call("create", "POST", "/store/carts", {"region_id": region})["cart"]["id"]
    client.call("add", "POST", f"/store/carts/{cart}/line-items", {"variant_id": variant, "quantity": 1})
    client.call(
        "address",
        "POST",
        f"/store/carts/{cart}",
        {"email": "wille@stahlbau.example", "shipping_address": ADDRESS, "billing_address": ADDRESS},
    )
    options = client.call("options", "GET", f"/store/shipping-options?cart_id={cart}")["shipping_options"]
    client.call("method", "POST", f"/store/carts/{cart}/shipping-methods", {"option_id": options[0]["id"]})
    paid = client.call("collection", "POST", "/store/payment-collections", {"cart_id": cart})["payment_collection"]
    client.call(
        "session",
        "POST",
        f"/store/payment-collections/{paid['id']}/payment-sessions",
        {"provider_id": "pp_system_default"},
    )
    done = client.call("complete", "POST", f"/store/carts/{cart}/complete")
    if done["type"] != "order":
        sys.exit(f"not bought: {done['error']}")


def main() -> None:
    url, key, seconds = sys.argv[1], sys.argv[2], float(sys.argv[3])
    client = Client(url, key)
    region = client.call("regions", "GET", "/store/regions")["regions"][0]["id"]
    wanted = f"/store/products?limit=50&region_id={region}&fields=id,*variants,%2Bvariants.inventory_quantity"
    products = client.call("products", "GET", wanted)["products"]
    stocked = [v for p in products for v in p["variants"] if v["inventory_quantity"] > 200 and v["calculated_price"]]
    client.times.clear()
    flows, began, n = [], time.perf_counter(), 0
    while time.perf_counter() - began < seconds:
        at = time.perf_counter()
        buy(client, region, stocked[n % len(stocked)]["id"])
        flows.append((time.perf_counter() - at) * 1000)
        n += 1
    calls = {name: round(statistics.median(times), 1) for name, times in client.times.items()}
    print(json.dumps({"flows": flows, "seconds": time.perf_counter() - began, "calls": calls}))


if __name__ == "__main__":
    main()
