"""Downtime drills: how each unit stands, and every drill that was held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.urls import reverse

from attending.program.models import Deployment
from attending.program.models.deployments import State
from attending.ui import formats
from attending.ui.parts import DataTable, Status
from attending.workflow.models import DowntimeDrill
from attending.workflow.queries.hazard_maps import Drawn
from attending.workflow.rules.drills import DrillStanding, Practised, in_words

KINDS = {
    Practised.WORKED: Status("ok", "Practised"),
    Practised.NEVER: Status("pending", "Never practised"),
    Practised.FAILED: Status("breach", "Did not work"),
    Practised.OLD: Status("watch", "More than a year ago"),
    Practised.MAP_CHANGED: Status("watch", "The map changed since"),
}


@dataclass(frozen=True, slots=True)
class UnitCard:
    """A deployment: how its downtime stands, what holds until when, and where to record a drill."""

    title: str
    detail: str
    status: Status
    told: str
    follows: str
    url: str


def cards(
    deployments: Sequence[Deployment], standings: Mapping[int, DrillStanding], on_map: Drawn, *, may: bool
) -> list[UnitCard]:
    """One for each deployment."""
    return [_card(each, standings[each.pk], on_map, may=may) for each in deployments]


def _card(deployment: Deployment, standing: DrillStanding, on_map: Drawn, *, may: bool) -> UnitCard:
    fallbacks = on_map.at(deployment.unit.site).fallbacks
    due = f" It holds until {formats.date(standing.due_on)}." if standing.due_on else ""
    failed = standing.state is Practised.FAILED and standing.newest is not None
    return UnitCard(
        title=f"{deployment.unit.name}, {deployment.unit.site.name}",
        detail=f"{State(deployment.state).label}, {deployment.model_version}",
        status=KINDS[standing.state] if fallbacks else Status("neutral", "No fallback drawn"),
        told=f"{in_words(standing)}{due}"
        if fallbacks
        else "The map has no fallback step, so nothing can be practised.",
        follows=standing.newest.follows if failed and standing.newest else "",
        url=reverse("workflow:record-drill", args=[deployment.use_case.key, deployment.pk])
        if may and fallbacks
        else "",
    )


def table(drills: Sequence[DowntimeDrill], on_map: Drawn) -> DataTable:
    """Every drill, newest first."""
    headers = [
        "Held on",
        "Where",
        "What took over",
        "People",
        "Minutes until it ran",
        "Worked",
        "Found, and what follows",
    ]
    rows = [
        [
            formats.date(each.held_on),
            f"{each.deployment.unit.name}, {each.shift}",
            on_map.step_name(each.fallback),
            formats.count(each.people),
            f"{each.minutes:g}",
            Status("ok", "Yes") if each.worked else Status("breach", "No"),
            f"{each.found} What follows: {each.follows}" if each.follows else each.found,
        ]
        for each in drills
    ]
    return DataTable(headers, rows, numeric=(3, 4), stacks=True)
