"""The bow-tie of a step: what may lead to its failure, what follows, and what stands in between on either side."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from attending.maps.model import CareMap, Hazard, LaneKind, Step, StepKind
from attending.maps.words import duration

_MANY = 2


@dataclass(frozen=True, slots=True)
class Barrier:
    """What holds a hazard back. `step` is its step's key or ""; `kind` is human, system or other; `shared` tells that
    one check by a person is counted for several hazards (common mode).
    """

    name: str
    step: str
    kind: str
    shared: bool


@dataclass(frozen=True, slots=True)
class Line:
    """One threat or consequence with the barriers between it and the top event, and the hazards that name it."""

    name: str
    barriers: tuple[Barrier, ...]
    hazards: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class BowTie:
    """The top event of a step, threats at its left with barriers that prevent, consequences with those that recover."""

    step: str
    top_event: str
    threats: tuple[Line, ...]
    consequences: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class CommonMode:
    """A human check that is counted as a barrier of several hazards; `step` is its key, "" for a barrier in words."""

    name: str
    step: str
    hazards: tuple[Hazard, ...]


def bow_tie(care_map: CareMap, step: str) -> BowTie:
    """The bow-tie of the step with this key, from its hazards; for an AI step also from what the map itself provides:
    who checks it, what happens when the check is late, and the fallback. Raises KeyError for an unknown step.
    """
    centre = care_map.step_of[step]
    hazards = care_map.hazards_of.get(step, ())
    shared = {each.step or each.name for each in common_mode(care_map)}
    built_in = tuple(_built_in(care_map, centre, shared))
    threats: dict[str, Line] = {}
    consequences: dict[str, Line] = {}
    for hazard in hazards:
        prevent = tuple(_barrier(care_map, each, shared) for each in hazard.barriers)
        recover = tuple(_barrier(care_map, each, shared) for each in hazard.recovery)
        for cause in hazard.causes or (hazard.name,):
            _join(threats, cause, prevent, hazard.key)
        for consequence in hazard.consequences or (f"Harm from: {hazard.name}",):
            _join(consequences, consequence, (*recover, *built_in), hazard.key)
    return BowTie(step, _top_event(centre, hazards), tuple(threats.values()), tuple(consequences.values()))


def common_mode(care_map: CareMap) -> tuple[CommonMode, ...]:
    """The human checks that two or more hazards count on: steps in lanes of people, and barriers in the same words."""
    found: dict[str, list[Hazard]] = defaultdict(list)
    for hazard in care_map.hazards:
        for barrier in dict.fromkeys((*hazard.barriers, *hazard.recovery)):
            found[barrier].append(hazard)
    return tuple(
        CommonMode(_name(care_map, barrier), barrier if barrier in care_map.step_of else "", tuple(hazards))
        for barrier, hazards in found.items()
        if len(hazards) >= _MANY and _kind(care_map, barrier) != "system"
    )


def _top_event(step: Step, hazards: tuple[Hazard, ...]) -> str:
    if len(hazards) == 1:
        return hazards[0].name
    return f"“{step.name}” fails: wrong, late or silent" if step.kind is StepKind.ASSIST else f"“{step.name}” fails"


def _built_in(care_map: CareMap, step: Step, shared: set[str]) -> list[Barrier]:
    """What the map itself holds against the failure of an AI step."""
    if step.kind is not StepKind.ASSIST:
        return []
    found = []
    for check in care_map.steps:
        if check.oversight is None or step.key not in check.oversight.of:
            continue
        found.append(_barrier(care_map, check.key, shared))
        if check.limit is not None and check.limit.breach is not None:
            breach = check.limit.breach
            what = care_map.step_of[breach.step].name if breach.step else breach.action
            told = what or f"{care_map.lane_of[breach.tell].name} is told"
            found.append(Barrier(f"After {duration(check.limit.minutes)}: {told}", breach.step, "other", shared=False))
    if step.fallback is not None:
        name = step.fallback.procedure or care_map.step_of[step.fallback.step].name
        found.append(Barrier(f"Fallback: {name}", step.fallback.step, "other", shared=False))
    return found


def _barrier(care_map: CareMap, barrier: str, shared: set[str]) -> Barrier:
    step = barrier if barrier in care_map.step_of else ""
    return Barrier(_name(care_map, barrier), step, _kind(care_map, barrier), barrier in shared)


def _name(care_map: CareMap, barrier: str) -> str:
    return care_map.step_of[barrier].name if barrier in care_map.step_of else barrier


def _kind(care_map: CareMap, barrier: str) -> str:
    if barrier not in care_map.step_of:
        return "other"
    people = care_map.lane_of[care_map.step_of[barrier].lane].kind is LaneKind.PEOPLE
    return "human" if people else "system"


def _join(lines: dict[str, Line], name: str, barriers: tuple[Barrier, ...], hazard: str) -> None:
    """Add a threat or a consequence; one that several hazards name is one line with all their barriers."""
    known = lines.get(name, Line(name, (), ()))
    merged = tuple(dict.fromkeys((*known.barriers, *barriers)))
    lines[name] = Line(name, merged, (*known.hazards, hazard))
