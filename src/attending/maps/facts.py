"""What a map says of each of its parts, field by field and in words, so that two versions can be compared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.maps.model import (
    Assist,
    Breach,
    CareMap,
    Fallback,
    Flow,
    Hazard,
    Lane,
    LaneKind,
    Limit,
    Oversight,
    Shift,
    Step,
    TimeRule,
)
from attending.maps.words import AUTHORITIES, KINDS, capacity, duration, listed, whose

Facts = Mapping[str, str]
"""What is said of one thing: words by the words for the field; "" where nothing is said."""


def of_map(care_map: CareMap) -> Facts:
    """Title and purpose."""
    return {"title": care_map.title, "about": care_map.about}


def of_shift(shift: Shift) -> Facts:
    """From when to when."""
    return {"hours": f"{shift.begins:%H:%M} to {shift.ends:%H:%M}"}


def of_lane(lane: Lane) -> Facts:
    """Who, of which discipline, how many."""
    kind = "a system" if lane.kind is LaneKind.SYSTEM else "people"
    discipline = whose(lane) if lane.discipline else ""
    return {"name": lane.name, "kind": kind, "discipline": discipline, "people per shift": capacity(lane)}


def of_step(care_map: CareMap, step: Step) -> Facts:
    """All that is said of a step but its flows."""
    assist = step.assist or Assist()
    return {
        "name": step.name,
        "role": care_map.lane_of[step.lane].name,
        "kind": KINDS[step.kind],
        "note": step.note,
        "working time": "" if step.minutes is None else duration(step.minutes),
        "events in the log": listed(step.events),
        "what the AI shows": assist.shows,
        "to whom the AI shows it": care_map.lane_of[assist.to].name if assist.to else "",
        "form of the AI's message": assist.form,
        "channel of the AI's message": assist.channel,
        "moment of the AI's message": assist.moment,
        "check of the AI": _oversight(care_map, step.oversight),
        "time limit": _limit(care_map, step.limit),
        "what happens when it is late": _breach(care_map, step.limit.breach if step.limit else None),
        "what is done when it is down": _fallback(care_map, step.fallback),
        PLACE: "" if step.place is None else f"column {step.place}",
    }


PLACE = "place in the drawing"
"""The one fact of a step that changes nothing in care."""


def of_flow(flow: Flow) -> Facts:
    """When it is taken, and how work is handed over."""
    return {"condition": flow.when or ("otherwise" if flow.otherwise else ""), "hand-off": flow.hand_off}


def of_hazard(care_map: CareMap, hazard: Hazard) -> Facts:
    """Where it hangs, why, what follows, what holds it back."""
    return {
        "name": hazard.name,
        "step": care_map.step_of[hazard.step].name,
        "causes": listed(hazard.causes),
        "consequences": listed(hazard.consequences),
        "barriers": _barriers(care_map, hazard.barriers),
        "recovery": _barriers(care_map, hazard.recovery),
    }


def of_rule(care_map: CareMap, rule: TimeRule) -> Facts:
    """From where to where, in which time."""
    names = care_map.step_of
    return {
        "name": rule.name,
        "begin": names[rule.start].name,
        "end": names[rule.end].name,
        "time": duration(rule.minutes),
        "what was done before": "counts" if rule.counts_before else "does not count",
    }


def _barriers(care_map: CareMap, barriers: Sequence[str]) -> str:
    return listed([care_map.step_of[each].name if each in care_map.step_of else each for each in barriers])


def _oversight(care_map: CareMap, oversight: Oversight | None) -> str:
    if oversight is None:
        return ""
    checked = listed([care_map.step_of[each].name for each in oversight.of])
    may = AUTHORITIES[oversight.may] if oversight.may else ""
    return ", ".join(each for each in (checked, may, oversight.authority) if each)


def _limit(care_map: CareMap, limit: Limit | None) -> str:
    if limit is None:
        return ""
    start = f" from {care_map.step_of[limit.start].name}" if limit.start else ""
    return f"within {duration(limit.minutes)}{start}"


def _breach(care_map: CareMap, breach: Breach | None) -> str:
    if breach is None:
        return ""
    step = care_map.step_of[breach.step].name if breach.step else ""
    told = f"{care_map.lane_of[breach.tell].name} is told" if breach.tell else ""
    return ", ".join(each for each in (step, told, breach.action) if each)


def _fallback(care_map: CareMap, fallback: Fallback | None) -> str:
    if fallback is None:
        return ""
    step = care_map.step_of[fallback.step].name if fallback.step else ""
    downtime = "also for downtime" if fallback.downtime else ""
    return ", ".join(each for each in (step, fallback.procedure, downtime) if each)
