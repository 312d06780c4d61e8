"""What an impact evaluation found, as frozen records: effects, counterfactual, diagnostics and what it cannot say."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from attending.analytics.estimate import LEVEL
from attending.analytics.impact.panel import Period

Scale = Literal["difference", "ratio", "difference per period", "ratio per period"]

Worry = Literal["no", "somewhat", "yes", "cannot be checked"]


@dataclass(frozen=True, slots=True)
class Effect:
    """One estimated effect with its 95 % interval and how it was made.

    `value` is None when it is not estimable, and `reason` says why. A value without `low` and `high` is a plain
    calculation whose uncertainty is not estimable; `reason` then says why too. `scale` tells differences (no effect: 0)
    from ratios (no effect: 1); `unit` is that of the value. `p` is two-sided, for no effect, from the t distribution
    with `df` degrees of freedom unless `method` says otherwise. `periods` and `units` count what it rests on.
    """

    name: str
    title: str
    value: float | None
    low: float | None
    high: float | None
    scale: Scale
    unit: str
    method: str
    periods: int
    units: int
    p: float | None = None
    df: float | None = None
    level: float = LEVEL
    reason: str | None = None
    note: str | None = None

    @property
    def null(self) -> float:
        """The value of no effect on this scale."""
        return 0.0 if self.scale.startswith("difference") else 1.0

    @property
    def estimable(self) -> bool:
        """True when there are a value and its interval."""
        return self.value is not None and self.low is not None


@dataclass(frozen=True, slots=True)
class CounterfactualPoint:
    """One period: what was observed, what the model fits, and what it expects without the change, with a 95 % band.

    The band is that of the expected value, not of a single new observation. Periods left out (phase-in) have
    `used` False.
    """

    period: Period
    observed: float
    fitted: float
    expected: float
    low: float
    high: float
    treated: bool
    used: bool = True


@dataclass(frozen=True, slots=True)
class Diagnostic:
    """One check: its name, its number, what it shows in words, and whether that is worrying."""

    name: str
    value: float | None
    p: float | None
    shows: str
    worrying: Worry


@dataclass(frozen=True)
class ImpactResult:
    """An impact evaluation. `reason` is filled, and `effects` is empty, when the design cannot be estimated at all.

    `effects` is in the order of display; the one named by `main` answers the question. `counterfactual` holds, for an
    interrupted time series, every period. `series` holds effects by time since treatment (an event study), earliest
    first. `warnings` are faults of this very evaluation; `assumptions` and `cannot_say` belong to the design.
    """

    design: str
    measure_unit: str
    main: str | None
    effects: Mapping[str, Effect]
    periods: int
    units: int
    treated_units: int
    diagnostics: tuple[Diagnostic, ...]
    assumptions: tuple[str, ...]
    cannot_say: tuple[str, ...]
    warnings: tuple[str, ...] = ()
    counterfactual: tuple[CounterfactualPoint, ...] = ()
    series: tuple[Effect, ...] = ()
    reason: str | None = None

    @property
    def estimable(self) -> bool:
        """True when the main effect has a value and an interval."""
        return self.main is not None and self.effects[self.main].estimable


NOT_CAUSED: Final = "A change at the same time that is not in the data would be counted as the effect."


def not_estimable(
    design: str, reason: str, *, measure_unit: str, periods: int, units: int, treated_units: int
) -> ImpactResult:
    """The result of a design whose data are sound but too few, or shaped otherwise, with the reason in words."""
    return ImpactResult(design, measure_unit, None, {}, periods, units, treated_units, (), (), (), reason=reason)
