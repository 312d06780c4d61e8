"""Numbers and months as a reader sees them: percentages with a space, true minus signs, months by name."""

import math
from collections.abc import Sequence
from typing import Final

from attending.analytics import Estimate
from attending.analytics.catalogs import measures

NBSP: Final = "\N{NO-BREAK SPACE}"
MINUS: Final = "\N{MINUS SIGN}"
MONTHS: Final = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def decimal(value: float, digits: int) -> str:
    """`value` with `digits` decimals and thousands separators; never a negative zero."""
    text = f"{abs(value):,.{digits}f}"
    return MINUS + text if value < 0 and float(text.replace(",", "")) != 0 else text


def percent(value: float) -> str:
    """A proportion as a percentage: whole numbers, with a decimal below 10 % so that small rates stay distinct.

    Only all of them are 100 %: what would be rounded to it is "> 99 %".
    """
    hundred = value * 100
    if hundred < 100 and round(hundred) == 100 and not math.isclose(hundred, 100):
        return f">{NBSP}99{NBSP}%"
    whole = hundred == 0 or abs(hundred) >= 10 or (abs(hundred) >= 1 and math.isclose(hundred, round(hundred)))
    return f"{decimal(hundred, 0 if whole else 1)}{NBSP}%"


def is_proportion(measure: str) -> bool:
    """True when the measure is shown as a percentage."""
    return measures()[measure].unit == "proportion"


def amount(measure: str, value: float) -> str:
    """A value of a catalog measure, as the catalog says it is worth showing."""
    return percent(value) if is_proportion(measure) else decimal(value, measures()[measure].digits)


def span(measure: str, low: float, high: float) -> str:
    """Two ends of an interval, such as "0.74 to 0.84" or "9.1 to 26 %"."""
    first, last = amount(measure, low), amount(measure, high)
    return f"{first.removesuffix(NBSP + '%')} to {last}"


def with_interval(estimate: Estimate) -> str:
    """Value and 95 % interval, such as "0.79 (0.74 to 0.84)"; "not estimable" when there is none."""
    if estimate.value is None:
        return "not estimable"
    value = amount(estimate.measure, estimate.value)
    if estimate.low is None or estimate.high is None:
        return value
    return f"{value} ({span(estimate.measure, estimate.low, estimate.high)})"


def listed(estimate: Estimate) -> str:
    """Value and 95 % interval for use inside brackets, such as "0.79, 0.74 to 0.84"."""
    return with_interval(estimate).replace(" (", ", ").removesuffix(")")


def month_name(month: str) -> str:
    """ "2026-03" -> "Mar 2026"; a day keeps its number, "2026-03-14" -> "14 Mar 2026"."""
    year, number, *day = month.split("-")
    return f"{day[0].lstrip('0')} {_named(number)} {year}" if day else f"{_named(number)} {year}"


def _named(number: str) -> str:
    return MONTHS[int(number) - 1]


def months_between(first: str, last: str) -> tuple[str, ...]:
    """Every ISO month from first to last, both included."""
    start, end = (int(month[:4]) * 12 + int(month[5:7]) - 1 for month in (first, last))
    return tuple(f"{index // 12:04d}-{index % 12 + 1:02d}" for index in range(start, end + 1))


def period_name(period: tuple[str, str] | None) -> str:
    """First and last month in words; one month is named once."""
    if period is None:
        return "no data"
    first, last = (month_name(month) for month in period)
    return first if first == last else f"{first} to {last}"


def nice_ticks(low: float, high: float, about: int = 5) -> tuple[float, ...]:
    """About `about` round numbers (steps of 1, 2, 2.5 or 5 times a power of ten) that lie within [low, high]."""
    if not high > low:
        return (low,)
    rough = (high - low) / about
    power: float = 10.0 ** math.floor(math.log10(rough))
    step = next(factor * power for factor in (1, 2, 2.5, 5, 10) if factor * power >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    last = math.floor(high / step + 1e-9)
    return tuple(round(index * step, 12) for index in range(first, last + 1))


def joined(names: Sequence[str]) -> str:
    """ "a", "a and b", "a, b and c"."""
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
