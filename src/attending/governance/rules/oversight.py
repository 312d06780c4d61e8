"""How a reading is judged. Pure: an estimate and limits in, a verdict and its sentence out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from attending.governance.models import Verdict
from attending.program.registries.signals import DrawnChart


@dataclass(frozen=True, slots=True)
class Limits:
    """Warn and stop limits; None where there is none on that side."""

    warn_low: float | None
    warn_high: float | None
    stop_low: float | None
    stop_high: float | None

    def faults(self) -> list[str]:
        """What is wrong with these limits, in sentences; empty when they can be agreed."""
        found = []
        if self.stop_low is None and self.stop_high is None:
            found.append("Set at least one stop limit; without it nothing can make us stop.")
        if self.warn_low is not None and self.stop_low is not None and self.warn_low < self.stop_low:
            found.append("The lower warning limit must not lie below the lower stop limit, or it warns too late.")
        if self.warn_high is not None and self.stop_high is not None and self.warn_high > self.stop_high:
            found.append("The upper warning limit must not lie above the upper stop limit, or it warns too late.")
        if self.stop_low is not None and self.stop_high is not None and self.stop_low >= self.stop_high:
            found.append("The lower stop limit must lie below the upper one.")
        return found


@dataclass(frozen=True, slots=True, kw_only=True)
class Measure:
    """What is judged: an estimate with its 95 % interval, on n rows of a period such as ``Jul to Sep 2026``.

    ``value`` is None when it cannot be estimated; ``reason`` says why.
    """

    value: float | None
    low: float | None
    high: float | None
    n: int
    period: str
    reason: str = ""

    def __str__(self) -> str:
        interval = f"95 % interval {self.low:.3g} to {self.high:.3g}, " if None not in (self.low, self.high) else ""
        return f"{self.value:.3g} ({interval}n {self.n:,}, {self.period})"


@dataclass(frozen=True, slots=True)
class Judgement:
    verdict: Verdict
    explanation: str


def judge(measured: Measure | None, limits: Limits, *, minimum_n: int) -> Judgement:
    """Judge an estimate by its value: past a stop limit, past a warning limit, within, or too few to tell.

    A value exactly on a limit is within it. Nothing measured, or no rows at all, is a breach.
    """
    if measured is None or measured.n == 0:
        return Judgement(Verdict.NO_DATA, "There is no data in the window. Missing data is a breach.")
    value, n = measured.value, measured.n
    if n < minimum_n:
        return Judgement(
            Verdict.TOO_FEW, f"{n} in the window; {minimum_n} agreed as the least, {minimum_n - n} more needed."
        )
    if value is None:
        return Judgement(Verdict.TOO_FEW, measured.reason or "The measure cannot be estimated on this window.")
    for verdict, low, high, name in (
        (Verdict.STOP, limits.stop_low, limits.stop_high, "stop"),
        (Verdict.WARN, limits.warn_low, limits.warn_high, "warning"),
    ):
        if low is not None and value < low:
            return Judgement(verdict, f"{measured} is below the {name} limit of {low:g}.")
        if high is not None and value > high:
            return Judgement(verdict, f"{measured} is above the {name} limit of {high:g}.")
    return Judgement(Verdict.WITHIN, f"{measured} is within the limits.")


def judge_chart(chart: DrawnChart) -> Judgement:
    """Judge a control chart: a signal that nobody has answered is past the stop limit, as a value beyond it is."""
    if chart.faulty:
        return Judgement(Verdict.TOO_FEW, chart.faulty)
    if chart.told:
        return Judgement(Verdict.STOP if chart.signals else Verdict.WITHIN, chart.told)
    if chart.signals:
        count = "A signal" if chart.signals == 1 else f"{chart.signals} signals"
        return Judgement(Verdict.STOP, f"{count} that nobody has answered, {chart.points} points: {chart.newest}.")
    return Judgement(Verdict.WITHIN, f"No signal that waits for an answer, {chart.points} points.")


def window_start(end: date, months: int) -> date:
    """The first day of a trailing window of whole months that ends with the month of ``end``."""
    index = end.year * 12 + end.month - months
    return date(index // 12, index % 12 + 1, 1)


def silent(newest: date | None, today: date, silence_days: int) -> bool:
    """Whether data has been missing for longer than agreed; data that never came is always missing."""
    return newest is None or today - newest > timedelta(days=silence_days)
