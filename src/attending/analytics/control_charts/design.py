"""What is decided about a chart before it is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Final, Literal, TypeAlias, get_args

from attending.analytics.control_charts.rules import (
    ANHOEJ,
    LIMIT,
    LIMIT_ONLY,
    LIMITS_AND_RUNS,
    RULES,
    RUN_RULES,
    RuleSet,
)

ChartKind: TypeAlias = Literal[
    "p",
    "p_prime",
    "u",
    "u_prime",
    "xmr",
    "g",
    "t",
    "measured",
    "run",
    "ewma",
    "cusum",
    "ra_cusum",
    "ra_vlad",
    "vlad",
    "calibration_cusum",
    "calibration_ewma",
]

ACCUMULATING: Final = ("ewma", "cusum", "ra_cusum", "calibration_cusum", "calibration_ewma")
"""Kinds whose statistic gathers evidence from the first period after the baseline, against a simulated limit."""

RISK_ADJUSTED: Final = ("ra_cusum", "ra_vlad", "vlad", "calibration_cusum", "calibration_ewma")
"""Kinds that compare events with predicted risks."""

BY_CASE: Final = ("ra_cusum", "ra_vlad")
"""Kinds that follow the cases in the order in which they came."""

VLAD: Final = ("ra_vlad", "vlad")
"""Kinds that show events avoided, and leave the decision to a risk-adjusted CUSUM."""

FEWEST_BASELINE: Final = {
    **dict.fromkeys(("xmr", "t", "measured", "p_prime", "u_prime", "ewma", "cusum"), 12),
    "run": 10,
    **dict.fromkeys(("p", "u", "g", *RISK_ADJUSTED), 6),
}
"""Periods a baseline needs: more where the spread itself is estimated, for which 12 periods leave about +-25 %."""


@dataclass(frozen=True, slots=True)
class FalseAlarm:
    """How often a chart may signal when nothing has changed.

    `kind` "probability": the chance, in (0, 1), of any false alarm within `periods` monitored periods.
    `kind` "arl": the mean number of periods to a false alarm (in-control average run length), above 1; `periods` is
    not used. `charts` is how many charts of one programme share the rate, each taking its part (`per_chart`). Raises
    ValueError outside these ranges.
    """

    kind: Literal["probability", "arl"]
    value: float
    periods: int = 24
    charts: int = 1

    def __post_init__(self) -> None:
        if self.kind == "probability" and not 0 < self.value < 1:
            raise ValueError(f"A false-alarm probability lies between 0 and 1, not at {self.value}.")
        if self.kind == "arl" and self.value <= 1:
            raise ValueError(f"An in-control average run length is above 1 period, not {self.value}.")
        if self.periods < 1:
            raise ValueError("A false-alarm probability needs at least one monitored period.")
        if self.charts < 1:
            raise ValueError("A false-alarm rate is shared by at least one chart.")

    @property
    def per_chart(self) -> float:
        """What each chart may use: Sidak's share of a probability (1967), or the run length of each of `charts`."""
        if self.kind == "arl":
            return self.value * self.charts
        return -math.expm1(math.log1p(-self.value) / self.charts)

    def together(self, achieved: float) -> float:
        """What `charts` charts of like rate give together, if they signal independently."""
        if self.kind == "arl":
            return achieved / self.charts
        return -math.expm1(self.charts * math.log1p(-min(achieved, 1 - 1e-12)))


@dataclass(frozen=True, slots=True)
class Harm:
    """A change that the chart should find, present from one period on.

    `kind` "odds_ratio": every patient's odds of the event times `size`; "ratio": every risk (or rate) times `size`,
    at most 1, as an O:E that becomes `size`; "shift": the measure moves by `size` in its own unit (`measured` charts)
    or in baseline standard deviations (`xmr`, `ewma`, `cusum`, `run`). `words` is what a reader is told.
    """

    kind: Literal["odds_ratio", "ratio", "shift"]
    size: float
    words: str

    def __post_init__(self) -> None:
        if self.kind != "shift" and self.size <= 0:
            raise ValueError(f"A ratio is above 0, not {self.size}.")


