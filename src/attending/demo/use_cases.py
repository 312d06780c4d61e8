"""The demonstration's priorities, capabilities and use cases, from its data file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils import timezone

from attending.demo.gates import bring_to_stage, put_into_use
from attending.demo.tiers import assess_tier
from attending.governance.rules.gates import EXCEPTION_DAYS
from attending.program.actions import capabilities, clinical_input, deployments, people, use_cases
from attending.program.models import Capability, Deployment, EnterprisePriority, Person, Stage, Unit, UseCase
from attending.program.models.capabilities import CapabilityKind, CapabilityState, Relation
from attending.program.models.clinical_input import About, Effect
from attending.program.models.deployments import State
from attending.program.models.people import USE_CASE_SEATS
from attending.program.models.use_cases import Kind, Question

Entry = Mapping[str, Any]
RELEASED = date(2026, 1, 15)


@dataclass(frozen=True, slots=True)
class Cast:
    """Who and what the entries name."""

    administrator: Person
    cmio: Person
    people: Mapping[str, Person]
    units: Mapping[str, Unit]


def add_priorities(cast: Cast, entries: Sequence[Entry]) -> dict[str, EnterprisePriority]:
    """The enterprise priorities in their order, by title."""
    found = [use_cases.set_priority(cast.cmio, title=e["title"], statement=e["statement"]) for e in entries]
    return {priority.title: priority for priority in found}


def add_capabilities(cast: Cast, entries: Sequence[Entry]) -> dict[str, Capability]:
    """The capabilities, by name."""
    found = [
        capabilities.name_capability(
            cast.cmio,
            name=entry["name"],
            kind=CapabilityKind(entry["kind"]),
            state=CapabilityState(entry["state"]),
            description=entry["description"],
        )
        for entry in entries
    ]
    return {capability.name: capability for capability in found}


def add_use_case(
    cast: Cast, entry: Entry, priorities: Mapping[str, EnterprisePriority], named: Mapping[str, Capability]
) -> UseCase:
    """One use case with seats, answers, outcomes, input and capabilities, brought through its gates to its stage."""
    thesis = use_cases.Thesis(
        title=entry["title"],
        kind=Kind(entry["kind"]),
        problem=entry["problem"],
        burden_lifted=entry["burden_lifted"],
        burden_added=entry["burden_added"],
        alternative=entry["alternative"],
        provenance=entry.get("provenance", ""),
    )
    use_case = use_cases.propose_use_case(
        cast.cmio, thesis, priority=priorities.get(entry.get("priority", "")), synthetic=entry.get("synthetic", True)
    )
    for seat in USE_CASE_SEATS:
        if str(seat) in entry:
            people.seat_person(cast.administrator, cast.people[entry[str(seat)]], seat, use_case)
    owner = cast.people[entry["clinical_owner"]] if "clinical_owner" in entry else cast.cmio
    for question, answer in entry.get("answers", {}).items():
        use_cases.answer_question(owner, use_case, Question(question), answer)
    for outcome in entry.get("outcomes", ()):
        use_cases.agree_outcome(owner, use_case, use_cases.Outcome(**outcome))
    for given in entry.get("input", ()):
        _speak(cast, use_case, owner, given)
    for relation in Relation:
        for name in entry.get(str(relation), ()):
            capabilities.link_capability(cast.cmio, use_case, named[name], relation)
    if Kind(entry["kind"]) is not Kind.ENABLING:
        use_case = assess_tier(owner, use_case)
    return bring_to_stage(use_case, Stage(entry["stage"]), timezone.localdate())


def _speak(cast: Cast, use_case: UseCase, owner: Person, given: Entry) -> None:
    said = clinical_input.give_input(cast.people[given["by"]], use_case, About(given["about"]), given["said"])
    if "answer" in given:
        clinical_input.answer_input(owner, said, answer=given["answer"], effect=Effect(given["effect"]))


def deploy(cast: Cast, use_case: UseCase, model: Entry) -> Deployment:
    """The deployment of a use case's model, moved to its state; a paused one ran as a pilot before."""
    version = deployments.register_version(
        cast.cmio,
        use_case,
        name=model["name"],
        maker=model["maker"],
        intended_use=model["intended_use"],
        version=model["version"],
        released_on=RELEASED,
    )
    deployment = deployments.plan_deployment(
        cast.cmio,
        use_case,
        unit=cast.units[model["unit"]],
        model_version=version,
        action_threshold=model.get("threshold"),
    )
    wanted = State(model["state"])
    deployments.change_state(cast.cmio, deployment, State.SILENT, reason="Set up for the demonstration")
    if wanted is not State.SILENT:
        target = State.PILOT if wanted is State.PAUSED else wanted
        put_into_use(
            deployment,
            target,
            timezone.localdate(),
            condition=model.get("condition", ""),
            days=model.get("excepted_days", EXCEPTION_DAYS),
        )
        deployment.refresh_from_db(fields=["state", "state_since"])
    return deployment
