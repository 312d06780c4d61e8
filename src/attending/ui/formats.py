"""Numbers, intervals and dates as a clinical journal prints them: true minus, grouped digits, units beside values."""

from __future__ import annotations

import datetime as dt
from decimal import ROUND_HALF_EVEN, Decimal
from typing import Any, Protocol

from django.utils import timezone

from attending.ui.parts import EstimateText

MINUS = "\N{MINUS SIGN}"
THIN_SPACE = "\N{THIN SPACE}"
NO_BREAK_SPACE = "\N{NO-BREAK SPACE}"
EN_DASH = "\N{EN DASH}"

STYLES: dict[str, str] = {
    "auroc": "decimal2",
    "oe": "decimal2",
    "calibration_intercept": "decimal2",
    "calibration_slope": "decimal2",
    "brier": "decimal3",
    "event_rate": "percent",
    "mean_score": "percent",
    "sensitivity": "percent",
    "specificity": "percent",
    "ppv": "percent",
    "npv": "percent",
    "flag_rate": "percent",
    "nne": "decimal1",
    "net_benefit": "decimal3",
}


class EstimateLike(Protocol):
    """What ``estimate_text`` reads of an ``attending.analytics.estimate.Estimate``."""

    @property
    def measure(self) -> str: ...
    @property
    def value(self) -> float | None: ...
    @property
    def low(self) -> float | None: ...
    @property
    def high(self) -> float | None: ...
    @property
    def n(self) -> int: ...
    @property
    def events(self) -> int: ...
    @property
    def bound(self) -> float: ...
    @property
    def reason(self) -> str | None: ...


def count(value: int | None) -> str:
    """A whole number with grouped digits: ``12,345``; a dash when there is none."""
    return EN_DASH if value is None else f"{value:,}".replace("-", MINUS)


def number(value: float | Decimal | None, decimals: int = 2) -> str:
    """A number with a fixed count of decimals, half to even; below what they can show it is printed as ``< 0.01``.

    Zero stays zero, and nothing is ever printed as a negative zero.
    """
    if value is None:
        return EN_DASH
    exact = value if isinstance(value, Decimal) else Decimal(repr(float(value)))
    if not exact.is_finite():
        return EN_DASH
    unit = Decimal(1).scaleb(-decimals)
    rounded = exact.quantize(unit, rounding=ROUND_HALF_EVEN)
    if rounded == 0:
        if exact == 0 or decimals == 0:
            return f"{abs(rounded):f}"
        return f"<{NO_BREAK_SPACE}{unit:f}" if exact > 0 else f">{NO_BREAK_SPACE}{MINUS}{unit:f}"
    return f"{rounded:,f}".replace("-", MINUS)


def percent(value: float | Decimal | None, decimals: int = 1) -> str:
    """A proportion in [0, 1] as a percentage: ``12.3 %`` with a thin space; a dash when there is none.

    Only nobody is 0 % and only everybody 100 %: what would be rounded to either is ``< 1 %`` or ``> 99 %``.
    """
    if value is None:
        return EN_DASH
    scaled = (value if isinstance(value, Decimal) else Decimal(repr(float(value)))) * 100
    if not scaled.is_finite():
        return EN_DASH
    unit = Decimal(1).scaleb(-decimals)
    rounded = scaled.quantize(unit, rounding=ROUND_HALF_EVEN)
    if scaled > 0 and rounded == 0:
        return f"<{NO_BREAK_SPACE}{unit:f}{THIN_SPACE}%"
    if scaled < 100 and rounded == 100:
        return f">{NO_BREAK_SPACE}{100 - unit:f}{THIN_SPACE}%"
    return f"{number(scaled, decimals)}{THIN_SPACE}%"


def proportion(numerator: int, denominator: int, decimals: int = 1) -> str:
    """A share with its parts: ``12.3 % (123 of 1,000)``; with an empty denominator only the parts."""
    parts = f"{count(numerator)} of {count(denominator)}"
    return f"{percent(Decimal(numerator) / Decimal(denominator), decimals)} ({parts})" if denominator else parts


def styled(value: float | Decimal | None, style: str = "decimal2") -> str:
    """A number in a named style: ``percent``, ``percent0``, ``count`` or ``decimal0`` to ``decimal6``."""
    if style.startswith("percent"):
        return percent(value, int(style.removeprefix("percent") or 1))
    if style == "count":
        return count(None if value is None else round(value))
    if style.startswith("decimal"):
        return number(value, int(style.removeprefix("decimal") or 2))
    raise ValueError(f"There is no number style {style!r}; write percent, count or decimal2.")


def interval(low: float | None, high: float | None, style: str = "decimal2") -> str:
    """An interval with ``to`` between its ends, so that a minus is never read as a dash: ``0.68 to 0.74``."""
    if low is None or high is None:
        return ""
    ends = styled(low, style), styled(high, style)
    suffix = f"{THIN_SPACE}%"
    if all(end.endswith(suffix) for end in ends):
        return f"{ends[0].removesuffix(suffix)} to {ends[1]}"
    return f"{ends[0]} to {ends[1]}"


