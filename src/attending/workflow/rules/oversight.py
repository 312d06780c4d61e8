"""What a map says about those who watch over its AI: who sees it, who acts, by when, and how many there are."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from attending.analytics.alert_queue import Shift
from attending.maps.model import CareMap, Step

USUAL_SHIFTS: Final = (
    Shift("day", "07:00", "15:00"),
    Shift("evening", "15:00", "23:00"),
    Shift("night", "23:00", "07:00"),
)
"""For a map that names no shifts."""


@dataclass(frozen=True, slots=True)
class OversightPoint:
    """One step that checks an AI step, in words and numbers; None and "" where the map does not say.

    ``minutes`` is the usual working time, ``limit`` the time by which it is done, ``people`` how many there are by
    shift, in the order of the map's shifts.
    """

    step: str
    name: str
    sees: str
    acts: str
    minutes: float | None
    limit: float | None
    on_breach: str
    fallback: str
    people: tuple[int | None, ...]


def shifts_of(care_map: CareMap | None) -> tuple[Shift, ...]:
    """The map's shifts as the queue of alerts takes them, or the usual ones."""
    if care_map is None or not care_map.shifts:
        return USUAL_SHIFTS
    return tuple(Shift(each.key, f"{each.begins:%H:%M}", f"{each.ends:%H:%M}") for each in care_map.shifts)


def oversight_points(care_map: CareMap) -> tuple[OversightPoint, ...]:
    """Every step that checks an AI step; those with a time limit first, otherwise as drawn."""
    found = [_point(care_map, step) for step in care_map.steps if step.oversight is not None]
    return tuple(sorted(found, key=lambda point: point.limit is None))


def _point(care_map: CareMap, step: Step) -> OversightPoint:
    lane = care_map.lane_of[step.lane]
    overseen = [care_map.step_of[key] for key in step.oversight.of] if step.oversight else []
    return OversightPoint(
        step=step.key,
        name=step.name,
        sees=_sees(care_map, overseen) or lane.name,
        acts=lane.name,
        minutes=step.minutes,
        limit=step.limit.minutes if step.limit else None,
        on_breach=_breach(care_map, step),
        fallback="; ".join(filter(None, (_fallback(care_map, each) for each in overseen))),
        people=tuple(lane.people(shift.name) for shift in shifts_of(care_map)),
    )


def _sees(care_map: CareMap, overseen: list[Step]) -> str:
    lanes = dict.fromkeys(each.assist.to for each in overseen if each.assist and each.assist.to)
    return ", ".join(care_map.lane_of[key].name for key in lanes)


def _breach(care_map: CareMap, step: Step) -> str:
    breach = step.limit.breach if step.limit else None
    if breach is None:
        return ""
    goes_on = care_map.step_of[breach.step].name if breach.step else ""
    told = f"{care_map.lane_of[breach.tell].name} is told" if breach.tell else ""
    return "; ".join(filter(None, (breach.action, goes_on, told)))


def _fallback(care_map: CareMap, step: Step) -> str:
    if step.fallback is None:
        return ""
    return step.fallback.procedure or care_map.step_of[step.fallback.step].name
