"""How long labels take: the curve of events known after so many hours, with those not followed so long in account.

Life-table form of the product-limit estimate from binned counts (Kaplan & Meier 1958, Journal of the American
Statistical Association 53:457; Cutler & Ederer 1958, Journal of Chronic Diseases 8:699), variance by Greenwood (1926),
intervals on the complementary log-log scale (Kalbfleisch & Prentice 1980). Where in its bin a row was last seen is not
counted: the curve takes half of the bin, and each end of an interval is put out by what the start or the end of every
bin would make of it, since with many rows that is more than chance. It assumes that who stopped being followed
would have had events like those who were followed on, and that rows are independent: give one row per patient.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from attending.analytics.estimate import LEVEL, Estimate, Z
from attending.analytics.intervals import within_unit
from attending.analytics.reasons import too_few

_FEWEST_EVENTS = 5


@dataclass(frozen=True, slots=True)
class DelayCounts:
    """Rows by how long after the prediction their event was known, or until when they were followed without one.

    `edges` are hours, ascending from above 0, the last one the horizon; bin i is (edges[i-1], edges[i]], the first from
    0 on, both ends in. `known[i]` rows had their event known in bin i, `followed[i]` were last seen in it without one;
    who was followed to the horizon or beyond is in `complete`.
    """

    edges: tuple[float, ...]
    known: tuple[int, ...]
    followed: tuple[int, ...]
    complete: int

    def __post_init__(self) -> None:
        if not self.edges or self.edges[0] <= 0 or list(self.edges) != sorted(set(self.edges)):
            raise ValueError("The edges are hours, ascending and above 0.")
        if len(self.known) != len(self.edges) or len(self.followed) != len(self.edges):
            raise ValueError("Each bin has one count of known events and one of rows last seen in it.")
        if min((*self.known, *self.followed, self.complete)) < 0:
            raise ValueError("Counts are not negative.")

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.known) + sum(self.followed) + self.complete

    def merge(self, other: DelayCounts) -> DelayCounts:
        """The counts of both parts together; raises ValueError when their edges differ."""
        if other.edges != self.edges:
            raise ValueError("Delays counted with different edges cannot be added: count both with the same.")
        return DelayCounts(
            self.edges,
            tuple(a + b for a, b in zip(self.known, other.known, strict=True)),
            tuple(a + b for a, b in zip(self.followed, other.followed, strict=True)),
            self.complete + other.complete,
        )


@dataclass(frozen=True, slots=True)
class DelayPoint:
    """One point of a curve: after `hours`, the share, and how many rows were still followed when the bin began."""

    hours: float
    at_risk: int
    share: Estimate


@dataclass(frozen=True, slots=True)
class _Life:
    """Survival after each bin and the Greenwood sums, with withdrawals at half of their bin, its start and its end."""

    at_risk: tuple[int, ...]
    survival: tuple[float | None, ...]
    greenwood: tuple[float, ...]
    early: tuple[float | None, ...]
    late: tuple[float | None, ...]


def event_curve(counts: DelayCounts) -> tuple[DelayPoint, ...]:
    """The share of rows whose event is known after each edge's hours, with its 95 % interval.

    `Estimate.bound` is what the place of withdrawals within their bin may change; the interval allows for it. Not
    estimable once nobody is followed any more.
    """
    life = _life(counts)
    points = []
    for i, edge in enumerate(counts.edges):
        survival, known = life.survival[i], sum(counts.known[: i + 1])
        if survival is None:
            share = _missing("event_known_share", counts, f"Nobody was followed for {edge:g} hours", known)
        else:
            low, high = _complementary(survival, life.greenwood[i], max(life.at_risk[i], 1))
            least, most = (1 - _known(end, survival) for end in (life.late[i], life.early[i]))
            share = _within("event_known_share", counts, known, 1 - survival, (1 - high, 1 - low), (least, most))
        points.append(DelayPoint(edge, life.at_risk[i], share))
    return tuple(points)


def label_delay(counts: DelayCounts) -> tuple[DelayPoint, ...]:
    """Of all events that come by the horizon, the share already known after each edge's hours: the label-delay curve.

    F(d) / F(horizon) of the event curve; variance by the delta method, where survival to d and from d to the horizon
    are independent (product-limit increments), interval on the logit scale. `Estimate.bound` as for the event curve.
    Not estimable with fewer than 5 events, whose interval holds the truth too seldom.
    """
    life, events = _life(counts), sum(counts.known)
    last = life.survival[-1]
    points = []
    for i, edge in enumerate(counts.edges):
        survival, known = life.survival[i], sum(counts.known[: i + 1])
        if survival is None or last is None:
            share = _missing("label_known_share", counts, "Nobody was followed to the horizon yet", known)
        elif events < _FEWEST_EVENTS:
            reason = too_few("known events", have=events, needed=_FEWEST_EVENTS, among=f"{counts.rows:,} rows")
            share = _missing("label_known_share", counts, reason, known)
        else:
            ratio = (1 - survival) / (1 - last)
            error = _ratio_error(survival, last, life.greenwood[i], life.greenwood[-1])
            if i == len(counts.edges) - 1:
                share = Estimate("label_known_share", 1.0, 1.0, 1.0, LEVEL, counts.rows, known, bound=0.0)
            else:
                ends = within_unit(ratio, error, events)
                share = _within("label_known_share", counts, known, ratio, ends, _extremes(life, i))
        points.append(DelayPoint(edge, life.at_risk[i], share))
    return tuple(points)


def _life(counts: DelayCounts) -> _Life:
    at_risk, greenwood = [], []
    curves: dict[float, list[float | None]] = {0.5: [], 1.0: [], 0.0: []}
    left, total = counts.rows, 0.0
    now: dict[float, float | None] = dict.fromkeys(curves, 1.0)
    for known, followed in zip(counts.known, counts.followed, strict=True):
        at_risk.append(left)
        for part, curve in curves.items():
            now[part] = _step(now[part], left, part * followed, known)
            curve.append(now[part])
        exposed = left - 0.5 * followed
        if known and exposed > known:
            total += known / (exposed * (exposed - known))
        greenwood.append(total)
        left -= known + followed
    return _Life(tuple(at_risk), tuple(curves[0.5]), tuple(greenwood), tuple(curves[1.0]), tuple(curves[0.0]))


def _step(survival: float | None, left: int, withdrawn: float, known: int) -> float | None:
    """Survival after one more bin; None once nobody is left to be followed in it."""
    if survival is None or left == 0:
        return None
    exposed = left - withdrawn
    return survival * max(0.0, 1 - known / exposed) if known and exposed > 0 else survival


def _complementary(survival: float, greenwood: float, at_risk: int) -> tuple[float, float]:
    """Interval of survival on the log(-log) scale; at 0 and 1, where it says nothing, Wilson's with those at risk."""
    if not 0 < survival < 1 or greenwood <= 0:
        return within_unit(survival, None, at_risk)
    logarithm = math.log(survival)
    half = Z * math.sqrt(greenwood) / abs(logarithm)
    return survival ** math.exp(min(half, 700.0)), survival ** math.exp(-half)


