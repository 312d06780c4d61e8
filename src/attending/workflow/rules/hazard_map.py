"""The map with what the hazard log adds to it, so that a bow-tie shows the controls of both."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from attending.maps.model import CareMap, Hazard
from attending.workflow.models import ControlSide, HazardControl
from attending.workflow.rules.hazard_entry import LogEntry, is_in_place


def with_log(care_map: CareMap, entries: Sequence[LogEntry]) -> CareMap:
    """The map whose hazards have the words of the log, and the barriers of both; a hazard on no step is left out.

    What the log transferred to somebody else, and what is not in the log yet, stays as the map has it.
    """
    drawn = {each.key: each for each in care_map.hazards}
    logged = {
        entry.hazard.key: _hazard(entry, drawn.get(entry.hazard.key))
        for entry in entries
        if entry.is_ours and entry.hazard.step in care_map.step_of
    }
    return replace(care_map, hazards=tuple({**drawn, **logged}.values()))


def _hazard(entry: LogEntry, drawn: Hazard | None) -> Hazard:
    hazard = entry.hazard
    return Hazard(
        key=hazard.key,
        name=hazard.name,
        step=hazard.step,
        causes=tuple(hazard.causes),
        consequences=tuple(hazard.consequences),
        barriers=_together(drawn.barriers if drawn else (), entry, ControlSide.PREVENTS),
        recovery=_together(drawn.recovery if drawn else (), entry, ControlSide.LIMITS),
    )


def _together(of_map: tuple[str, ...], entry: LogEntry, side: ControlSide) -> tuple[str, ...]:
    of_log = (_barrier(each) for each in entry.controls if each.side == side)
    return tuple(dict.fromkeys((*of_map, *of_log)))


def _barrier(control: HazardControl) -> str:
    """A step's key, or the words of a control, with whether it can be counted on."""
    if control.step:
        return control.step
    return control.what if is_in_place(control) else f"{control.what} (not in place yet)"
