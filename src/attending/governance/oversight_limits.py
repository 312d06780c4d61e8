"""The limits in force, for whoever draws or lists them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from attending.governance.models import OversightThreshold, Reading, Verdict
from attending.governance.oversight_packet import watched_title
from attending.governance.queries.oversight import active_thresholds, newest_readings
from attending.program.models import Deployment
from attending.program.registries.limits import AgreedLimits, Standing, worst

_STANDINGS: Mapping[Verdict, Standing] = {
    Verdict.WITHIN: Standing.WITHIN,
    Verdict.WARN: Standing.WARN,
    Verdict.STOP: Standing.STOP,
    Verdict.NO_DATA: Standing.NO_DATA,
    Verdict.TOO_FEW: Standing.TOO_FEW,
}


class OversightLimits:
    """Oversight thresholds as other rooms see them."""

    def limits_for(self, deployment: Deployment) -> Sequence[AgreedLimits]:
        thresholds = list(active_thresholds(deployment).filter(chart=""))  # a chart draws its own limits
        readings = newest_readings(thresholds)
        return [_limits(threshold, readings.get(threshold.pk)) for threshold in thresholds]

    def standings(self, deployments: Sequence[Deployment]) -> Mapping[int, Standing]:
        numbers = [deployment.pk for deployment in deployments]
        thresholds = list(active_thresholds().filter(deployment__in=numbers))
        readings = newest_readings(thresholds)
        found: dict[int, list[Standing]] = {}
        for threshold in thresholds:
            found.setdefault(threshold.deployment_id, []).append(_standing(readings.get(threshold.pk)))
        return {pk: worst(each) for pk, each in found.items()}


def _standing(reading: Reading | None) -> Standing:
    return Standing.UNREAD if reading is None else _STANDINGS[Verdict(reading.verdict)]


def _limits(threshold: OversightThreshold, reading: Reading | None) -> AgreedLimits:
    return AgreedLimits(
        measure=threshold.measure,
        attribute=threshold.attribute,
        level=threshold.level,
        score_threshold=threshold.score_threshold,
        warn_low=threshold.warn_low,
        warn_high=threshold.warn_high,
        stop_low=threshold.stop_low,
        stop_high=threshold.stop_high,
        window_months=threshold.window_months,
        minimum_n=threshold.minimum_n,
        title=watched_title(threshold),
        standing=_standing(reading),
        explanation=reading.explanation if reading else "It is judged when the next results are recorded.",
    )
