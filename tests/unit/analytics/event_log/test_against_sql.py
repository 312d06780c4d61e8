"""The figures of a reality check are those of plain SQL over the same events."""

from __future__ import annotations

import duckdb
import numpy as np
import pytest

from attending.analytics.event_log import EventLog, TimeRule, check_reality, in_order
from attending.analytics.event_log.results import RealityCheck

NAMES = ("Arrive", "Triage", "Lactate", "Antibiotics", "Leave")
SIZE = 4_000
ORDERED = "SELECT *, lead(a) OVER w AS b, lead(t) OVER w - t AS gap FROM e WINDOW w AS (PARTITION BY c ORDER BY t, i)"


@pytest.fixture(scope="module")
def events() -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    rng = np.random.default_rng(11)
    case = rng.integers(0, 500, SIZE)
    case = np.unique(case, return_inverse=True)[1].astype(np.int32)
    return case, rng.integers(0, len(NAMES), SIZE).astype(np.uint16), rng.integers(0, 40, SIZE) * 900_000


@pytest.fixture(scope="module")
def sql(events) -> duckdb.DuckDBPyConnection:
    case, activity, at = events
    connection = duckdb.connect()
    connection.register("given", {"c": case, "a": activity, "t": at, "i": np.arange(SIZE)})
    connection.execute("CREATE TABLE e AS SELECT c, a, t, i FROM given")
    return connection


@pytest.fixture(scope="module")
def log(events) -> EventLog:
    return in_order(*events, NAMES, drop_repeated=False).log


@pytest.fixture(scope="module")
def check(log) -> RealityCheck:
    rules = [
        TimeRule("r", "R", ("Triage",), ("Antibiotics",), 60),
        TimeRule("b", "B", ("Triage",), ("Lactate",), 180, counts_before=True),
    ]
    return check_reality(log, rules=rules, top=10_000)


def test_pairs_and_the_times_between_them(check, sql):
    found = {(e.source, e.target): (e.count, e.mean_seconds, e.median_seconds) for e in check.graph.edges}
    rows = sql.execute(
        f"SELECT a, b, count(*), avg(gap) / 1000, median(gap) / 1000 FROM ({ORDERED}) WHERE b IS NOT NULL GROUP BY a, b"
    ).fetchall()
    assert found == {(NAMES[a], NAMES[b]): (n, pytest.approx(mean), median) for a, b, n, mean, median in rows}


def test_variants(check, sql):
    rows = sql.execute(
        "SELECT path, count(*) FROM (SELECT c, list(a ORDER BY t, i) AS path FROM e GROUP BY c) GROUP BY path"
    ).fetchall()
    assert {v.activities: v.cases for v in check.variants.top} == {tuple(NAMES[a] for a in p): n for p, n in rows}
    assert check.variants.distinct == len(rows)


def test_throughput(check, sql):
    wanted = sql.execute(
        "SELECT avg(t) / 1000, quantile_cont(t, [0.1, 0.25, 0.5, 0.75, 0.9]) "
        "FROM (SELECT c, max(t) - min(t) AS t FROM e GROUP BY c)"
    ).fetchone()
    found = check.throughput
    assert found.mean_seconds == pytest.approx(wanted[0])
    quantiles = (found.p10_seconds, found.p25_seconds, found.median_seconds, found.p75_seconds, found.p90_seconds)
    assert quantiles == pytest.approx([each / 1000 for each in wanted[1]])


@pytest.mark.parametrize(("at", "end", "limit", "counts_before"), [(0, 3, 60, False), (1, 2, 180, True)])
def test_time_rules(check, sql, at, end, limit, counts_before):
    before = "ends.first < begun" if counts_before else "ends.first < begun AND after.done IS NULL"
    rows = sql.execute(
        f"""
        WITH s AS (SELECT c, min(t) AS begun FROM e WHERE a = 1 GROUP BY c),
             ends AS (SELECT c, min(t) AS first FROM e WHERE a = {end} GROUP BY c),
             after AS (SELECT e.c, min(t) AS done FROM e JOIN s ON s.c = e.c AND t >= begun AND a = {end} GROUP BY e.c)
        SELECT CASE WHEN ends.first IS NULL THEN 'missing' WHEN {before} THEN 'before'
                    WHEN after.done - begun <= {limit} * 60000 THEN 'in_time' ELSE 'late' END AS outcome, count(*)
        FROM s LEFT JOIN ends ON ends.c = s.c LEFT JOIN after ON after.c = s.c GROUP BY outcome
        """
    ).fetchall()
    outcomes = check.rules[at].outcomes
    assert {name: getattr(outcomes, name) for name in ("before", "in_time", "late", "missing")} == dict(rows)
    assert outcomes.activated == sum(number for _, number in rows)
