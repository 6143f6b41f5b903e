"""What can go wrong in the business: one class per failure, with a sentence for a person and an HTTP status.

MarketplaceError
+- Unauthenticated 401      nobody is signed in
+- Forbidden 403            signed in, but not allowed
+- NotFound 404             missing, or of somebody else: never told apart
+- Conflict 409             the state of things does not allow it
|  +- ActionNotPossible     a status action from the wrong status
|  +- StaleVersion          somebody else changed it since it was read
+- Invalid 422              input, with a message per field
+- TooManyRequests 429      with the seconds to wait
"""

from __future__ import annotations

from collections.abc import Mapping


class MarketplaceError(Exception):
    """A refusal that is part of the business. `sentence` may be shown to the person as it is."""

    status = 400

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


class Unauthenticated(MarketplaceError):
    status = 401

    def __init__(self, sentence: str = "Please sign in to go on.") -> None:
        super().__init__(sentence)


class Forbidden(MarketplaceError):
    status = 403

    def __init__(self, sentence: str = "Your account is not allowed to do this.") -> None:
        super().__init__(sentence)


class NotFound(MarketplaceError):
    status = 404

    def __init__(self, noun: str = "page", key: str = "") -> None:
        """`key` is what was asked for; programs are told it again, people are not."""
        super().__init__(f"This {noun} does not exist, or not for you.")
        self.noun, self.key = noun, key


class Conflict(MarketplaceError):
    status = 409


class ActionNotPossible(Conflict):
    def __init__(self, *, action: str, status: str) -> None:
        super().__init__(
            f"It is {status.replace('_', ' ')} now, so it cannot be changed this way ({action}). Reload to see it."
        )
        self.action, self.current = action, status


class StaleVersion(Conflict):
    """Somebody else has changed it since it was read: what was typed is written over nothing."""


class Invalid(MarketplaceError):
    """Input that cannot be used: `fields` maps each field's name to what to do about it."""

    status = 422

    def __init__(self, fields: Mapping[str, str]) -> None:
        super().__init__(" ".join(fields.values()))
        self.fields = dict(fields)


class TooManyRequests(MarketplaceError):
    status = 429

    def __init__(self, retry_after: int) -> None:
        super().__init__(f"Too many attempts. Please wait {retry_after} seconds and try again.")
        self.retry_after = retry_after


class Busy(TooManyRequests):
    """Too much of the same is being done by everybody together."""

    status = 503

    def __init__(self) -> None:
        super().__init__(retry_after=10)
        self.sentence = "Too many people are doing this right now. Please try again in a few seconds."
