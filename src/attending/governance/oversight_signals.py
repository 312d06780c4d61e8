"""Which control charts the thresholds in force watch, for the rooms that draw them."""

from __future__ import annotations

from collections.abc import Sequence

from attending.governance.queries.oversight import active_thresholds, newest_readings
from attending.program.registries.signals import Watched


def watched() -> Sequence[Watched]:
    """A chart for each threshold that watches one, with its newest reading. Two queries."""
    thresholds = list(active_thresholds().exclude(chart=""))
    readings = newest_readings(thresholds) if thresholds else {}
    found = []
    for threshold in thresholds:
        reading = readings.get(threshold.pk)
        newest, signals = (reading.window_end, reading.events) if reading else (None, 0)
        found.append(Watched(threshold.chart, newest, signals))
    return found