def _known(end: float | None, survival: float) -> float:
    """Survival with withdrawals at one end of their bins; where nobody is then left to be followed, the curve's own."""
    return survival if end is None else end


def _extremes(life: _Life, i: int) -> tuple[float, float]:
    """The least and the most of F(d) / F(horizon) wherever in their bins rows were last seen.

    It falls as survival to d grows, and grows with survival from d to the horizon.
    """
    survival, last = life.survival[i] or 0.0, life.survival[-1] or 0.0
    to_d = [_known(curve[i], survival) for curve in (life.late, life.early)]
    to_end = [_known(curve[-1], last) for curve in (life.late, life.early)]
    late_rest, early_rest = (end / start if start > 0 else 0.0 for start, end in zip(to_d, to_end, strict=True))
    return _share_by(to_d[0], early_rest), _share_by(to_d[1], late_rest)


def _share_by(survival: float, rest: float) -> float:
    known_by_end = 1 - survival * rest
    return (1 - survival) / known_by_end if known_by_end > 0 else 0.0


def _within(
    measure: str,
    counts: DelayCounts,
    known: int,
    value: float,
    ends: tuple[float, float],
    extremes: tuple[float, float],
) -> Estimate:
    """The estimate with an interval put out by how far the value may lie from its extremes."""
    below, above = max(value - extremes[0], 0.0), max(extremes[1] - value, 0.0)
    low, high = max(ends[0] - below, 0.0), min(ends[1] + above, 1.0)
    return Estimate(measure, value, low, high, LEVEL, counts.rows, known, bound=max(below, above))


def _ratio_error(survival: float, last: float, greenwood: float, greenwood_last: float) -> float | None:
    rest = last / survival if survival > 0 else 0.0
    scale = (1 - last) ** 2
    by_survival = (1 - rest) / scale * survival * math.sqrt(greenwood)
    by_rest = survival * (1 - survival) / scale * rest * math.sqrt(max(greenwood_last - greenwood, 0.0))
    return math.hypot(by_survival, by_rest)


def _missing(measure: str, counts: DelayCounts, reason: str, events: int) -> Estimate:
    return Estimate.missing(measure, reason, n=counts.rows, events=events)


def hours_edges(horizon: float, wanted: Sequence[float]) -> tuple[float, ...]:
    """The wanted edges below the horizon, and the horizon itself."""
    return (*sorted({float(edge) for edge in wanted if 0 < edge < horizon}), float(horizon))