@dataclass(frozen=True, slots=True)
class Phase:
    """A new start of the chart at a known event, with limits from its own declared baseline.

    `first` is the label of the first period under the new conditions, `event` names what happened ("EHR upgrade",
    "model version 2.1").
    """

    first: str
    event: str
    baseline: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ChartDesign:
    """Everything that decides about a signal, fixed beforehand.

    `measure` is an id of the measure catalog or a name of the organisation's own. `baseline` declares, by label, the
    periods that set the limits of the first phase; `phases` are later ones in order of time. `rules` None means the
    rule set usual for the kind. `false_alarm` is the wanted rate of the accumulating kinds; the other kinds report
    the rate their rules have. `harm` is the change whose time to detection is stated.

    `reference` "baseline" compares events with risks recalibrated to the events of the baseline (one shift of all log
    odds), "model" with the risks as the model states them; it concerns risk-adjusted kinds only. `exact_limits` takes
    exact quantiles for p, u and g. `odds_ratio` is the alternative a risk-adjusted CUSUM is tuned to, and its inverse
    on the other side. `weight` is the EWMA's weight of the newest period in (0, 1]; `allowance` the CUSUM's in
    standard deviations. `between_periods` is the standard deviation of log odds between periods that is taken as
    normal when limits of risk-adjusted kinds are simulated. `programs` are simulated from `seed`.

    Raises ValueError for values outside these ranges or rules that do not fit the kind.
    """

    kind: ChartKind
    measure: str
    baseline: tuple[str, ...]
    rules: RuleSet | None = None
    phases: tuple[Phase, ...] = ()
    false_alarm: FalseAlarm = FalseAlarm("probability", 0.05, 24)
    harm: Harm | None = None
    reference: Literal["baseline", "model"] = "baseline"
    exact_limits: bool = False
    odds_ratio: float = 2.0
    weight: float = 0.2
    allowance: float = 0.5
    between_periods: float = 0.0
    fewest_baseline: int | None = None
    seed: int = 0
    programs: int = 4000

    def __post_init__(self) -> None:
        if self.kind not in get_args(ChartKind):
            raise ValueError(f"There is no chart {self.kind!r}: choose from {', '.join(get_args(ChartKind))}.")
        if not 0 < self.weight <= 1:
            raise ValueError(f"The weight of an EWMA lies above 0 and is at most 1, not {self.weight}.")
        if self.odds_ratio <= 0 or self.odds_ratio == 1:
            raise ValueError("A risk-adjusted CUSUM is tuned to an odds ratio above 0 other than 1.")
        if self.allowance < 0 or self.between_periods < 0:
            raise ValueError("The allowance and the variation between periods cannot be negative.")
        if self.programs < 100:
            raise ValueError("Simulate at least 100 programs.")
        if self.exact_limits and self.kind not in ("p", "u", "g"):
            raise ValueError("Exact limits exist for p, u and g charts only.")
        if self.fewest_baseline is not None and self.fewest_baseline < (0 if self.kind in RISK_ADJUSTED else 2):
            raise ValueError("A baseline needs at least 2 periods.")
        self._check_rules()

    @property
    def rule_set(self) -> RuleSet:
        """The chosen rules, or those usual for the kind."""
        if self.rules is not None:
            return self.rules
        if self.kind in (*ACCUMULATING, *VLAD):
            return LIMIT_ONLY
        return ANHOEJ if self.kind == "run" else LIMITS_AND_RUNS

    @property
    def deciding(self) -> ChartKind:
        """The kind whose limit decides: that of the risk-adjusted CUSUM for a VLAD."""
        if self.kind == "ra_vlad":
            return "ra_cusum"
        return "calibration_cusum" if self.kind == "vlad" else self.kind

    @property
    def needed(self) -> int:
        """Periods that every baseline needs."""
        if self.fewest_baseline is not None:
            return self.fewest_baseline
        return 0 if self.kind in RISK_ADJUSTED and self.reference == "model" else FEWEST_BASELINE[self.kind]

    def _check_rules(self) -> None:
        fitting = tuple(RULES)
        if self.kind == "run":
            fitting = RUN_RULES
        elif self.kind in (*ACCUMULATING, *VLAD):
            fitting = (LIMIT,)
        for rule in self.rule_set.rules:
            if rule not in fitting:
                raise ValueError(f"Rule {rule!r} does not fit a {self.kind} chart: choose from {', '.join(fitting)}.")
