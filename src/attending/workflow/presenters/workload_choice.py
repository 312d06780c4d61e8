"""Which threshold is best for a team: the one that looks best without the team, and the one that is best with it."""

from __future__ import annotations

from dataclasses import dataclass

from attending.analytics.alert_queue import Choice, Point, Sweep, best
from attending.ui import formats
from attending.ui.parts import DataTable
from attending.workflow.rules.words import said


@dataclass(frozen=True, slots=True)
class ChoiceView:
    """Both optima in words, and every threshold with this team."""

    words: str
    thresholds: DataTable


def choice_view(sweep: Sweep) -> ChoiceView:
    """``sweep`` holds one team."""
    return ChoiceView(say(best(sweep)[0]), _table(sweep.points))


def say(found: Choice) -> str:
    """Such as: Ignoring the team, 0.18 looks best. With this team 0.3 is best …"""
    blind, aware = found.blind, found.aware
    if blind.threshold == aware.threshold:
        return (
            f"{aware.threshold:g} is best both with this team and if nobody had to wait: {_worth(aware)} per 1,000 "
            "patients."
        )
    gain = formats.interval(found.gain.low, found.gain.high, "decimal2")
    return (
        f"If nobody had to wait, {blind.threshold:g} would be best. With this team {aware.threshold:g} is: it gains "
        f"{formats.number(found.gain.value, 2)} more found in time per 1,000 patients ({gain}) than {blind.threshold:g}, "
        f"where {formats.percent(blind.share_in_time.value, 0)} of alerts are begun in time."
    )


def _worth(point: Point) -> str:
    return f"{said(point.realised, 'decimal2')} found in time, less harm,"


def _table(points: tuple[Point, ...]) -> DataTable:
    rows = [
        [
            f"{point.threshold:g}",
            said(point.alerts_per_day),
            said(point.share_in_time, "percent0"),
            said(point.share_of_time, "percent0"),
            said(point.sensitivity, "percent0"),
            said(point.ppv, "percent0"),
            said(point.realised, "decimal2"),
            said(point.ignoring_capacity, "decimal2"),
        ]
        for point in points
    ]
    headers = [
        "Threshold",
        "Alerts a day",
        "Begun in time",
        "Of the team's time",
        "Sensitivity",
        "PPV",
        "Benefit with this team",
        "If nobody had to wait",
    ]
    return DataTable(headers, rows, "Every threshold with this team: means with 95 % intervals", range(8))


def team_table(sweep: Sweep) -> DataTable:
    """Each staffing level that was compared, with its best threshold."""
    rows = [
        [
            found.team,
            f"{found.aware.threshold:g}",
            said(found.aware.alerts_per_day),
            said(found.aware.share_in_time, "percent0"),
            said(found.aware.realised, "decimal2"),
            said(found.gain, "decimal2"),
        ]
        for found in best(sweep)
    ]
    headers = ["Team", "Best threshold", "Alerts a day", "Begun in time", "Benefit", "Gained over ignoring the team"]
    return DataTable(headers, rows, "Found in time per 1,000 patients, less harm; 95 % intervals", range(1, 6))
