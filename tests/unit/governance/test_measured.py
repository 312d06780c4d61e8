"""Days in the queue and until a decision."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from attending.governance.presenters import measured as present
from attending.governance.queries.measured import MOST_DECISIONS, MOST_WAITING, Waiting
from attending.governance.rules.measured import Decided, Spread, by_month, by_route, days_between, spread

NOW = datetime(2026, 6, 15, tzinfo=UTC)


def decided(days: float, month: str = "2026-06", route: str = "") -> Decided:
    return Decided(NOW - timedelta(days=days), NOW, month, route)


def test_a_spread_is_the_median_and_the_ninetieth_percentile_of_ten_or_more() -> None:
    assert spread([]) == Spread(0, None, None)
    assert spread([1.0, 3.0]) == Spread(2, 2.0, None)
    # Hyndman and Fan (1996), type 7: 1 + 0.9 * 9 = 9.1 of the sorted values 1 to 10.
    assert spread([float(each) for each in range(1, 11)]) == Spread(10, 5.5, 9.1)


def test_days_never_run_backwards() -> None:
    assert days_between(NOW, NOW - timedelta(days=1)) == 0
    assert days_between(NOW - timedelta(hours=36), NOW) == 1.5


def test_spreads_by_month_and_route() -> None:
    found = [decided(1, "2026-05", "full"), decided(3, "2026-06", "full"), decided(5, "2026-06")]
    assert by_month(found) == [("2026-05", Spread(1, 1.0, None)), ("2026-06", Spread(2, 4.0, None))]
    assert by_route(found) == [("", Spread(1, 5.0, None)), ("full", Spread(2, 2.0, None))]


def test_a_page_that_reads_the_most_it_may_says_so() -> None:
    late = Waiting(NOW - timedelta(days=9), NOW - timedelta(days=1), "", "", (), 1)
    queue, _, latency, _ = present.stats([late] * MOST_WAITING, [decided(2)] * MOST_DECISIONS, [], NOW)
    assert (queue.value, queue.denominator) == ("2,000 or more", "2,000 of the longest waiting overdue")
    assert latency.period == "newest 2,000 of the last 12 months"
    queue, _, latency, _ = present.stats([late], [decided(2)], [], NOW)
    assert (queue.value, queue.denominator) == ("1", "1 of them overdue")
    assert latency.period == "last 12 months"
