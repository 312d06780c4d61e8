"""In which row of its lane each step stands: beside what leads to it, with few crossings (Sugiyama 1981)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from attending.maps.layout.links import Link
from attending.maps.model import CareMap

_SWEEPS = 4
_LANE = 100_000.0


def rows(care_map: CareMap, links: Sequence[Link], columns: Mapping[str, int]) -> dict[str, int]:
    """Rows from 0 within each lane; no two steps share lane, column and row."""
    lanes = {lane.key: place for place, lane in enumerate(care_map.lanes)}
    cells: dict[tuple[int, str], list[str]] = defaultdict(list)
    for step in care_map.steps:
        cells[columns[step.key], step.lane].append(step.key)
    tall: dict[str, int] = defaultdict(int)
    for (_, lane), keys in cells.items():
        tall[lane] = max(tall[lane], len(keys))
    row = {key: place for keys in cells.values() for place, key in enumerate(keys)}
    lane_of = {step.key: step.lane for step in care_map.steps}
    left, right = _neighbours(links, columns)
    for sweep in range(_SWEEPS):
        near = left if sweep % 2 == 0 else right
        for (_, lane), keys in sorted(cells.items(), reverse=sweep % 2 == 1):
            middle = {key: _middle(key, near[key], row, lanes, lane_of) for key in keys}
            keys.sort(key=middle.__getitem__)
            lowest = 0
            for place, key in enumerate(keys):
                beside = [row[each] for each in near[key] if lane_of[each] == lane]
                wanted = beside[0] if beside else row[key]
                row[key] = min(max(wanted, lowest), tall[lane] - (len(keys) - place))
                lowest = row[key] + 1
    return row


def _neighbours(
    links: Sequence[Link], columns: Mapping[str, int]
) -> tuple[Mapping[str, list[str]], Mapping[str, list[str]]]:
    left: dict[str, list[str]] = defaultdict(list)
    right: dict[str, list[str]] = defaultdict(list)
    for link in links:
        if columns[link.source] < columns[link.target]:
            left[link.target].append(link.source)
            right[link.source].append(link.target)
    return left, right


def _middle(
    key: str, near: Sequence[str], row: Mapping[str, int], lanes: Mapping[str, int], lane_of: Mapping[str, str]
) -> float:
    heights = [lanes[lane_of[each]] * _LANE + row[each] for each in near or (key,)]
    return sum(heights) / len(heights)
