"""Which charts suit a measure, what they should find, and which of their signals wait for an answer."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from functools import lru_cache
from statistics import median
from typing import Final, Literal

from attending.analytics import OVERALL, Stratum, StratumPerformance
from attending.analytics.case_blocks import MonthBlocks, nearest_kept
from attending.analytics.catalogs import measures
from attending.analytics.control_charts import (
    ANHOEJ,
    NELSON,
    RUN_CHART,
    WESTERN_ELECTRIC,
    ChartDesign,
    ChartKind,
    ChartSetup,
    ControlChart,
    DetectionTime,
    FalseAlarm,
    Harm,
    Phase,
    RuleSet,
    Signal,
    detection_time,
    draw,
    local_setting,
    tuned_odds_ratio,
)
from attending.analytics.control_charts.design import ACCUMULATING, BY_CASE, FEWEST_BASELINE, RISK_ADJUSTED, VLAD
from attending.review.rules.chart_data import BY_EVENT, COUNTED, Rows, calendar

ANSWER_WITHIN: Final = timedelta(days=7)
"""A signal is answered this long after the review that showed it, by the policy of this room."""

KIND_NAMES: Final[Mapping[str, str]] = {
    "calibration_cusum": "Risk-adjusted CUSUM (Steiner), by month",
    "calibration_ewma": "EWMA of observed minus expected",
    "ra_cusum": "Risk-adjusted CUSUM (Steiner), case by case",
    "vlad": "VLAD, expected minus observed, by month",
    "ra_vlad": "VLAD, expected minus observed, case by case",
    "p_prime": "p' chart (Laney)",
    "p": "p chart",
    "measured": "Chart with each month's own error",
    "ewma": "EWMA",
    "cusum": "CUSUM",
    "xmr": "XmR chart of individual values",
    "run": "Run chart",
    "u": "u chart",
    "u_prime": "u' chart (Laney)",
    "t": "t chart of the days between events",
    "g": "g chart of the units between events",
}
RULE_SETS: Final[Mapping[str, RuleSet | None]] = {
    "usual": None,
    "nelson": NELSON,
    "western_electric": WESTERN_ELECTRIC,
    "anhoej": ANHOEJ,
    "run_chart": RUN_CHART,
}
FALSE_ALARMS: Final[Mapping[str, FalseAlarm]] = {
    "p05": FalseAlarm("probability", 0.05, 24),
    "p01": FalseAlarm("probability", 0.01, 24),
    "p10": FalseAlarm("probability", 0.10, 24),
    "arl60": FalseAlarm("arl", 60.0),
    "arl120": FalseAlarm("arl", 120.0),
}


HANDED_IN: Final = "series"
"""What stands for the measure of handed-in counts."""

PROGRAMS: Final = 1000
"""Simulated programs for the harms shown beside the chosen one."""

PROGRAMS_BY_CASE: Final = 250
"""The same where every case of every month is simulated."""

MOST_BY_CASE: Final = 1_000
"""Cases of a usual month up to which charts case by case are offered: with more, its sums tell as much, far sooner."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A measure that the reviews hold by month, at a score threshold where it needs one; ``counted``: a proportion.

    ``group`` is whose months they are. ``series`` is the number of the handed-in counts where they are those, and
    ``called`` their name.
    """

    measure: str
    threshold: Decimal | None
    counted: bool
    group: Stratum = OVERALL
    series: int | None = None
    called: str = ""

    @property
    def key(self) -> str:
        """As an address names it."""
        if self.series is not None:
            return f"{HANDED_IN}:{self.series}"
        return self.measure if self.threshold is None else f"{self.measure}@{self.threshold.normalize():f}"

    @property
    def name(self) -> str:
        """As a page names it."""
        if self.series is not None:
            return self.called
        at = "" if self.threshold is None else f" at {self.threshold.normalize():f}"
        whose = "" if self.group == OVERALL else f", {group_name(self.group)}"
        return f"{measures()[self.measure].short}{at}{whose}"


def group_name(group: Stratum) -> str:
    """A subgroup level as a page names it."""
    return f"{group.attribute}: {group.level}"


def group_key(group: Stratum) -> str:
    """As an address names it, unlike any other level's."""
    return f"{len(group.attribute)}.{group.attribute}.{group.level}"


