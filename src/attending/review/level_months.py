"""Each month of each subgroup level, kept with a review so that charts can be drawn for a subgroup. No database."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, TypeAlias

import numpy as np
from numpy.typing import NDArray

from attending.analytics import OVERALL, Estimate, ScoreTable, Stratum, StratumPerformance
from attending.analytics.binned_scores import BinnedScores
from attending.analytics.calibration_groups import FEWEST_PER_GROUP, GROUPS, calibration_points
from attending.analytics.discrimination import area_estimate
from attending.analytics.operating_points import threshold_shares
from attending.analytics.overall_accuracy import event_rate, mean_score, observed_expected
from attending.analytics.reasons import lacking_classes
from attending.analytics.records import from_record
from attending.analytics.results import ThresholdPerformance
from attending.analytics.runs import run_starts

MOST_CELLS: Final = 1500
"""Levels times months that a review keeps; the newest months of every level where there are more."""

Floats: TypeAlias = NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class LevelMonth:
    """The sums of one level in one ISO month; no patient can be told from them.

    `risk`, `patients` and `cases` are the labelled rows in at most ten groups of neighbouring scores: mean score, rows,
    events. `squares` is the sum of the squared scores. `flagged` holds, for each threshold, true positives, false
    positives, and all rows flagged. `area` is the AUROC on unbinned or finely binned scores.
    """

    attribute: str
    level: str
    month: str
    n: int
    squares: float
    risk: tuple[float, ...]
    patients: tuple[int, ...]
    cases: tuple[int, ...]
    flagged: tuple[tuple[int, int, int], ...]
    area: Estimate


@dataclass(frozen=True)
class LevelMonths:
    """Every level's months, and since which month they are kept."""

    thresholds: tuple[Decimal, ...]
    since: str
    cells: tuple[LevelMonth, ...]


