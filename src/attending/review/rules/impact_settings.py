"""The settings of an impact evaluation, all fixed before its data are seen, and which design they fit. Pure."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final, Literal, get_args

from attending.analytics.impact.panel import BadPanelError, Kind, Period, Season, ordinal
from attending.program.rules import Refused
from attending.review.models import Design

Better = Literal["lower", "higher"]
Scale = Literal["absolute", "ratio"]

KINDS: Final[tuple[Kind, ...]] = get_args(Kind)
NEVER: Final = "never"
MOST_UNITS: Final = 500
MOST_COVARIATES: Final = 2
FEWEST_BEFORE: Final = 2
_COLUMN: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_TAKEN: Final = frozenset({"period", "unit", "value", "numerator", "denominator"})
_QUARTER: Final = re.compile(r"\d{4}-Q[1-4]")


@dataclass(frozen=True, kw_only=True)
class Settings:
    """What is compared with what.

    ``starts`` says from which period each unit had the tool (None: never; such units are the control group). Periods
    are ISO months, or whole numbers (``per_year`` of them in a year, where the year matters). A rate is shown per
    ``per`` of its denominator. ``baseline``, ``target`` and ``promised_by`` (a quarter) are those of the value thesis
    when this was declared; a proportion is in per cent there. ``covariates`` names further columns, such as case mix,
    that the effect is adjusted for.

    What is expected beforehand: ``worthwhile`` is the smallest effect worth having, ``spread`` the standard deviation
    of a unit's value from period to period (both as differences are shown; in per cent where units are compared by
    ratios), ``correlation`` that of its periods, ``before`` how many periods lie before the first start, and ``people``
    how many a period of a unit counts.
    """

    outcome: str
    unit: str
    kind: Kind
    better: Better
    starts: Mapping[str, Period | None]
    per: int = 1
    per_year: int | None = None
    phase_in: int = 0
    season: Season = "auto"
    horizons: tuple[int, ...] = ()
    scale: Scale = "absolute"
    baseline: float | None = None
    target: float | None = None
    promised_by: str = ""
    covariates: tuple[str, ...] = ()
    worthwhile: float | None = None
    spread: float | None = None
    correlation: float | None = None
    before: int | None = None
    people: int | None = None

    @property
    def treated(self) -> dict[str, Period]:
        """The units that had the tool, and from when."""
        return {unit: start for unit, start in self.starts.items() if start is not None}

    @property
    def controls(self) -> tuple[str, ...]:
        """The units that never had it."""
        return tuple(unit for unit, start in self.starts.items() if start is None)

    @property
    def measured_in(self) -> str:
        """The unit of a difference between two values."""
        return "percentage points" if self.kind == "proportion" else self.unit


@dataclass(frozen=True, slots=True)
class About:
    """A design in three sentences: when it fits, what it can say, and what it cannot."""

    fits: str
    can: str
    cannot: str


ABOUT: Final[Mapping[Design, About]] = {
    Design.INTERRUPTED_TIME_SERIES: About(
        "One unit (or everyone together) with one start date; one more unit that never started may be its control.",
        "How far the series left its own earlier line, at once and over time.",
        "Whether something else happened at the same time.",
    ),
    Design.DIFFERENCE_IN_DIFFERENCES: About(
        "Some units started at one time, others never did.",
        "How much more the starters changed than the others in the same months.",
        "Whether both would have changed alike without it; that they did before does not prove it.",
    ),
    Design.STAGGERED: About(
        "Units started at different times that nobody drew by lot.",
        "How starters changed against those not started yet, and how the effect grows with time.",
        "Whether early and late starters would have changed alike without it.",
    ),
    Design.STEPPED_WEDGE: About(
        "Units started at different times, in an order that was drawn by lot beforehand.",
        "One effect, with chance as the only reason why units started early or late.",
        "How the effect grows with time; it is taken to be the same from the first day on.",
    ),
}


def fitting(starts: Mapping[str, Period | None], *, by_lot: bool = False) -> Design:
    """The design that fits who started when."""
    times = {start for start in starts.values() if start is not None}
    if len(times) > 1:
        return Design.STEPPED_WEDGE if by_lot else Design.STAGGERED
    # One control is a second series; only several units show how much units differ by chance.
    return Design.INTERRUPTED_TIME_SERIES if len(starts) <= 2 else Design.DIFFERENCE_IN_DIFFERENCES


def read_starts(text: str) -> dict[str, Period | None]:
    """Lines such as ``4 West, 2026-04`` or ``5 East, never``; raises Refused with every line that is otherwise."""
    found: dict[str, Period | None] = {}
    faults = []
    for number, line in enumerate(text.splitlines(), start=1):
        if not line.strip():
            continue
        unit, comma, start = (part.strip() for part in line.rpartition(","))
        if not comma or not unit:
            faults.append(f'Line {number}: "{line.strip()}"; a unit, a comma and its start are expected.')
        elif unit in found:
            faults.append(f"Line {number}: {unit} is named twice.")
        else:
            try:
                found[unit] = None if start.lower() == NEVER else read_period(start)
            except BadPanelError:
                faults.append(f'Line {number}: "{start}" is no month such as 2026-04, no whole number and not "never".')
    if not found and not faults:
        faults.append("Name at least one unit and when it started.")
    if len(found) > MOST_UNITS:
        faults.append(f"{len(found)} units; at most {MOST_UNITS} are expected.")
    if faults:
        raise Refused(" ".join(faults))
    return found


def read_period(text: str) -> Period:
    """An ISO month or a whole number; raises BadPanelError."""
    if re.fullmatch(r"[0-9]{1,6}", text):
        return int(text)
    ordinal(text)
    return text


def check(design: Design, settings: Settings) -> None:
    """Raise Refused with everything that does not fit together."""
    faults = [*_faults(settings), *_unlike(design, settings)]
    if faults:
        raise Refused(" ".join(faults))


def _faults(settings: Settings) -> Iterator[str]:
    if not settings.outcome.strip() or not settings.unit.strip():
        yield "Name the outcome and its unit."
    if not settings.treated:
        yield "No unit starts; say from which period at least one had the tool."
    if len({isinstance(start, str) for start in settings.treated.values()}) > 1:
        yield "Some starts are months and others numbers; use one of them."
    if settings.per < 1:
        yield "A rate is per 1 or more of its denominator."
    if settings.phase_in < 0:
        yield "A phase-in is a number of periods, 0 or more."
    if any(each < 1 for each in settings.horizons):
        yield "Horizons count periods after the start, from 1."
    if settings.per_year is not None and settings.per_year < 2:
        yield "A year has 2 or more periods; leave it empty where the year does not matter."
    yield from _promise_faults(settings)
    yield from _expected_faults(settings)
    yield from _covariate_faults(settings.covariates)


def _expected_faults(settings: Settings) -> Iterator[str]:
    for size, named in ((settings.worthwhile, "smallest worthwhile effect"), (settings.spread, "spread")):
        if size is not None and not (math.isfinite(size) and size > 0):
            yield f"The {named} is a number above 0."
    if settings.scale == "ratio" and settings.better == "lower" and (settings.worthwhile or 0) >= 100:
        yield "Nothing becomes lower by 100 % or more; name a smaller worthwhile effect."
    if settings.correlation is not None and not 0 <= settings.correlation <= 0.95:
        yield "The correlation of periods is from 0 to 0.95."
    if settings.before is not None and settings.before < FEWEST_BEFORE:
        yield f"At least {FEWEST_BEFORE} periods lie before the first start."
    if settings.people is not None and settings.people < 1:
        yield "A period of a unit counts 1 or more people."


def _covariate_faults(names: tuple[str, ...]) -> Iterator[str]:
    if len(names) > MOST_COVARIATES:
        yield f"{len(names)} covariates; at most {MOST_COVARIATES} are adjusted for, agreed for a reason."
    if len(set(names)) < len(names):
        yield "A covariate is named once."
    for name in names:
        if not _COLUMN.fullmatch(name):
            yield f'"{name}" is no name of a column: small letters, digits and _ after a letter, such as case_mix.'
        elif name in _TAKEN:
            yield f"{name} is a column of its own already; name the covariate otherwise."


def _promise_faults(settings: Settings) -> Iterator[str]:
    ends = (settings.baseline, settings.target)
    if (settings.baseline is None) != (settings.target is None):
        yield "Give both baseline and target, or neither."
    if settings.baseline is None or settings.target is None:
        return
    if not all(each is not None and math.isfinite(each) for each in ends) or settings.baseline == settings.target:
        yield "Baseline and target are two different numbers."
    elif (settings.target < settings.baseline) != (settings.better == "lower"):
        way = "down" if settings.target < settings.baseline else "up"
        yield f"The target goes {way} from the baseline, so {'lower' if way == 'down' else 'higher'} is better."
    if settings.kind == "proportion" and not all(each is not None and 0 <= each <= 100 for each in ends):
        yield "Baseline and target of a proportion are from 0 to 100 %."
    if not _QUARTER.fullmatch(settings.promised_by):
        yield "Say by which quarter it was promised, such as 2026-Q4."


def _unlike(design: Design, settings: Settings) -> Iterator[str]:
    times = set(settings.treated.values())
    controls = len(settings.controls)
    if design is Design.INTERRUPTED_TIME_SERIES:
        if len(settings.treated) > 1 or controls > 1:
            yield (
                f"An interrupted time series has one unit with a start, and at most one control; these are "
                f"{len(settings.treated)} with a start and {controls} without. {_instead(settings)}"
            )
        if settings.scale == "ratio":
            yield "An interrupted time series gives difference and ratio by itself; leave the scale as it is."
    elif settings.horizons:
        yield "Horizons belong to an interrupted time series; leave them empty."
    if design is Design.DIFFERENCE_IN_DIFFERENCES and (len(times) > 1 or not controls):
        yield f"A difference in differences has one start and units that never started. {_instead(settings)}"
    if design in (Design.STAGGERED, Design.STEPPED_WEDGE) and len(times) < 2:
        yield f"{design.label} needs units that start at different times. {_instead(settings)}"
    if design in (Design.DIFFERENCE_IN_DIFFERENCES, Design.STAGGERED) and settings.phase_in:
        yield "A phase-in is left out only by an interrupted time series and a stepped wedge; the event study shows it."


def _instead(settings: Settings) -> str:
    return f"What fits is: {fitting(settings.starts).label.lower()}."
