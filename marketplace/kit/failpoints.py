"""Places where a test may break the product on purpose: an exception, or the death of the process.

`FAIL_AT="checkout.paid=kill"` ends the process when that place is reached, `=raise` raises. Unset, it costs a look
into the environment.
"""

from __future__ import annotations

import os
import signal

VARIABLE = "FAIL_AT"


class FailPoint(Exception):
    """Raised on purpose."""


def reach(name: str) -> None:
    """Say that the work has come to this place."""
    place, _, how = os.environ.get(VARIABLE, "").partition("=")
    if place != name:
        return
    if how == "kill":
        os.kill(os.getpid(), signal.SIGKILL)
    raise FailPoint(name)
