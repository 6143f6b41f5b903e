"""One client of the store API that buys again and again: eight calls from an empty cart to an order.

    .venv/bin/python -m scripts.bench.flow URL KEY SECONDS

Prints a line of JSON: how many flows, their times in milliseconds, and the median of each call.
"""

from __future__ import annotations

import http.client
import json
import statistics
import sys
import time
from typing import Any
from urllib.parse import urlsplit

ADDRESS = {
    "first_name": "Ada", "last_name": "Wille", "address_1": "Hafenstraße 12", "city": "Bremen",
    "postal_code": "28195", "country_code": "de", "phone": "+49 421 1234567",
}  # fmt: skip


class Client:
    """A keep-alive connection with the store's key."""

    def __init__(self, url: str, key: str) -> None:
        self.line = http.client.HTTPConnection(urlsplit(url).netloc, timeout=30)
        self.headers = {
            "content-type": "application/json", "accept": "application/json", "x-publishable-api-key": key,
            "x-medusa-locale": "",
        }  # fmt: skip
        self.times: dict[str, list[float]] = {}

    def call(self, name: str, method: str, path: str, body: Any = None) -> Any:
        """The answer's JSON; a status other than 200 ends the run."""
        began = time.perf_counter()
        self.line.request(method, path, json.dumps(body) if body is not None else None, self.headers)
        answer = self.line.getresponse()
        text = answer.read()
        self.times.setdefault(name, []).append((time.perf_counter() - began) * 1000)
        if answer.status != 200:
            sys.exit(f"{method} {path}: {answer.status} {text[:500]!r}")
        return json.loads(text)


def buy(client: Client, region: str, variant: str) -> None:
    """From an empty cart to an order: the eight calls of a plain storefront."""
    cart = client.call("create", "POST", "/store/carts", {"region_id": region})["cart"]["id"]
    client.call("add", "POST", f"/store/carts/{cart}/line-items", {"variant_id": variant, "quantity": 1})
    client.call("address", "POST", f"/store/carts/{cart}", {
        "email": "wille@stahlbau.example", "shipping_address": ADDRESS, "billing_address": ADDRESS})  # fmt: skip
    options = client.call("options", "GET", f"/store/shipping-options?cart_id={cart}")["shipping_options"]
    client.call("method", "POST", f"/store/carts/{cart}/shipping-methods", {"option_id": options[0]["id"]})
    paid = client.call("collection", "POST", "/store/payment-collections", {"cart_id": cart})["payment_collection"]
    client.call("session", "POST", f"/store/payment-collections/{paid['id']}/payment-sessions", {
        "provider_id": "pp_system_default"})  # fmt: skip
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