def level_months(table: ScoreTable) -> LevelMonths | None:
    """The months of every level of every attribute; None without attributes or rows."""
    strata = [at for at, stratum in enumerate(table.strata) if stratum != OVERALL]
    months = len(table.periods)
    first = max(months - max(MOST_CELLS // max(len(strata), 1), 1), 0)
    keep = np.isin(table.stratum, strata) & (table.period >= first)
    place = table.stratum[keep].astype(np.int64) * months + table.period[keep]
    if not len(place):
        return None
    order = np.lexsort((table.bin[keep], place))
    cells = _Cells(table, np.flatnonzero(keep)[order], place[order])
    return LevelMonths(table.thresholds, table.periods[first], cells.made())


class _Cells:
    """All levels' months at once: `rows` are the table's cells by level, month and bin; each run of `place` is one."""

    def __init__(self, table: ScoreTable, rows: NDArray[np.int64], place: NDArray[np.int64]) -> None:
        self.table, self.rows, self.place = table, rows, place
        self.starts = run_starts(place)
        self.run = np.repeat(np.arange(len(self.starts)), np.diff(np.r_[self.starts, len(place)]))
        self.passed = table.passed[rows]
        self.n = table.n[rows].astype(np.float64)
        self.labelled = table.labelled[rows].astype(np.float64)
        self.positive = table.positive[rows].astype(np.float64)
        self.negative = self.labelled - self.positive

    def made(self) -> tuple[LevelMonth, ...]:
        """One record each, in the table's order."""
        table, months = self.table, len(self.table.periods)
        n, squares = self._sum(self.n), self._sum(table.score_squared_sum[self.rows])
        per_threshold = [
            tuple(self._sum(each * (self.passed > at)) for each in (self.positive, self.negative, self.n))
            for at in range(len(table.thresholds))
        ]
        grouped, areas = self._grouped(), self._areas()
        found = []
        for at, place in enumerate(self.place[self.starts].tolist()):
            stratum = table.strata[place // months]
            risk, patients, cases = (each[at][grouped[1][at] > 0] for each in grouped)
            found.append(
                LevelMonth(
                    stratum.attribute,
                    stratum.level,
                    table.periods[place % months],
                    int(n[at]),
                    float(squares[at]),
                    tuple(risk.tolist()),
                    tuple(patients.astype(np.int64).tolist()),
                    tuple(cases.astype(np.int64).tolist()),
                    tuple((int(tp[at]), int(fp[at]), int(flagged[at])) for tp, fp, flagged in per_threshold),
                    areas[at],
                )
            )
        return tuple(found)

    def _sum(self, values: Floats) -> Floats:
        return np.add.reduceat(values, self.starts)

    def _reached(self, values: Floats) -> Floats:
        """Running sums inside each run."""
        total = np.cumsum(values)
        before = total[self.starts] - values[self.starts]
        return total - before[self.run]

    def _grouped(self) -> tuple[Floats, Floats, Floats]:
        """Mean score, labelled rows and events, each of shape (runs, groups), in groups as the whole log has them."""
        total = self._sum(self.labelled)
        middle = (self._reached(self.labelled) - self.labelled / 2) / np.maximum(total, 1)[self.run]
        groups = np.clip(total // FEWEST_PER_GROUP, 1, GROUPS)[self.run]
        key = self.run * GROUPS + np.minimum((middle * groups).astype(np.int64), GROUPS - 1)
        size = len(self.starts) * GROUPS
        sums = (self.labelled, self.positive, self.table.score_sum[self.rows])
        patients, cases, scores = (
            np.bincount(key, each, minlength=size).astype(np.float64).reshape(-1, GROUPS) for each in sums
        )
        return np.clip(scores / np.maximum(patients, 1), 0, 1), patients, cases

    def _areas(self) -> list[Estimate]:
        """The AUROC of each run, as `analytics.discrimination.auroc` finds that of one."""
        positive, negative, run = self.positive, self.negative, self.run
        p, n = self._sum(positive), self._sum(negative)
        events, others = np.maximum(p, 1)[run], np.maximum(n, 1)[run]
        below = (self._reached(negative) - negative / 2) / others
        above = (p[run] - self._reached(positive) + positive / 2) / events
        area = self._sum(positive * below) / np.maximum(p, 1)
        of_events = self._sum(positive * (below - area[run]) ** 2) / np.maximum(p - 1, 1)
        of_others = self._sum(negative * (above - area[run]) ** 2) / np.maximum(n - 1, 1)
        error = np.sqrt(of_events / np.maximum(p, 1) + of_others / np.maximum(n, 1))
        shared = self.table.score_low[self.rows] < self.table.score_high[self.rows]
        bound = self._sum(positive * negative * shared) / np.maximum(2 * p * n, 1)
        found = []
        for at, (events_of, others_of) in enumerate(zip(p.astype(int).tolist(), n.astype(int).tolist(), strict=True)):
            labelled = events_of + others_of
            reason = lacking_classes(labelled=labelled, events=events_of)
            if reason is not None:
                found.append(Estimate.missing("auroc", reason, n=labelled, events=events_of))
                continue
            known = float(error[at]) if min(events_of, others_of) >= 2 else None
            found.append(area_estimate(float(area[at]), known, labelled, events_of, float(bound[at])))
        return found


def performance_of(cell: LevelMonth, thresholds: tuple[Decimal, ...]) -> StratumPerformance:
    """The measures that the sums of a level's month give, each by the function that measures the whole log."""
    scores = _scores(cell, thresholds)
    estimates = (cell.area, *(measure(scores) for measure in (observed_expected, event_rate, mean_score)))
    points = tuple(
        _at(threshold, counts, cell, scores) for threshold, counts in zip(thresholds, cell.flagged, strict=True)
    )
    return StratumPerformance(
        cell.attribute,
        cell.level,
        cell.n,
        scores.total_labelled,
        scores.events,
        (cell.month, cell.month),
        {estimate.measure: estimate for estimate in estimates},
        points,
        calibration_points(scores),
        (),
    )


def levels_in(kept: object) -> list[Stratum]:
    """The levels whose months a recorded review kept, in its order; from its supplement as JSON."""
    cells = kept.get("cells") if isinstance(kept, Mapping) else None
    if not isinstance(cells, list):
        return []
    return list(dict.fromkeys(Stratum(each["attribute"], each["level"]) for each in cells))


def months_of(kept: object, group: Stratum) -> dict[str, StratumPerformance]:
    """The months of one level by ISO month; from the supplement as JSON."""
    if not isinstance(kept, Mapping):
        return {}
    wanted = [each for each in kept["cells"] if (each["attribute"], each["level"]) == (group.attribute, group.level)]
    thresholds = tuple(Decimal(each) for each in kept["thresholds"])
    cells = [from_record(LevelMonth, each) for each in wanted]
    return {cell.month: performance_of(cell, thresholds) for cell in cells}


def _scores(cell: LevelMonth, thresholds: tuple[Decimal, ...]) -> BinnedScores:
    """The groups as bins: exact for what needs sums only."""
    risk = np.asarray(cell.risk, dtype=np.float64)
    patients = np.asarray(cell.patients, dtype=np.int64)
    size = len(risk)
    squares = np.full(size, cell.squares / max(size, 1))
    nothing = np.zeros(size)
    return BinnedScores(
        Stratum(cell.attribute, cell.level),
        (cell.month,),
        thresholds,
        False,
        np.arange(size),
        np.zeros(size, dtype=np.int16),
        np.clip(risk, 0, 1),
        np.clip(risk, 0, 1),
        patients,
        patients,
        np.asarray(cell.cases, dtype=np.int64),
        risk * patients.astype(np.float64),
        squares,
        nothing,
        nothing,
    )


def _at(
    threshold: Decimal, counts: tuple[int, int, int], cell: LevelMonth, scores: BinnedScores
) -> ThresholdPerformance:
    tp, fp, flagged = counts
    labelled, events = scores.total_labelled, scores.events
    found = threshold_shares(threshold, tp, fp, flagged, rows=cell.n, labelled=labelled, events=events)
    return ThresholdPerformance(threshold, tp, fp, events - tp, labelled - events - fp, found)
