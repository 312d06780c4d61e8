"""A reality check in plain Python, written from the definitions and sharing nothing with what it is held against."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from itertools import pairwise
from statistics import mean, median

Event = tuple[int, str, int]
"""Case, activity, minute."""


@dataclass
class Reference:
    """The cases of a log, each a list of (minute, activity) in order."""

    cases: list[list[tuple[int, str]]]

    @classmethod
    def of(cls, events: list[Event], *, once: bool) -> Reference:
        by_case: dict[int, list[tuple[int, str]]] = defaultdict(list)
        for case, activity, minute in events:
            if not (once and (minute, activity) in by_case[case]):
                by_case[case].append((minute, activity))
        return cls([sorted(rows, key=lambda row: row[0]) for rows in by_case.values()])

    def edges(self) -> dict[tuple[str, str], tuple[int, float, float]]:
        gaps = defaultdict(list)
        for case in self.cases:
            for (before, source), (after, target) in pairwise(case):
                gaps[source, target].append(60 * (after - before))
        return {pair: (len(found), mean(found), median(found)) for pair, found in gaps.items()}

    def edge_cases(self) -> Counter[tuple[str, str]]:
        return Counter(pair for case in self.cases for pair in {(a, b) for (_, a), (_, b) in pairwise(case)})

    def variants(self) -> Counter[tuple[str, ...]]:
        return Counter(tuple(activity for _, activity in case) for case in self.cases)

    def activities(self) -> dict[str, tuple[int, int, int, int]]:
        names = {activity for case in self.cases for _, activity in case}
        return {
            name: (
                sum(activity == name for case in self.cases for _, activity in case),
                sum(any(activity == name for _, activity in case) for case in self.cases),
                sum(case[0][1] == name for case in self.cases),
                sum(case[-1][1] == name for case in self.cases),
            )
            for name in names
        }

    def rule(self, start: set[str], end: set[str], minutes: int, *, counts_before: bool) -> Counter[str]:
        found: Counter[str] = Counter()
        for case in self.cases:
            starts = [minute for minute, activity in case if activity in start]
            if not starts:
                continue
            begun = min(starts)
            before = [minute for minute, activity in case if activity in end and minute < begun]
            after = [minute for minute, activity in case if activity in end and minute >= begun]
            if before and (counts_before or not after):
                found["before"] += 1
            elif not after:
                found["missing"] += 1
            else:
                found["in_time" if min(after) - begun <= minutes else "late"] += 1
        return found

    def first(self, case: list[tuple[int, str]], activities: set[str]) -> int | None:
        return min((minute for minute, activity in case if activity in activities), default=None)

    def reversals(
        self, steps: dict[str, set[str]], order: set[tuple[str, str]]
    ) -> tuple[dict[tuple[str, str], tuple[int, int]], int, int]:
        """For each pair with a case in the other order its (both, reversed); cases compared; cases with a reversal."""
        both: Counter[tuple[str, str]] = Counter()
        turned: Counter[tuple[str, str]] = Counter()
        compared = against = 0
        for case in self.cases:
            at = {key: self.first(case, activities) for key, activities in steps.items()}
            pairs = [(a, b) for a, b in order if at[a] is not None and at[b] is not None]
            wrong = [(a, b) for a, b in pairs if at[b] < at[a]]
            both.update(pairs)
            turned.update(wrong)
            compared += bool(pairs)
            against += bool(wrong)
        return {pair: (both[pair], number) for pair, number in turned.items()}, compared, against
