"""Numbers, intervals and dates as a journal prints them."""

import datetime as dt
import math
from dataclasses import dataclass
from decimal import Decimal

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from attending.ui import formats

MINUS, THIN, NBSP, DASH = "\u2212", "\u2009", "\u00a0", "\u2013"


@dataclass
class Estimate:
    measure: str = "auroc"
    value: float | None = 0.7812
    low: float | None = 0.7599
    high: float | None = 0.8012
    n: int = 4301
    events: int = 1112
    bound: float = 0.0
    reason: str | None = None


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0.785, 2, "0.78"),
        (0.775, 2, "0.78"),
        (-0.5, 2, f"{MINUS}0.50"),
        (1234.5, 1, "1,234.5"),
        (0, 2, "0.00"),
        (-0.0, 2, "0.00"),
        (0.0004, 3, f"<{NBSP}0.001"),
        (-0.0004, 3, f">{NBSP}{MINUS}0.001"),
        (0.4, 0, "0"),
        (None, 2, DASH),
        (math.nan, 2, DASH),
        (math.inf, 2, DASH),
        (Decimal("2.675"), 2, "2.68"),
    ],
)
def test_number(value, decimals, text):
    assert formats.number(value, decimals) == text


def test_one_of_many_is_not_rounded_away():
    assert formats.proportion(9_976, 10_000, 0) == f">{NBSP}99{THIN}% (9,976 of 10,000)"
    assert formats.proportion(24, 10_000, 0) == f"<{NBSP}1{THIN}% (24 of 10,000)"


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e12, max_value=1e12), st.integers(0, 6))
def test_a_printed_number_is_within_half_a_unit_of_its_value_or_says_that_it_is_below_one(value, decimals):
    text = formats.number(value, decimals)
    if text[0] in "<>":
        assert 0 < abs(value) <= 0.5 * 10**-decimals
    else:
        printed = Decimal(text.replace(MINUS, "-").replace(",", ""))
        assert abs(printed - Decimal(repr(value))) <= Decimal("0.5").scaleb(-decimals)
        assert printed or not text.startswith(MINUS)


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.1234, f"12.3{THIN}%"),
        (0, f"0.0{THIN}%"),
        (1, f"100.0{THIN}%"),
        (0.0001, f"<{NBSP}0.1{THIN}%"),
        (0.99951, f">{NBSP}99.9{THIN}%"),
        (1.0001, f"100.0{THIN}%"),
        (None, DASH),
        (math.inf, DASH),
    ],
)
def test_percent(value, text):
    assert formats.percent(value) == text


def test_a_proportion_carries_its_parts_and_survives_an_empty_denominator():
    assert formats.proportion(531, 4301) == f"12.3{THIN}% (531 of 4,301)"
    assert formats.proportion(0, 0) == "0 of 0"


def test_an_interval_writes_to_and_its_unit_once():
    assert formats.interval(-0.1, 0.25) == f"{MINUS}0.10 to 0.25"
    assert formats.interval(0.114, 0.134, "percent") == f"11.4 to 13.4{THIN}%"
    assert formats.interval(None, 0.5) == ""


@pytest.mark.parametrize(("value", "text"), [(0.0001, f"<{NBSP}0.001"), (0.004, "0.004"), (0.21, "0.21"), (None, DASH)])
def test_p_value(value, text):
    assert formats.p_value(value) == text


def test_an_estimate_shows_value_interval_and_n_in_the_style_of_its_measure():
    shown = formats.estimate_text(Estimate())
    assert (shown.value, shown.interval, shown.n, shown.bound) == ("0.78", "0.76 to 0.80", f"n{NBSP}4,301", "")
    assert formats.estimate_text(Estimate("sensitivity")).interval == f"76.0 to 80.1{THIN}%"


@given(st.floats(min_value=1e-9, max_value=1, exclude_min=True))
def test_a_stated_bound_is_never_smaller_than_the_bound(bound):
    text = formats.estimate_text(Estimate(bound=bound)).bound
    assert Decimal(text.removeprefix(f" ±{THIN}")) >= Decimal(repr(bound))


