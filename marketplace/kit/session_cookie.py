"""What our cookies are called, for HTTP and for the socket's handshake alike."""

from marketplace.settings import settings


def session_cookie() -> str:
    """Who is signed in. `__Host-` binds it to this host over https; plain http on localhost cannot have it."""
    return _named("session")


def shopper_cookie() -> str:
    """Whose cart it is, as long as nobody is signed in: 256 random bits, out of reach of scripts."""
    return _named("shopper")


def device_cookie() -> str:
    """In which browser somebody signed in before: its tries are counted by themselves. It opens nothing."""
    return _named("device")


def quote_cookie() -> str:
    """Which guests' quotes this browser was let into by the links of letters: `request.key`, joined by commas."""
    return _named("quotes")


def _named(name: str) -> str:
    return f"__Host-{name}" if settings().cookie_secure else name
