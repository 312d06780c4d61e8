"""The patients of all replications: when each is scored, in which bin, with the event or not, and how long one takes.

Drawn once and used for every threshold, team and order (common random numbers), so that comparisons are smooth.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from attending.analytics.alert_queue.inputs import Arrivals, Handling, Workload
from attending.analytics.alert_queue.validation import Validation

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

_ARRIVAL, _SCORE, _HANDLING, _VALIDATION = range(4)


@dataclass(frozen=True, eq=False)
class Patients:
    """One replication's patients by arrival; arrays of shape (patients,).

    `arrival`: minutes from Monday's midnight; `bin`: place of the score bin; `event`: has it; `minutes`: of handling.
    """

    arrival: Floats
    bin: NDArray[np.int32]
    event: NDArray[np.bool_]
    minutes: Floats


@dataclass(frozen=True, eq=False)
class Cohort:
    """The patients of every replication of one `workload`. About 21 bytes a patient; never stored: the seed is.

    Teams, order, deadline and effect change nothing in them: `dataclasses.replace` the workload for other ones.
    """

    workload: Workload
    replications: tuple[Patients, ...]


def draw_cohort(workload: Workload) -> Cohort:
    """Draw the patients of each replication. The same workload gives the same cohort; a team changes nothing in it."""
    run = workload.run

    def stream(replication: int, purpose: int) -> np.random.Generator:
        # A stream for each purpose: other handling times leave arrivals and scores as they are.
        return np.random.Generator(np.random.PCG64(np.random.SeedSequence(run.seed, spawn_key=(replication, purpose))))

    drawn = []
    for at in range(run.replications):
        arrival = arrival_times(workload.arrivals, run.days, stream(at, _ARRIVAL))
        weights = workload.validation.weights
        if run.resample_validation:
            weights = resampled(workload.validation, stream(at, _VALIDATION))
        place = _places(weights, stream(at, _SCORE).random(len(arrival)))
        event = (place % 2).astype(np.bool_)
        minutes = handling_times(workload.handling, event, stream(at, _HANDLING))
        drawn.append(Patients(arrival, (place // 2).astype(np.int32), event, minutes))
    return Cohort(workload, tuple(drawn))


def arrival_times(arrivals: Arrivals, days: int, rng: np.random.Generator) -> Floats:
    """Arrivals in minutes, ascending, of a Poisson process whose rate is constant within each hour.

    Exact: a Poisson number of them, and given it uniform order statistics (normalised exponential spacings) through the
    inverse of the cumulated rate (Cinlar 1975).
    """
    rates = np.asarray(arrivals.by_hour)
    hours = np.tile(rates, -(-days * 24 // len(rates)))[: days * 24]
    expected = np.concatenate(([0.0], np.cumsum(hours)))
    count = int(rng.poisson(expected[-1]))
    spacing = np.cumsum(rng.standard_exponential(count + 1))
    found: Floats = np.interp(spacing[:-1] * (expected[-1] / spacing[-1]), expected, np.arange(len(expected)) * 60.0)
    return found


def resampled(validation: Validation, rng: np.random.Generator) -> Floats:
    """The validation's counts drawn anew, with as many people (bootstrap); with people of both outcomes."""
    shares = validation.weights.ravel() / validation.people
    while True:
        drawn = rng.multinomial(round(validation.people), shares).reshape(-1, 2).astype(np.float64)
        if drawn[:, 0].any() and drawn[:, 1].any():
            return drawn


def handling_times(handling: Handling, event: NDArray[np.bool_], rng: np.random.Generator) -> Floats:
    """Minutes of work for each patient's alert, should there be one."""
    if handling.kind == "lognormal" and handling.spread:
        variance = math.log1p((handling.spread / handling.minutes) ** 2)
        factor = np.exp(math.sqrt(variance) * rng.standard_normal(len(event)) - variance / 2)
    elif handling.kind == "exponential":
        factor = rng.standard_exponential(len(event))
    else:
        factor = np.ones(len(event))
    return factor * np.where(event, handling.mean(true=True), handling.mean(true=False))


def _places(weights: Floats, uniform: Floats) -> Integers:
    """Twice the bin, plus 1 for those with the event."""
    through = np.cumsum(weights.ravel())
    found: Integers = np.searchsorted(through[:-1], uniform * through[-1], side="right")
    return found