def test_an_estimate_that_cannot_be_made_says_why():
    shown = formats.estimate_text(Estimate(value=None, low=None, high=None, reason="3 events; 7 more are needed."))
    assert (shown.value, shown.interval, shown.reason) == (DASH, "", "3 events; 7 more are needed.")
    assert formats.estimate_text(Estimate(value=None)).reason == "No value was recorded."


def test_dates_and_periods():
    assert formats.date(dt.date(2026, 3, 3)) == f"3{NBSP}Mar{NBSP}2026"
    assert formats.moment(dt.datetime(2026, 3, 3, 14, 5, tzinfo=dt.UTC)) == f"3{NBSP}Mar{NBSP}2026, 14:05 UTC"
    assert formats.date(None) == formats.moment(None) == DASH
    assert formats.period("2026-03", "2026-03") == f"Mar{NBSP}2026"
    assert formats.period("2026-03", "2026-09") == f"Mar to Sep{NBSP}2026"
    assert formats.period("2025-11", "2026-03") == f"Nov{NBSP}2025 to Mar{NBSP}2026"


@pytest.mark.parametrize(
    ("span", "text"),
    [
        ({"seconds": 59}, "less than a minute"),
        ({"minutes": 1}, "1 minute"),
        ({"hours": 3, "minutes": 5, "seconds": 40}, "3 hours 5 minutes"),
        ({"hours": 24}, "1 day"),
        ({"days": 2, "minutes": 7}, "2 days"),
    ],
)
def test_a_span_of_time_in_its_two_largest_units(span, text):
    assert formats.duration(dt.timedelta(**span)) == text


@pytest.mark.parametrize(("days", "text"), [(0, "today"), (1, "in 1 day"), (3, "in 3 days"), (-2, "2 days late")])
def test_days_until(days, text):
    today = dt.date(2026, 3, 1)
    assert formats.days_until(today + dt.timedelta(days=days), today) == text


@pytest.mark.parametrize(("days", "text"), [(0, "today"), (1, "yesterday"), (2, "2 days ago"), (400, "400 days ago")])
def test_days_since(days, text):
    today = dt.date(2026, 3, 1)
    assert formats.days_since(today - dt.timedelta(days=days), today) == text


@pytest.mark.parametrize(("value", "text"), [(0, "0"), (1, f"<{NBSP}11"), (10, f"<{NBSP}11"), (11, "11")])
def test_small_cells(value, text):
    assert formats.small_cell(value) == text


def test_an_unknown_style_is_refused_by_name():
    with pytest.raises(ValueError, match="no number style 'roman'"):
        formats.styled(0.5, "roman")
    assert formats.styled(1234.0, "count") == "1,234"


@pytest.mark.parametrize(
    ("label", "text"),
    [
        ("AI committee member", "AI committee member"),
        ("A lawful basis", "a lawful basis"),
        ("Clinical owner", "clinical owner"),
        ("Evidence", "evidence"),
        ("", ""),
    ],
)
def test_a_label_inside_a_sentence(label, text):
    assert formats.in_sentence(label) == text


@pytest.mark.parametrize(
    ("end", "day"),
    [
        (dt.datetime(2026, 3, 2, tzinfo=dt.UTC), dt.date(2026, 3, 1)),
        (dt.datetime(2026, 3, 2, 0, 0, 1, tzinfo=dt.UTC), dt.date(2026, 3, 2)),
        (dt.datetime(2026, 3, 2, 23, 59, tzinfo=dt.UTC), dt.date(2026, 3, 2)),
    ],
)
def test_what_ends_at_midnight_holds_until_the_day_before(end, day):
    assert formats.last_day(end) == day


def test_midnight_is_that_of_the_place():
    with timezone.override("America/New_York"):
        assert formats.last_day(dt.datetime(2026, 3, 2, 5, tzinfo=dt.UTC)) == dt.date(2026, 3, 1)
        assert formats.last_day(dt.datetime(2026, 3, 2, 6, tzinfo=dt.UTC)) == dt.date(2026, 3, 2)
