"""A small workload that the tests vary."""

from __future__ import annotations

from typing import Any

from attending.analytics.alert_queue import Workload, read_workload


def document(**changes: Any) -> dict[str, Any]:
    """Plain data; `changes` replace whole entries."""
    plain: dict[str, Any] = {
        "title": "Sepsis alert",
        "validation": {
            "bins": [
                {"low": 0.0, "without": 800, "having": 20},
                {"low": 0.2, "without": 150, "having": 30},
                {"low": 0.5, "without": 40, "having": 30},
                {"low": 0.8, "without": 10, "having": 20},
            ],
            "source": "Own validation 2026, 1,100 people",
        },
        "arrivals": {"by_hour": [2.0] * 7 + [10.0] * 12 + [5.0] * 5},
        "shifts": [
            {"name": "day", "begins": "07:00", "ends": "15:00"},
            {"name": "late", "begins": "15:00", "ends": "23:00"},
            {"name": "night", "begins": "23:00", "ends": "07:00"},
        ],
        "teams": [
            {"name": "as today", "people": {"day": 1, "late": 1, "night": 0}},
            {"name": "one more", "people": {"day": 2, "late": 2, "night": 1}},
        ],
        "handling": {"minutes": 20, "spread": 10},
        "deadline": {"minutes": 60},
        "effect": {"kind": "decay", "decay_minutes": 90, "harm_false": 0.1},
        "run": {"days": 7, "replications": 6, "seed": 3},
    }
    return plain | changes


def workload(**changes: Any) -> Workload:
    """The same, read."""
    return read_workload(document(**changes))
