"""When a session is over."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from attending.accounts.rules import session_end

LIMITS = {"idle_limit": 900, "absolute_limit": 43_200}
START = 1_772_000_000


@pytest.mark.parametrize(
    ("age", "idle", "end"),
    [
        (0, 0, None),
        (900, 900, None),
        (901, 901, "idle"),
        (43_200, 0, None),
        (43_201, 0, "age"),
        (43_201, 901, "age"),
        (-60, -60, None),
        (-61, -61, "age"),
        (10, -61, "idle"),
    ],
)
def test_limits(age: int, idle: int, end: str | None) -> None:
    assert session_end(now=START, started=START - age, last_seen=START - idle, **LIMITS) == end


@given(age=st.integers(0, 10**6), idle=st.integers(0, 10**6), later=st.integers(0, 10**6))
def test_an_ended_session_stays_ended(age: int, idle: int, later: int) -> None:
    moment = {"started": START - age, "last_seen": START - idle, **LIMITS}
    if session_end(now=START, **moment):
        assert session_end(now=START + later, **moment)
