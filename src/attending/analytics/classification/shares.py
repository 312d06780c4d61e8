"""Shares of cases, with each patient's cases together where the patients are known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from attending.analytics.classification.readings import Readings
from attending.analytics.estimate import Estimate
from attending.analytics.limits import wilson_limits
from attending.analytics.patients import PatientEffect, joined_note, patient_effect
from attending.analytics.proportion import proportion

Where = NDArray[np.bool_]


def share(
    readings: Readings,
    measure: str,
    among: Where,
    right: Where,
    *,
    without: str,
    n: int | None = None,
    events: int | None = None,
) -> Estimate:
    """Cases `right` of those `among`, with the Wilson interval; `n` and `events` are both counts unless given.

    With patients, the ratio estimator's variance (Liang & Zeger 1986) gives the effective number of cases of that
    interval (Korn & Graubard 1998), with Student's t for the number of patients.
    """
    k, of = readings.cases(among & right), readings.cases(among)
    found = proportion(
        measure, k, of, n=of if n is None else n, events=k if events is None else events, without=without
    )
    if readings.patient is None or found.value is None:
        return found
    influence = (right.astype(np.float64) - found.value) / of
    return with_effect(found, of, patient_effect(readings.patient, readings.n, influence, among))


def with_effect(found: Estimate, of: int, effect: PatientEffect) -> Estimate:
    """A share of `of` cases with the interval of its effective number of cases."""
    if found.value is None:
        return found
    low, high = wilson_limits(found.value, effect.rows(of), effect.quantile)
    return replace(found, low=low, high=high, clusters=effect.patients, note=joined_note(found.note, effect.told))