@dataclass(frozen=True, slots=True)
class Advice:
    """The kinds that suit a measure, the one recommended first, and why that one."""

    kinds: tuple[ChartKind, ...]
    why: str


def measured_by_month(months: Mapping[str, StratumPerformance], group: Stratum = OVERALL) -> list[Measured]:
    """Every measure that at least one month of a group holds, in the catalog's order."""
    found: dict[tuple[str, Decimal | None], bool] = {}
    for month in months.values():
        for estimate in month.measures.values():
            place = (estimate.measure, None)
            found[place] = found.get(place, False) or estimate.denominator is not None
        for at in month.at_thresholds:
            for name, estimate in at.measures.items():
                place_at = (name, at.threshold)
                found[place_at] = found.get(place_at, False) or estimate.denominator is not None
    order = {name: place for place, name in enumerate(measures())}
    known = [Measured(name, threshold, counted, group) for (name, threshold), counted in found.items() if name in order]
    return sorted(known, key=lambda each: (order[each.measure], each.threshold or Decimal(0)))


def followed_by_case(cases: Mapping[str, MonthBlocks]) -> bool:
    """Whether reviews kept the cases in order, and a month has few enough of them to follow each."""
    return bool(cases) and median(sum(each.n) for each in cases.values()) <= MOST_BY_CASE


def advice(chosen: Measured, months: int, *, followed: bool = False) -> Advice:
    """What suits a measure when there are so many months of it; ``followed``: case by case too."""
    if chosen.measure == "oe":
        by_month: tuple[ChartKind, ...] = ("calibration_cusum", "calibration_ewma", "vlad")
        return Advice(
            (*by_month, *(BY_CASE if followed else ()), "measured", "xmr", "run"),
            "It adds up small deviations of observed from expected events, given each month's own patients, and finds "
            "a lasting drift soonest. It is drawn from each month's sums in ten groups of scores; no patient's row is "
            "kept.",
        )
    if chosen.counted and months >= FEWEST_BASELINE["p_prime"]:
        return Advice(
            ("p_prime", "p", "ewma", "cusum", "xmr", "run"),
            "Its limits follow each month's n and the usual variation between months, so that a busy month does not "
            "raise an alarm by size alone.",
        )
    if chosen.counted:
        return Advice(
            ("p", "p_prime", "ewma", "cusum", "xmr", "run"),
            f"Its limits follow each month's n, and {FEWEST_BASELINE['p']} months of baseline are enough.",
        )
    return Advice(
        ("measured", "ewma", "cusum", "xmr", "run"),
        "Its limits follow each month's own standard error, so that a small month is not mistaken for a change.",
    )


def advice_on_series(dated: bool, units: bool, entries: int) -> Advice:
    """What suits handed-in counts: dated events (with ``units`` counted between them), or counts by month."""
    if dated:
        return Advice(
            ("t", "g") if units else ("t",),
            "Events too rare to count by month are judged by the time, or the units, between them: every event is a "
            "point, and a wait that is too short or too long signals.",
        )
    if entries >= FEWEST_BASELINE["u_prime"]:
        return Advice(
            ("u_prime", "u"), "Its limits follow each month's exposure and the usual variation between months."
        )
    return Advice(
        ("u", "u_prime"), f"Its limits follow each month's exposure; {FEWEST_BASELINE['u']} months are enough."
    )


def usual_harm(chosen: Measured, kind: ChartKind) -> tuple[Literal["odds_ratio", "ratio", "shift"], float]:
    """A harm that is worth finding, to begin with."""
    if kind in RISK_ADJUSTED:
        return "ratio", 1.25
    if kind in BY_EVENT:
        return "ratio", 2.0
    if kind in COUNTED:
        return "ratio", 2.0 if chosen.measure == "flag_rate" else 1.5
    if kind in ("xmr", "run"):
        return "shift", 2.0
    return "shift", -0.05 if measures()[
        chosen.measure
    ].direction == "higher" else 0.3 if chosen.measure == "oe" else 0.1


