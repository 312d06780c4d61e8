"""The hazard log of the ward sepsis score, put to be accepted and signed by one of two; and its drills. Synthetic."""

from __future__ import annotations

import tomllib
from datetime import date, timedelta
from importlib import resources
from typing import Final

from attending.analytics.catalogs.hazards import Method
from attending.demo.signing import sign_as
from attending.demo.use_cases import Cast, Entry
from attending.program.models import Deployment, Person, UseCase
from attending.workflow.actions.drills import Held, record_drill
from attending.workflow.actions.hazards import accepting, controls, keeping, rating
from attending.workflow.models import ControlKind, ControlSide, Hazard, RatingPhase
from attending.workflow.queries.hazard_methods import offered_methods
from attending.workflow.rules.acceptance import Outcome
from attending.workflow.rules.hazard_words import HazardWords

METHOD: Final = "dcb0160"
FALLBACK: Final = "paper"


def keep_hazards(cast: Cast, today: date) -> None:
    """Take the hazards over from the map, add one, rate and control them, hold two drills, and put the log."""
    data = tomllib.loads(resources.files("attending.demo").joinpath("workflow_hazards.toml").read_text("utf-8"))
    use_case = UseCase.objects.get(organisation=cast.cmio.organisation, title=data["use_case"])
    keeper, puts = cast.people[data["keeper"]], cast.people[data["puts"]]
    taken = {each.key: each for each in keeping.take_over(keeper, use_case)}
    method = next(each for each in offered_methods() if each.key == METHOD)
    for entry in data["hazards"]:
        hazard = taken[entry["key"]] if "key" in entry else keeping.add_hazard(keeper, use_case, _words(entry))
        _work_on(cast, keeper, hazard, entry, method, today)
    for entry in data["drills"]:
        _drill(keeper, use_case, entry, today)
    version = accepting.put_to_acceptance(puts, use_case, reason=data["reason"])
    sign_as(cast.people[data["signs"]], version.proposal, Outcome.ACCEPT, reason="What is left is outweighed.")


def _words(entry: Entry) -> HazardWords:
    return HazardWords(
        name=entry["name"],
        step=entry["step"],
        causes=tuple(entry["causes"]),
        consequences=tuple(entry["consequences"]),
    )


def _work_on(cast: Cast, keeper: Person, hazard: Hazard, entry: Entry, method: Method, today: date) -> None:
    words = HazardWords(
        name=hazard.name,
        step=hazard.step,
        causes=tuple(hazard.causes),
        consequences=tuple(hazard.consequences),
        impact=entry["impact"],
    )
    keeping.reword(keeper, hazard, words)
    keeping.name_owner(keeper, hazard, cast.people[entry["owner"]])
    for said in entry["controls"]:
        _control(cast, keeper, hazard, said, today)
    for phase in RatingPhase:
        judged = rating.Judgement(method=method.key, version=method.version, **entry[phase])
        rating.rate(keeper, hazard, phase, judged)


def _control(cast: Cast, keeper: Person, hazard: Hazard, said: Entry, today: date) -> None:
    owner = cast.people[said["owner"]]
    planned = controls.Planned(
        what=said["what"],
        kind=ControlKind(said["kind"]),
        side=ControlSide(said["side"]),
        owner=owner,
        step=said.get("step", ""),
        due_on=today + timedelta(days=said["due_in"]) if "due_in" in said else None,
    )
    control = controls.add_control(keeper, hazard, planned)
    if "proof" in said:
        controls.report_done(owner, control, proof=said["proof"])
        controls.confirm_done(keeper, control)


def _drill(keeper: Person, use_case: UseCase, entry: Entry, today: date) -> None:
    said = {name: value for name, value in entry.items() if name != "days_ago"}
    held = Held(held_on=today - timedelta(days=entry["days_ago"]), fallback=FALLBACK, **said)
    record_drill(keeper, Deployment.objects.get(use_case=use_case), held)
