"""Which threshold is best for a team, in words: the one that looks best without the team, and the one that is."""

from __future__ import annotations

from attending.analytics.alert_queue import Choice, Point
from attending.ui import formats
from attending.workflow.rules.words import said


def say(found: Choice) -> str:
    """Such as: Ignoring the team, 0.18 looks best. With this team 0.3 is best …"""
    blind, aware = found.blind, found.aware
    if (aware.realised.value or 0.0) < 0:
        return (
            f"At every threshold the needless checks cost more than they gain: {aware.threshold:g} comes nearest, "
            f"with {said(aware.realised, 'decimal2')} per 1,000 patients. Not to alert at all would be better."
        )
    if blind.threshold == aware.threshold:
        return (
            f"{aware.threshold:g} is best both with this team and if nobody had to wait: {_worth(aware)} per 1,000 "
            "patients."
        )
    gain = formats.interval(found.gain.low, found.gain.high, "decimal2")
    is_best = "is" if (found.gain.low or 0.0) > 0 else "comes first, by no clear difference"
    return (
        f"If nobody had to wait, {blind.threshold:g} would be best. With this team {aware.threshold:g} {is_best}: per "
        f"1,000 patients it gains {formats.number(found.gain.value, 2)} more found in time ({gain}) than "
        f"{blind.threshold:g}, where {formats.percent(blind.share_in_time.value, 0)} of alerts are begun in time."
    )


def _worth(point: Point) -> str:
    return f"{said(point.realised, 'decimal2')} found in time, less harm,"
