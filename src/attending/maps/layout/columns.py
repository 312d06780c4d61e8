"""In which column each step stands: one after everything that leads to it, its own place where the map gives one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from attending.maps.layout.links import Link
from attending.maps.model import CareMap, StepKind
from attending.maps.reach import walked


def columns(care_map: CareMap, links: Sequence[Link]) -> dict[str, int]:
    """Columns from 1 by the longest path; loops are cut where a walk in depth from the starts meets itself."""
    after: Mapping[str, list[str]] = _by_source(links)
    starts = [each.key for each in care_map.steps if each.kind is StepKind.START]
    done, back = walked(after, [*starts, *care_map.step_of])
    order = done[::-1]
    before: dict[str, list[str]] = defaultdict(list)
    for source, targets in after.items():
        for target in targets:
            if (source, target) not in back:
                before[target].append(source)
    found: dict[str, int] = {}
    for key in order:
        pinned = care_map.step_of[key].place
        found[key] = pinned or max((found[each] + 1 for each in before[key]), default=1)
    for key in reversed(order):
        step = care_map.step_of[key]
        ahead = [found[each] for each in after[key] if (key, each) not in back]
        if not before[key] and ahead and step.place is None and step.kind is not StepKind.START:
            found[key] = max(1, min(ahead) - 1)
    return found


def _by_source(links: Sequence[Link]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for link in links:
        found[link.source].append(link.target)
    return found
