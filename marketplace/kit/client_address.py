"""Who a request comes from: the peer itself, or what the proxies in front of us say of it."""

from __future__ import annotations

from collections.abc import Mapping
from ipaddress import ip_address
from typing import Any

UNKNOWN = "unknown"


def client_of(scope: Mapping[str, Any], trusted_hops: int) -> str:
    """The address that stands `trusted_hops` from the end of `X-Forwarded-For`; with 0 hops, the peer's.

    Each proxy adds the address that it was called from, so only what our own proxies added can be believed:
    everything further left is the caller's own writing. A list shorter than our proxies is not from them.
    """
    peer = _plain((scope.get("client") or ("", 0))[0])
    if not trusted_hops:
        return peer or UNKNOWN
    values = [value.decode("latin-1") for name, value in scope["headers"] if name == b"x-forwarded-for"]
    named = [part.strip() for part in ",".join(values).split(",") if part.strip()]
    claimed = _plain(named[-trusted_hops]) if len(named) >= trusted_hops else ""
    return claimed or peer or UNKNOWN


def network_of(address: str) -> str:
    """What a limit counts: an IPv4 address, or the /64 that one IPv6 subscriber has for themselves."""
    try:
        ip = ip_address(address)
    except ValueError:
        return address
    if ip.version == 6:
        return str(ip_address(int(ip) >> 64 << 64)) + "/64"
    return str(ip)


def _plain(written: str) -> str:
    """An address without port and brackets, IPv4 inside IPv6 as IPv4; empty for what is none."""
    bare = written[1:].partition("]")[0] if written.startswith("[") else written
    bare = bare.partition(":")[0] if bare.count(":") == 1 else bare
    try:
        ip = ip_address(bare)
    except ValueError:
        return ""
    inside = getattr(ip, "ipv4_mapped", None)
    return str(inside or ip)
