"""Which groups are compared with which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final, Literal

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.equity.crossing import crossed_stratum
from attending.analytics.equity.groups import Group, subtracted
from attending.analytics.score_table import ScoreTable
from attending.analytics.stratum import OVERALL, Stratum

REST: Final = "everyone else"

Reference = Literal["rest", "largest"] | Mapping[str, str]
Grouping = Callable[[str, BinnedScores, Stratum | None], Group]
"""Measures a group of a name; the stratum is None where the table has none for these rows."""


@dataclass(frozen=True)
class Pair:
    """A level and what it is compared with, over everyone or within a level of the control."""

    attribute: str
    within: str | None
    level: Group
    reference: Group


def levels_of(table: ScoreTable, attribute: str, group: Grouping) -> list[Group]:
    """Every level of an attribute, measured."""
    return [group(s.level, table.slice(s), s) for s in table.strata if s.attribute == attribute]


def pairs(table: ScoreTable, attribute: str, reference: Reference, group: Grouping) -> Iterator[Pair]:
    """Every level with its reference, over everyone; raises ValueError for a reference that is no level."""
    levels = levels_of(table, attribute, group)
    if reference == "rest":
        whole = table.slice(OVERALL)
        for level in levels:
            yield Pair(attribute, None, level, group(REST, subtracted(whole, level.scores), None))
        return
    other = _reference(attribute, levels, reference)
    yield from (Pair(attribute, None, level, other) for level in levels if level is not other)


def _reference(attribute: str, levels: Sequence[Group], reference: Reference) -> Group:
    if not isinstance(reference, Mapping):
        return max(levels, key=lambda g: g.scores.total)
    name = reference.get(attribute)
    for level in levels:
        if level.name == name:
            return level
    known = ", ".join(level.name for level in levels)
    raise ValueError(f"No reference level {name!r} of {attribute}: choose one of {known}.")


def pairs_within(
    table: ScoreTable, attribute: str, control: str, reference: Reference, group: Grouping
) -> Iterator[Pair]:
    """Every level with its reference inside each level of `control`; raises ValueError without that combination."""
    crossed = _crossing(table, attribute, control)
    known = set(table.strata)
    levels = [s for s in table.strata if s.attribute == attribute]
    fixed: Stratum | None = None
    if reference != "rest":
        sizes = {s.level: table.slice(s).total for s in levels}
        name = reference.get(attribute) if isinstance(reference, Mapping) else max(sizes, key=lambda k: sizes[k])
        fixed = Stratum(attribute, str(name))
    for held in (s for s in table.strata if s.attribute == control):
        whole = table.slice(held)
        other: Group | None = None
        if fixed is not None:
            place = crossed(fixed, held)
            if place not in known:
                continue
            other = group(fixed.level, table.slice(place), place)
        for level in levels:
            place = crossed(level, held)
            if place in known and level != fixed:
                inner = group(level.level, table.slice(place), place)
                rest = other or group(REST, subtracted(whole, inner.scores), None)
                yield Pair(attribute, held.level, inner, rest)


def _crossing(table: ScoreTable, attribute: str, control: str) -> Callable[[Stratum, Stratum], Stratum]:
    names = {s.attribute for s in table.strata}
    probe, held = Stratum(attribute, ""), Stratum(control, "")
    if crossed_stratum([probe, held]).attribute in names:
        return lambda a, b: crossed_stratum([a, b])
    if crossed_stratum([held, probe]).attribute in names:
        return lambda a, b: crossed_stratum([b, a])
    raise ValueError(
        f"This score table does not combine {attribute} with {control}: reduce the log again with that combination."
    )
