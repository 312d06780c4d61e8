"""One check by people that many hazards count on: if it fails, every one of them loses its barrier at once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from attending.maps import bow_tie
from attending.maps.model import CareMap, Hazard
from attending.workflow.rules.hazard_entry import LogEntry
from attending.workflow.rules.hazard_map import with_log


@dataclass(frozen=True, slots=True)
class SharedCheck:
    """A check, the step that does it ("" for one in words), the keys of the hazards that count on it, and a warning."""

    name: str
    step: str
    hazards: tuple[str, ...]
    words: str


def shared_checks(care_maps: Sequence[CareMap], entries: Sequence[LogEntry]) -> list[SharedCheck]:
    """The checks that two or more hazards count on, the most counted on first; barriers of the map and of the log."""
    found: dict[str, SharedCheck] = {}
    for care_map in care_maps:
        for each in bow_tie.common_mode(with_log(care_map, entries)):
            who = f" ({care_map.lane_of[care_map.step_of[each.step].lane].name})" if each.step else ""
            check = SharedCheck(
                each.name,
                each.step,
                tuple(hazard.key for hazard in each.hazards),
                _words(each.name + who, each.hazards),
            )
            found.setdefault(each.step or each.name, check)
    return sorted(found.values(), key=lambda each: (-len(each.hazards), each.name))


def _words(check: str, hazards: Sequence[Hazard]) -> str:
    alone = [each.name for each in hazards if len({*each.barriers, *each.recovery}) == 1]
    names = ", ".join(f"“{each.name}”" for each in hazards)
    first = f"{check} is counted on against {len(hazards)} hazards: {names}. If it fails, they all lose it at once."
    if not alone:
        return first
    return f"{first} Nothing else stands against {', '.join(f'“{name}”' for name in alone)}."
