"""Why something could not be delivered."""

from __future__ import annotations


class NotDeliveredError(Exception):
    """The message says why; ``for_good`` where trying again would not help."""

    def __init__(self, message: str, *, for_good: bool = False) -> None:
        super().__init__(message)
        self.for_good = for_good
