"""What stands beside the measures of a review: groups compared, its work, patients with several rows, drift."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from uuid import UUID

from attending.analytics.case_blocks import MonthBlocks
from attending.analytics.clustering import StratumClusters
from attending.analytics.drift import DriftReview, InputDriftReview
from attending.analytics.equity import EquityReview
from attending.analytics.records import from_record, to_record
from attending.review.level_months import LevelMonths
from attending.review.workload import Workload

LEVEL_MONTHS: Final = "level_months"
"""Where the months of subgroup levels are kept; read by charts alone, one level at a time."""

CASES: Final = "cases"
"""Where each month's cases are kept in blocks of sums; read by charts alone."""


@dataclass(frozen=True)
class Supplements:
    """Each is None where it was not computed, as in reviews of before it was."""

    equity: EquityReview | None = None
    workload: Workload | None = None
    clustering: StratumClusters | None = None
    score_drift: DriftReview | None = None
    input_drift: InputDriftReview | None = None
    level_months: LevelMonths | None = None
    cases: tuple[MonthBlocks, ...] | None = None

    def to_document(self) -> dict[str, Any]:
        """Plain JSON, by name; what is None is left out."""
        named = {
            "equity": self.equity,
            "workload": self.workload,
            "clustering": self.clustering,
            "score_drift": self.score_drift,
            "input_drift": self.input_drift,
            LEVEL_MONTHS: self.level_months,
            CASES: self.cases,
        }
        return {name: to_record(each) for name, each in named.items() if each is not None}

    @classmethod
    def from_document(cls, document: Mapping[str, Any]) -> Supplements:
        """From what a review recorded; supplements of other names, and what charts alone read, are left alone."""
        equity, workload, clustering = (document.get(name) for name in ("equity", "workload", "clustering"))
        scores, inputs = document.get("score_drift"), document.get("input_drift")
        return cls(
            None if equity is None else from_record(EquityReview, equity),
            None if workload is None else from_record(Workload, workload),
            None if clustering is None else from_record(StratumClusters, clustering),
            None if scores is None else from_record(DriftReview, scores),
            None if inputs is None else from_record(InputDriftReview, inputs),
        )


def supplements_of(uid: UUID, document: Mapping[str, Any]) -> Supplements:
    """Those of a recorded review, read once a process: a review never changes, so ``uid`` stands for it."""
    return _read(_Kept(uid, document))


@dataclass(frozen=True)
class _Kept:
    uid: UUID
    document: Mapping[str, Any] = field(compare=False, repr=False)


@lru_cache(maxsize=16)
def _read(kept: _Kept) -> Supplements:
    return Supplements.from_document(kept.document)
