"""A planning question: initiatives over quarters, within what the organisation can carry."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from attending.analytics.sequencing.initiative import Capability, Initiative, require_amount
from attending.analytics.sequencing.wishes import Must, StartIn, Wish

ALL_TIERS = "all"
"""The name under which a cap counts the initiatives of every risk tier together."""

LARGEST = 1_000
"""Initiatives a problem may hold: beyond this no plan with a useful bound is found in reasonable time."""

Amounts = Mapping[str, tuple[float | None, ...]]
"""Name -> the limit in each quarter of the plan; None: no limit in that quarter."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an organisation can carry in each quarter.

    resources: such as money, clinician hours, platform capacity. change_load: by unit. running: by risk tier, or
    `ALL_TIERS`, how many initiatives may run at once; live: how many may have finished and be in use.
    """

    resources: Amounts = field(default_factory=dict)
    change_load: Amounts = field(default_factory=dict)
    running: Amounts = field(default_factory=dict)
    live: Amounts = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Problem:
    """A planning question: which initiatives, started when, give most value within the limits.

    quarters: their names, such as "2026 Q3", in order. discount: value in quarter t counts discount ** t, in (0, 1].
    beyond: quarters after the last one in which what is live then still counts, so that late finishers are not worth
    nothing. Raises ValueError for names that are given twice or not at all, and for amounts that are no amounts.
    """

    quarters: tuple[str, ...]
    initiatives: tuple[Initiative, ...]
    capabilities: tuple[Capability, ...] = ()
    limits: Limits = field(default_factory=Limits)
    wishes: tuple[Wish, ...] = ()
    discount: float = 0.98
    beyond: int = 0

    def __post_init__(self) -> None:
        if not self.quarters:
            raise ValueError("A plan needs at least one quarter.")
        if not self.initiatives:
            raise ValueError("There is no initiative to plan: add at least one.")
        if len(self.initiatives) > LARGEST:
            raise ValueError(
                f"{len(self.initiatives):,} initiatives are more than the {LARGEST:,} that can be planned at once: "
                "leave out those that cannot win by the ranking, or plan each site or year apart."
            )
        if not 0 < self.discount <= 1:
            raise ValueError(f"The discount is {self.discount:g}; give a number above 0 and at most 1, such as 0.98.")
        if self.beyond < 0:
            raise ValueError(f"The quarters beyond the plan are {self.beyond}; give 0 or more.")
        _require_once("quarter", self.quarters)
        _require_once("initiative", [each.key for each in self.initiatives])
        _require_once("capability", [each.key for each in self.capabilities])
        _require_limits(self.limits, len(self.quarters))
        _require_known(self)
        for wish in self.wishes:
            _require_wish(wish, self)

    @property
    def horizon(self) -> int:
        """How many quarters are planned."""
        return len(self.quarters)

    @property
    def initiatives_by_key(self) -> dict[str, Initiative]:
        """Every initiative under its key."""
        return {each.key: each for each in self.initiatives}

    @property
    def capabilities_by_key(self) -> dict[str, Capability]:
        """Every capability under its key."""
        return {each.key: each for each in self.capabilities}

    def quarter(self, at: int) -> str:
        """The name of a quarter, or on which side of the plan it lies."""
        if at < 0:
            return "before the plan"
        return self.quarters[at] if at < self.horizon else "after the plan"

    def weight(self, at: int) -> float:
        """What one unit of value a quarter adds up to when it begins in quarter `at` and goes on to the end."""
        return sum(self.discount**t for t in range(max(at, 0), self.horizon + self.beyond))

    @property
    def end_weight(self) -> float:
        """What one unit of end value adds."""
        return float(self.discount**self.horizon)

    def start_quarters(self, initiative: Initiative) -> range:
        """The quarters in which it may start as far as its own review and the end of the plan allow.

        For what has started already, the one it started in.
        """
        if initiative.start is not None:
            return range(initiative.start, initiative.start + 1)
        first = max(initiative.earliest + initiative.gate, 0)
        return range(first, max(self.horizon - initiative.duration + 1, first))


def _require_once(kind: str, keys: Sequence[str]) -> None:
    seen: set[str] = set()
    for key in keys:
        if key in seen:
            raise ValueError(f"There are two {kind} {key!r}: give each its own.")
        seen.add(key)


def _require_limits(limits: Limits, horizon: int) -> None:
    tables = {
        "resource": limits.resources,
        "change load on": limits.change_load,
        "running in tier": limits.running,
        "live in tier": limits.live,
    }
    for what, table in tables.items():
        for name, amounts in table.items():
            if len(amounts) != horizon:
                raise ValueError(
                    f"Limit {what} {name!r} has {len(amounts)} amounts; give one for each of the {horizon} quarters."
                )
            for amount in amounts:
                if amount is not None:
                    require_amount(f"Limit {what} {name!r}", amount)


def _require_known(problem: Problem) -> None:
    """Every name that an initiative uses stands among the limits or capabilities, so that no misspelling is free."""
    limits = problem.limits
    capabilities = {each.key for each in problem.capabilities}
    for each in problem.initiatives:
        used: tuple[tuple[str, Iterable[str], Collection[str]], ...] = (
            ("needs capability", each.needs, capabilities),
            ("builds capability", each.builds, capabilities),
            ("has demand on", each.demand, limits.resources),
            ("has upkeep on", each.upkeep, limits.resources),
            ("has change load on", each.change_load, limits.change_load),
        )
        for what, names, known in used:
            for name in names:
                if name not in known:
                    listed = ", ".join(sorted(known)) or "none"
                    raise ValueError(f"Initiative {each.key!r} {what} {name!r}, which is not known (known: {listed}).")


def _require_wish(wish: Wish, problem: Problem) -> None:
    known = {each.key for each in problem.initiatives}
    named = wish.named
    for key in named:
        if key not in known:
            raise ValueError(f"The wish {wish.kind!r} names initiative {key!r}, which is not in the plan's list.")
    if len(set(named)) != len(named) or (wish.kind in {"together", "either_or"} and len(named) < 2):
        raise ValueError(f"The wish {wish.kind!r} names {', '.join(named) or 'nobody'}; name two or more that differ.")
    quarter = wish.by if isinstance(wish, Must) else wish.quarter if isinstance(wish, StartIn) else None
    if quarter is not None and not 0 <= quarter < problem.horizon:
        raise ValueError(
            f"The wish {wish.kind!r} for {named[0]!r} speaks of quarter {quarter}; give 0 to {problem.horizon - 1}."
        )
