"""What may be shown of who scored what: only groups so large that nobody is named. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from attending.strategy.rules.panel import SHOWN_FROM


@dataclass(frozen=True, slots=True)
class GroupMedian:
    """The median of a discipline, or of all others together."""

    group: str
    n: int
    median: float


OTHERS = "All others"


def group_medians(given: Sequence[tuple[str, int]]) -> list[GroupMedian]:
    """Medians by group, of (group, score); a group of fewer than three is only told together with others.

    Nothing is told where the rest that would remain is itself smaller than three: it could be reckoned from the whole.
    """
    by_group: dict[str, list[int]] = {}
    for group, value in given:
        by_group.setdefault(group, []).append(value)
    large = {group: values for group, values in by_group.items() if len(values) >= SHOWN_FROM}
    rest = [value for group, values in by_group.items() if group not in large for value in values]
    if 0 < len(rest) < SHOWN_FROM:
        return []
    found = [GroupMedian(group, len(values), median(values)) for group, values in sorted(large.items())]
    if rest and found:
        found.append(GroupMedian(OTHERS, len(rest), median(rest)))
    return found if len(found) > 1 else []
