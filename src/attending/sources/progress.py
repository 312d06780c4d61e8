"""What is being done to a log at this moment, for whoever waits."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Progress:
    """`stage` is a short phrase a person can read; `done` of `total` steps of this stage are finished."""

    stage: str
    done: int
    total: int


def silent(_: Progress) -> None:
    """Nobody waits."""
