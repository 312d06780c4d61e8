"""How a map's parts are said: durations, kinds, capacities; short enough for a drawing, plain enough for a ward."""

from __future__ import annotations

from collections.abc import Sequence

from attending.maps.model import DISCIPLINES, Authority, CareMap, Lane, LaneKind, Step, StepKind

KINDS = {
    StepKind.START: "Start",
    StepKind.TASK: "Task",
    StepKind.DECISION: "Decision",
    StepKind.ASSIST: "AI assist",
    StepKind.END: "End",
}
AUTHORITIES = {
    Authority.STOP: "may stop it",
    Authority.OVERRIDE: "may override it",
    Authority.ADVISE: "may advise",
}


def duration(minutes: float) -> str:
    """Minutes as a person says them: 30 min, 1 h, 1 h 30 min, 2 days."""
    if minutes < 60 or minutes != int(minutes):
        return f"{minutes:.6g} min"
    hours, rest = divmod(int(minutes), 60)
    if rest:
        return f"{hours} h {rest} min"
    days, left = divmod(hours, 24)
    return f"{hours} h" if left or days < 2 else f"{days} days"


def listed(parts: Sequence[str]) -> str:
    """Parts as a sentence has them: a, b and c."""
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def named(names: Sequence[str], most: int = 5) -> str:
    """Names in quotation marks, listed; of many the first ones and how many more."""
    shown = [f"“{each}”" for each in names[:most]]
    return listed([*shown, f"{len(names) - most:,} more"] if len(names) > most else shown)


def capacity(lane: Lane) -> str:
    """How many work when, such as "day 3, night 1"; "" where the map does not say."""
    return ", ".join(f"{each.shift} {each.people}" for each in lane.capacity)


def whose(lane: Lane) -> str:
    """What the lane's discipline is called; "System" for a system, "" where none is named."""
    return "System" if lane.kind is LaneKind.SYSTEM else DISCIPLINES.get(lane.discipline, "")


def told(care_map: CareMap, step: Step) -> str:
    """A step with all that its shape, place and arrows show, in one sentence for those who do not see the drawing."""
    said = [f"{KINDS[step.kind]}: {step.name}, {care_map.lane_of[step.lane].name}"]
    if step.oversight is not None:
        checked = listed([care_map.step_of[key].name for key in step.oversight.of])
        may = f", {AUTHORITIES[step.oversight.may]}" if step.oversight.may else ""
        said.append(f"checks {checked}{may}")
    if step.minutes is not None:
        said.append(f"takes {duration(step.minutes)}")
    if step.limit is not None:
        said.append(f"within {duration(step.limit.minutes)}")
    if step.fallback is not None:
        instead = care_map.step_of[step.fallback.step].name if step.fallback.step else step.fallback.procedure
        said.append(f"if it is down: {instead}")
    ways = [_way(care_map, flow.to, flow.when, otherwise=flow.otherwise) for flow in step.flows]
    said.append(f"then {listed(ways)}" if ways else "nothing follows")
    return "; ".join(said) + "."


def _way(care_map: CareMap, to: str, when: str, *, otherwise: bool) -> str:
    name = care_map.step_of[to].name
    return f"{name} when {when}" if when else f"otherwise {name}" if otherwise else name
