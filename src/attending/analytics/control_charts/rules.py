"""Rules that tell a signal from common-cause variation, chosen before the chart is drawn.

Nelson's eight tests (Nelson 1984, Journal of Quality Technology 16:237) and the Western Electric set (Western Electric
1956, Statistical Quality Control Handbook). A point on a zone line counts inward, so that it is never "beyond"; counts
of a run go on after a signal; tests 1, 2, 5 and 6 look at each half of the chart by itself. Every further rule adds
false alarms: `attending.analytics.control_charts.set_up` states how many the chosen set gives.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import MappingProxyType
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

Side: TypeAlias = Literal["high", "low", "both"]
Floats: TypeAlias = NDArray[np.float64]
Flags: TypeAlias = NDArray[np.bool_]

ON_THE_LINE: Final = 1e-9
"""How far beyond a line, in standard deviations, rounding alone may put a point that lies on it."""


@dataclass(frozen=True, slots=True)
class Rule:
    """One test: `needed` of `length` consecutive points show the pattern, at `sigmas` from the centre line.

    `words` says it for each side; where the pattern has no side, both entries are the same.
    """

    pattern: Literal["beyond", "trend", "alternating", "hugging", "mixture"]
    length: int
    needed: int
    sigmas: float
    words: tuple[str, str]


def _beyond(length: int, needed: int, sigmas: float, words: str) -> Rule:
    return Rule("beyond", length, needed, sigmas, (words.format("above"), words.format("below")))


_LIMITS: Final = _beyond(1, 1, 3, "One point {} three standard deviations from the centre line")
_TWO_OF_THREE: Final = _beyond(3, 2, 2, "Two of three points {} two standard deviations from the centre line")
_FOUR_OF_FIVE: Final = _beyond(5, 4, 1, "Four of five points {} one standard deviation from the centre line")

RULES: Final = MappingProxyType(
    {
        "nelson_1": _LIMITS,
        "nelson_2": _beyond(9, 9, 0, "Nine points in a row {} the centre line"),
        "nelson_3": Rule("trend", 6, 6, 0, ("Six points in a row, each higher", "Six points in a row, each lower")),
        "nelson_4": Rule("alternating", 14, 14, 0, ("Fourteen points in a row, up and down in turn",) * 2),
        "nelson_5": _TWO_OF_THREE,
        "nelson_6": _FOUR_OF_FIVE,
        "nelson_7": Rule("hugging", 15, 15, 1, ("Fifteen points in a row within one standard deviation",) * 2),
        "nelson_8": Rule("mixture", 8, 8, 1, ("Eight points in a row on both sides, none within one deviation",) * 2),
        "western_electric_1": _LIMITS,
        "western_electric_2": _TWO_OF_THREE,
        "western_electric_3": _FOUR_OF_FIVE,
        "western_electric_4": _beyond(8, 8, 0, "Eight points in a row {} the centre line"),
    }
)

RUN_RULES: Final = ("shift", "trend", "runs", "anhoej_longest_run", "anhoej_crossings")
"""Rules of a run chart, see `attending.analytics.control_charts.run_chart`."""

LIMIT: Final = "limit"
"""The one rule of an accumulating chart: its statistic passed the simulated limit."""


@dataclass(frozen=True, slots=True)
class RuleSet:
    """Rules by id, in the order in which they are reported. Raises ValueError for one that does not exist."""

    name: str
    rules: tuple[str, ...]

    def __post_init__(self) -> None:
        known = (*RULES, *RUN_RULES, LIMIT)
        for rule in self.rules:
            if rule not in known:
                raise ValueError(f"There is no rule {rule!r}: choose from {', '.join(known)}.")
        if not self.rules:
            raise ValueError("A rule set needs at least one rule.")


NELSON: Final = RuleSet("Nelson 1984, all eight", tuple(f"nelson_{i}" for i in range(1, 9)))
WESTERN_ELECTRIC: Final = RuleSet("Western Electric 1956", tuple(f"western_electric_{i}" for i in range(1, 5)))
LIMITS_AND_RUNS: Final = RuleSet("Limits and runs of nine (Nelson 1 and 2)", ("nelson_1", "nelson_2"))
ANHOEJ: Final = RuleSet("Anhøj & Olesen 2014", ("anhoej_longest_run", "anhoej_crossings"))
RUN_CHART: Final = RuleSet("Perla, Provost & Murray 2011", ("shift", "trend", "runs"))
LIMIT_ONLY: Final = RuleSet("Simulated limit", (LIMIT,))


def fires(rule: Rule, z: Floats, value: Floats) -> tuple[Flags, Flags]:
    """Where the rule is completed, on the high and on the low side; shapes as `z`, time along the last axis.

    `z` is the distance to the centre line in standard deviations of that point, `value` what is plotted: trends and
    alternation are judged by the plotted values. NaN is a point that is missing; it ends every run. A pattern without
    sides is reported as high, never as low.
    """
    if rule.pattern == "beyond":
        return _many_beyond(rule, z), _many_beyond(rule, -z)
    if rule.pattern == "trend":
        return _steady(value, rule.length), _steady(-value, rule.length)
    if rule.pattern == "alternating":
        found = _alternating(value, rule.length)
    elif rule.pattern == "hugging":
        found = run_length(np.abs(z) <= rule.sigmas + ON_THE_LINE) >= rule.length
    else:
        outside = run_length(np.abs(z) > rule.sigmas + ON_THE_LINE) >= rule.length
        mixed = (windowed(z > 0, rule.length) > 0) & (windowed(z < 0, rule.length) > 0)
        found = outside & mixed
    return found, np.zeros_like(found)


def began(rule: Rule, z: Floats, at: int, side: Side) -> int:
    """Index of the first point of the pattern that the rule completes at index `at`; z of shape (points,)."""
    start = max(0, at - rule.length + 1)
    if rule.pattern != "beyond":
        return start
    beyond = (z if side == "high" else -z)[start : at + 1] > rule.sigmas + ON_THE_LINE
    return start + int(np.argmax(beyond))


def run_length(holds: Flags) -> NDArray[np.intp]:
    """How many consecutive points up to and with this one are True, along the last axis."""
    index = np.arange(holds.shape[-1])
    last_not = np.maximum.accumulate(np.where(holds, -1, index), axis=-1)
    return index - last_not


def windowed(holds: Flags, length: int) -> NDArray[np.intp]:
    """How many of the last `length` points are True, along the last axis."""
    total = np.cumsum(holds, axis=-1)
    before = np.zeros_like(total)
    before[..., length:] = total[..., :-length]
    return total - before


def _many_beyond(rule: Rule, z: Floats) -> Flags:
    beyond = z > rule.sigmas + ON_THE_LINE
    # The completing point must itself be beyond, so that one pattern is not reported twice.
    return beyond & (windowed(beyond, rule.length) >= rule.needed)


def _steady(value: Floats, length: int) -> Flags:
    found = np.zeros(value.shape, dtype=np.bool_)
    found[..., 1:] = run_length(np.diff(value, axis=-1) > 0) >= length - 1
    return found


def _alternating(value: Floats, length: int) -> Flags:
    found = np.zeros(value.shape, dtype=np.bool_)
    step = np.diff(value, axis=-1)
    found[..., 2:] = run_length(step[..., 1:] * step[..., :-1] < 0) >= length - 2
    return found
