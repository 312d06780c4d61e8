"""A contract against what is seen: what was measured since, held against what was agreed."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from attending.analytics.alert_queue import Interval
from attending.program.models import MeasureResult
from attending.workflow.rules.contract import Terms, recorded, scaled


class Seen(StrEnum):
    """How a measured figure lies to the agreed one: apart where their 95 % intervals do not meet."""

    AS_AGREED = "as agreed"
    MORE = "more than agreed"
    LESS = "less than agreed"
    UNKNOWN = "cannot be told"


@dataclass(frozen=True, slots=True)
class Comparison:
    """One figure of a contract beside what was measured; ``numerator`` of ``denominator`` were counted, where known."""

    measure: str
    label: str
    percent: bool
    agreed: Interval
    seen: Interval
    numerator: int | None
    denominator: int | None
    n: int
    first: date
    last: date
    source: str
    verdict: Seen


_SHOWN: Final[Mapping[str, tuple[str, bool]]] = {
    "flag_rate": ("Flagged, of all patients scored", True),
    "alerts_per_day": ("Alerts a day", False),
    "ppv": ("Right alerts (PPV)", True),
    "sensitivity": ("Found, of patients with the event", True),
    "intervention_after_alert": ("Followed by the intervention (agreed: begun in time), of alerts", True),
}
MEASURES: Final = tuple(_SHOWN)

_ANOTHER_THING: Final = frozenset({"intervention_after_alert"})
"""Shown beside what was agreed, never judged: whoever begins in time may rightly find that nothing is to be done."""


def compared(terms: Terms, threshold: float, results: Iterable[MeasureResult], *, since: date) -> list[Comparison]:
    """Each agreed figure that was measured at the contract's threshold, by the latest, newest and longest period.

    Periods that began before ``since``, the day of the signature, do not count: what the study was told by would agree
    with itself.
    """
    at_threshold = recorded(threshold)
    newest: dict[str, MeasureResult] = {}
    for each in results:
        elsewhere = each.threshold is not None and recorded(float(each.threshold)) != at_threshold
        if each.measure not in _SHOWN or elsewhere or each.period_start < since:
            continue
        before = newest.get(each.measure)
        if before is None or _order(each) > _order(before):
            newest[each.measure] = each
    agreed = _agreed(terms)
    return [_compared(name, agreed[name], newest[name]) for name in _SHOWN if name in newest]


def out_of_range(found: Sequence[Comparison]) -> list[Comparison]:
    """Those that lie apart from what was agreed."""
    return [each for each in found if each.verdict in {Seen.MORE, Seen.LESS}]


def as_agreed(found: Sequence[Comparison]) -> list[Comparison]:
    """Those whose intervals meet what was agreed; what cannot be told is not among them."""
    return [each for each in found if each.verdict == Seen.AS_AGREED]


def _order(result: MeasureResult) -> tuple[date, datetime, int]:
    return result.period_end, result.batch.measured_at, -result.period_start.toordinal()


def _agreed(terms: Terms) -> dict[str, Interval]:
    expected = terms.expected
    return {
        "flag_rate": scaled(expected.per_hundred, 0.01),
        "alerts_per_day": expected.alerts_per_day,
        "ppv": expected.ppv,
        "sensitivity": expected.sensitivity,
        "intervention_after_alert": expected.share_in_time,
    }


def _compared(name: str, agreed: Interval, result: MeasureResult) -> Comparison:
    label, percent = _SHOWN[name]
    seen = Interval(result.value, result.low, result.high)
    return Comparison(
        measure=name,
        label=label,
        percent=percent,
        agreed=agreed,
        seen=seen,
        numerator=result.numerator,
        denominator=result.denominator,
        n=result.n,
        first=result.period_start,
        last=result.period_end,
        source=result.batch.source,
        verdict=Seen.UNKNOWN if name in _ANOTHER_THING else _verdict(agreed, seen),
    )


def _verdict(agreed: Interval, seen: Interval) -> Seen:
    if seen.low is None or seen.high is None or agreed.low is None or agreed.high is None:
        return Seen.UNKNOWN
    if seen.low > agreed.high:
        return Seen.MORE
    return Seen.LESS if seen.high < agreed.low else Seen.AS_AGREED