def p_value(value: float | None) -> str:
    """A P value as journals print it: two digits, three below 0.01, and ``< 0.001`` below that."""
    if value is None:
        return EN_DASH
    if value < 0.001:
        return f"<{NO_BREAK_SPACE}0.001"
    return number(value, 3 if value < 0.01 else 2)


def estimate_text(estimate: EstimateLike, style: str = "") -> EstimateText:
    """An estimate ready to show; ``style`` as in ``styled``, by default that of its measure."""
    chosen = style or STYLES.get(estimate.measure, "decimal2")
    n = f"n{NO_BREAK_SPACE}{count(estimate.n)}"
    if estimate.value is None:
        return EstimateText(EN_DASH, "", n, reason=estimate.reason or "No value was recorded.")
    bound = f" ±{THIN_SPACE}{_significant(estimate.bound)}" if estimate.bound else ""
    return EstimateText(styled(estimate.value, chosen), interval(estimate.low, estimate.high, chosen), n, bound=bound)


def as_estimate_text(value: Any, style: str = "") -> EstimateText:
    """An EstimateText as it is, or made from an estimate."""
    return value if isinstance(value, EstimateText) else estimate_text(value, style)


def _significant(value: float) -> str:
    """One significant digit, rounded up: a bound may be overstated, never understated."""
    exact = abs(Decimal(repr(float(value))))
    unit = Decimal(1).scaleb(exact.adjusted())
    return f"{exact.quantize(unit, rounding='ROUND_UP'):f}"


def date(value: dt.date | dt.datetime | None) -> str:
    """A date with the month in letters, so that no country misreads it: ``3 Mar 2026``."""
    if value is None:
        return EN_DASH
    day = timezone.localtime(value) if isinstance(value, dt.datetime) and timezone.is_aware(value) else value
    return f"{day.day}{NO_BREAK_SPACE}{day:%b}{NO_BREAK_SPACE}{day.year}"


def last_day(end: dt.datetime) -> dt.date:
    """The last day, here, of what holds until a moment: what ends at midnight holds until the day before."""
    return timezone.localdate(end - dt.timedelta(microseconds=1))


def moment(value: dt.datetime | None) -> str:
    """A date and time with its zone: ``3 Mar 2026, 14:05 UTC``."""
    if value is None:
        return EN_DASH
    local = timezone.localtime(value) if timezone.is_aware(value) else value
    return f"{date(local)}, {local:%H:%M} {local:%Z}".rstrip()


def month(iso: str) -> str:
    """An ISO month in words: ``2026-03`` is ``Mar 2026``."""
    first = dt.date.fromisoformat(f"{iso}-01")
    return f"{first:%b}{NO_BREAK_SPACE}{first.year}"


def period(first: str, last: str) -> str:
    """A span of ISO months: ``Mar to Sep 2026``, ``Nov 2025 to Mar 2026`` or one month alone."""
    if first == last:
        return month(first)
    if first[:4] == last[:4]:
        return f"{dt.date.fromisoformat(f'{first}-01'):%b} to {month(last)}"
    return f"{month(first)} to {month(last)}"


def duration(span: dt.timedelta) -> str:
    """A span of time in its two largest units, such as ``3 hours 5 minutes``, ``2 days`` or ``less than a minute``."""
    minutes = int(span.total_seconds()) // 60
    if minutes < 1:
        return "less than a minute"
    parts = [(minutes // 1440, "day"), (minutes // 60 % 24, "hour"), (minutes % 60, "minute")]
    first = next(place for place, (value, _) in enumerate(parts) if value)
    return " ".join(f"{value} {unit}{'' if value == 1 else 's'}" for value, unit in parts[first : first + 2] if value)


def days_until(day: dt.date, today: dt.date) -> str:
    """How far a due date is away: ``today``, ``in 3 days``, ``2 days late``."""
    days = (day - today).days
    if days == 0:
        return "today"
    unit = "day" if abs(days) == 1 else "days"
    return f"in {days} {unit}" if days > 0 else f"{-days} {unit} late"


def days_since(day: dt.date, today: dt.date) -> str:
    """How long a day is past: ``today``, ``yesterday``, ``3 days ago``."""
    days = (today - day).days
    return "today" if days == 0 else "yesterday" if days == 1 else f"{days} days ago"


def in_sentence(label: str) -> str:
    """A label inside a sentence: small letters, except where it begins with an abbreviation as ``AI`` is."""
    first, _, rest = label.partition(" ")
    return f"{first if len(first) > 1 and first.isupper() else first.lower()} {rest.lower()}".rstrip()


def small_cell(value: int, minimum: int = 11) -> str:
    """A count of people for release: from 1 to ``minimum`` - 1 only ``< 11``, so that nobody is found by it."""
    return f"<{NO_BREAK_SPACE}{minimum}" if 0 < value < minimum else count(value)


def plain(words: str) -> str:
    """The words with ordinary spaces, for what is searched, sent or kept: only pages keep words together."""
    return words.replace(NO_BREAK_SPACE, " ")
