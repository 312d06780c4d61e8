"""The score table: everything a review needs from a prediction log, without a single patient's row."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from attending.analytics.binned_scores import BinnedScores
from attending.analytics.runs import run_starts
from attending.analytics.stratum import NOT_RECORDED, OVERALL, Stratum

__all__ = ["NOT_RECORDED", "OVERALL", "ScoreTable", "Stratum"]

_COLUMNS: dict[str, type[np.generic]] = {
    "stratum": np.int32,
    "period": np.int32,
    "bin": np.int64,
    "passed": np.int16,
    "score_low": np.float64,
    "score_high": np.float64,
    "n": np.int64,
    "labelled": np.int64,
    "positive": np.int64,
    "score_sum": np.float64,
    "score_squared_sum": np.float64,
    "score_outcome_sum": np.float64,
    "score_sum_all": np.float64,
}
_SUMMED = tuple(_COLUMNS)[6:]
_ROUNDING = 1e-6
_DENSE = 4


@dataclass(frozen=True, eq=False)
class ScoreTable:
    """Counts and sums per (stratum, period, score bin); the only thing that ever leaves a prediction log.

    `periods` are ISO months ("2026-03") in ascending order, `thresholds` ascend strictly and lie in [0, 1]; a row is
    flagged at a threshold when its score >= threshold. `exact` says that every bin is one distinct score value.

    The parallel arrays have one entry per non-empty cell, in any order: `stratum` and `period` index the tuples, `bin`
    is an ordering key (equal scores share a bin, higher scores never have a lower key, no bin straddles a threshold),
    `passed` is how many thresholds the scores of the bin reach, `score_low` and `score_high` are the least and the
    greatest score in the cell, in [0, 1]. `n`, `labelled` and `positive` count rows; `score_sum` and
    `score_squared_sum` run over labelled rows, `score_outcome_sum` over positives, `score_sum_all` over every row.

    Raises ValueError when the arrays contradict this.
    """

    strata: tuple[Stratum, ...]
    periods: tuple[str, ...]
    thresholds: tuple[Decimal, ...]
    exact: bool
    stratum: NDArray[np.int32]
    period: NDArray[np.int32]
    bin: NDArray[np.int64]
    passed: NDArray[np.int16]
    score_low: NDArray[np.float64]
    score_high: NDArray[np.float64]
    n: NDArray[np.int64]
    labelled: NDArray[np.int64]
    positive: NDArray[np.int64]
    score_sum: NDArray[np.float64]
    score_squared_sum: NDArray[np.float64]
    score_outcome_sum: NDArray[np.float64]
    score_sum_all: NDArray[np.float64]

    def __post_init__(self) -> None:
        for name, kind in _COLUMNS.items():
            object.__setattr__(self, name, np.ascontiguousarray(getattr(self, name), dtype=kind))
        self._check()

    def __len__(self) -> int:
        return len(self.bin)

    def __eq__(self, other: object) -> bool:
        """Same strata, periods, thresholds and cells in the same order, every number identical."""
        if not isinstance(other, ScoreTable):
            return NotImplemented
        described = (self.strata, self.periods, self.thresholds, self.exact)
        return described == (other.strata, other.periods, other.thresholds, other.exact) and all(
            np.array_equal(getattr(self, name), getattr(other, name)) for name in _COLUMNS
        )

    def slice(self, stratum: Stratum, period: str | None = None) -> BinnedScores:
        """The bins of one stratum in one ISO month, or over all months when `period` is None.

        Raises KeyError when the table has no such stratum or month.
        """
        s = self._position(self.strata, stratum, "stratum")
        if period is None:
            months = range(len(self.periods))
        else:
            at = self._position(self.periods, period, "month")
            months = range(at, at + 1)
        ends = np.searchsorted(self._group, s * self._months + np.arange(months.start, months.stop + 1))
        present = [month for month, rows in zip(months, np.diff(ends), strict=True) if rows]
        rows: slice | NDArray[np.int64] = slice(int(ends[0]), int(ends[-1]))
        if not self._ascending:
            rows = self._order[rows]
        keys = self.bin[rows]
        if len(present) > 1:
            order = np.argsort(keys, kind="stable")
            rows = order + rows.start if isinstance(rows, slice) else rows[order]
            keys = keys[order]
        columns = _reduced(self, rows, run_starts(keys))
        return BinnedScores(stratum, tuple(self.periods[i] for i in present), self.thresholds, self.exact, **columns)

    @classmethod
    def merge(cls, tables: Iterable[ScoreTable]) -> ScoreTable:
        """One table for the rows of several: adding a partition equals recomputing.

        The tables need the same thresholds and the same bins. Strata are ordered by attribute as first met, then by
        level; periods ascend. Raises ValueError when nothing is given or the tables do not fit together.
        """
        given = tuple(tables)
        if not given:
            raise ValueError("There is no score table to merge: give at least one.")
        first = given[0]
        for other in given[1:]:
            if other.thresholds != first.thresholds:
                raise ValueError(
                    f"Score tables with different thresholds cannot be merged ({_listed(first.thresholds)} and "
                    f"{_listed(other.thresholds)}): reduce the logs again with the same thresholds."
                )
            if other.exact != first.exact:
                raise ValueError(
                    "An exact and a binned score table cannot be merged: reduce both logs in the same way, or coarsen "
                    "the exact one to the same bins."
                )
        strata = _in_order(stratum for table in given for stratum in table.strata)
        periods = tuple(sorted({period for table in given for period in table.periods}))
        columns = {name: np.concatenate([getattr(table, name) for table in given]) for name in _COLUMNS}
        columns["stratum"] = np.concatenate([_renumbered(t.stratum, t.strata, strata) for t in given])
        columns["period"] = np.concatenate([_renumbered(t.period, t.periods, periods) for t in given])
        return cls(strata, periods, first.thresholds, first.exact, **columns).compacted()

    @classmethod
    def from_arrays(
        cls,
        score: ArrayLike,
        outcome: ArrayLike,
        *,
        attributes: Mapping[str, Sequence[object]] | None = None,
        period: str | Sequence[str],
        thresholds: Sequence[Decimal] = (),
    ) -> ScoreTable:
        """An exact table of rows in memory, for tests and notebooks.

        `score` has shape (rows,) in [0, 1]; `outcome` holds 0, 1, or NaN/None where it is not yet known; each attribute
        has one level per row (None becomes "not recorded"); `period` is an ISO month per row, or one for all rows.
        Raises ValueError for a score outside [0, 1], an outcome that is not 0, 1 or missing, or unequal lengths.
        """
        s = np.asarray(score, dtype=np.float64) + 0.0
        y = np.asarray(outcome, dtype=np.float64)
        rows = len(s)
        months = np.full(rows, period) if isinstance(period, str) else np.asarray(period, dtype=str)
        levels = {name: _levels(values) for name, values in (attributes or {}).items()}
        for name, size in [("outcome", len(y)), ("period", len(months)), *((k, len(v)) for k, v in levels.items())]:
            if size != rows:
                raise ValueError(f"There are {rows} scores but {size} values of {name}: give one for each row.")
        if not bool(np.all((s >= 0) & (s <= 1))):
            raise ValueError("Every score must be a probability in [0, 1].")
        if not bool(np.all(np.isnan(y) | (y == 0) | (y == 1))):
            raise ValueError("Every outcome must be 0, 1, or missing.")
        ordered = tuple(sorted(set(thresholds)))
        periods, period_of = np.unique(months, return_inverse=True)
        strata = [OVERALL]
        blocks = [np.zeros(rows, dtype=np.int32)]
        for name, values in levels.items():
            names, level_of = np.unique(values, return_inverse=True)
            blocks.append(level_of.astype(np.int32) + np.int32(len(strata)))
            strata.extend(Stratum(name, str(level)) for level in names)
        known = ~np.isnan(y)
        positive = known & (y == 1)
        once: dict[str, NDArray[Any]] = {
            "period": period_of,
            "bin": s.view(np.int64),
            "passed": _passed(s, ordered),
            "score_low": s,
            "score_high": s,
            "n": np.ones(rows, dtype=np.int64),
            "labelled": known.astype(np.int64),
            "positive": positive.astype(np.int64),
            "score_sum": np.where(known, s, 0.0),
            "score_squared_sum": np.where(known, s * s, 0.0),
            "score_outcome_sum": np.where(positive, s, 0.0),
            "score_sum_all": s,
        }
        columns = {name: np.tile(values, len(blocks)) for name, values in once.items()}
        columns["stratum"] = np.concatenate(blocks)
        return cls(tuple(strata), tuple(str(p) for p in periods), ordered, True, **columns).compacted()

    def since(self, first: str) -> ScoreTable:
        """The rows from the ISO month `first` on; every stratum stays, also those that then have no rows."""
        keep = np.array([period >= first for period in self.periods], dtype=np.bool_)
        rows = keep[self.period]
        columns = {name: getattr(self, name)[rows] for name in _COLUMNS}
        columns["period"] = (np.cumsum(keep) - 1)[columns["period"]]
        periods = tuple(period for period in self.periods if period >= first)
        return ScoreTable(self.strata, periods, self.thresholds, self.exact, **columns)

    def compacted(self) -> ScoreTable:
        """The same table with one cell per (stratum, period, bin), in that order."""
        group = self._group
        keys = self.bin[self._order]
        starts = run_starts(group, keys)
        rows = self._order
        columns = _reduced(self, rows, starts)
        columns["stratum"] = self.stratum[rows][starts]
        columns["period"] = self.period[rows][starts]
        return ScoreTable(self.strata, self.periods, self.thresholds, self.exact, **columns)

    def coarsened(self, bins: int) -> ScoreTable:
        """The table with its bins joined into at most `bins` of equal width in score, still split at each threshold.

        A bin goes where its lowest score lies; joined bins of an exact table are no longer exact.
        """
        if bins < 1:
            raise ValueError(f"A score table needs at least one bin, not {bins}.")
        _, representative = np.unique(self.bin, return_inverse=True)
        lowest = np.full(int(representative.max(initial=-1)) + 1, np.inf)
        np.minimum.at(lowest, representative, self.score_low)
        place = np.minimum(np.floor(lowest[representative] * bins), bins - 1).astype(np.int64)
        key = place * (len(self.thresholds) + 1) + self.passed
        columns = {name: getattr(self, name) for name in _COLUMNS} | {"bin": key}
        return ScoreTable(self.strata, self.periods, self.thresholds, False, **columns).compacted()

    @property
    def _months(self) -> int:
        return max(len(self.periods), 1)

    @cached_property
    def _given_group(self) -> NDArray[np.int64]:
        """Stratum x months + period of each cell."""
        return self.stratum.astype(np.int64) * self._months + self.period

    @cached_property
    def _ascending(self) -> bool:
        """Whether the cells stand by stratum, period and bin."""
        group = self._given_group
        return bool(np.all((group[1:] > group[:-1]) | ((group[1:] == group[:-1]) & (self.bin[1:] >= self.bin[:-1]))))

    @cached_property
    def _order(self) -> NDArray[np.int64]:
        """Positions of the cells by stratum, period and bin."""
        if self._ascending:
            return np.arange(len(self), dtype=np.int64)
        return np.lexsort((self.bin, self._given_group)).astype(np.int64)

    @cached_property
    def _group(self) -> NDArray[np.int64]:
        """Stratum x months + period of each cell, in the order of `_order`: ascending."""
        return self._given_group if self._ascending else self._given_group[self._order]

    @staticmethod
    def _position(names: tuple[Any, ...], name: object, kind: str) -> int:
        try:
            return names.index(name)
        except ValueError:
            raise KeyError(f"This score table has no {kind} {name!r}.") from None

    def _check(self) -> None:
        sizes = {len(getattr(self, name)) for name in _COLUMNS}
        if len(sizes) != 1:
            raise ValueError("The columns of a score table must have equal lengths.")
        for t in self.thresholds:
            if not isinstance(t, Decimal) or not Decimal(0) <= t <= Decimal(1):
                raise ValueError(f"A threshold is a Decimal in [0, 1], not {t!r}.")
        if any(b <= a for a, b in pairwise(self.thresholds)):
            raise ValueError("Thresholds must ascend, each given once.")
        if any(b <= a for a, b in pairwise(self.periods)):
            raise ValueError("Periods must ascend, each given once.")
        if len(set(self.strata)) != len(self.strata):
            raise ValueError("Each stratum may be given once.")
        if not len(self):
            return
        for index, names, kind in [(self.stratum, self.strata, "stratum"), (self.period, self.periods, "period")]:
            if index.min() < 0 or index.max() >= len(names):
                raise ValueError(f"A cell of a score table points to a {kind} that is not listed.")
        if self.passed.min() < 0 or self.passed.max() > len(self.thresholds):
            raise ValueError("A cell of a score table passes more thresholds than there are.")
        if not bool(np.all((self.positive >= 0) & (self.positive <= self.labelled) & (self.labelled <= self.n))):
            raise ValueError("Each cell needs 0 <= positive <= labelled <= n.")
        # NaN fails every comparison, so this also finds a score that is not a number.
        if not bool(np.all((self.score_low >= 0) & (self.score_low <= self.score_high) & (self.score_high <= 1))):
            raise ValueError("Each cell needs 0 <= score_low <= score_high <= 1.")
        if self.exact and not np.array_equal(self.score_low, self.score_high):
            raise ValueError("An exact score table has one score value per bin.")
        self._check_bins()

    def _check_bins(self) -> None:
        """Bins must be in the order of their scores: two ways of binning in one table would miscount in silence."""
        edge = np.r_[-1.0, [float(t) for t in self.thresholds], 2.0]
        if self._keyed_by_score() and bool(
            np.all((self.score_low >= edge[self.passed]) & (self.score_low < edge[self.passed + 1]))
        ):
            return
        first, last = int(self.bin.min()), int(self.bin.max())
        near = last - first < _DENSE * len(self)
        place = self.bin - first if near else np.unique(self.bin, return_inverse=True)[1]
        size = int(place.max()) + 1
        low, high = np.full(size, np.inf), np.full(size, -np.inf)
        fewest, most = np.full(size, len(self.thresholds), np.int16), np.zeros(size, np.int16)
        np.minimum.at(low, place, self.score_low)
        np.maximum.at(high, place, self.score_high)
        np.minimum.at(fewest, place, self.passed)
        np.maximum.at(most, place, self.passed)
        held = low < np.inf
        low, high, fewest, most = low[held], high[held], fewest[held], most[held]
        if bool(np.any(high[:-1] >= low[1:])) or (self.exact and bool(np.any(low != high))):
            raise ValueError(
                "The bins of this score table are not in the order of their scores, or overlap: the logs were reduced "
                "with different bins. Reduce them again together."
            )
        if bool(np.any(fewest != most)) or bool(np.any(most[:-1] > most[1:])):
            raise ValueError("A bin of this score table straddles a threshold: every threshold must be a bin edge.")
        # Engines compare in single or double precision: a score may reach a threshold that it misses by a rounding.
        if not bool(np.all((low >= edge[most] - _ROUNDING) & (high < edge[most + 1] + _ROUNDING))):
            raise ValueError("A cell of a score table does not pass the thresholds its scores reach.")

    def _keyed_by_score(self) -> bool:
        """Whether every key is the score itself, so that keys are in the order of their scores."""
        return self.exact and np.array_equal(self.bin, self.score_low.view(np.int64))


def _reduced(table: ScoreTable, rows: slice | NDArray[np.int64], starts: NDArray[np.int64]) -> dict[str, NDArray[Any]]:
    """The bin columns with the runs beginning at `starts` joined."""
    if len(starts) == len(table.bin[rows]):
        given = {name: getattr(table, name) for name in tuple(_COLUMNS)[2:]}
        distinct = {id(column): column for column in given.values()}
        # Columns that are one stay one.
        taken = {key: column[rows] for key, column in distinct.items()}
        return {name: taken[id(column)] for name, column in given.items()}
    columns: dict[str, NDArray[Any]] = {
        "bin": table.bin[rows][starts],
        "passed": table.passed[rows][starts],
        "score_low": np.minimum.reduceat(table.score_low[rows], starts),
        "score_high": np.maximum.reduceat(table.score_high[rows], starts),
    }
    for name in _SUMMED:
        columns[name] = np.add.reduceat(getattr(table, name)[rows], starts)
    return columns


def _renumbered(index: NDArray[np.int32], old: Sequence[object], new: Sequence[object]) -> NDArray[np.int32]:
    position = {name: i for i, name in enumerate(new)}
    return np.array([position[name] for name in old], dtype=np.int32)[index]


def _in_order(strata: Iterable[Stratum]) -> tuple[Stratum, ...]:
    distinct = dict.fromkeys(strata)
    attribute = {name: i for i, name in enumerate(dict.fromkeys(s.attribute for s in distinct))}
    return tuple(sorted(distinct, key=lambda s: (attribute[s.attribute], s.level)))


def _levels(values: Sequence[object]) -> NDArray[np.str_]:
    return np.array([NOT_RECORDED if v is None or v != v else str(v) for v in values], dtype=np.str_)


def _passed(score: NDArray[np.float64], thresholds: Sequence[Decimal]) -> NDArray[np.int16]:
    return np.searchsorted(np.array([float(t) for t in thresholds]), score, side="right").astype(np.int16)


def _listed(thresholds: Sequence[Decimal]) -> str:
    return ", ".join(str(t) for t in thresholds) or "none"
