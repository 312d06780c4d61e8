"""Throughput times: from a case's first event to its last."""

from __future__ import annotations

from typing import Final

import numpy as np

from attending.analytics.event_log.log import MILLISECONDS, EventLog
from attending.analytics.event_log.results import Throughput

QUANTILES: Final = (0.1, 0.25, 0.5, 0.75, 0.9)
"""The quantiles of throughput time that are reported, interpolated linearly between cases."""


def throughput(log: EventLog) -> Throughput:
    """Mean and quantiles over all cases, in seconds; a case of one event took none."""
    if not log.cases:
        return Throughput(0, 0, None, None, None, None, None, None)
    taken = log.at[log.starts[1:] - 1] - log.at[log.starts[:-1]]
    quantiles = np.quantile(taken, QUANTILES) / MILLISECONDS
    single = int(np.count_nonzero(np.diff(log.starts) == 1))
    return Throughput(log.cases, single, float(taken.mean()) / MILLISECONDS, *map(float, quantiles))
