"""What the session's cookie is called, for HTTP and for the socket's handshake alike."""

from marketplace.settings import settings


def session_cookie() -> str:
    """`__Host-` binds the cookie to this host over https; plain http on localhost cannot have it."""
    return "__Host-session" if settings().cookie_secure else "session"
