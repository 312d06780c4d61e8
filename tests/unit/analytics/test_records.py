"""Results as plain JSON and back."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.analytics.records import from_record, to_record


class Colour(StrEnum):
    RED = "red"


@dataclass(frozen=True)
class Point:
    x: float
    n: int
    name: str | None = None


@dataclass(frozen=True)
class Drawing:
    points: tuple[Point, ...]
    limits: tuple[float, float] | None
    threshold: Decimal
    day: date
    colour: Colour
    named: Mapping[str, Point]


def _drawing(x: float) -> Drawing:
    point = Point(x, 3)
    return Drawing((point, Point(0.1, 1, "b")), (0.0, x), Decimal("0.29"), date(2026, 3, 1), Colour.RED, {"a": point})


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_a_record_comes_back_through_json_with_every_bit(x: float) -> None:
    assert from_record(Drawing, json.loads(json.dumps(to_record(_drawing(x))))) == _drawing(x)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"points": 3}, "Drawing.points should be a list"),
        ({"limits": [1.0]}, "Drawing.limits should be a list of 2"),
        ({"colour": "blue"}, "blue"),
        ({"extra": 1}, "'extra'"),
        ({"points": [{"x": "a", "n": 1}]}, r"Drawing.points\[0\].x should be float"),
        ({"points": [{"x": 1.0}]}, "cannot be read as Point"),
    ],
)
def test_what_the_hints_do_not_promise_is_refused(change: dict[str, object], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        from_record(Drawing, to_record(_drawing(1.0)) | change)


def test_a_value_no_record_may_hold_is_refused() -> None:
    with pytest.raises(TypeError, match="set"):
        to_record({1, 2})
