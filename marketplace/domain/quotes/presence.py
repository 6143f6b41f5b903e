"""Who is in a quote's room, as the rooms of a quote tell each other; nothing of it is kept."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from marketplace.domain.quotes.standing import Side

HERE_SECONDS = 30.0  # without a sign of life somebody has left
TYPING_SECONDS = 6.0


@dataclass(frozen=True)
class SignOfLife:
    """Somebody is in the room: `tab` tells two windows of one person apart."""

    tab: str
    name: str
    side: Side
    is_typing: bool = False
    has_left: bool = False

    def written(self) -> str:
        """As rooms tell it."""
        return json.dumps(asdict(self))


def read_sign(body: str) -> SignOfLife | None:
    """A sign out of what was told; None for a nudge without one."""
    if not body:
        return None
    values = json.loads(body)
    return SignOfLife(**{**values, "side": Side(values["side"])})


@dataclass
class Presence:
    """The others in a room, by their tabs, with when (seconds of a clock that only runs forward) they last showed."""

    seen: dict[str, tuple[SignOfLife, float]]

    def take(self, signs: Iterable[SignOfLife], own_tab: str, moment: float) -> bool:
        """Remember these signs, and forget who has gone. Whether somebody came who has to be told who is here."""
        before = set(self.seen)
        for one in signs:
            if one.tab == own_tab:
                continue
            if one.has_left:
                self.seen.pop(one.tab, None)
            else:
                self.seen[one.tab] = (one, moment)
        self.seen = {tab: kept for tab, kept in self.seen.items() if moment - kept[1] < HERE_SECONDS}
        return bool(set(self.seen) - before)

    def names(self) -> list[str]:
        """Who is here, each once."""
        return sorted({one.name for one, _ in self.seen.values()})

    def typing(self, moment: float) -> str:
        """Who types now; empty for nobody."""
        writing = [one.name for one, at in self.seen.values() if one.is_typing and moment - at < TYPING_SECONDS]
        return sorted(writing)[0] if writing else ""
