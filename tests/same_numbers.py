"""Whether two results say the same, but for the last digits of sums, which depend on the order of adding."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import pytest


def assert_same(found: Any, wanted: Any) -> None:
    """Assert that two nested documents have the same places, and the same values to 1e-9."""
    here, there = dict(_leaves(found, "")), dict(_leaves(wanted, ""))
    assert here.keys() == there.keys()
    for place, value in here.items():
        expected = there[place]
        if isinstance(value, float) and isinstance(expected, float):
            assert value == pytest.approx(expected, rel=1e-9, abs=1e-12), place
        else:
            assert value == expected, place


def _leaves(value: Any, place: str) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for key, each in value.items():
            yield from _leaves(each, f"{place}.{key}")
    elif isinstance(value, list | tuple):
        for at, each in enumerate(value):
            yield from _leaves(each, f"{place}[{at}]")
    else:
        yield place, value
