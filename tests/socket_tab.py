"""A tab as the server sees it: Socket.IO over a WebSocket, with whatever cookie, token and headers a test likes."""

from __future__ import annotations

import json
import socket
import time
from types import TracebackType
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, CloseConnection, Event, Ping, RejectConnection, Request, TextMessage

ROOT = "reflex___state____state"


class SocketTab:
    """Opens at `path`; `heard` is everything that the server said. Usable with `with`."""

    def __init__(self, url: str, path: str, *, cookie: str = "", token: str = "", **headers: str) -> None:
        self.token = token or str(uuid4())
        self.place = {"pathname": path, "asPath": path, "query": {}}
        self.heard: list[str] = []
        self.is_open, self.close_code = True, 0
        self._at, self._said = urlsplit(url), ""
        self._line = socket.create_connection((self._at.hostname or "", self._at.port or 80), timeout=10)
        self._frames = WSConnection(ConnectionType.CLIENT)
        extra = [(b"origin", url.encode()), *((k.replace("_", "-").encode(), v.encode()) for k, v in headers.items())]
        if cookie:
            extra.append((b"cookie", cookie.encode()))
        target = f"/_event/?EIO=4&transport=websocket&token={self.token}"
        self._send(Request(host=self._at.netloc, target=target, extra_headers=extra))
        self.wait_for(lambda: any(one.startswith("0") for one in self.heard))

    def hydrate(self, **payload: Any) -> str:
        """What the page sends first; returns everything that came of it."""
        hydrate = {"name": f"{ROOT}.hydrate_and_load", "payload": payload, "router_data": self.place}
        return self._answered("40/_event," + json.dumps({"event": hydrate}), "is_hydrated_rx_state_")

    def event(self, name: str, payload: Any, *, until: str) -> str:
        """Send an event; returns what was said until this text came."""
        sent = {"name": name, "payload": payload, "router_data": self.place}
        return self._answered("42/_event," + json.dumps(["event", sent]), until)

    def say(self, text: str) -> None:
        """A raw message."""
        self._send(TextMessage(data=text))

    def wait_for(self, what: Any, seconds: float = 10) -> bool:
        """Listen until this is so; False when the time is over or the server hung up."""
        deadline = time.monotonic() + seconds
        while not what():
            if time.monotonic() > deadline or not self.is_open:
                return bool(what())
            self._listen(deadline - time.monotonic())
        return True

    def close(self) -> None:
        """Leave as a closed tab does."""
        if self.is_open:
            self._send(CloseConnection(code=1000))
        self._line.close()

    def __enter__(self) -> SocketTab:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def _answered(self, text: str, until: str) -> str:
        start = len(self.heard)
        self.say(text)
        self.wait_for(lambda: any(until in one for one in self.heard[start:]))
        return "\n".join(self.heard[start:])

    def _listen(self, seconds: float) -> None:
        self._line.settimeout(max(0.05, min(seconds, 0.5)))
        try:
            data = self._line.recv(65536)
        except TimeoutError:
            return
        except OSError:
            data = b""
        if not data:
            self.is_open = False
            return
        self._frames.receive_data(data)
        for event in self._frames.events():
            self._take(event)

    def _take(self, event: Event) -> None:
        if isinstance(event, TextMessage):
            self._said += event.data
            if event.message_finished:
                self.heard.append(self._said)
                self._said = ""
                if self.heard[-1] == "2":
                    self.say("3")
        elif isinstance(event, Ping):
            self._send(event.response())
        elif isinstance(event, CloseConnection | RejectConnection):
            self.is_open, self.close_code = False, getattr(event, "code", 0) or 0
        else:
            assert isinstance(event, AcceptConnection), event

    def _send(self, event: Event) -> None:
        self._line.sendall(self._frames.send(event))
