"""What the demonstration's use cases take, and a roadmap over six quarters that is put to a decision; all synthetic."""

from __future__ import annotations

import tomllib
from datetime import date
from importlib import resources

from attending.demo.use_cases import Cast, Entry, add_capabilities, add_use_case
from attending.program.actions.capabilities import link_capability
from attending.program.models import Capability, EnterprisePriority, UseCase
from attending.program.models.capabilities import Relation
from attending.program.models.use_cases import Kind, Stage
from attending.strategy.actions.deciding import put_to_decision
from attending.strategy.actions.effort import Estimate, estimate_effort, set_outlook
from attending.strategy.actions.planning import make_plan
from attending.strategy.actions.roadmaps import open_roadmap
from attending.strategy.actions.wishes import wish
from attending.strategy.models import Panel, WishKind
from attending.strategy.queries.panel_values import closed_panels
from attending.strategy.rules.quarters import later, quarter_of
from attending.strategy.rules.roadmap_limits import CarryingLimits
from attending.strategy.studying import study


def plan_roadmap(cast: Cast, today: date) -> None:
    """Estimate what use cases take; plan and propose the roadmap once a panel has been closed."""
    data = tomllib.loads(resources.files("attending.demo").joinpath("roadmap.toml").read_text("utf-8"))
    add_capabilities(cast, data["capabilities"])
    _add_enablers(cast, data)
    use_cases = {each.title: each for each in UseCase.objects.filter(organisation=cast.cmio.organisation)}
    named = {each.name: each for each in Capability.objects.filter(organisation=cast.cmio.organisation)}
    for entry in data["needs"]:
        for title in entry["use_cases"]:
            link_capability(cast.cmio, use_cases[title], named[entry["capability"]], Relation.NEEDS)
    for entry in data["outlooks"]:
        expected = later(quarter_of(today), entry["quarters"])
        set_outlook(cast.cmio, named[entry["capability"]], expected_on=expected, end_value=0)
    for entry in data["efforts"]:
        estimate_effort(cast.cmio, use_cases[entry["title"]], _estimate(cast, entry, data["source"]))
    panel = closed_panels(cast.cmio.organisation).first()
    if panel is not None:
        _propose(cast, data["roadmap"], panel, use_cases, today)


def _add_enablers(cast: Cast, data: Entry) -> None:
    priorities = {each.title: each for each in EnterprisePriority.objects.all()}
    named = {each.name: each for each in Capability.objects.all()}
    for entry in data["enablers"]:
        add_use_case(cast, {**entry, "kind": Kind.ENABLING, "stage": Stage.VALUE_THESIS}, priorities, named)


def _estimate(cast: Cast, entry: Entry, source: str) -> Estimate:
    return Estimate(
        gate_quarters=entry["gates"],
        duration_quarters=entry["work"],
        money=float(entry["money"]),
        clinician_hours=float(entry["hours"]),
        platform_days=float(entry["days"]),
        reach=float(entry["reach"]),
        source=source,
        change_loads={cast.units[name]: load for name, load in entry["loads"].items()},
    )


def _propose(cast: Cast, entry: Entry, panel: Panel, use_cases: dict[str, UseCase], today: date) -> None:
    quarters = entry["quarters"]
    limits = CarryingLimits(
        money=(float(entry["money"]),) * quarters,
        clinician_hours=(float(entry["hours"]),) * quarters,
        platform_days=(float(entry["days"]),) * quarters,
        load=entry["load"],
        most_high=entry["most_high"],
    )
    roadmap = open_roadmap(
        cast.cmio,
        title=entry["title"],
        panel=panel,
        first_quarter=quarter_of(today),
        quarters=quarters,
        limits=limits,
    )
    for wished in entry["wishes"]:
        wish(
            cast.cmio,
            roadmap,
            WishKind(wished["kind"]),
            use_cases[wished["use_case"]],
            other=use_cases[wished["other"]],
            reason=wished["reason"],
        )
    study(make_plan(cast.cmio, roadmap))
    put_to_decision(cast.cmio, roadmap, reason=entry["reason"])