def harm_of(chosen: Measured, kind: ChartKind, what: Literal["odds_ratio", "ratio", "shift"], size: float) -> Harm:
    """The harm with its words. Raises ValueError where the kind of chart cannot look for it."""
    by_events = kind in RISK_ADJUSTED or kind in COUNTED or kind in BY_EVENT
    if by_events and what == "shift":
        raise ValueError("A chart of events looks for odds or a rate that change: choose one of these.")
    if not by_events and what != "shift":
        raise ValueError("A chart of values looks for a shift: choose the shift, in the unit named there.")
    if size == 0 or (what != "shift" and size == 1):
        raise ValueError("That is no change: name a change that would harm patients.")
    if what == "odds_ratio":
        return Harm(what, size, f"Odds of the event times {size:g}")
    if what == "ratio":
        about = ("Observed events", "predicted") if kind in RISK_ADJUSTED else (chosen.name, "its baseline")
        if kind in BY_EVENT:
            about = (f"Rate of {chosen.name}", "its baseline")
        return Harm(what, size, _ratio_in_words(size, *about))
    unit = " standard deviations" if kind in ("xmr", "run") else ""
    sign = "+" if size > 0 else "\N{MINUS SIGN}"
    return Harm(what, size, f"{chosen.name} moved by {sign}{abs(size):g}{unit}")


def _ratio_in_words(size: float, what: str, against: str) -> str:
    """A ratio as a clinician says it: "Observed events 25 % above predicted"."""
    if size >= 2:
        return f"{what} {size:g} times {against}"
    return f"{what} {abs(size - 1) * 100:.3g}\N{NO-BREAK SPACE}% {'above' if size > 1 else 'below'} {against}"


def tuned(design: ChartDesign, rows: Rows) -> ChartDesign:
    """A risk-adjusted CUSUM tuned to its harm in this place; other designs, and those without data, as they are.

    One that follows the cases is tuned to the nearest change for which reviews keep their sums.
    """
    if design.deciding not in ("calibration_cusum", "ra_cusum") or design.harm is None:
        return design
    try:
        setting = local_setting(design, rows)
    except ValueError:
        return design
    wanted = tuned_odds_ratio(design.deciding, design.harm, setting)
    return replace(design, odds_ratio=nearest_kept(wanted) if design.kind in BY_CASE else round(wanted, 4))


def other_harms(chosen: Measured, design: ChartDesign) -> tuple[Harm, ...]:
    """Changes of several sizes, the chosen one among them, so that one can be chosen by how soon it would be found."""
    if design.harm is None:
        return ()
    kind, own = design.kind, design.harm
    if kind in RISK_ADJUSTED or kind in COUNTED or kind in BY_EVENT:
        sizes = (0.75, 0.9, 1.1, 1.25, 1.5, 2.0)
        found = [harm_of(chosen, kind, "ratio", size) for size in sizes]
    elif kind in ("xmr", "run"):
        found = [harm_of(chosen, kind, "shift", size) for size in (1.0, 2.0, 3.0)]
    else:
        found = [harm_of(chosen, kind, "shift", round(own.size * part, 6)) for part in (0.5, 1.0, 1.5, 2.0)]
    others = [each for each in found if (each.kind, each.size) != (own.kind, own.size)]
    return tuple(
        sorted([*others, own], key=lambda each: (each.kind, each.size if each.kind != "shift" else abs(each.size)))
    )


@lru_cache(maxsize=32)
def times_to_find(design: ChartDesign, setup: ChartSetup, harms: tuple[Harm, ...]) -> tuple[DetectionTime, ...]:
    """How long the chart as it would be agreed takes to find each harm."""
    programs = PROGRAMS_BY_CASE if design.kind in BY_CASE else PROGRAMS
    quick = replace(design, kind=design.deciding, programs=programs)
    return tuple(
        setup.detection
        if setup.detection is not None and setup.detection.harm == harm
        else detection_time(quick, setup.setting, harm, limit=setup.limit)
        for harm in harms
    )


def fewest_baseline(kind: ChartKind) -> int:
    """Months that a baseline of this kind needs."""
    return FEWEST_BASELINE[kind]


