"""What leaders want of a plan before it is made: must, never, together, either-or, one after the other, then."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True, slots=True)
class Must:
    """The initiative is in the plan; with `by`, it starts in that quarter or before."""

    initiative: str
    by: int | None = None
    kind: Literal["must"] = "must"

    @property
    def named(self) -> tuple[str, ...]:
        """The keys of the initiatives it speaks of."""
        return (self.initiative,)


@dataclass(frozen=True, slots=True)
class Never:
    """The initiative is not in the plan."""

    initiative: str
    kind: Literal["never"] = "never"

    @property
    def named(self) -> tuple[str, ...]:
        """The keys of the initiatives it speaks of."""
        return (self.initiative,)


@dataclass(frozen=True, slots=True)
class StartIn:
    """The initiative starts in exactly this quarter."""

    initiative: str
    quarter: int
    kind: Literal["start_in"] = "start_in"

    @property
    def named(self) -> tuple[str, ...]:
        """The keys of the initiatives it speaks of."""
        return (self.initiative,)


@dataclass(frozen=True, slots=True)
class Together:
    """All of these or none; with `same_quarter`, they also start in the same quarter."""

    initiatives: tuple[str, ...]
    same_quarter: bool = True
    kind: Literal["together"] = "together"

    @property
    def named(self) -> tuple[str, ...]:
        """The keys of the initiatives it speaks of."""
        return self.initiatives


@dataclass(frozen=True, slots=True)
class EitherOr:
    """At most one of these."""

    initiatives: tuple[str, ...]
    kind: Literal["either_or"] = "either_or"

    @property
    def named(self) -> tuple[str, ...]:
        """The keys of the initiatives it speaks of."""
        return self.initiatives


@dataclass(frozen=True, slots=True)
class After:
    """`initiative` starts only once `first` has finished; `first` may stand alone."""

    initiative: str
    first: str
    kind: Literal["after"] = "after"

    @property
    def named(self) -> tuple[str, ...]:
        """The keys of the initiatives it speaks of."""
        return (self.first, self.initiative)


Wish = Must | Never | StartIn | Together | EitherOr | After
