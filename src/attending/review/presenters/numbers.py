"""Every number of a review as flat records, for spreadsheets and programs; small cells do not leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, fields, replace
from typing import Any

from attending.analytics import PerformanceReview, StratumPerformance
from attending.review.models import ReviewRun
from attending.review.presenters import compared
from attending.review.presenters.drift import drift_numbers
from attending.review.presenters.number import Number
from attending.review.supplements import Supplements, supplements_of
from attending.ui.exports import SMALL_CELL

SCHEMA = "attending.review-numbers/2"
NOTHING = Supplements()
__all__ = ["COLUMNS", "SCHEMA", "WITHHELD", "Number", "document", "numbers", "released", "rows"]

NONE = (None, None, None)
WITHHELD = f"Withheld: it rests on fewer than {SMALL_CELL} people."


COLUMNS: Sequence[str] = tuple(each.name for each in fields(Number))


def numbers(review: PerformanceReview, beside: Supplements = NOTHING) -> list[Number]:
    """Everything a review measured, each number once; what rests on 1 to 10 people is withheld.

    ``beside`` is what stands beside the measures: groups compared, and the work the score makes.
    """
    found = [
        *_stratum(review.overall, "overall"),
        *(number for group in review.subgroups for number in _stratum(group, "subgroup")),
        *(number for month in review.months for number in _stratum(month, "month")),
    ]
    if review.comparator is not None:
        found += [
            *_stratum(review.comparator.model, "model beside comparator"),
            *_stratum(review.comparator.comparator, "comparator"),
        ]
        found += compared.paired_numbers(review.comparator)
    return [*(released(number) for number in found), *_beside(review, beside)]


def _beside(review: PerformanceReview, beside: Supplements) -> Iterator[Number]:
    """A difference is withheld when either side rests on few people."""
    for number, sides in compared.group_numbers(beside.equity):
        few = any(_few(side.n, side.events, side.numerator, side.denominator) for side in sides)
        yield _withheld(number) if few else number
    for number in (*compared.work_numbers(review.overall, beside.workload), *drift_numbers(beside)):
        yield released(number)


def rows(found: Sequence[Number]) -> list[tuple[object, ...]]:
    """The records as rows in the order of ``COLUMNS``."""
    return [tuple(getattr(number, name) for name in COLUMNS) for number in found]


def document(run: ReviewRun, review: PerformanceReview) -> dict[str, Any]:
    """The numbers with all that is needed to believe them, as plain JSON."""
    return {
        "schema": SCHEMA,
        "review": str(run.uid),
        "deployment": str(run.deployment),
        "recorded_at": run.run_at.isoformat(),
        "period_start": run.period_start.isoformat(),
        "period_end": run.period_end.isoformat(),
        "source": run.source,
        "source_sha256": run.source_sha256,
        "mapping": run.mapping,
        "precision": run.resolution,
        "rows": {name: run.intake[name] for name in ("read", "loaded", "duplicate", "quarantined", "conflicts")},
        "versions": run.versions,
        "record_entry": run.ledger_seq,
        "interval": "95 %",
        "reproducibility": run.reproducibility,
        "numbers": [asdict(number) for number in numbers(review, supplements_of(run.uid, run.supplements))],
    }


def _stratum(stratum: StratumPerformance, section: str) -> Iterator[Number]:
    first, last = stratum.period or ("", "")
    place = (section, stratum.attribute, stratum.level, first, last)
    for estimate in stratum.measures.values():
        yield Number.of(place, estimate)
    for at in stratum.at_thresholds:
        for estimate in at.measures.values():
            yield Number.of(place, estimate)
    for index, group in enumerate(stratum.calibration, start=1):
        where = (f"{section}, group {index} of {len(stratum.calibration)} by score", *place[1:])
        yield Number(
            *where, "", "mean_score", group.mean_score, None, None, group.n, group.events, None, None, None, ""
        )
        yield Number(
            *where,
            "",
            "event_rate",
            group.observed,
            group.low,
            group.high,
            group.n,
            group.events,
            group.events,
            group.n,
            0.0,
            "",
        )
    for point in stratum.decision_curve:
        curve = (f"{section}, decision curve", *place[1:], str(point.threshold))
        counts = (stratum.labelled, stratum.events, None, None)
        yield Number(*curve, "net_benefit", point.net_benefit, point.low, point.high, *counts, point.bound, "")
        yield Number(*curve, "net_benefit_treat_all", point.treat_all, None, None, *counts, 0.0, "")
        if point.avoided_per_100 is not None:
            avoided = (point.avoided_per_100, point.avoided_low, point.avoided_high)
            yield Number(*curve, "interventions_avoided_per_100", *avoided, *counts, point.bound, "")
    for spot in stratum.smoothed.points if stratum.smoothed is not None else ():
        spotted = (f"{section}, smoothed calibration", *place[1:], f"{spot.score:.6g}")
        yield Number(
            *spotted, "event_rate", spot.rate, spot.low, spot.high, stratum.labelled, stratum.events, *NONE, ""
        )
    parts = stratum.brier_parts
    for name in ("miscalibration", "discrimination", "uncertainty") if parts is not None else ():
        value = getattr(parts, name)
        reason = "" if value is not None else (parts.reason if parts is not None else None) or ""
        of = (stratum.labelled, stratum.events, *NONE)
        yield Number(*place, "", f"brier_{name}", value, None, None, *of, reason)


def released(number: Number) -> Number:
    """A number whose counts, or what is left of them, are 1 to 10 people is withheld with its counts.

    Each number is looked at by itself: what can be told by subtracting others is not found.
    """
    few = _few(number.n, number.events, number.numerator, number.denominator)
    return _withheld(number) if few else number


def _few(n: int | None, events: int | None, numerator: int | None, denominator: int | None) -> bool:
    complement = denominator - numerator if numerator is not None and denominator is not None else None
    others = None if n is None or events is None else n - events
    return any(_small(count) for count in (n, events, numerator, denominator, complement, others))


def _withheld(number: Number) -> Number:
    return replace(
        number,
        value=None,
        low=None,
        high=None,
        n=None if _small(number.n) else number.n,
        events=None,
        numerator=None,
        denominator=None,
        bound=None,
        reason=WITHHELD,
        simultaneous_low=None,
        simultaneous_high=None,
        p=None,
        p_adjusted=None,
    )


def _small(count: int | None) -> bool:
    return count is not None and 0 < count < SMALL_CELL