def usual_baseline(kind: ChartKind, labels: Sequence[str]) -> tuple[str, str]:
    """First and last month of a baseline to begin with: as many as the kind needs, up to a year where there is more."""
    needed = fewest_baseline(kind)
    count = 12 if len(labels) >= 18 else needed
    return labels[0], labels[min(count, len(labels)) - 1]


def phases_at(events: Sequence[tuple[date, str]], needed: int, labels: Sequence[str], after: str) -> tuple[Phase, ...]:
    """New starts of the chart at known events: each from the first whole month, its first months as its baseline.

    Events of one month are one phase. Raises ValueError for an event before the baseline has ended.
    """
    starts: dict[str, list[str]] = {}
    for happened, label in sorted(events):
        first = first_whole_month(happened)
        if first <= after:
            raise ValueError(f"{label} falls into the baseline: choose one that ends before it, or begins after.")
        if first in labels:
            starts.setdefault(first, []).append(label)
    if not starts:
        return ()
    firsts = sorted(starts)
    ends = [*firsts[1:], None]
    found = []
    for first, end in zip(firsts, ends, strict=True):
        months = calendar(first, add_months(first, needed - 1)) if needed else ()
        found.append(
            Phase(first, " and ".join(starts[first]), tuple(each for each in months if end is None or each < end))
        )
    return tuple(found)


def first_whole_month(day: date) -> str:
    """The ISO month that begins on ``day``, or the next one."""
    month = f"{day:%Y-%m}"
    return month if day.day == 1 else add_months(month, 1)


def add_months(month: str, count: int) -> str:
    """The ISO month so many months later."""
    index = int(month[:4]) * 12 + int(month[5:7]) - 1 + count
    return f"{index // 12:04d}-{index % 12 + 1:02d}"


@lru_cache(maxsize=32)
def drawn(design: ChartDesign, rows: Rows) -> ControlChart:
    """The chart with its limits, false alarms and times to detection simulated; the same question is simulated once.

    Raises ValueError where the design does not fit the data.
    """
    return draw(design, rows)


def before_judging(chart: ControlChart) -> ControlChart:
    """What is shown before a chart is agreed: its baseline alone, as measured, without later months or signals.

    Whoever sees how later months would be judged can choose the rules by it.
    """
    points = tuple(replace(point, flags=()) for point in chart.points if point.phase == 0 and point.in_baseline)
    kind = chart.kind
    if accumulates(kind):
        # These kinds begin after the baseline: shown is the measure that sets their limits.
        kind = "measured"
        points = tuple(
            replace(point, value=point.observed, downward=None, centre=None, lower=None, upper=None) for point in points
        )
    return replace(
        chart,
        kind=kind,
        points=points,
        signals=(),
        phases=chart.phases[:1],
        path=(),
        setups=chart.setups[:1],
        reason=chart.phases[0].reason,
    )


def accumulates(kind: ChartKind) -> bool:
    """Whether the chart plots a running statistic instead of the measure itself."""
    return kind in (*ACCUMULATING, *VLAD)


def monitored_signals(chart: ControlChart) -> tuple[Signal, ...]:
    """Signals after a baseline; one inside it says that the baseline is not stable."""
    baseline = {point.period for point in chart.points if point.in_baseline}
    return tuple(signal for signal in chart.signals if signal.period not in baseline)


def baseline_signals(chart: ControlChart) -> tuple[Signal, ...]:
    """Signals inside a baseline."""
    monitored = monitored_signals(chart)
    return tuple(signal for signal in chart.signals if signal not in monitored)


SignalKey = tuple[str, str, str]


def key_of(signal: Signal) -> SignalKey:
    """What tells the signals of a chart apart."""
    return signal.rule, signal.period, signal.side


def unanswered(chart: ControlChart, answered: Collection[SignalKey]) -> tuple[Signal, ...]:
    """Signals that nobody has answered, in order of time."""
    return tuple(signal for signal in monitored_signals(chart) if key_of(signal) not in answered)


def answer_due(asked_since: datetime) -> datetime:
    """By when a signal is to be answered."""
    return asked_since + ANSWER_WITHIN


def frozen_months(chart: ControlChart) -> frozenset[str]:
    """Months of the baselines that set limits; what they hold no longer changes."""
    return frozenset(month for phase in chart.phases if phase.reason is None for month in phase.baseline)
