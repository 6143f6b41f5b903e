"""What happens when a browser loads a page anew."""

from __future__ import annotations

from typing import Any

from reflex.middleware.middleware import Middleware
from reflex.state import BaseState


class ResetOnLoad(Middleware):
    """A page that is loaded anew begins with nothing.

    Reflex keeps a tab's state from one page to the next and sends it before the new page has read anything: for
    a moment the reader would see the page (the store, the person) that the tab showed before.
    """

    async def preprocess(self, app: Any, state: BaseState, event: Any) -> None:
        """Forget what the tab showed. A connection that comes back after a break brings no `hashes` and keeps it."""
        if event.name.endswith(".hydrate_and_load") and event.payload.get("hashes"):
            state.reset()  # type: ignore[no-untyped-call]
