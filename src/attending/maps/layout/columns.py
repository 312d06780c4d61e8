"""In which column each step stands: one after everything that leads to it, its own place where the map gives one."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence

from attending.maps.layout.links import Link
from attending.maps.model import CareMap, StepKind


def columns(care_map: CareMap, links: Sequence[Link]) -> dict[str, int]:
    """Columns from 1 by the longest path; loops are cut where a walk in depth from the starts meets itself."""
    after: Mapping[str, list[str]] = _by_source(links)
    order, back = _walk(care_map, after)
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


def _walk(care_map: CareMap, after: Mapping[str, list[str]]) -> tuple[list[str], set[tuple[str, str]]]:
    """Steps so that each comes after what leads to it, and the links that had to be left out for that."""
    starts = [each.key for each in care_map.steps if each.kind is StepKind.START]
    open_now: set[str] = set()
    done: list[str] = []
    seen: set[str] = set()
    back: set[tuple[str, str]] = set()
    for root in [*starts, *(each.key for each in care_map.steps)]:
        if root in seen:
            continue
        seen.add(root)
        open_now.add(root)
        stack: list[tuple[str, Iterator[str]]] = [(root, iter(after[root]))]
        while stack:
            key, ways = stack[-1]
            for target in ways:
                if target in open_now:
                    back.add((key, target))
                elif target not in seen:
                    seen.add(target)
                    open_now.add(target)
                    stack.append((target, iter(after[target])))
                    break
            else:
                stack.pop()
                open_now.discard(key)
                done.append(key)
    return done[::-1], back
