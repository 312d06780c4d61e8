"""Lines side by side: which of them may share a track, and which need one of their own."""

from __future__ import annotations

from collections.abc import Sequence
from heapq import heappop, heappush

_IN_ORDER = 150


def packed(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The track of each span, as few as there can be; spans on one track do not even touch."""
    tracks = [0] * len(spans)
    free: list[int] = []
    busy: list[tuple[float, int]] = []
    used = 0
    for place in sorted(range(len(spans)), key=lambda each: spans[each]):
        begins, ends = spans[place]
        while busy and busy[0][0] < begins:
            heappush(free, heappop(busy)[1])
        if free:
            tracks[place] = heappop(free)
        else:
            tracks[place], used = used, used + 1
        heappush(busy, (ends, tracks[place]))
    return tracks


def packed_in_order(spans: Sequence[tuple[float, float]]) -> list[int]:
    """The track of each span, so that of two that overlap the earlier has the lower track; many are only packed."""
    if len(spans) > _IN_ORDER:
        return packed(spans)
    tracks: list[int] = []
    for place, (begins, ends) in enumerate(spans):
        over = [tracks[other] for other in range(place) if spans[other][0] <= ends and begins <= spans[other][1]]
        tracks.append(max(over, default=-1) + 1)
    return tracks
