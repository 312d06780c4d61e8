"""A drawn control chart, as a record."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.control_charts.case_mix import CaseMix
from attending.analytics.control_charts.design import ChartDesign, ChartKind, FalseAlarm, Harm
from attending.analytics.control_charts.rules import Side


@dataclass(frozen=True, slots=True)
class ChartPoint:
    """One period.

    `observed` is the measure itself, `value` what is judged against the limits: the same for most kinds; for an
    accumulating kind the running statistic, None in the baseline. `downward` is the other arm of a two-sided CUSUM, at
    or below 0. A limit is None where there is none. `phase` indexes the phases of the chart. `flags` are the rules
    whose pattern this point completes.
    """

    period: str
    n: float
    observed: float | None
    value: float | None
    downward: float | None
    centre: float | None
    lower: float | None
    upper: float | None
    phase: int
    in_baseline: bool
    flags: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PathPoint:
    """The statistic after the first `cases` cases of a period; `downward` as in `ChartPoint`."""

    period: str
    cases: int
    value: float
    downward: float | None


@dataclass(frozen=True, slots=True)
class Signal:
    """A rule's pattern: completed at `period`, its first point at `began`; neighbours of one run are one signal."""

    rule: str
    period: str
    began: str
    side: Side
    words: str


@dataclass(frozen=True, slots=True)
class ChartPhase:
    """A stretch of the chart under unchanged conditions; `reason` says why it has no limits, if it has none."""

    first: str
    event: str
    baseline: tuple[str, ...]
    reason: str | None


@dataclass(frozen=True, slots=True)
class LocalSetting:
    """What is known of the place before the chart starts; simulation needs nothing else.

    `volume`: patients (p, risk-adjusted kinds), exposure (u) per period, one number or a cycle of them. `mix`: the
    local distribution of predicted risks. `rate`: events per patient, unit of exposure or opportunity (p, u, g).
    `standard_error`: of the measure per period, one or a cycle (`measured`, and `ewma` or `cusum` of such a measure).
    `dispersion`: standard deviation of z between periods (p', u', `measured`). `baseline_periods`: how many set the
    limits, so that their own uncertainty enters.
    """

    volume: tuple[float, ...]
    mix: CaseMix | None = None
    rate: float | None = None
    standard_error: tuple[float, ...] = ()
    dispersion: float = 1.0
    baseline_periods: int = 0

    def __post_init__(self) -> None:
        if not self.volume or min(self.volume) <= 0:
            raise ValueError("The local setting needs a volume per period above 0.")


@dataclass(frozen=True, slots=True)
class SimulatedLimit:
    """A limit found by simulation, and the false alarms it gives.

    `up` and `down` are the limits of the statistic on each side, both positive; None for kinds whose lines come from
    the baseline. `achieved` is on the scale of `wanted` (probability or periods), `standard_error` its Monte Carlo
    error from `programs` simulated programs.
    """

    up: float | None
    down: float | None
    wanted: FalseAlarm
    achieved: float
    standard_error: float
    programs: int
    seed: int
    method: str


@dataclass(frozen=True, slots=True)
class DetectionTime:
    """How long the chart takes to find a given harm.

    Periods are counted from the first one with the harm; patients are those seen up to the end of that period. None:
    not found that often within `horizon` periods. `found` is the share found within the horizon, `standard_error` the
    Monte Carlo error of that share.
    """

    harm: Harm
    median_periods: int | None
    p90_periods: int | None
    median_patients: float | None
    p90_patients: float | None
    found: float
    standard_error: float
    horizon: int
    programs: int
    seed: int
    words: str


@dataclass(frozen=True, slots=True)
class ChartSetup:
    """What is stated when a chart is set up: where it stands, its limit and false alarms, its time to detection."""

    setting: LocalSetting
    limit: SimulatedLimit
    detection: DetectionTime | None


@dataclass(frozen=True, slots=True)
class ControlChart:
    """A chart with its points, signals and everything that decided about them.

    `reason` says why the current phase cannot be judged (None when it can); its points then have no limits and no
    flags, and no conclusion may be drawn from their absence. `path` is the way through the cases, block by block, of
    the kinds that follow them; a point of their CUSUM has the highest value of its period.
    """

    kind: ChartKind
    measure: str
    points: tuple[ChartPoint, ...]
    signals: tuple[Signal, ...]
    phases: tuple[ChartPhase, ...]
    design: ChartDesign
    setups: tuple[ChartSetup | None, ...]
    method: str
    reason: str | None
    path: tuple[PathPoint, ...] = ()

    @property
    def estimable(self) -> bool:
        """True when the current phase has limits."""
        return self.reason is None
