"""The JSON values of metric results: the three shapes that CHAI's own examples use; any other is kept as its text."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, TypeAlias


@dataclass(frozen=True, slots=True)
class Single:
    """One number, with its unit where it has one and ``n`` where the card gives it."""

    value: float
    unit: str = ""
    n: int | None = None


@dataclass(frozen=True, slots=True)
class EstimateCi:
    """An estimate with its confidence interval; ``level`` in percent, such as 95."""

    estimate: float
    lower: float
    upper: float
    level: float
    unit: str = ""
    n: int | None = None


@dataclass(frozen=True, slots=True)
class MeanSd:
    """A mean with its standard deviation."""

    mean: float
    sd: float
    unit: str = ""
    n: int | None = None


@dataclass(frozen=True, slots=True)
class Other:
    """A value of no known shape, as the card has it."""

    text: str


Value: TypeAlias = Single | EstimateCi | MeanSd | Other

_NUMBERS: Mapping[str, tuple[str, ...]] = {
    "single": ("value",),
    "estimate_ci": ("estimate", "lower", "upper", "level"),
    "mean_sd": ("mean", "sd"),
}


def parse_value(value_json: str) -> Value:
    """The value of a metric result. Never raises: what is not read as one of the shapes is ``Other``."""
    try:
        found = json.loads(value_json)
    except (ValueError, RecursionError):
        return Other(value_json)
    if isinstance(found, str):
        return Other(found)
    kind = found.get("kind") if isinstance(found, dict) else None
    if not isinstance(kind, str) or kind not in _NUMBERS:
        return Other(value_json)
    numbers: list[Any] = [found.get(name) for name in _NUMBERS[kind]]
    unit, n = found.get("unit", ""), found.get("n")
    known = {"kind", "unit", "n", *_NUMBERS[kind]}
    if (
        set(found) - known
        or not all(_is_number(number) for number in numbers)
        or not isinstance(unit, str)
        or not (n is None or (isinstance(n, int) and not isinstance(n, bool) and n >= 0))
    ):
        return Other(value_json)
    match kind, [float(number) for number in numbers]:
        case "single", [value]:
            return Single(value, unit, n)
        case "estimate_ci", [estimate, lower, upper, level]:
            return EstimateCi(estimate, lower, upper, level, unit, n)
        case _, [mean, sd]:
            return MeanSd(mean, sd, unit, n)
    return Other(value_json)


def said(value: Value) -> str:
    """A value in words, with its interval and n where the card gives them."""
    match value:
        case Single(number, unit, n):
            return f"{number:g}{_unit(unit)}{_of(n)}"
        case EstimateCi(estimate, lower, upper, level, unit, n):
            return f"{estimate:g}{_unit(unit)} ({lower:g} to {upper:g}, {level:g} % interval){_of(n)}"
        case MeanSd(mean, sd, unit, n):
            return f"mean {mean:g}{_unit(unit)}, standard deviation {sd:g}{_of(n)}"
        case Other(text):
            return text


def _is_number(value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def _unit(unit: str) -> str:
    return f" {unit}" if unit else ""


def _of(n: int | None) -> str:
    return "" if n is None else f", n {n:,}"
