"""References to nothing: a step, lane or shift that is named somewhere and is not in the map."""

from __future__ import annotations

from collections.abc import Sequence
from difflib import get_close_matches
from typing import NamedTuple

from attending.maps.entry import Entry
from attending.maps.model import CareMap, StepKind
from attending.maps.problems import Problem

_ONE = {"steps": "step", "lanes": "lane", "shifts": "shift", "assists": "step of kind assist"}


class Reference(NamedTuple):
    """The field `name` of `entry` names a `key` that must be among the map's `kind`."""

    entry: Entry
    name: str
    kind: str
    key: str


def dangling(care_map: CareMap, references: Sequence[Reference]) -> list[Problem]:
    """A problem for each reference that leads nowhere, with what was probably meant."""
    there = {
        "steps": {each.key for each in care_map.steps},
        "lanes": {each.key for each in care_map.lanes},
        "shifts": {each.key for each in care_map.shifts},
        "assists": {each.key for each in care_map.steps if each.kind is StepKind.ASSIST},
    }
    found: list[Problem] = []
    for entry, name, kind, key in references:
        if key in there[kind]:
            continue
        path = f"{entry.path}.{name}" if entry.path else name
        near = get_close_matches(key, there[kind], n=1) if len(found) < 20 else []
        hint = f"; did you mean {near[0]}?" if near else "; add it, or name one that is there"
        found.append(Problem(entry.line_of(name), path, key, f"there is no {_ONE[kind]} with this key{hint}"))
    return found
