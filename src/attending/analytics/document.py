"""A performance review as plain JSON and back, without losing a digit.

Floats stay floats (JSON as Python writes it keeps every bit of a double), decimals become strings.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from decimal import Decimal
from typing import Any, Final

from attending.analytics.estimate import Estimate
from attending.analytics.results import (
    CalibrationPoint,
    DecisionPoint,
    PerformanceReview,
    ScoreComparison,
    StratumPerformance,
    ThresholdPerformance,
)

SCHEMA: Final = "attending.performance-review/1"


def to_document(review: PerformanceReview) -> dict[str, Any]:
    """JSON-ready: dicts, lists, strings, numbers, booleans and None only."""
    comparator = review.comparator
    return {
        "schema": SCHEMA,
        "exact": review.exact,
        "thresholds": [str(t) for t in review.thresholds],
        "overall": _stratum(review.overall),
        "subgroups": [_stratum(s) for s in review.subgroups],
        "months": [_stratum(s) for s in review.months],
        "comparator": comparator
        and {"model": _stratum(comparator.model), "comparator": _stratum(comparator.comparator)},
    }


def from_document(document: Mapping[str, Any]) -> PerformanceReview:
    """The review `to_document` was given. Raises ValueError for a document of another kind."""
    if document.get("schema") != SCHEMA:
        raise ValueError(
            f"This is not a performance review this version can read (schema {document.get('schema')!r}, expected "
            f"{SCHEMA!r}): run the review again."
        )
    both = document["comparator"]
    return PerformanceReview(
        _read_stratum(document["overall"]),
        tuple(_read_stratum(s) for s in document["subgroups"]),
        tuple(_read_stratum(s) for s in document["months"]),
        tuple(Decimal(t) for t in document["thresholds"]),
        bool(document["exact"]),
        both and ScoreComparison(_read_stratum(both["model"]), _read_stratum(both["comparator"])),
    )


def _stratum(s: StratumPerformance) -> dict[str, Any]:
    return {
        "attribute": s.attribute,
        "level": s.level,
        "n": s.n,
        "labelled": s.labelled,
        "events": s.events,
        "period": s.period and list(s.period),
        "measures": _measures(s.measures),
        "at_thresholds": [
            {
                "threshold": str(t.threshold),
                "tp": t.tp,
                "fp": t.fp,
                "fn": t.fn,
                "tn": t.tn,
                "measures": _measures(t.measures),
            }
            for t in s.at_thresholds
        ],
        "calibration": [asdict(point) for point in s.calibration],
        "decision_curve": [asdict(point) | {"threshold": str(point.threshold)} for point in s.decision_curve],
    }


def _measures(measures: Mapping[str, Estimate]) -> dict[str, Any]:
    return {
        name: asdict(estimate) | {"threshold": None if estimate.threshold is None else str(estimate.threshold)}
        for name, estimate in measures.items()
    }


def _read_stratum(s: Mapping[str, Any]) -> StratumPerformance:
    first_and_last = s["period"]
    return StratumPerformance(
        s["attribute"],
        s["level"],
        s["n"],
        s["labelled"],
        s["events"],
        None if first_and_last is None else (first_and_last[0], first_and_last[1]),
        _read_measures(s["measures"]),
        tuple(
            ThresholdPerformance(
                Decimal(t["threshold"]), t["tp"], t["fp"], t["fn"], t["tn"], _read_measures(t["measures"])
            )
            for t in s["at_thresholds"]
        ),
        tuple(CalibrationPoint(**point) for point in s["calibration"]),
        tuple(DecisionPoint(**_with_threshold(point)) for point in s["decision_curve"]),
    )


def _read_measures(measures: Mapping[str, Any]) -> dict[str, Estimate]:
    return {name: Estimate(**_with_threshold(estimate)) for name, estimate in measures.items()}


def _with_threshold(record: Mapping[str, Any]) -> dict[str, Any]:
    threshold = record["threshold"]
    return {**record, "threshold": None if threshold is None else Decimal(threshold)}
