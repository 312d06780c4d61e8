"""What a plan is made of: initiatives, and the capabilities they need and leave behind.

Time is counted in quarters of the plan: 0 is the first quarter, a negative quarter lies before it. What finishes in
quarter t has its capabilities available from the start of quarter t + 1 on.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Initiative:
    """Something that can be started in one quarter and then runs for `duration` quarters.

    key: unique, without meaning. value: for each quarter after it has finished, 0 or more, in any unit the caller keeps
    (panel value x reach). earliest: the first quarter in which its review can begin; gate: quarters that review takes,
    so that it starts in quarter earliest + gate at the earliest. demand: resource -> amount in each of its `duration`
    quarters; upkeep: resource -> amount in every quarter after it has finished. change_load: unit -> load in each of
    its `duration` quarters. tier: risk tier, or "". needs: every one must be available at its start; builds: available
    once it has finished. start: for what has started already, the quarter it did (0 or before); its duration is then
    what is expected now, so that what is late has grown, and its needs are not asked about again.
    """

    key: str
    title: str
    value: float
    duration: int = 1
    earliest: int = 0
    gate: int = 0
    demand: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    upkeep: Mapping[str, float] = field(default_factory=dict)
    change_load: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    tier: str = ""
    needs: tuple[str, ...] = ()
    builds: tuple[str, ...] = ()
    start: int | None = None

    def __post_init__(self) -> None:
        named = f"Initiative {self.key!r}"
        if not self.key or not self.title:
            raise ValueError(f"{named} ({self.title!r}) needs a key and a title.")
        if self.duration < 1:
            raise ValueError(f"{named}: duration is {self.duration}; give whole quarters, 1 or more.")
        if self.gate < 0:
            raise ValueError(f"{named}: gate is {self.gate}; give whole quarters, 0 or more.")
        if self.start is not None and self.start > 0:
            raise ValueError(
                f"{named}: start is {self.start}, after the plan's first quarter; wish StartIn for what is to come."
            )
        require_amount(f"{named}: value", self.value)
        for what, table in (("demand", self.demand), ("change load", self.change_load)):
            for name, amounts in table.items():
                if len(amounts) != self.duration:
                    raise ValueError(
                        f"{named}: {what} on {name!r} has {len(amounts)} amounts; give one for each of its "
                        f"{self.duration} quarters."
                    )
                for amount in amounts:
                    require_amount(f"{named}: {what} on {name!r}", amount)
        for name, amount in self.upkeep.items():
            require_amount(f"{named}: upkeep on {name!r}", amount)
        for what, keys in (("needs", self.needs), ("builds", self.builds)):
            if len(set(keys)) != len(keys):
                raise ValueError(f"{named} {what} a capability twice: {', '.join(keys)}; name each once.")


@dataclass(frozen=True, slots=True)
class Capability:
    """Something the organisation can use again: a data feed, an integration, a governance asset, a practice, a measure.

    available: the quarter from which it is there without anything in this plan (0: now), or None. end_value: what it
    is worth, once, to have it at the end of the plan when the plan built it; same unit as an initiative's value.
    """

    key: str
    title: str
    kind: str = ""
    available: int | None = None
    end_value: float = 0.0

    def __post_init__(self) -> None:
        if not self.key or not self.title:
            raise ValueError(f"Capability {self.key!r} ({self.title!r}) needs a key and a title.")
        require_amount(f"Capability {self.key!r}: end value", self.end_value)


def require_amount(what: str, amount: float) -> None:
    """Raise ValueError unless it is a finite number, 0 or more."""
    if not math.isfinite(amount) or amount < 0:
        raise ValueError(f"{what} is {amount:g}; give a number, 0 or more.")
