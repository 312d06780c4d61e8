"""Every number of a review as flat records, for spreadsheets and programs; small cells do not leave."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, fields, replace
from typing import Any

from attending.analytics import Estimate, PerformanceReview, StratumPerformance
from attending.review.models import ReviewRun
from attending.ui.exports import SMALL_CELL

SCHEMA = "attending.review-numbers/1"
WITHHELD = f"Withheld: it rests on fewer than {SMALL_CELL} people."


@dataclass(frozen=True, slots=True)
class Number:
    """One estimate with its denominator, 95 % interval, period and bound; ``section`` says where it belongs."""

    section: str
    attribute: str
    level: str
    first_month: str
    last_month: str
    threshold: str
    measure: str
    value: float | None
    low: float | None
    high: float | None
    n: int | None
    events: int | None
    numerator: int | None
    denominator: int | None
    bound: float | None
    reason: str


COLUMNS: Sequence[str] = tuple(each.name for each in fields(Number))


def numbers(review: PerformanceReview) -> list[Number]:
    """Everything a review measured, each number once; what rests on 1 to 10 people is withheld."""
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
    return [released(number) for number in found]


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
        "numbers": [asdict(number) for number in numbers(review)],
    }


def _stratum(stratum: StratumPerformance, section: str) -> Iterator[Number]:
    first, last = stratum.period or ("", "")
    place = (section, stratum.attribute, stratum.level, first, last)
    for estimate in stratum.measures.values():
        yield _number(place, estimate)
    for at in stratum.at_thresholds:
        for estimate in at.measures.values():
            yield _number(place, estimate)
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


def _number(place: tuple[str, str, str, str, str], estimate: Estimate) -> Number:
    return Number(
        *place,
        "" if estimate.threshold is None else f"{estimate.threshold.normalize():f}",
        estimate.measure,
        estimate.value,
        estimate.low,
        estimate.high,
        estimate.n,
        estimate.events,
        estimate.numerator,
        estimate.denominator,
        estimate.bound,
        estimate.reason or "",
    )


def released(number: Number) -> Number:
    """A count of 1 to 10 people is withheld with every number from which it could be worked out."""
    complement = (
        number.denominator - number.numerator
        if number.numerator is not None and number.denominator is not None
        else None
    )
    others = None if number.n is None or number.events is None else number.n - number.events
    small = [_small(count) for count in (number.n, number.events, number.numerator, number.denominator)]
    if not any([*small, _small(complement), _small(others)]):
        return number
    return replace(
        number,
        value=None,
        low=None,
        high=None,
        n=None if small[0] else number.n,
        events=None,
        numerator=None,
        denominator=None,
        bound=None,
        reason=WITHHELD,
    )


def _small(count: int | None) -> bool:
    return count is not None and 0 < count < SMALL_CELL
