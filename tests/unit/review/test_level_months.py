"""The months of subgroup levels: kept as sums, and measured as the whole log is."""

from __future__ import annotations

import json
from decimal import Decimal

import numpy as np
import pytest

from attending.analytics import OVERALL, ScoreTable, Stratum
from attending.analytics.performance import measure_stratum
from attending.analytics.records import to_record
from attending.review import level_months as kept
from attending.review.level_months import level_months, levels_in, months_of

MONTHS = ("2025-01", "2025-02", "2025-03")


def _table(rows: int = 3000) -> ScoreTable:
    rng = np.random.default_rng(4)
    score = rng.beta(1, 6, rows).round(3)
    outcome = (rng.random(rows) < score).astype(float)
    outcome[::9] = np.nan
    level = np.where(np.arange(rows) % 500 == 0, "rare", rng.choice(["one", "two"], rows))
    outcome[(level == "rare")] = 0
    return ScoreTable.from_arrays(
        score,
        outcome,
        attributes={"ward": level.tolist()},
        period=[MONTHS[each] for each in rng.integers(0, 3, rows)],
        thresholds=[Decimal("0.1"), Decimal("0.3")],
    )


def test_a_levels_month_measures_as_the_table_does() -> None:
    table = _table()
    document = json.loads(json.dumps(to_record(level_months(table))))
    levels = levels_in(document)
    assert levels == [stratum for stratum in table.strata if stratum != OVERALL]
    compared = 0
    for group in levels:
        for month, found in months_of(document, group).items():
            whole = measure_stratum(table.slice(group, month), with_curve=False)
            assert (found.n, found.labelled, found.events) == (whole.n, whole.labelled, whole.events)
            for name, estimate in found.measures.items():
                expected = whole.measures[name]
                assert estimate.reason == expected.reason
                told, wanted = ((each.value, each.low, each.high, each.bound) for each in (estimate, expected))
                assert told == pytest.approx(wanted), (group, month, name)
                compared += 1
            for at, point in enumerate(found.at_thresholds):
                for name, estimate in point.measures.items():
                    assert estimate == whole.at_thresholds[at].measures[name]
            assert [(p.n, p.events) for p in found.calibration] == [(p.n, p.events) for p in whole.calibration]
    assert compared > 30


def test_only_so_many_months_are_kept_and_none_without_attributes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(kept, "MOST_CELLS", 6)
    found = level_months(_table())
    assert found is not None
    assert found.since == MONTHS[1]
    assert {cell.month for cell in found.cells} == set(MONTHS[1:])
    assert level_months(ScoreTable.from_arrays([0.1, 0.9], [0, 1], period="2025-01")) is None
    assert months_of(None, Stratum("ward", "one")) == {}
    assert levels_in({}) == []
